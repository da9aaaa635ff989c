package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// largestNoncentrality is the noncentrality above which the series would underflow.
const largestNoncentrality = 37.5

// NoncentralTCDF returns the probability that (Z + delta)/sqrt(chi2/df) is below t,
// where Z is standard normal. It is the distribution of a t value if the true effect is
// delta standard errors. Algorithm AS 243 (Lenth 1989), a series of incomplete beta
// functions, has an absolute error of about 1e-12. For |delta| above 37.5 it uses the
// normal approximation of Abramowitz and Stegun (26.7.10). It returns NaN for NaN
// arguments or df not above 0.
func NoncentralTCDF(t, df, delta float64) float64 {
	switch {
	case math.IsNaN(t) || math.IsNaN(delta) || !(df > 0):
		return math.NaN()
	case t < 0:
		return 1 - NoncentralTCDF(-t, df, -delta)
	case math.IsInf(t, 1):
		return 1
	case math.Abs(delta) > largestNoncentrality:
		s := 1 / (4 * df)
		return distuv.UnitNormal.CDF((t*(1-s) - delta) / math.Sqrt(1+2*t*t*s))
	}
	below := distuv.UnitNormal.CDF(-delta)
	if t == 0 {
		return below
	}
	return math.Min(1, below+noncentralSeries(t*t/(t*t+df), df, delta))
}

// noncentralSeries returns the probability between 0 and t, with x = t^2/(t^2 + df):
//
//	1/2 sum over j of p_j I_x(j + 1/2, df/2) + q_j I_x(j + 1, df/2)
//
// where p_j are the Poisson weights of delta^2/2 and q_j those of half-integer order.
// The incomplete beta functions follow by recursion.
func noncentralSeries(x, df, delta float64) float64 {
	half, b := delta*delta/2, df/2
	p := .5 * math.Exp(-half)
	q := math.Sqrt(2/math.Pi) * p * delta
	rest := .5 - p // Poisson weight not yet used
	odd, even := mathext.RegIncBeta(.5, b, x), mathext.RegIncBeta(1, b, x)
	logBeta := lgamma(.5) + lgamma(b) - lgamma(.5+b)
	geometricOdd := 2 * math.Exp(.5*math.Log(x)+b*math.Log1p(-x)-logBeta)
	geometricEven := b * x * math.Exp(b*math.Log1p(-x))
	sum := p*odd + q*even
	for j, a := 1, 1.5; j < 2000; j, a = j+1, a+1 {
		odd -= geometricOdd
		even -= geometricEven
		geometricOdd *= x * (a + b - 1) / a
		geometricEven *= x * (a + b - .5) / (a + .5)
		p *= half / float64(j)
		q *= half / (float64(j) + .5)
		rest -= p
		sum += p*odd + q*even
		if rest <= 0 || 2*rest*math.Abs(odd-geometricOdd) < 1e-15 && float64(j) > half {
			break
		}
	}
	return sum
}

// lgamma returns the logarithm of the gamma function of a positive x.
func lgamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}
