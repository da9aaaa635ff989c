package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// TCDF is the distribution function of Student's t with df > 0 degrees of
// freedom (not necessarily whole) at x, by the incomplete beta function.
// Small lower tails keep their relative precision; ask for TCDF(-x, df) rather
// than 1 - TCDF(x, df).
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

// TQuantile is the value below which Student's t with df degrees of freedom
// falls with probability p in (0, 1).
func TQuantile(p, df float64) float64 {
	one := Mixture{Weight: []float64{1}, Center: []float64{0}, Scale: []float64{1}, DF: df}
	return one.Quantile(p)
}

// Detectable is the true effect that a study whose estimate has the given
// standard deviation finds (two-sided 5 %) in 80 % of repetitions:
// (t.975 + t.80) sd, in the unit of sd.
func Detectable(df, sd float64) float64 {
	return (TQuantile(.975, df) + TQuantile(.8, df)) * sd
}

// tDensity is Student's density; logNorm is the logarithm of its normalising
// constant, [tLogNorm].
func tDensity(x, df, logNorm float64) float64 {
	return math.Exp(logNorm - .5*(df+1)*math.Log1p(x*x/df))
}

func tLogNorm(df float64) float64 {
	a, _ := math.Lgamma(.5 * (df + 1))
	b, _ := math.Lgamma(.5 * df)
	return a - b - .5*math.Log(df*math.Pi)
}
