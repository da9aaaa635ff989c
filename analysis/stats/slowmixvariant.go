package stats

import "slices"

// Variant is a change to the regression of [FitSlowMix]. Error models and priors stay
// the same. The zero value is FitSlowMix itself.
type Variant struct {
	FreeTrend bool        // no prior on the trend
	Given     [][]float64 // further columns to adjust for, one finite value per row
}

// FitSlowMixVariant is [FitSlowMix] with a changed regression. The treatment r.On may
// have other values than 0 and 1. The effect is then that of one unit, given the other
// columns. A given column that the intercept, trend, weekday and the given columns
// before it determine changes nothing. The mixture has n - p degrees of freedom, and
// one more if the trend has its prior.
//
// Errors are those of FitSlowMix. [ErrNotEstimable] is also returned if the given
// columns determine the treatment.
func FitSlowMixVariant(r Rows, v Variant, ys [][]float64) ([]Mixture, error) {
	if err := r.check(slices.Concat([][]float64{r.On}, v.Given, ys)...); err != nil {
		return nil, err
	}
	cols, err := r.treatmentDesign(r.On, v.Given...)
	if err != nil {
		return nil, err
	}
	return new(gridFit).fitColumns(slowMixGrid, !v.FreeTrend, r, cols, ys), nil
}
