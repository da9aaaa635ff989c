package stats

// REMLOptions selects a variant of [FitREML]. The zero value is the cross-check of the
// report.
type REMLOptions struct {
	ML     bool // maximum likelihood instead of restricted, without small-sample correction
	PlainT bool // no small-sample correction: P and CI95 come from SE and DF
}

// REMLFit is the treatment effect with errors that are AR(1) in calendar days, in the
// unit of the outcome on its analysis scale.
type REMLFit struct {
	Rho    float64 // correlation of nights one day apart, searched in [-0.5, 0.98]
	Sigma  float64 // standard deviation of the errors
	Est    float64 // treatment effect
	SE     float64 // for known rho
	DF     float64 // rows - columns
	KRSE   float64 // Kenward-Roger standard error, at least SE; SE without the correction
	KRDF   float64 // Kenward-Roger degrees of freedom, between 1 and DF
	SattDF float64 // Satterthwaite's degrees of freedom for SE, from the observed information
	LogLik float64 // log (restricted) likelihood
	P      float64 // two-sided, from KRSE and KRDF
	CI95   [2]float64
}

// FitREML estimates the treatment effect with errors that are a plain AR(1) in calendar
// days, cov = s2 rho^|ti-tj|. It is a cross-check of [FitSlowMix] with the same columns
// and a free trend. rho maximises the restricted likelihood
//
//	-1/2 [k (1 + log(2 pi Q/k)) + log|V| + log|X'V^-1 X|],  k = n - p
//
// (Harville 1977; the convention of R's nlme), with gaps counted in days (Jones 1981).
// Kenward and Roger's (1997) corrections of standard error and degrees of freedom allow
// for the estimation of rho and use the expected information. Satterthwaite's (1946)
// degrees of freedom use the observed information.
//
// y has one value per row, none missing. The error is [ErrTooFewRows] or
// [ErrNotEstimable]. An outcome that never changes has estimate and standard error 0,
// P 1 and likelihood NaN.
func FitREML(r Rows, y []float64, o REMLOptions) (REMLFit, error) {
	refit, err := NewTreatmentRefit(r, y, o)
	if err != nil {
		return REMLFit{}, err
	}
	return refit.Fit(r.On)
}
