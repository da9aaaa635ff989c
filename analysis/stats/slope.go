package stats

import (
	"math"
	"slices"
)

// SlopeFit is a straight line through a series with correlated nights: the result of
// [Slope].
type SlopeFit struct {
	PerDay float64 // in the unit of the values
	SE, DF float64 // of PerDay; DF is the number of values - 2
	P      float64 // two-sided, Student's t
}

// Slope fits y = a + b day by generalised least squares (Aitken 1935). The correlation
// of nights is the one that [FitSlowMix] found, averaged with the posterior weights of
// m, and the variance is that of the values. A slow variation of the person therefore
// counts as noise and not as a trend, unlike in [MannKendall]. Days increase, one per
// value, and no value may be missing. Slope returns false with fewer than three values,
// without variation, or if m is not a result of FitSlowMix.
func Slope(m Mixture, day []int, y []float64) (SlopeFit, bool) {
	n := len(day)
	if n < 3 || len(y) != n || len(m.Weight) != len(slowMixGrid) {
		return SlopeFit{}, false
	}
	cov := make([]float64, day[n-1]-day[0]+1) // by distance in days
	for lag := range cov {
		cov[lag] = averageCov(m.Weight, lag)
	}
	v := make([]float64, packed(n, 0))
	intercept, t, z := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range n {
		for j := range i + 1 {
			v[packed(i, j)] = cov[day[i]-day[j]]
		}
		intercept[i], t[i], z[i] = 1, float64(day[i]-day[0]), y[i]
	}
	choleskyPacked(v, n)
	for _, column := range [][]float64{intercept, t, z} {
		solveLower(v, column)
	}
	fit, ok := fitOLS([][]float64{intercept, t}, z)
	if slices.Max(y) == slices.Min(y) || !ok || !(fit.se(1) > 0) {
		return SlopeFit{}, false
	}
	out := SlopeFit{PerDay: fit.coef[1], SE: fit.se(1), DF: float64(n - 2)}
	out.P = twoSidedT(out.PerDay, out.SE, out.DF)
	return out, !math.IsNaN(out.P)
}
