package stats

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// rounding is the share of the largest value below which residuals are rounding errors.
const rounding = 1e-12

// DetrendedResiduals returns the residuals of y after ordinary least squares on
// intercept, linear trend and, for a span of 56 days or more, weekday. There is one
// residual per row, exactly 0 if the columns explain y completely. r.On is ignored. The
// result is nil with fewer than three rows or without residual degrees of freedom.
func DetrendedResiduals(r Rows, y []float64) []float64 {
	fit, ok := detrend(r, y)
	if !ok {
		return nil
	}
	return fit.resid
}

// DetrendedSD returns the night-to-night SD of a baseline, sqrt(sum r^2/(n-p)) of the
// [DetrendedResiduals], in the unit of y. It is NaN if there are no residuals.
func DetrendedSD(r Rows, y []float64) float64 {
	fit, ok := detrend(r, y)
	if !ok {
		return math.NaN()
	}
	return fit.sigma()
}

// detrend fits the nuisance columns to y and reports whether that is possible.
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
