package stats

import (
	"math"
	"slices"
)

// Quantile7 returns the p-quantile of x, 0 <= p <= 1, by linear interpolation between
// order statistics (Hyndman and Fan 1996, type 7). NaN values are left out. x need not
// be sorted and is not changed. The result is NaN without values.
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

// Median returns the middle value of x. NaN values are left out. The result is NaN
// without values.
func Median(x []float64) float64 { return Quantile7(x, .5) }
