package analysis

import (
	"math"
	"sort"

	"gonum.org/v1/gonum/stat"
)

const (
	weightChange2 = 2 // percent worth naming
	minWeighed    = 2 // days weighed in each condition
)

var weightItems = []string{"weight", "body_weight", "weight_(kg)", "weight_(lb)", "weight_(lbs)"}

// weightChange compares body weight, where it was logged: a few kilograms move
// resting heart rate.
func weightChange(r review) finding {
	type weighed struct {
		row int
		kg  float64
	}
	var all []weighed
	for _, e := range r.entries {
		for _, id := range weightItems {
			if itemOf(e.Item) == id && e.HasValue && !e.YesNo && e.Value > 0 {
				all = append(all, weighed{int(e.When.Day - r.model.first), e.Value})
			}
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].row < all[j].row })
	off, on := r.conditions()
	var a, b []float64
	for _, w := range all {
		if contains(off, w.row) {
			a = append(a, w.kg)
		} else if contains(on, w.row) {
			b = append(b, w.kg)
		}
	}
	if len(a) < minWeighed || len(b) < minWeighed {
		return finding{}
	}
	change := 100 * (stat.Mean(b, nil)/stat.Mean(a, nil) - 1)
	f := finding{known: true, measured: []Measure{{"change", change, "%"}, {"size", math.Abs(change), "%"}, {"days_off", float64(len(a)), "days"}, {"days_on", float64(len(b)), "days"}}}
	if math.Abs(change) > weightChange2 {
		f.severity = Minor
	}
	return f
}

// contains searches ascending rows.
func contains(rows []int, row int) bool {
	i := sort.SearchInts(rows, row)
	return i < len(rows) && rows[i] == row
}
