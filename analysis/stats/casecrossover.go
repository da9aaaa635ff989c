package stats

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// referentDays is the largest distance in days between a dosed night and a referent.
const referentDays = 28

// CaseCrossoverView is the comparison of dosed nights with their own neighbours.
type CaseCrossoverView struct {
	Difference float64   // mean of Each, analysis scale
	Each       []float64 // per matched dosed night: its value minus the mean of its referents; ascending
	Referents  float64   // mean number of referents per matched night
	Unmatched  int       // dosed nights without a referent
}

// CaseCrossover compares each night with a dose with the nights without a dose that
// fall on the same weekday within 28 days before or after it (Maclure 1991). Referents
// on both sides follow Janes, Sheppard and Lumley (2005). Weekday, season and slow
// drift cancel. The reason for taking a dose on that night does not cancel. The result
// is a description, not a test, because neighbouring sets share nights.
//
// The slice y has one value per calendar day on the analysis scale, NaN if missing. The
// slice on is 1 with a dose, 0 without and NaN if unknown. Difference is NaN if no
// night has a referent.
func CaseCrossover(y, on []float64) CaseCrossoverView {
	out := CaseCrossoverView{Difference: math.NaN()}
	all := 0
	for t := range min(len(y), len(on)) {
		if on[t] != 1 || math.IsNaN(y[t]) {
			continue
		}
		var referents []float64
		for away := -referentDays; away <= referentDays; away += 7 {
			if d := t + away; d >= 0 && d < min(len(y), len(on)) && on[d] == 0 && !math.IsNaN(y[d]) {
				referents = append(referents, y[d])
			}
		}
		if len(referents) == 0 {
			out.Unmatched++
			continue
		}
		all += len(referents)
		out.Each = append(out.Each, y[t]-stat.Mean(referents, nil))
	}
	if len(out.Each) > 0 {
		out.Difference = stat.Mean(out.Each, nil)
		out.Referents = float64(all) / float64(len(out.Each))
		slices.Sort(out.Each)
	}
	return out
}
