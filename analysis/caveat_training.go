package analysis

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

const (
	loadShift   = 1.5 // ratio of the seven nights from a start to the 28 before it
	acuteNights = 7
	usualNights = 28
	leastAcute  = 4
	leastUsual  = 14
)

// trainingShift compares activity in the week from the start with the four weeks
// before it, and between the periods. Hard weeks lower heart rate variability,
// fitness raises it.
func trainingShift(r review) finding {
	for _, m := range []string{"training_load", "strain", "active_energy", "steps"} {
		ys, ok := r.primarySeries(m, illSeries)
		if !ok {
			continue
		}
		off, on := r.model.sides(ys)
		if len(off) < minCompared || len(on) < minCompared || stat.Mean(off, nil) <= 0 {
			continue
		}
		change := 100 * (stat.Mean(on, nil)/stat.Mean(off, nil) - 1)
		f := finding{known: true, words: map[string]string{"metric": m}, measured: []Measure{{"change", change, "%"},
			{"off", stat.Mean(off, nil), unitOf(m)}, {"on", stat.Mean(on, nil), unitOf(m)}}}
		ratio, ok := r.acute(ys)
		if !ok {
			return f
		}
		f.measured = append(f.measured, Measure{"week_to_usual", ratio, ""}, Measure{"week_change", 100 * (ratio - 1), "%"})
		if !slices.Contains(r.unequalIn, m) && (ratio > loadShift || ratio < 1/loadShift) {
			f.severity = Minor
		}
		return f
	}
	return finding{}
}

// acute is the mean of the seven nights from the start over that of the 28
// before it.
func (r review) acute(ys []float64) (float64, bool) {
	start, ok := r.model.arrange.start()
	s := int(start - r.model.first)
	if !ok || s-usualNights < 0 || s+acuteNights > len(ys) || r.model.arrange.design == DesignRandomised {
		return 0, false
	}
	_, before := observed(ys[s-usualNights : s])
	_, week := observed(ys[s : s+acuteNights])
	if len(before) < leastUsual || len(week) < leastAcute || stat.Mean(before, nil) <= 0 {
		return 0, false
	}
	ratio := stat.Mean(week, nil) / stat.Mean(before, nil)
	return ratio, !math.IsNaN(ratio)
}
