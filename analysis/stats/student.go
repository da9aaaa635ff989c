package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// TCDF returns the distribution function of Student's t at x, by the incomplete beta
// function. df > 0 need not be an integer. Small lower tails keep their relative
// precision, so use TCDF(-x, df) instead of 1 - TCDF(x, df).
func TCDF(x, df float64) float64 {
	if math.IsInf(x, 0) {
		if x < 0 {
			return 0
		}
		return 1
	}
	tail := .5 * mathext.RegIncBeta(.5*df, .5, df/(df+x*x))
	if x > 0 {
		return 1 - tail
	}
	return tail
}

// TQuantile returns the p-quantile of Student's t with df degrees of freedom, for p in
// (0, 1).
func TQuantile(p, df float64) float64 {
	standard := Mixture{Weight: []float64{1}, Center: []float64{0}, Scale: []float64{1}, DF: df}
	return standard.Quantile(p)
}

// Detectable returns the true effect that a study finds (two-sided 5 %) in 80 % of
// repetitions, (t.975 + t.80) sd. sd is the standard deviation of the estimate, and the
// result has its unit.
func Detectable(df, sd float64) float64 {
	return (TQuantile(.975, df) + TQuantile(.8, df)) * sd
}

// tDensity returns the density of Student's t at x. logNorm is the result of
// [tLogNorm].
func tDensity(x, df, logNorm float64) float64 {
	return math.Exp(logNorm - .5*(df+1)*math.Log1p(x*x/df))
}

// tLogNorm returns the logarithm of the normalising constant of Student's t.
func tLogNorm(df float64) float64 {
	a, _ := math.Lgamma(.5 * (df + 1))
	b, _ := math.Lgamma(.5 * df)
	return a - b - .5*math.Log(df*math.Pi)
}
