package stats

import (
	"math"

	"gonum.org/v1/gonum/stat"
)

// Welch returns the two-sample t-test with unequal variances (Welch 1947): diff = mean
// b - mean a in the unit of the data, and the two-sided p. It treats nights as
// independent, which they are not, so it is reported only as the naive answer. It
// returns false with fewer than two values on a side or without any variation.
func Welch(a, b []float64) (diff, p float64, ok bool) {
	if len(a) < 2 || len(b) < 2 {
		return 0, 0, false
	}
	meanA, varA := stat.MeanVariance(a, nil)
	meanB, varB := stat.MeanVariance(b, nil)
	va, vb := varA/float64(len(a)), varB/float64(len(b))
	if !(va+vb > 0) {
		return 0, 0, false
	}
	df := (va + vb) * (va + vb) / (va*va/float64(len(a)-1) + vb*vb/float64(len(b)-1))
	diff = meanB - meanA
	return diff, 2 * TCDF(-math.Abs(diff)/math.Sqrt(va+vb), df), true
}
