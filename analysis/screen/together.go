package screen

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

const (
	// Alike is the correlation from which two items count as one: adjusting one
	// for the other would double its variance.
	Alike         = 0.7
	minBothLogged = 20 // nights on which both are known
)

// together names, for every row, the other items that come on the same nights.
func (in Input) together(as []Association) {
	all := in.Items
	if in.Supplement != "" {
		all = append([]Item{{id: in.Supplement, column: in.Taken}}, all...)
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

// inseparable reports whether two items go together on the nights both are known.
func inseparable(a, b []float64) bool {
	var x, y []float64
	for _, i := range Known(a, b) {
		x, y = append(x, a[i]), append(y, b[i])
	}
	return len(x) >= minBothLogged && math.Abs(stat.Correlation(x, y, nil)) >= Alike
}
