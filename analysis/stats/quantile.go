package stats

import (
	"math"
	"slices"
)

// Quantile7 is the p-quantile, 0 <= p <= 1, of x by linear interpolation
// between order statistics (Hyndman and Fan 1996, type 7). NaNs are left out;
// x need not be sorted and is not changed. NaN for no values.
func Quantile7(x []float64, p float64) float64 {
	sorted := make([]float64, 0, len(x))
	for _, v := range x {
		if !math.IsNaN(v) {
			sorted = append(sorted, v)
		}
	}
	if len(sorted) == 0 || !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	slices.Sort(sorted)
	h := float64(len(sorted)-1) * p
	below := int(h)
	above := min(below+1, len(sorted)-1)
	return sorted[below] + (h-float64(below))*(sorted[above]-sorted[below])
}

// Median is the middle value of x, NaNs left out; NaN for no values.
func Median(x []float64) float64 { return Quantile7(x, .5) }
