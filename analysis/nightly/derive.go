package nightly

import (
	"math"

	"nof1/importers/record"
)

// derive replaces and adds the series that follow from others of the same
// source.
func derive(values map[Column][]float64) {
	sources := map[string]bool{}
	for c := range values {
		sources[c.Source] = true
	}
	for source := range sources { // each source touches its own columns only
		setEfficiency(values, source)
		fillMidsleep(values, source)
	}
}

// setEfficiency recomputes sleep efficiency as 100 TST/TIB on nights that have
// both, in percent. Vendors divide by other spans, so theirs stays only where
// one of the two is missing. TST longer than TIB by more than a rounded minute
// is a contradiction: the night has no efficiency.
func setEfficiency(values map[Column][]float64, source string) {
	tst, tib := values[Column{"tst", source}], values[Column{"tib", source}]
	if tst == nil || tib == nil {
		return
	}
	limits, _ := record.MetricByID("sleep_efficiency")
	set := func(i int) (float64, bool) {
		if math.IsNaN(tst[i]) || math.IsNaN(tib[i]) || tib[i] <= 0 {
			return 0, false
		}
		e := 100 * tst[i] / tib[i]
		if tst[i] > tib[i] && tst[i] <= tib[i]+1 {
			e = 100
		}
		if e < limits.HardLow || e > limits.HardHigh {
			e = math.NaN()
		}
		return e, true
	}
	replace(values, Column{"sleep_efficiency", source}, len(tst), set)
}

// fillMidsleep sets the middle of sleep to the mean of bedtime and wake time on
// nights that have both but no middle of sleep, in minutes after local noon.
func fillMidsleep(values map[Column][]float64, source string) {
	bed, wake := values[Column{"bedtime", source}], values[Column{"waketime", source}]
	if bed == nil || wake == nil {
		return
	}
	mid := values[Column{"midsleep", source}]
	set := func(i int) (float64, bool) {
		if mid != nil && !math.IsNaN(mid[i]) {
			return 0, false
		}
		m := (bed[i] + wake[i]) / 2
		return m, !math.IsNaN(m)
	}
	replace(values, Column{"midsleep", source}, len(bed), set)
}

// replace writes the values set returns with true into the column, which it
// makes when at least one night needs it.
func replace(values map[Column][]float64, c Column, n int, set func(i int) (float64, bool)) {
	xs := values[c]
	for i := range n {
		x, ok := set(i)
		if !ok || xs == nil && math.IsNaN(x) {
			continue
		}
		if xs == nil {
			xs = missing(n)
			values[c] = xs
		}
		xs[i] = x
	}
}

// missing returns n NaN.
func missing(n int) []float64 {
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = math.NaN()
	}
	return xs
}
