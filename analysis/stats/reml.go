package stats

// REMLOptions chooses a variant of [FitREML]; the zero value is the cross-check
// of the report.
type REMLOptions struct {
	ML     bool // maximum likelihood instead of restricted (no small-sample correction)
	PlainT bool // leave the small-sample correction out: P and CI95 from SE and DF
}

// REMLFit is the treatment effect under errors that are AR(1) in calendar days,
// in the unit of the outcome on its analysis scale.
type REMLFit struct {
	Rho    float64 // correlation of nights one day apart, searched in [-0.5, 0.98]
	Sigma  float64 // standard deviation of the errors
	Est    float64
	SE     float64 // rho taken as known
	DF     float64 // rows - columns
	KRSE   float64 // Kenward-Roger, never below SE; SE itself where not corrected
	KRDF   float64 // their degrees of freedom, between 1 and DF
	SattDF float64 // Satterthwaite's degrees of freedom for SE, from the observed information
	LogLik float64 // log (restricted) likelihood
	P      float64 // two-sided, from KRSE and KRDF
	CI95   [2]float64
}

// FitREML estimates the treatment effect with errors that are a plain AR(1) in
// calendar days, cov = s2 rho^|ti-tj|: the cross-check of [FitSlowMix]. The
// columns are the same, with a free trend. rho maximises the restricted
// likelihood
//
//	-1/2 [k (1 + log(2 pi Q/k)) + log|V| + log|X'V^-1 X|],  k = n - p
//
// (Harville 1977; the convention of R's nlme), gaps counted in days (Jones
// 1981). Standard error and degrees of freedom are corrected for the
// estimation of rho after Kenward and Roger (1997), with the expected
// information; Satterthwaite's (1946) degrees of freedom use the observed one.
//
// y has one value per row, none missing. It returns [ErrTooFewRows] or
// [ErrNotEstimable]. An outcome that never changes has estimate and error 0,
// P 1 and no likelihood (NaN).
func FitREML(r Rows, y []float64, o REMLOptions) (REMLFit, error) {
	refit, err := NewTreatmentRefit(r, y, o)
	if err != nil {
		return REMLFit{}, err
	}
	return refit.Fit(r.On)
}
