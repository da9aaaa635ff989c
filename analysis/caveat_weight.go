package analysis

import (
	"math"
	"slices"
	"sort"
	"strings"

	"nof1/importers/record"

	"gonum.org/v1/gonum/stat"
)

const (
	weightShift = 2 // percent worth naming
	minWeighed  = 2 // days weighed in each condition
	kgPerPound  = 0.45359237
)

var weightItems = []string{"weight", "body_weight", "weight_(kg)", "weight_(lb)", "weight_(lbs)"}

// kilograms is a logged body weight, pounds where its name or its unit says so;
// false for an entry that is none.
func kilograms(e record.Entry) (kg float64, ok bool) {
	id := itemOf(e.Item)
	if !slices.Contains(weightItems, id) || !e.HasValue || e.YesNo || e.Value <= 0 {
		return 0, false
	}
	if strings.Contains(id, "(lb") || slices.Contains([]string{"lb", "lbs", "pound", "pounds"}, strings.ToLower(strings.TrimSpace(e.Unit))) {
		return e.Value * kgPerPound, true
	}
	return e.Value, true
}

// weightChange compares body weight, where it was logged: a few kilograms move
// resting heart rate.
func weightChange(r review) finding {
	type weighed struct {
		row int
		kg  float64
	}
	var all []weighed
	for _, e := range r.entries {
		if kg, ok := kilograms(e); ok {
			all = append(all, weighed{int(e.When.Day - r.model.first), kg})
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
	if math.Abs(change) > weightShift {
		f.severity = Minor
	}
	return f
}

// contains searches ascending rows.
func contains(rows []int, row int) bool {
	i := sort.SearchInts(rows, row)
	return i < len(rows) && rows[i] == row
}
