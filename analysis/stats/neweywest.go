package stats

import "math"

// neweyWestSE is the standard error of coefficient j allowing errors to be
// correlated over up to lag days (Newey and West 1987): Bartlett weights
// 1 - l/(lag+1), covariance times n/(n-p). Only rows that lie exactly l
// calendar days apart are paired, so gaps are not closed up. Days must
// increase.
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

// NeweyWestFit is the treatment effect of [NeweyWest], in the unit of the
// outcome on its analysis scale.
type NeweyWestFit struct {
	Est, SE float64
	DF      float64 // rows - columns
	P       float64 // two-sided, Student's t
	CI95    [2]float64
	Lag     int // days over which errors may be correlated
}

// NeweyWest is ordinary least squares with the columns of [FitSlowMix], the
// trend free, and standard errors that allow for correlation over up to
// ceil(1.3 sqrt(n)) days, the bandwidth Lazarus, Lewis, Stock and Watson (2018)
// advise. In records of a few months the trend makes these errors too small: it
// is a choice to compare with. y has one value per row, none missing; errors are
// [ErrTooFewRows] and [ErrNotEstimable].
func NeweyWest(r Rows, y []float64) (NeweyWestFit, error) {
	if err := r.check(r.On, y); err != nil {
		return NeweyWestFit{}, err
	}
	cols, err := r.treatmentDesign(r.On)
	if err != nil {
		return NeweyWestFit{}, err
	}
	fit, ok := fitOLS(cols, y)
	if !ok {
		return NeweyWestFit{}, ErrNotEstimable
	}
	last := len(cols) - 1
	out := NeweyWestFit{Est: fit.coef[last], DF: float64(fit.df), Lag: int(math.Ceil(1.3 * math.Sqrt(float64(len(y)))))}
	out.SE = fit.neweyWestSE(last, r.Day, out.Lag)
	out.P = twoSidedT(out.Est, out.SE, out.DF)
	out.CI95 = interval(out.Est, out.SE, TQuantile(.975, out.DF))
	return out, nil
}
