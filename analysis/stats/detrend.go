package stats

import "math"

// DetrendedResiduals are what intercept, linear trend and (span of 56 days or
// more) weekday leave of y, one per row, by ordinary least squares. r.On is
// ignored. It is nil with fewer than three rows or rows as few as columns.
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
	return fitOLS(r.nuisance(), y)
}
