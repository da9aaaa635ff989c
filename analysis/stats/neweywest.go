package stats

import "math"

// neweyWestSE returns the standard error of coefficient j that allows for errors
// correlated over up to lag days (Newey and West 1987). It uses Bartlett weights 1 -
// l/(lag+1) and multiplies the covariance by n/(n-p). Only rows exactly l calendar days
// apart are paired, so gaps are not closed up. Days must increase.
func (f leastSquares) neweyWestSE(j int, day []int, lag int) float64 {
	n, p := len(f.resid), len(f.cols)
	// Influence of each row on coefficient j: (X'X)^-1[j,.] x_i r_i.
	influence := make([]float64, n)
	for i, r := range f.resid {
		for k := range p {
			influence[i] += f.inverse.At(j, k) * f.cols[k][i] * r
		}
	}
	var v float64
	for i := range n {
		v += influence[i] * influence[i]
		for h := i + 1; h < n && day[h]-day[i] <= lag; h++ {
			weight := 1 - float64(day[h]-day[i])/float64(lag+1)
			v += 2 * weight * influence[i] * influence[h]
		}
	}
	return math.Sqrt(math.Max(v, 0) * float64(n) / float64(n-p))
}
