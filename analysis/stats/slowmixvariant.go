package stats

import "slices"

// Variant is another way to ask the question of [FitSlowMix]: the same error
// models and priors with one thing of the regression changed. The zero value is
// FitSlowMix itself.
type Variant struct {
	FreeTrend bool        // the trend has no prior
	Given     [][]float64 // further columns, one finite value a row, adjusted for as well
}

// FitSlowMixVariant is [FitSlowMix] with a departure, and for a treatment r.On
// that need not be 0 or 1: the effect is that of one unit, given the other
// columns. A given column that intercept, trend, weekday and those before it
// determine changes nothing. The mixture has n - p degrees of freedom, and one
// more where the trend has its prior.
//
// Errors as for FitSlowMix; [ErrNotEstimable] also where the given columns
// determine the treatment.
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
