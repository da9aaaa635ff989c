package oura

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

const source = "oura"

// Trends reads the "trends" CSV of Oura's old web site: any choice of
// columns in any order, days in any order. The date is the date of waking; one
// sleep a day. Durations are in seconds. A day without sleep still has its steps
// and calories, which belong to the night after it.
//
// Average HRV is RMSSD (ms), lowest resting heart rate the resting heart rate,
// and "Average Resting Heart Rate" the mean asleep. Awake time is all of the
// time in bed that is not sleep, so WASO is awake time less latency; where the
// file has no latency there is none. Bedtime is when the person went to bed.
// "Sleep Timing" is not a clock time and is not read.
//
// A spreadsheet writes the dates anew, and day and month cannot be told apart:
// such a file is refused.
var Trends importers.Importer = trendTable{}

type trendTable struct{}

// trendNames are headers of the file of which any two, beside the date, are
// enough to know it by.
var trendNames = []string{
	"Average HRV", "Lowest Resting Heart Rate", "Total Sleep Duration", "Sleep Timin Score", "Readiness Score",
	"Total Sleep Score", "REM Sleep Score", "Deep Sleep Score", "Sleep Latency Score", "Sleep Efficiency Score", "Restfulness Score",
	"Average Resting Heart Rate", "Temperature Deviation (°C)", "Temperature Trend Deviation", "Total Sleep Time", "Total Bedtime",
	"REM Sleep Duration", "Light Sleep Duration", "Deep Sleep Duration", "HRV Balance Score", "Recovery Index Score",
	"Previous Day Activity Score", "Sleep Balance Score", "Meet Daily Targets Score",
}

var nightColumns = []importers.Column{
	{Names: []string{"Total Sleep Duration", "Total Sleep Time"}, Metric: "tst", Unit: "s"},
	{Names: []string{"Total Bedtime"}, Metric: "tib", Unit: "s"},
	{Names: []string{"REM Sleep Duration", "REM Sleep Time"}, Metric: "rem", Unit: "s"},
	{Names: []string{"Light Sleep Duration", "Light Sleep Time"}, Metric: "light", Unit: "s"},
	{Names: []string{"Deep Sleep Duration", "Deep Sleep Time"}, Metric: "deep", Unit: "s"},
	{Names: []string{"Sleep Latency"}, Metric: "sol", Unit: "s"},
	{Names: []string{"Average HRV"}, Metric: "hrv_rmssd"},
	{Names: []string{"Lowest Resting Heart Rate"}, Metric: "resting_hr"},
	{Names: []string{"Average Resting Heart Rate"}, Metric: "sleep_hr"},
	{Names: []string{"Respiratory Rate"}, Metric: "respiratory_rate"},
	{Names: []string{"Temperature Deviation (°C)", "Temperature Deviation"}, Metric: "skin_temp_deviation"},
	{Names: []string{"Sleep Score"}, Metric: "sleep_score"},
	{Names: []string{"Readiness Score"}, Metric: "readiness_score"},
}

var trendEfficiency = []importers.Column{{Names: []string{"Sleep Efficiency"}, Metric: "sleep_efficiency"}}

var dayColumns = []importers.Column{
	{Names: []string{"Steps"}, Metric: "steps", ZeroMissing: true},
	{Names: []string{"Activity Burn"}, Metric: "active_energy", ZeroMissing: true},
}

func (trendTable) Name() string { return "oura.trends" }

func (trendTable) Wants() []string {
	return []string{"date", "Average HRV", "Lowest Resting Heart Rate", "Total Sleep Duration"}
}

func (trendTable) Identify(h importers.Head) bool {
	if !h.Has("date") || h.Has("Garmin Score") {
		return false
	}
	has := 0
	for _, name := range trendNames {
		if h.Has(name) {
			has++
		}
	}
	return has >= 2
}

var errOuraRewritten = errors.New("the dates were written anew by a spreadsheet, and day and month cannot be told apart: use the file as Oura exported it")

func (trendTable) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := newOuraTrend(t, sink)
	var rewritten []record.Problem // of single rows only where others are sound
	var c record.Counts
	for t.Next() {
		night, err := importers.DateLabel(t.Cell(r.date))
		switch {
		case err == nil:
			c.Count(r.Read(night))
			continue
		case rewrittenDate(t.Cell(r.date)):
			rewritten = append(rewritten, t.Problem(r.date, err))
		default:
			sink.Problem(t.Problem(r.date, err))
		}
		c.Count(false)
	}
	if c.Used == 0 && rewritten != nil {
		return record.Counts{}, errOuraRewritten
	}
	for _, p := range rewritten {
		sink.Problem(p)
	}
	return importers.TableEnd(t, c, sink)
}

// rewrittenDate tells whether a cell is a date with slashes or dots.
func rewrittenDate(cell string) bool {
	return strings.Count(cell, "/") == 2 || strings.Count(cell, ".") == 2
}

// trend reads the rows of one trends file.
type trend struct {
	t                            *importers.Table
	sink                         importers.Sink
	date, start, end             int
	awake, latency               int
	nights, efficiency, dayValue []importers.BoundColumn
}

func newOuraTrend(t *importers.Table, sink importers.Sink) trend {
	r := trend{t: t, sink: sink, date: t.Index("date"), start: t.Index("Bedtime Start"), end: t.Index("Bedtime End"),
		awake: t.Index("Awake Time"), latency: t.Index("Sleep Latency"),
		nights: importers.Bind(t, nightColumns), dayValue: importers.Bind(t, dayColumns)}
	if t.Index("Total Bedtime") < 0 || t.Index("Total Sleep Duration", "Total Sleep Time") < 0 {
		r.efficiency = importers.Bind(t, trendEfficiency)
	}
	return r
}

func (r trend) Read(night record.Date) bool {
	used, _ := importers.ReadCells(r.t, r.nights, night, source, "", r.sink)
	more, _ := importers.ReadCells(r.t, r.efficiency, night, source, "", r.sink)
	later, _ := importers.ReadCells(r.t, r.dayValue, night+1, source, "", r.sink)
	used += more + later
	if emitOuraWASO(night, r.t.ClockCell(r.awake), r.t.ClockCell(r.latency), r.sink) {
		used++
	}
	if r.session(night) {
		used++
	}
	return used > 0
}

// emitOuraWASO hands out the minutes awake between falling asleep and waking up,
// from the seconds awake in bed and the seconds to fall asleep. A bad latency is
// told where it is read itself.
func emitOuraWASO(night record.Date, awake, latency importers.ClockCell, sink importers.Sink) bool {
	if importers.Missing(awake.Text) || importers.Missing(latency.Text) {
		return false
	}
	a, err := importers.Number(awake.Text)
	if err != nil {
		sink.Problem(importers.BadCell(awake.Pos, awake.Field, awake.Text, "seconds"))
		return false
	}
	l, err := importers.Number(latency.Text)
	return err == nil && importers.Fits("sol", l/60) && importers.EmitComputed(record.Record{Night: night, Metric: "waso", Value: max(0, a-l) / 60, Raw: awake.Text + "-" + latency.Text,
		RawUnit: "s", Source: source, Pos: awake.Pos}, awake.Field, sink)
}

func (r trend) session(night record.Date) bool {
	start, end := r.t.ClockCell(r.start), r.t.ClockCell(r.end)
	return !importers.Missing(start.Text) && !importers.Missing(end.Text) && emitOuraSession(night, start, end, r.sink)
}

// ouraTime reads an instant with its offset, as the clock on the wall showed it.
func ouraTime(text string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05", "2006-01-02T15:04:05-0700"} {
		if t, err := time.Parse(layout, text); err == nil && importers.Plausible(t) {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a time: want YYYY-MM-DDTHH:MM:SS and an offset", text)
}

// offset is the end of an instant that names its offset; UTC alone may be a
// server's clock.
var offset = regexp.MustCompile(`[+-]\d\d:?\d\d$`)

// emitOuraSession hands out the sleep between two instants, with its clock
// times. It reports whether the two could be read.
func emitOuraSession(night record.Date, start, end importers.ClockCell, sink importers.Sink) bool {
	var at [2]time.Time
	for i, cell := range []importers.ClockCell{start, end} {
		t, err := ouraTime(cell.Text)
		if err != nil {
			sink.Problem(record.Problem{Pos: cell.Pos, Field: cell.Field, Message: err.Error()})
			return false
		}
		at[i] = t
	}
	if record.DateOf(at[1]) != night {
		sink.Problem(record.Problem{Pos: end.Pos, Field: end.Field, Message: fmt.Sprintf("the sleep of %s ends on %s: its clock times were left out", night, record.DateOf(at[1]))})
		return false
	}
	s := record.Session{Night: night, Onset: record.MomentOf(at[0]), Wake: record.MomentOf(at[1]), Source: source, Pos: start.Pos}
	if offset.MatchString(end.Text) {
		_, seconds := at[1].Zone()
		s.Offset, s.HasOffset = seconds/60, true
	}
	importers.EmitSession(s, start, end, sink)
	return record.MomentOf(at[1]).Clock() > record.MomentOf(at[0]).Clock()
}
