package garmin

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

const source = "garmin"

// Sleep reads the sleep report of Garmin Connect's web site with one row
// a night, named by the date of waking, newest first. Its first header cell is
// "Date" or the range ("Sleep Score 4 Weeks"); its other columns depend on
// the watch. Duration is the time asleep, from Bedtime to Wake Time less the
// time awake.
//
// "HRV Status" and "7 Day Average HRV" are means of seven nights, not of the
// night, and are never read: a trailing mean smears a change over a week. A
// temperature change without a unit is taken to be in degrees Celsius.
var Sleep importers.Importer = report{
	Format: importers.Format{ID: "garmin.sleep", Columns: importers.Names("Duration", "Sleep Need", "Bedtime", "Wake Time")},
	claims: func(h importers.Head) bool {
		return dated(h) && h.Has("duration") && (h.Has("sleep need") || h.Has("wake time", "bedtime", "score"))
	},
	columns: []importers.Column{
		{Names: []string{"Duration"}, Metric: "tst", Parse: importers.WordDuration},
		{Names: []string{"Score"}, Metric: "sleep_score", Parse: number},
		{Names: []string{"Resting Heart Rate"}, Metric: "resting_hr", Parse: number},
		{Names: []string{"Pulse Ox"}, Metric: "spo2", Parse: number},
		{Names: []string{"Respiration"}, Metric: "respiratory_rate", Parse: number},
		{Names: []string{"Skin Temp Change"}, Metric: "skin_temp_deviation", Parse: degrees},
	},
	trailing: []string{"HRV Status", "7 Day Average HRV"},
}

// HRV reads the HRV Status report of Garmin Connect's web site. Overnight
// HRV is the night's mean RMSSD (ms); "7d Avg" and the baseline are not read. No
// real file was at hand: columns and dates are those that programs which read it
// expect.
var HRV importers.Importer = report{
	Format:  importers.Format{ID: "garmin.hrv", Columns: importers.Names("Date", "Overnight HRV", "7d Avg")},
	claims:  func(h importers.Head) bool { return h.Has("overnight hrv") && h.Index("7d avg", "baseline") >= 0 },
	columns: []importers.Column{{Names: []string{"Overnight HRV"}, Metric: "hrv_rmssd", Parse: number}},
}

// RestingHR reads the report of the resting heart rate, whose first header
// cell is empty. Ranges of months give weekly means under the same header: a
// file whose rows are a week apart is refused.
var RestingHR importers.Importer = report{
	Format: importers.Format{ID: "garmin.resting_hr", Columns: importers.Names("Resting Heart Rate")},
	claims: func(h importers.Head) bool {
		return len(h.Header) == 2 && h.Header[0] == "" && h.Has("resting heart rate")
	},
	columns: []importers.Column{{Names: []string{"Resting Heart Rate"}, Metric: "resting_hr", Parse: number}},
}

// dated reports whether the first header cell is one above dates.
func dated(h importers.Head) bool {
	if len(h.Header) == 0 {
		return false
	}
	first := importers.Normalise(h.Header[0])
	return first == "date" || strings.HasPrefix(first, "sleep score")
}

// report is a report with one row a night and the date in the first column.
type report struct {
	importers.Format
	claims   func(importers.Head) bool
	columns  []importers.Column
	trailing []string // means of seven nights, each a problem
}

// Identify implements [importers.Importer].
func (g report) Identify(h importers.Head) bool { return g.claims(h) && !Weekly.Identify(h) }

// Read implements [importers.Importer].
func (g report) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	nights, assumed, err := nights(src)
	if err != nil {
		return record.Counts{}, err
	}
	if weekApart(nights) {
		return record.Counts{}, errors.New(weeklyAdvice)
	}
	return importers.EachRow(src, sink, func(t *importers.Table) func() bool {
		if assumed != "" {
			sink.Problem(record.Problem{Pos: t.HeaderPos(0), Field: t.Name(0), Message: assumed})
		}
		if i := t.Index(g.trailing...); i >= 0 {
			sink.Problem(record.Problem{Pos: t.HeaderPos(i), Field: t.Name(i),
				Message: "this is the mean of seven nights, not the night's: left out; export the HRV Status report as well"})
		}
		r := row{Table: t, sink: sink, columns: importers.Bind(t, g.columns), bed: t.Index("Bedtime"), wake: t.Index("Wake Time")}
		return func() bool {
			night, dated := nights[t.Line()]
			if !dated {
				r.undated()
			}
			return dated && r.read(night)
		}
	})
}

// weekApart reports whether there are at least three nights and no two of them are
// less than six days apart.
func weekApart(nights map[int]record.Date) bool {
	days := slices.Compact(slices.Sorted(maps.Values(nights)))
	for i := 1; i < len(days); i++ {
		if days[i]-days[i-1] < 6 {
			return false
		}
	}
	return len(days) >= 3
}

type row struct {
	*importers.Table
	sink      importers.Sink
	columns   []importers.BoundColumn
	bed, wake int
}

// undated emits the problem of a row without a date. The line of averages at the end
// is not a problem.
func (r row) undated() {
	cell := r.Cell(0)
	if !importers.Missing(cell) && !strings.HasPrefix(importers.Normalise(cell), "av") {
		r.sink.Problem(r.Problem(0, fmt.Errorf("%q is not a date: want YYYY-MM-DD or May 25, the row was left out", cell)))
	}
}

// read reads a row and reports whether it was used.
func (r row) read(night record.Date) bool {
	used, _ := importers.ReadCells(r.Table, r.columns, night, source, "", r.sink)
	if importers.Missing(r.Cell(r.bed)) || importers.Missing(r.Cell(r.wake)) {
		return used > 0
	}
	var clock [2]int
	for i, column := range []int{r.bed, r.wake} {
		var err error
		if clock[i], err = importers.ParseClock(r.Cell(column)); err != nil {
			r.sink.Problem(r.Problem(column, err))
			return used > 0
		}
	}
	s := record.Session{Night: night, Source: source,
		Onset: record.Moment{Day: night, Minute: clock[0], Timed: true}, Wake: record.Moment{Day: night, Minute: clock[1], Timed: true}}
	if clock[0] >= clock[1] {
		s.Onset.Day--
	}
	r.Sleep(s, r.bed, r.wake, r.sink)
	emitInBed(r.Table, night, float64(s.Wake.Clock()-s.Onset.Clock()), r.bed, r.wake, r.sink)
	return true
}

// emitInBed emits the time in bed between the times in two columns.
func emitInBed(t *importers.Table, night record.Date, minutes float64, from, to int, sink importers.Sink) {
	t.Emit(record.Record{Night: night, Metric: "tib", Value: minutes, Raw: t.Cell(from) + " to " + t.Cell(to), Source: source}, to, sink)
}

// number reads a number that may have a unit behind it ("42ms", "46 bpm", "97%")
// and a spreadsheet's apostrophe before it.
func number(cell string) (float64, error) {
	text := strings.TrimPrefix(strings.TrimSpace(cell), "'")
	for _, unit := range []string{"ms", "brpm", "bpm", "%"} {
		text = strings.TrimSuffix(text, unit)
	}
	return importers.Number(text)
}

// degrees reads a difference of temperature such as "+0.3°" in degrees
// Celsius. A difference in °F is converted.
func degrees(cell string) (float64, error) {
	text := strings.TrimPrefix(strings.TrimSpace(cell), "'")
	factor := 1.
	if cut, ok := strings.CutSuffix(text, "F"); ok {
		text, factor = cut, 1/1.8
	}
	v, err := importers.Number(strings.TrimRight(text, "C° "))
	return v * factor, err
}
