package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Autocorrelation returns the correlation of values l calendar days apart for l
// = 0 to maxLag, about the common mean. y has one value per calendar day, NaN
// missing: a lag uses the pairs of which both nights are there, and the sum of
// p such pairs is divided by p + l, which for a complete series is the usual
// division by n (Box and Jenkins 1970; the convention of R's acf with
// na.action = na.pass). NaN where no pair is l days apart or y never changes.
func Autocorrelation(y []float64, maxLag int) []float64 {
	mean, n := 0., 0
	for _, v := range y {
		if !math.IsNaN(v) {
			mean, n = mean+v, n+1
		}
	}
	mean /= float64(n)
	out := make([]float64, maxLag+1)
	for l := range out {
		sum, pairs := 0., 0
		for t := l; t < len(y); t++ {
			if known(y[t], y[t-l]) {
				sum, pairs = sum+(y[t]-mean)*(y[t-l]-mean), pairs+1
			}
		}
		out[l] = math.NaN()
		if pairs > 0 {
			out[l] = sum / float64(pairs+l)
		}
	}
	for l := maxLag; l >= 0; l-- {
		out[l] /= out[0]
	}
	return out
}

// LjungBox asks whether the autocorrelations of y up to lag days apart are all
// 0: Q = n(n+2) sum r_l^2/(n-l), chi-squared with lag - fitted degrees of
// freedom, fitted being the number of parameters that made the residuals
// (Ljung and Box 1978). y as for [Autocorrelation]; with missing nights n is
// the number observed, n - l the number of pairs, and lags without a pair are
// left out with their degree of freedom, as an approximation. NaNs where no
// degree of freedom is left or y never changes.
func LjungBox(y []float64, lag, fitted int) (q, p float64) {
	r := Autocorrelation(y, lag)
	n := 0
	for _, v := range y {
		if !math.IsNaN(v) {
			n++
		}
	}
	df := -fitted
	for l := 1; l <= lag; l++ {
		if math.IsNaN(r[l]) {
			continue
		}
		df++
		q += r[l] * r[l] / float64(pairsApart(y, l))
	}
	if df < 1 || math.IsNaN(r[0]) {
		return math.NaN(), math.NaN()
	}
	q *= float64(n) * float64(n+2)
	return q, distuv.ChiSquared{K: float64(df)}.Survival(q)
}

// pairsApart is the number of pairs of observed nights l days apart.
func pairsApart(y []float64, l int) int {
	pairs := 0
	for t := l; t < len(y); t++ {
		if known(y[t], y[t-l]) {
			pairs++
		}
	}
	return pairs
}
