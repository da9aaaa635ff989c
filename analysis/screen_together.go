package analysis

import (
	"math"
	"slices"

	"nof1/importers/record"

	"gonum.org/v1/gonum/stat"
)

const (
	// alike is the correlation from which the nights of two items cannot be
	// told apart: adjusting one for the other would double its variance.
	alike         = 0.7
	minBothLogged = 20 // nights on which both are known
)

// together names, for every row, the other items that come on the same nights.
func (s screen) together(as []Association, items []item) {
	test := item{id: s.supplement, column: make([]float64, len(s.model.exposure))}
	for i, e := range s.model.exposure {
		switch e.Taken {
		case record.TakenYes:
			test.column[i] = 1
		case record.NotTaken:
		default:
			test.column[i] = math.NaN()
		}
	}
	all := items
	if s.supplement != "" {
		all = append([]item{test}, items...)
	}
	names := map[string][]string{}
	for i, a := range all {
		for _, b := range all[i+1:] {
			if inseparable(a.column, b.column) {
				names[a.id] = append(names[a.id], b.id)
				names[b.id] = append(names[b.id], a.id)
			}
		}
	}
	for i := range as {
		found := slices.Clone(names[as[i].Item])
		slices.Sort(found)
		as[i].Together = found
	}
}

// inseparable tells whether two items go together on the nights both are known.
func inseparable(a, b []float64) bool {
	var x, y []float64
	for i := range a {
		if !math.IsNaN(a[i]) && !math.IsNaN(b[i]) {
			x, y = append(x, a[i]), append(y, b[i])
		}
	}
	return len(x) >= minBothLogged && math.Abs(stat.Correlation(x, y, nil)) >= alike
}
