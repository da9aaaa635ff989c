package garmin

import (
	"errors"
	"fmt"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

const source = "garmin"

// Sleep reads the sleep report of Garmin Connect's web site with one row
// a night, named by the date of waking, newest first. Its first header cell is
// "Date" or tells the range ("Sleep Score 4 Weeks"); its other columns depend on
// the watch. Duration is the time asleep, from Bedtime to Wake Time less the
// time awake.
//
// "HRV Status" and "7 Day Average HRV" are means of seven nights, not of the
// night, and are never read: a mean that trails smears a change over a week. A
// temperature change without a unit is taken to be in degrees Celsius.
var Sleep importers.Importer = report{
	name:  "garmin.sleep",
	wants: []string{"Duration", "Sleep Need", "Bedtime", "Wake Time"},
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
	name:    "garmin.hrv",
	wants:   []string{"Date", "Overnight HRV", "7d Avg"},
	claims:  func(h importers.Head) bool { return h.Has("overnight hrv") && h.Index("7d avg", "baseline") >= 0 },
	columns: []importers.Column{{Names: []string{"Overnight HRV"}, Metric: "hrv_rmssd", Parse: number}},
}

// RestingHR reads the report of the resting heart rate, whose first header
// cell is empty. Ranges of months give weekly means under the same header: a
// file whose rows lie a week apart is refused.
var RestingHR importers.Importer = report{
	name:  "garmin.resting_hr",
	wants: []string{"Resting Heart Rate"},
	claims: func(h importers.Head) bool {
		return len(h.Header) == 2 && h.Header[0] == "" && h.Has("resting heart rate")
	},
	columns: []importers.Column{{Names: []string{"Resting Heart Rate"}, Metric: "resting_hr", Parse: number}},
}

// dated tells whether the first header cell is one that dates rows.
func dated(h importers.Head) bool {
	if len(h.Header) == 0 {
		return false
	}
	first := importers.Normalise(h.Header[0])
	return first == "date" || strings.HasPrefix(first, "sleep score")
}

// report is a report with one row a night and the date in front.
type report struct {
	name     string
	wants    []string
	claims   func(importers.Head) bool
	columns  []importers.Column
	trailing []string // means of seven nights, named to the user
}

func (g report) Name() string { return g.name }

func (g report) Wants() []string { return g.wants }

func (g report) Identify(h importers.Head) bool { return g.claims(h) && !Weekly.Identify(h) }

func (g report) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	nights, assumed, err := nights(src)
	if err != nil {
		return record.Counts{}, err
	}
	if weekApart(nights) {
		return record.Counts{}, errors.New(weeklyAdvice)
	}
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	if assumed != "" {
		sink.Problem(record.Problem{Pos: t.HeaderPos(0), Field: t.Name(0), Message: assumed})
	}
	if i := t.Index(g.trailing...); i >= 0 {
		sink.Problem(record.Problem{Pos: t.HeaderPos(i), Field: t.Name(i), Message: "this is the mean of seven nights, not the night's: left out; export the HRV Status report as well"})
	}
	r := row{t: t, sink: sink, cells: importers.Bind(t, g.columns), bed: t.Index("Bedtime"), wake: t.Index("Wake Time")}
	var c record.Counts
	for t.Next() {
		night, dated := nights[t.Line()]
		if !dated {
			r.undated()
		}
		c.Count(dated && r.Read(night))
	}
	return importers.TableEnd(t, c, sink)
}

// weekApart tells whether no two of at least three rows are less than six days
// apart.
func weekApart(nights map[int]record.Date) bool {
	seen := map[record.Date]bool{}
	for _, d := range nights {
		seen[d] = true
	}
	for d := range seen {
		for gap := record.Date(1); gap < 6; gap++ {
			if seen[d+gap] {
				return false
			}
		}
	}
	return len(seen) >= 3
}

type row struct {
	t         *importers.Table
	sink      importers.Sink
	cells     []importers.BoundColumn
	bed, wake int
}

// undated reports a row without a date, but for the line of averages at the end.
func (r row) undated() {
	cell := r.t.Cell(0)
	if !importers.Missing(cell) && !strings.HasPrefix(importers.Normalise(cell), "av") {
		r.sink.Problem(record.Problem{Pos: r.t.Pos(0), Field: r.t.Name(0), Message: fmt.Sprintf("%q is not a date: want YYYY-MM-DD or May 25, the row was left out", cell)})
	}
}

func (r row) Read(night record.Date) bool {
	used, _ := importers.ReadCells(r.t, r.cells, night, source, "", r.sink)
	if importers.Missing(r.t.Cell(r.bed)) || importers.Missing(r.t.Cell(r.wake)) {
		return used > 0
	}
	var clock [2]int
	for i, column := range []int{r.bed, r.wake} {
		minutes, err := importers.ParseClock(r.t.Cell(column))
		if err != nil {
			r.sink.Problem(r.t.Problem(column, err))
			return used > 0
		}
		clock[i] = minutes
	}
	onset := record.Moment{Day: night, Minute: clock[0], Timed: true}
	if clock[0] >= clock[1] {
		onset.Day--
	}
	s := record.Session{Night: night, Onset: onset, Wake: record.Moment{Day: night, Minute: clock[1], Timed: true}, Source: source, Pos: r.t.Pos(r.bed)}
	importers.EmitSession(s, r.t.ClockCell(r.bed), r.t.ClockCell(r.wake), r.sink)
	r.inBed(s)
	return true
}

// inBed emits the time from bedtime to wake time.
func (r row) inBed(s record.Session) {
	rec := record.Record{Night: s.Night, Metric: "tib", Value: float64(s.Wake.Clock() - s.Onset.Clock()),
		Raw: r.t.Cell(r.bed) + " to " + r.t.Cell(r.wake), Source: source, Pos: r.t.Pos(r.wake)}
	importers.EmitComputed(rec, r.t.Name(r.wake), r.sink)
}

// number reads a number with its unit behind it ("42ms", "46 bpm", "97%")
// or a spreadsheet's apostrophe in front.
func number(cell string) (float64, error) {
	text := strings.TrimPrefix(strings.TrimSpace(cell), "'")
	for _, unit := range []string{"ms", "brpm", "bpm", "%"} {
		text = strings.TrimSuffix(text, unit)
	}
	return importers.Number(text)
}

// degrees reads a difference of temperature such as "+0.3°" in degrees
// Celsius; one in °F is converted.
func degrees(cell string) (float64, error) {
	text := strings.TrimPrefix(strings.TrimSpace(cell), "'")
	factor := 1.
	if cut, ok := strings.CutSuffix(text, "F"); ok {
		text, factor = cut, 1/1.8
	}
	v, err := importers.Number(strings.TrimRight(text, "C° "))
	return v * factor, err
}
