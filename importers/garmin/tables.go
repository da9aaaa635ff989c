package garmin

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// HRVDump reads the CSV that programs make of the nightly HRV Garmin
// Connect hands out: columns in any order, named hrvSummary_... lastNightAvg is
// the night's mean RMSSD (ms), calendarDate the date of waking; weeklyAvg is a
// mean of seven nights and never read. Epoch milliseconds of the "Local" columns
// are wall clock, not instants.
//
// DBSleep, DBHRV and DBRestingHR read tables of GarminDB's
// database as CSV. Durations are HH:MM:SS, where 00:00:00 is also what stands
// for not measured.
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

// noSleep tells whether a row of the sleep table has no sleep.
func noSleep(t *importers.Table) bool {
	return importers.Missing(t.Cell(t.Index("day"))) || strings.Trim(t.Cell(t.Index("total_sleep")), "0:.") == ""
}

// ends returns what emits the sleep of a row where both of its ends are
// there and it ends on the night's date; inBed adds the time between them.
func ends(start, end string, inBed bool) func(*importers.Table, importers.Sink) func(record.Date) bool {
	return func(t *importers.Table, sink importers.Sink) func(record.Date) bool {
		r := dayRow{t: t, sink: sink, start: t.Index(start), end: t.Index(end)}
		return func(night record.Date) bool { return r.session(night, inBed) }
	}
}

type dayRow struct {
	t          *importers.Table
	sink       importers.Sink
	start, end int
}

func (r dayRow) session(night record.Date, inBed bool) bool {
	if importers.Missing(r.t.Cell(r.start)) || importers.Missing(r.t.Cell(r.end)) {
		return false
	}
	var ends [2]time.Time
	for i, column := range []int{r.start, r.end} {
		at, err := wall(r.t.Cell(column))
		if err != nil {
			r.sink.Problem(r.t.Problem(column, err))
			return false
		}
		ends[i] = at
	}
	if record.DateOf(ends[1]) != night {
		r.sink.Problem(record.Problem{Pos: r.t.Pos(r.end), Field: r.t.Name(r.end), Message: fmt.Sprintf("the sleep of %s ends on %s: its clock times were left out", night, record.DateOf(ends[1]))})
		return false
	}
	s := record.Session{Night: night, Onset: record.MomentOf(ends[0]), Wake: record.MomentOf(ends[1]), Source: source, Pos: r.t.Pos(r.start)}
	importers.EmitSession(s, r.t.ClockCell(r.start), r.t.ClockCell(r.end), r.sink)
	if inBed {
		importers.EmitComputed(record.Record{Night: night, Metric: "tib", Value: ends[1].Sub(ends[0]).Minutes(),
			Raw: r.t.Cell(r.start) + " to " + r.t.Cell(r.end), Source: source, Pos: r.t.Pos(r.end)}, r.t.Name(r.end), r.sink)
	}
	return s.Wake.Clock() > s.Onset.Clock()
}

// wall reads a wall clock, also one written as milliseconds since 1970 of
// that clock.
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
// (ms). It rests on two programs that read it, so lines it does not know are
// passed over.
var OneNight importers.Importer = keyValue{}

type keyValue struct{}

func (keyValue) Name() string { return "garmin.one_night" }

func (keyValue) Wants() []string { return []string{"Sleep Score 1 Day"} }

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

// Read counts every line as a row, used where it gave a value. All values stand
// on the first line, as one sleep's.
func (keyValue) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	var c record.Counts
	night, dated := record.Date(0), false
	for t.Next() {
		if importers.Normalise(t.Cell(0)) == "date" && !dated {
			d, ok := parseGarminDay(t.Cell(1), "2006/1/2")
			if !ok || d.year == 0 {
				return c, fmt.Errorf("%q is not a date: want YYYY-MM-DD", t.Cell(1))
			}
			night, dated = record.NewDate(d.year, time.Month(d.month), d.day), true
			c.Count(true)
			continue
		}
		c.Count(dated && line(t, night, sink))
	}
	if c.Used < 2 {
		return c, fmt.Errorf("no date, or nothing of the night: want a line Date,2026-04-20 and lines of values after it")
	}
	return importers.TableEnd(t, c, sink)
}

// line reads the value of a line.
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
		return importers.EmitComputed(record.Record{Night: night, Metric: k.Metric, Value: v, Raw: t.Cell(1), RawUnit: m.Unit, Source: source,
			Pos: record.Pos{File: t.Pos(-1).File, Line: 1, Column: 1}}, t.Cell(0), sink)
	}
	return false
}
