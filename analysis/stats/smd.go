package stats

import (
	"math"

	"gonum.org/v1/gonum/stat"
)

// SMD returns the standardised mean difference, (mean b - mean a) divided by the root
// of the mean of the two variances (Austin 2009). It is a measure of imbalance that
// does not grow with n. It is NaN with fewer than two values on a side or without
// variation. No value may be NaN.
func SMD(a, b []float64) float64 {
	if len(a) < 2 || len(b) < 2 {
		return math.NaN()
	}
	meanA, varA := stat.MeanVariance(a, nil)
	meanB, varB := stat.MeanVariance(b, nil)
	pooled := math.Sqrt((varA + varB) / 2)
	if pooled == 0 {
		return math.NaN()
	}
	return (meanB - meanA) / pooled
}
