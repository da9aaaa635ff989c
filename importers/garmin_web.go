package importers

import (
	"errors"
	"fmt"
	"strings"

	"nof1/importers/record"
)

const garminSource = "garmin"

// garminSleep reads the sleep report of Garmin Connect's web site with one row
// a night, named by the date of waking, newest first. Its first header cell is
// "Date" or tells the range ("Sleep Score 4 Weeks"); its other columns depend on
// the watch. Duration is the time asleep, from Bedtime to Wake Time less the
// time awake.
//
// "HRV Status" and "7 Day Average HRV" are means of seven nights, not of the
// night, and are never read: a mean that trails smears a change over a week. A
// temperature change without a unit is taken to be in degrees Celsius.
var garminSleep Importer = garminReport{
	name:  "garmin.sleep",
	wants: []string{"Duration", "Sleep Need", "Bedtime", "Wake Time"},
	claims: func(h Head) bool {
		return garminDated(h) && h.Has("duration") && (h.Has("sleep need") || h.Has("wake time", "bedtime", "score"))
	},
	columns: []Column{
		{Names: []string{"Duration"}, Metric: "tst", Parse: wordDuration},
		{Names: []string{"Score"}, Metric: "sleep_score", Parse: garminNumber},
		{Names: []string{"Resting Heart Rate"}, Metric: "resting_hr", Parse: garminNumber},
		{Names: []string{"Pulse Ox"}, Metric: "spo2", Parse: garminNumber},
		{Names: []string{"Respiration"}, Metric: "respiratory_rate", Parse: garminNumber},
		{Names: []string{"Skin Temp Change"}, Metric: "skin_temp_deviation", Parse: garminDegrees},
	},
	trailing: []string{"HRV Status", "7 Day Average HRV"},
}

// garminHRV reads the HRV Status report of Garmin Connect's web site. Overnight
// HRV is the night's mean RMSSD (ms); "7d Avg" and the baseline are not read. No
// real file was at hand: columns and dates are those that programs which read it
// expect.
var garminHRV Importer = garminReport{
	name:    "garmin.hrv",
	wants:   []string{"Date", "Overnight HRV", "7d Avg"},
	claims:  func(h Head) bool { return h.Has("overnight hrv") && h.Index("7d avg", "baseline") >= 0 },
	columns: []Column{{Names: []string{"Overnight HRV"}, Metric: "hrv_rmssd", Parse: garminNumber}},
}

// garminRestingHR reads the report of the resting heart rate, whose first header
// cell is empty. Ranges of months give weekly means under the same header: a
// file whose rows lie a week apart is refused.
var garminRestingHR Importer = garminReport{
	name:    "garmin.resting_hr",
	wants:   []string{"Resting Heart Rate"},
	claims:  func(h Head) bool { return len(h.Header) == 2 && h.Header[0] == "" && h.Has("resting heart rate") },
	columns: []Column{{Names: []string{"Resting Heart Rate"}, Metric: "resting_hr", Parse: garminNumber}},
}

// garminDated tells whether the first header cell is one that dates rows.
func garminDated(h Head) bool {
	if len(h.Header) == 0 {
		return false
	}
	first := Normalise(h.Header[0])
	return first == "date" || strings.HasPrefix(first, "sleep score")
}

// garminReport is a report with one row a night and the date in front.
type garminReport struct {
	name     string
	wants    []string
	claims   func(Head) bool
	columns  []Column
	trailing []string // means of seven nights, named to the user
}

func (g garminReport) Name() string { return g.name }

func (g garminReport) Wants() []string { return g.wants }

func (g garminReport) Identify(h Head) bool { return g.claims(h) && !garminWeekly.Identify(h) }

func (g garminReport) Read(src Source, sink Sink) (record.Counts, error) {
	nights, assumed, err := garminNights(src)
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
		sink.Problem(record.Problem{Pos: t.headerPos(0), Field: t.Name(0), Message: assumed})
	}
	if i := t.Index(g.trailing...); i >= 0 {
		sink.Problem(record.Problem{Pos: t.headerPos(i), Field: t.Name(i), Message: "this is the mean of seven nights, not the night's: left out; export the HRV Status report as well"})
	}
	r := garminRow{t: t, sink: sink, cells: Bind(t, g.columns), bed: t.Index("Bedtime"), wake: t.Index("Wake Time")}
	var c record.Counts
	for t.Next() {
		night, dated := nights[t.Line()]
		if !dated {
			r.undated()
		}
		c.Count(dated && r.read(night))
	}
	return tableEnd(t, c, sink)
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

type garminRow struct {
	t         *Table
	sink      Sink
	cells     []BoundColumn
	bed, wake int
}

// undated reports a row without a date, but for the line of averages at the end.
func (r garminRow) undated() {
	cell := r.t.Cell(0)
	if !Missing(cell) && !strings.HasPrefix(Normalise(cell), "av") {
		r.sink.Problem(record.Problem{Pos: r.t.Pos(0), Field: r.t.Name(0), Message: fmt.Sprintf("%q is not a date: want YYYY-MM-DD or May 25, the row was left out", cell)})
	}
}

func (r garminRow) read(night record.Date) bool {
	used, _ := ReadCells(r.t, r.cells, night, garminSource, "", r.sink)
	if Missing(r.t.Cell(r.bed)) || Missing(r.t.Cell(r.wake)) {
		return used > 0
	}
	var clock [2]int
	for i, column := range []int{r.bed, r.wake} {
		minutes, err := ParseClock(r.t.Cell(column))
		if err != nil {
			r.sink.Problem(r.t.problem(column, err))
			return used > 0
		}
		clock[i] = minutes
	}
	onset := record.Moment{Day: night, Minute: clock[0], Timed: true}
	if clock[0] >= clock[1] {
		onset.Day--
	}
	s := record.Session{Night: night, Onset: onset, Wake: record.Moment{Day: night, Minute: clock[1], Timed: true}, Source: garminSource, Pos: r.t.Pos(r.bed)}
	emitSession(s, r.t.clockCell(r.bed), r.t.clockCell(r.wake), r.sink)
	r.inBed(s)
	return true
}

// inBed emits the time from bedtime to wake time.
func (r garminRow) inBed(s record.Session) {
	rec := record.Record{Night: s.Night, Metric: "tib", Value: float64(s.Wake.Clock() - s.Onset.Clock()),
		Raw: r.t.Cell(r.bed) + " to " + r.t.Cell(r.wake), Source: garminSource, Pos: r.t.Pos(r.wake)}
	emitComputed(rec, r.t.Name(r.wake), r.sink)
}

// garminNumber reads a number with its unit behind it ("42ms", "46 bpm", "97%")
// or a spreadsheet's apostrophe in front.
func garminNumber(cell string) (float64, error) {
	text := strings.TrimPrefix(strings.TrimSpace(cell), "'")
	for _, unit := range []string{"ms", "brpm", "bpm", "%"} {
		text = strings.TrimSuffix(text, unit)
	}
	return Number(text)
}

// garminDegrees reads a difference of temperature such as "+0.3°" in degrees
// Celsius; one in °F is converted.
func garminDegrees(cell string) (float64, error) {
	text := strings.TrimPrefix(strings.TrimSpace(cell), "'")
	factor := 1.
	if cut, ok := strings.CutSuffix(text, "F"); ok {
		text, factor = cut, 1/1.8
	}
	v, err := Number(strings.TrimRight(text, "C° "))
	return v * factor, err
}
