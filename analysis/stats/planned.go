package stats

import "math"

// NightErrors describes the variation of an outcome between nights and the resemblance
// of nights: the error models of [FitSlowMix], each with its posterior weight and the
// SD of a night around trend and weekday.
type NightErrors struct {
	weight, sd []float64
}

// FitNightErrors estimates the errors from nights without a treatment. r.On is ignored.
// y has one value per row on the analysis scale, none missing. The model needs a
// treatment, so the last night gets a treatment of its own. That removes this night
// from the fit and has no other effect. Errors are those of FitSlowMix. An outcome that
// never changes has SD 0.
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
		// The scale of the posterior is the SD times the standard error for nights with SD 1.
		e.sd[g] = scale / plan.se[g]
	}
	return e, nil
}

// SD returns the standard deviation of a night around trend and weekday, in the unit of
// the outcome.
func (e NightErrors) SD() float64 {
	var v float64
	for g, w := range e.weight {
		v += w * e.sd[g] * e.sd[g]
	}
	return math.Sqrt(v)
}

// Correlation returns the correlation of nights lag >= 1 calendar days apart.
func (e NightErrors) Correlation(lag int) float64 { return averageCov(e.weight, lag) }

// PlannedNights describes future nights: the standard error of their treatment effect
// under each error model of FitSlowMix, in SDs of a night.
type PlannedNights struct {
	se []float64
	DF float64 // degrees of freedom of the posterior
}

// PlanNights prepares future nights with the columns and the shrunk trend of
// FitSlowMix. Errors are those of FitSlowMix.
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

// EffectSD returns the expected posterior SD of the effect that FitSlowMix will find
// after the planned nights, in the unit of the outcome. It is the root of the variance
// averaged over the error models.
func (e NightErrors) EffectSD(p PlannedNights) float64 {
	var v float64
	for g, w := range e.weight {
		x := e.sd[g] * p.se[g]
		v += w * x * x
	}
	return math.Sqrt(v)
}
