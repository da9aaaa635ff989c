package oura

import (
	"errors"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// Trends reads the "trends" table of Oura's old web site: any choice of columns in
// any order, days in any order, one sleep a day. A day without sleep still has its
// steps and calories, which belong to the night after it.
//
// Average HRV is RMSSD (ms), "Average Resting Heart Rate" the mean asleep. Bedtime
// is when the person went to bed. "Sleep Timing" is not a clock time and is not
// read.
var Trends importers.Importer = trends{importers.Rows{
	Format: importers.Format{ID: "oura.trends",
		Columns: importers.Names("date", "Average HRV", "Lowest Resting Heart Rate", "Total Sleep Duration")},
	Open: func(t *importers.Table, _ importers.Source, sink importers.Sink) func() bool {
		r := newTrend(t, sink)
		t.AtEnd(r.end)
		return r.read
	},
}}

type trends struct{ importers.Rows }

// trendNames are headers of which any two, beside the date, identify the file.
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

// Identify implements [importers.Importer].
func (trends) Identify(h importers.Head) bool {
	has := 0
	for _, name := range trendNames {
		if h.Has(name) {
			has++
		}
	}
	return has >= 2 && h.Has("date") && !h.Has("Garmin Score")
}

var errRewritten = errors.New("the dates were written anew by a spreadsheet, and day and month cannot be told apart: " +
	"use the file as Oura exported it")

// trend reads the rows of one trends file.
type trend struct {
	t                            *importers.Table
	sink                         importers.Sink
	date                         int
	clock                        clockColumns
	nights, efficiency, dayValue []importers.BoundColumn
	rewritten                    []record.Problem // dates as a spreadsheet writes them
}

func newTrend(t *importers.Table, sink importers.Sink) *trend {
	r := &trend{t: t, sink: sink, date: t.Index("date"),
		clock:  clockColumns{t.Index("Bedtime Start"), t.Index("Bedtime End"), t.Index("Awake Time"), t.Index("Sleep Latency")},
		nights: importers.Bind(t, nightColumns), dayValue: importers.Bind(t, dayColumns)}
	if t.Index("Total Bedtime") < 0 || t.Index("Total Sleep Duration", "Total Sleep Time") < 0 {
		r.efficiency = importers.Bind(t, trendEfficiency)
	}
	return r
}

// read reads the current row and reports whether anything of it was used.
func (r *trend) read() bool {
	cell := r.t.Cell(r.date)
	night, err := importers.DateLabel(cell)
	switch {
	case err == nil:
	case strings.Count(cell, "/") == 2 || strings.Count(cell, ".") == 2:
		r.rewritten = append(r.rewritten, r.t.Problem(r.date, err))
		return false
	default:
		r.sink.Problem(r.t.Problem(r.date, err))
		return false
	}
	used, _ := importers.ReadCells(r.t, r.nights, night, source, "", r.sink)
	more, _ := importers.ReadCells(r.t, r.efficiency, night, source, "", r.sink)
	later, _ := importers.ReadCells(r.t, r.dayValue, night+1, source, "", r.sink)
	cells := r.clock.cells(r.t)
	waso := cells.emitWASO(night, r.sink)
	slept := cells.emitSession(night, r.sink)
	return used+more+later > 0 || waso || slept
}

// end refuses a file of which a spreadsheet has rewritten every date. Where other
// rows were used, each of those dates is a problem.
func (r *trend) end(c record.Counts) (record.Counts, error) {
	if c.Used == 0 && r.rewritten != nil {
		return record.Counts{}, errRewritten
	}
	for _, p := range r.rewritten {
		r.sink.Problem(p)
	}
	return c, nil
}
