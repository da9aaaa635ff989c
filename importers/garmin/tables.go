package garmin

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// HRVDump reads the CSV that programs make of the nightly HRV of Garmin
// Connect: columns in any order, named hrvSummary_... lastNightAvg is
// the night's mean RMSSD (ms), calendarDate the date of waking; weeklyAvg is a
// mean of seven nights and never read. Epoch milliseconds of the "Local" columns
// are wall clock, not instants.
//
// DBSleep, DBHRV and DBRestingHR read tables of GarminDB's
// database as CSV. Durations are HH:MM:SS; 00:00:00 also means not measured.
var (
	HRVDump importers.Importer = importers.NightTable{
		Format:  importers.Format{ID: "garmin.hrv_dump", Columns: importers.Names("hrvSummary_calendarDate", "hrvSummary_lastNightAvg")},
		Source:  source,
		Date:    "hrvSummary_calendarDate",
		Columns: []importers.Column{{Names: []string{"hrvSummary_lastNightAvg"}, Metric: "hrv_rmssd"}},
		More:    ends("sleepStartTimestampLocal", "sleepEndTimestampLocal", false),
	}
	DBSleep importers.Importer = importers.NightTable{
		Format: importers.Format{ID: "garmin.db_sleep", Columns: importers.Names("day", "total_sleep", "deep_sleep", "light_sleep")},
		Source: source,
		Date:   "day",
		Columns: []importers.Column{
			{Names: []string{"total_sleep"}, Metric: "tst", Parse: importers.ClockDuration},
			{Names: []string{"deep_sleep"}, Metric: "deep", ZeroMissing: true, Parse: importers.ClockDuration},
			{Names: []string{"light_sleep"}, Metric: "light", ZeroMissing: true, Parse: importers.ClockDuration},
			{Names: []string{"rem_sleep"}, Metric: "rem", ZeroMissing: true, Parse: importers.ClockDuration},
			{Names: []string{"awake"}, Metric: "waso", Parse: importers.ClockDuration},
			{Names: []string{"avg_spo2"}, Metric: "spo2"},
			{Names: []string{"avg_rr"}, Metric: "respiratory_rate"},
			{Names: []string{"score"}, Metric: "sleep_score"},
		},
		Skip: noSleep,
		More: ends("start", "end", true),
	}
	DBHRV importers.Importer = importers.NightTable{
		Format:  importers.Format{ID: "garmin.db_hrv", Columns: importers.Names("day", "last_night_avg", "weekly_avg")},
		Source:  source,
		Date:    "day",
		Columns: []importers.Column{{Names: []string{"last_night_avg"}, Metric: "hrv_rmssd"}},
	}
	DBRestingHR importers.Importer = importers.NightTable{
		Format:  importers.Format{ID: "garmin.db_resting_hr", Columns: importers.Names("day", "resting_heart_rate")},
		Source:  source,
		Date:    "day",
		Columns: []importers.Column{{Names: []string{"resting_heart_rate"}, Metric: "resting_hr"}},
	}
)

// noSleep reports whether a row of the sleep table has no sleep.
func noSleep(t *importers.Table) bool {
	return importers.Missing(t.Cell(t.Index("day"))) || strings.Trim(t.Cell(t.Index("total_sleep")), "0:.") == ""
}

// ends returns the More of a table with both ends of the sleep. A sleep that ends on
// another date than the night's is a problem. With inBed, the time between the ends
// is emitted too.
func ends(start, end string, inBed bool) func(*importers.Table, importers.Sink) func(record.Date) bool {
	return func(t *importers.Table, sink importers.Sink) func(record.Date) bool {
		columns := [2]int{t.Index(start), t.Index(end)}
		return func(night record.Date) bool {
			if importers.Missing(t.Cell(columns[0])) || importers.Missing(t.Cell(columns[1])) {
				return false
			}
			var ends [2]time.Time
			for i, column := range columns {
				var err error
				if ends[i], err = wall(t.Cell(column)); err != nil {
					sink.Problem(t.Problem(column, err))
					return false
				}
			}
			if woke := record.DateOf(ends[1]); woke != night {
				sink.Problem(t.Problem(columns[1], fmt.Errorf("the sleep of %s ends on %s: its clock times were left out", night, woke)))
				return false
			}
			s := importers.MainSleep(source, night, ends[0], ends[1])
			t.Sleep(s, columns[0], columns[1], sink)
			if inBed {
				emitInBed(t, night, ends[1].Sub(ends[0]).Minutes(), columns[0], columns[1], sink)
			}
			return s.Wake.Clock() > s.Onset.Clock()
		}
	}
}

// wall reads a local date and time, or the milliseconds from 1970 to it.
func wall(cell string) (time.Time, error) {
	if ms, err := strconv.ParseFloat(cell, 64); err == nil {
		if at := time.UnixMilli(int64(ms)).UTC(); importers.Plausible(at) {
			return at, nil
		}
	}
	return importers.ParseWall(cell, "2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02 15:04", "2006-01-02T15:04")
}

// OneNight reads the file of the sleep report's one-day range: a line a
// value, "Sleep Score 1 Day" first. Here "Avg Overnight HRV" is the night's RMSSD
// (ms). It is based on two programs that read it, so lines with other names are
// passed over.
var OneNight importers.Importer = keyValue{importers.Format{ID: "garmin.one_night", Columns: importers.Names("Sleep Score 1 Day")}}

type keyValue struct{ importers.Format }

// Identify implements [importers.Importer].
func (keyValue) Identify(h importers.Head) bool {
	return len(h.Header) == 2 && importers.Normalise(h.Header[0]) == "sleep score 1 day"
}

var keys = []importers.Column{
	{Names: []string{"Sleep Duration"}, Metric: "tst", Parse: importers.WordDuration},
	{Names: []string{"Deep Sleep Duration"}, Metric: "deep", Parse: importers.WordDuration},
	{Names: []string{"Light Sleep Duration", "Light Duration"}, Metric: "light", Parse: importers.WordDuration},
	{Names: []string{"REM Duration", "REM Sleep Duration"}, Metric: "rem", Parse: importers.WordDuration},
	{Names: []string{"Sleep Score"}, Metric: "sleep_score", Parse: number},
	{Names: []string{"Resting Heart Rate"}, Metric: "resting_hr", Parse: number},
	{Names: []string{"Avg Overnight HRV"}, Metric: "hrv_rmssd", Parse: number},
}

// Read counts every line as a row, used if it gave a value. All values have the
// position of the first line, as one sleep's.
func (keyValue) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	var c record.Counts
	night, dated := record.Date(0), false
	for t.Next() {
		if dated || importers.Normalise(t.Cell(0)) != "date" {
			c.Count(dated && line(t, night, sink))
			continue
		}
		d, ok := parseDay(t.Cell(1), "2006/1/2")
		if !ok || d.year == 0 {
			return c, fmt.Errorf("%q is not a date: want YYYY-MM-DD", t.Cell(1))
		}
		night, dated = record.NewDate(d.year, time.Month(d.month), d.day), true
		c.Count(true)
	}
	if c.Used < 2 {
		return c, errors.New("no date, or nothing of the night: want a line Date,2026-04-20 and lines of values after it")
	}
	return importers.TableEnd(t, c, sink)
}

// line emits the value of a line and reports whether it has one.
func line(t *importers.Table, night record.Date, sink importers.Sink) bool {
	for _, k := range keys {
		if (importers.Head{Header: []string{t.Cell(0)}}).Index(k.Names...) < 0 || importers.Missing(t.Cell(1)) {
			continue
		}
		v, err := k.Parse(t.Cell(1))
		if err != nil {
			sink.Problem(record.Problem{Pos: t.Pos(1), Field: t.Cell(0), Message: err.Error()})
			return false
		}
		m, _ := record.MetricByID(k.Metric)
		return importers.EmitComputed(record.Record{Night: night, Metric: k.Metric, Value: v, Raw: t.Cell(1), RawUnit: m.Unit,
			Source: source, Pos: record.Pos{File: t.Pos(-1).File, Line: 1, Column: 1}}, t.Cell(0), sink)
	}
	return false
}
