package stats

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// referentDays is how far a night to compare with may lie from the night of a
// dose.
const referentDays = 28

// CaseCrossoverView compares every dosed night with its own neighbours.
type CaseCrossoverView struct {
	Difference float64   // mean of Each, analysis scale
	Each       []float64 // per matched dosed night, ascending: it less the mean of its referents
	Referents  float64   // their mean number per dosed night
	Unmatched  int       // dosed nights without a referent
}

// CaseCrossover compares each night with a dose with the nights without one that
// fall on the same weekday within 28 days before or after it (Maclure 1991;
// referents on both sides as Janes, Sheppard and Lumley 2005 ask for). Weekdays,
// seasons and slow drift cancel; what made the person take a dose on that night
// does not. A view, not a test: neighbouring sets share nights.
//
// y has one value per calendar day (NaN missing, analysis scale), on 1 with a
// dose, 0 without, NaN unknown. Difference is NaN without a matched night.
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
