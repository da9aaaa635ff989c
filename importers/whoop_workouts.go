package importers

import (
	"maps"
	"slices"
	"strings"
	"time"

	"nof1/importers/record"
)

// whoopWorkouts reads workouts.csv as the covariate training_load: the sum of
// the activity strain (0 to 21 each, WHOOP's scale) of a day's workouts. It
// stands on the night that follows: a workout before 05:00 belongs to the night
// of its own date, a later one to that of the next.
var whoopWorkouts Importer = whoopTraining{}

type whoopTraining struct{}

var whoopTrainingColumns = [][]string{whoopWorkoutStart, whoopActivityStrain}

func (whoopTraining) Name() string { return "whoop.workouts" }

func (whoopTraining) Wants() []string { return firstNames(whoopTrainingColumns) }

func (whoopTraining) Identify(h Head) bool { return hasEach(h, whoopTrainingColumns) }

// dayLoad is the sum of one day's workouts.
type dayLoad struct {
	sum float64
	raw []string
	pos record.Pos // of the first in the file
}

// Read emits the sums in the order of nights once the file is read.
func (whoopTraining) Read(src Source, sink Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	start, strain := t.Index(whoopWorkoutStart...), t.Index(whoopActivityStrain...)
	load, _ := record.MetricByID("training_load")
	days := map[record.Date]*dayLoad{}
	var c record.Counts
	for t.Next() {
		c.Count(readWorkout(t, start, strain, load, days, sink))
	}
	for _, night := range slices.Sorted(maps.Keys(days)) {
		d := days[night]
		sink.Record(record.Record{Night: night, Metric: load.ID, Value: d.sum, Raw: strings.Join(d.raw, "+"), Source: whoopSource, Pos: d.pos})
	}
	return tableEnd(t, c, sink)
}

func readWorkout(t *Table, start, strain int, load record.Metric, days map[record.Date]*dayLoad, sink Sink) bool {
	cell := t.Cell(strain)
	if Missing(cell) || Missing(t.Cell(start)) {
		return false
	}
	at, err := parseWall(t.Cell(start), whoopLayouts...)
	if err != nil {
		sink.Problem(t.problem(start, err))
		return false
	}
	v, err := t.Number(cell)
	if err != nil {
		sink.Problem(BadCell(t.Pos(strain), t.Name(strain), cell, "a load"))
		return false
	}
	night := nightAfter(at)
	d := days[night]
	if d == nil {
		d = &dayLoad{pos: t.Pos(strain)}
	}
	for _, x := range []float64{v, d.sum + v} {
		if err := CheckLimits(load, x); err != nil {
			sink.Problem(t.problem(strain, err))
			return false
		}
	}
	d.sum += v
	d.raw = append(d.raw, cell)
	days[night] = d
	return true
}

// nightAfter is the night that follows what happened at t.
func nightAfter(t time.Time) record.Date {
	if t.Hour() < 5 {
		return record.DateOf(t)
	}
	return record.DateOf(t) + 1
}
