package whoop

import (
	"maps"
	"slices"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// Workouts reads workouts.csv as the covariate training_load: the sum of the
// activity strain (0 to 21 each, WHOOP's scale) of a day's workouts. It belongs to
// the night that follows: a workout before 05:00 to the night of its own date, a
// later one to the next night.
var Workouts importers.Importer = importers.Rows{
	Format: importers.Format{ID: "whoop.workouts", Columns: [][]string{workoutStart, activityStrain}},
	Open: func(t *importers.Table, _ importers.Source, sink importers.Sink) func() bool {
		days := loads{}
		t.AtEnd(func(c record.Counts) (record.Counts, error) {
			days.emit(sink)
			return c, nil
		})
		start, strain := t.Index(workoutStart...), t.Index(activityStrain...)
		return func() bool { return days.read(t, start, strain, sink) }
	},
}

// load is the metric of the sum of a day's workouts.
const load = "training_load"

// loads are the sums of workouts by the night they belong to.
type loads map[record.Date]*dayLoad

// dayLoad is the sum of one day's workouts.
type dayLoad struct {
	sum float64
	raw []string
	pos record.Pos // of the first in the file
}

// emit emits the sums in the order of nights.
func (days loads) emit(sink importers.Sink) {
	for _, night := range slices.Sorted(maps.Keys(days)) {
		d := days[night]
		sink.Record(record.Record{Night: night, Metric: load, Value: d.sum, Raw: strings.Join(d.raw, "+"), Source: source, Pos: d.pos})
	}
}

// read adds the current row.
func (days loads) read(t *importers.Table, start, strain int, sink importers.Sink) bool {
	cell := t.Cell(strain)
	if importers.Missing(cell) || importers.Missing(t.Cell(start)) {
		return false
	}
	at, ok := t.Time(start, sink, layouts...)
	if !ok {
		return false
	}
	v, err := t.Number(cell)
	if err != nil {
		sink.Problem(t.BadCell(strain, "a load"))
		return false
	}
	night := nightAfter(at)
	d := days[night]
	if d == nil {
		d = &dayLoad{pos: t.Pos(strain)}
	}
	metric, _ := record.MetricByID(load)
	for _, x := range []float64{v, d.sum + v} {
		if err := importers.CheckLimits(metric, x); err != nil {
			sink.Problem(t.Problem(strain, err))
			return false
		}
	}
	d.sum += v
	d.raw = append(d.raw, cell)
	days[night] = d
	return true
}

// nightAfter returns the night that follows what happened at t.
func nightAfter(t time.Time) record.Date {
	if t.Hour() < 5 {
		return record.DateOf(t)
	}
	return record.DateOf(t) + 1
}
