package whoop

import (
	"maps"
	"slices"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// Workouts reads workouts.csv as the covariate training_load: the sum of
// the activity strain (0 to 21 each, WHOOP's scale) of a day's workouts. It
// stands on the night that follows: a workout before 05:00 belongs to the night
// of its own date, a later one to that of the next.
var Workouts importers.Importer = training{}

type training struct{}

var trainingColumns = [][]string{workoutStart, activityStrain}

func (training) Name() string { return "whoop.workouts" }

func (training) Wants() []string { return firstNames(trainingColumns) }

func (training) Identify(h importers.Head) bool { return hasEach(h, trainingColumns) }

// dayLoad is the sum of one day's workouts.
type dayLoad struct {
	sum float64
	raw []string
	pos record.Pos // of the first in the file
}

// Read emits the sums in the order of nights once the file is read.
func (training) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	start, strain := t.Index(workoutStart...), t.Index(activityStrain...)
	load, _ := record.MetricByID("training_load")
	days := map[record.Date]*dayLoad{}
	var c record.Counts
	for t.Next() {
		c.Count(readWorkout(t, start, strain, load, days, sink))
	}
	for _, night := range slices.Sorted(maps.Keys(days)) {
		d := days[night]
		sink.Record(record.Record{Night: night, Metric: load.ID, Value: d.sum, Raw: strings.Join(d.raw, "+"), Source: source, Pos: d.pos})
	}
	return importers.TableEnd(t, c, sink)
}

func readWorkout(t *importers.Table, start, strain int, load record.Metric, days map[record.Date]*dayLoad, sink importers.Sink) bool {
	cell := t.Cell(strain)
	if importers.Missing(cell) || importers.Missing(t.Cell(start)) {
		return false
	}
	at, err := importers.ParseWall(t.Cell(start), layouts...)
	if err != nil {
		sink.Problem(t.Problem(start, err))
		return false
	}
	v, err := t.Number(cell)
	if err != nil {
		sink.Problem(importers.BadCell(t.Pos(strain), t.Name(strain), cell, "a load"))
		return false
	}
	night := nightAfter(at)
	d := days[night]
	if d == nil {
		d = &dayLoad{pos: t.Pos(strain)}
	}
	for _, x := range []float64{v, d.sum + v} {
		if err := importers.CheckLimits(load, x); err != nil {
			sink.Problem(t.Problem(strain, err))
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
