package nightly

import (
	"math"

	"nof1/importers/record"
)

// derive computes sleep efficiency and the middle of sleep from other series of
// the same source.
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

// setEfficiency recomputes sleep efficiency in percent as 100 TST/TIB on nights
// that have both. Vendors divide by other time spans, so the vendor's value stays
// only if TST or TIB is missing. A night whose TST exceeds TIB by more than one
// minute of rounding contradicts itself and gets NaN.
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

// fillMidsleep sets a missing middle of sleep to the mean of bedtime and wake
// time, in minutes after local noon. Nights without both stay NaN.
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

// replace writes the values for which set returns true into the column. It creates
// a missing column when the first night needs it.
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

// missing returns a series of n nights without a value: all NaN.
func missing(n int) []float64 {
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = math.NaN()
	}
	return xs
}
