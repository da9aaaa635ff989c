package stats

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// rounding is the share of the largest value below which residuals are the error
// of the arithmetic: the columns leave nothing of such a series.
const rounding = 1e-12

// DetrendedResiduals are what intercept, linear trend and (span of 56 days or
// more) weekday leave of y, one per row, by ordinary least squares; exactly 0
// where they leave nothing. r.On is ignored. It is nil with fewer than three rows
// or rows as few as columns.
func DetrendedResiduals(r Rows, y []float64) []float64 {
	fit, ok := detrend(r, y)
	if !ok {
		return nil
	}
	return fit.resid
}

// DetrendedSD is the night-to-night SD of a baseline: sqrt(sum r^2/(n-p)) of
// [DetrendedResiduals], in the unit of y; NaN where there are none.
func DetrendedSD(r Rows, y []float64) float64 {
	fit, ok := detrend(r, y)
	if !ok {
		return math.NaN()
	}
	return fit.sigma()
}

func detrend(r Rows, y []float64) (leastSquares, bool) {
	if r.check(y) != nil {
		return leastSquares{}, false
	}
	fit, ok := fitOLS(r.nuisance(), y)
	if ok && floats.Norm(fit.resid, math.Inf(1)) <= rounding*floats.Norm(y, math.Inf(1)) {
		clear(fit.resid)
	}
	return fit, ok
}
