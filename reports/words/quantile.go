package words

import (
	"math"
	"slices"
)

// Quantile returns the q-quantile of sorted values, interpolated linearly
// (Hyndman & Fan 1996, type 7). q is from 0 to 1. Without values it is NaN.
func Quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	at := q * float64(len(sorted)-1)
	low := int(math.Floor(at))
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (at-float64(low))*(sorted[high]-sorted[low])
}

// Ascending returns a sorted copy of xs.
func Ascending(xs []float64) []float64 {
	out := slices.Clone(xs)
	slices.Sort(out)
	return out
}
