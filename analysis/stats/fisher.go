package stats

import "math"

// FisherExact returns the two-sided p-value of Fisher's exact test for the 2 x 2 table
// of counts
//
//	a b
//	c d
//
// It is the sum of the probabilities, with fixed margins, of all tables that are no
// more probable than this one (Fisher 1935; the convention of R). It is 1 for a table
// with an empty margin and NaN for a negative count.
func FisherExact(a, b, c, d int) float64 {
	if a < 0 || b < 0 || c < 0 || d < 0 {
		return math.NaN()
	}
	row, col, total := a+b, a+c, a+b+c+d
	logP := func(x int) float64 {
		return logChoose(col, x) + logChoose(total-col, row-x) - logChoose(total, row)
	}
	observed := logP(a) + 1e-7 // tables as probable as this one, but for rounding
	var p float64
	for x := max(0, row+col-total); x <= min(row, col); x++ {
		if l := logP(x); l <= observed {
			p += math.Exp(l)
		}
	}
	return math.Min(1, p)
}

// logChoose returns the logarithm of the binomial coefficient n over k.
func logChoose(n, k int) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}
