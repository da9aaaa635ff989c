package stats

import "math"

// NightErrors is how much one outcome's nights vary and how they resemble one
// another: the error models of [FitSlowMix], each with its posterior weight and
// the SD of a night about trend and weekday under it.
type NightErrors struct {
	weight, sd []float64
}

// FitNightErrors learns the errors from nights without a treatment; r.On is not
// used. y has one value per row, on the analysis scale, none missing. The model
// needs a treatment, so the last night gets one of its own, which takes that
// night out of the fit and changes nothing else. Errors as for FitSlowMix; an
// outcome that never changes has SD 0.
func FitNightErrors(r Rows, y []float64) (NightErrors, error) {
	r.On = make([]float64, len(r.Day))
	if len(r.On) > 0 {
		r.On[len(r.On)-1] = 1
	}
	mixes, err := FitSlowMix(r, [][]float64{y})
	if err != nil {
		return NightErrors{}, err
	}
	plan, err := PlanNights(r)
	if err != nil {
		return NightErrors{}, err
	}
	e := NightErrors{weight: mixes[0].Weight, sd: make([]float64, len(slowMixGrid))}
	for g, scale := range mixes[0].Scale {
		e.sd[g] = scale / plan.se[g] // the posterior's scale is the SD times the standard error of nights with SD 1
	}
	return e, nil
}

// SD of a night about trend and weekday, in the unit of the outcome.
func (e NightErrors) SD() float64 {
	var v float64
	for g, w := range e.weight {
		v += w * e.sd[g] * e.sd[g]
	}
	return math.Sqrt(v)
}

// Correlation of nights lag >= 1 calendar days apart.
func (e NightErrors) Correlation(lag int) float64 { return averageCov(e.weight, lag) }

// PlannedNights are nights not lived yet: the standard error of their treatment
// effect under each error model of FitSlowMix, in SDs of a night.
type PlannedNights struct {
	se []float64
	DF float64 // of the posterior
}

// PlanNights prepares planned nights with the columns and the shrunk trend of
// FitSlowMix. Errors as for FitSlowMix.
func PlanNights(r Rows) (PlannedNights, error) {
	if err := r.check(r.On); err != nil {
		return PlannedNights{}, err
	}
	cols, err := r.treatmentDesign(r.On)
	if err != nil {
		return PlannedNights{}, err
	}
	var f gridFit
	f.load(cols, nil)
	p := len(cols)
	df, trendPrior := r.shrunkTrend(p)
	out := PlannedNights{se: make([]float64, len(slowMixGrid)), DF: df}
	for g, e := range slowMixGrid {
		f.gains.compute(r.Day, e)
		f.gains.whiten(&f.white, &f.input)
		f.cholesky(p, trendPrior)
		out.se[g] = 1 / f.chol[p*p-1]
	}
	return out, nil
}

// EffectSD is the SD of the effect to expect of FitSlowMix after planned nights
// with these errors, in the unit of the outcome: the root of the variance under
// each error model, averaged.
func (e NightErrors) EffectSD(p PlannedNights) float64 {
	var v float64
	for g, w := range e.weight {
		x := e.sd[g] * p.se[g]
		v += w * x * x
	}
	return math.Sqrt(v)
}
