package stats

import "math"

// LaggedFit is the result of [Lagged]. Effects are on the analysis scale of the
// outcome.
type LaggedFit struct {
	Est         float64    // same-night effect of a dose, analysis scale
	SE          float64    // ordinary least squares
	DF          float64    // rows - columns
	P           float64    // two-sided, from SE
	CI95, CI90  [2]float64 // from SE
	NeweyWestSE float64    // allows for correlation with the next day; a check of SE
	NeweyWestP  float64    // two-sided, from NeweyWestSE
	NeweyWestCI [2]float64 // 95 %, from NeweyWestSE
	PrevEffect  float64    // coefficient of the previous night's outcome; 0 if that never changes
	N, NOn      int        // rows used, and rows among them with a dose
	NOff        int        // rows without a dose
	Rows        []int      // days used
	Resid       []float64  // one per row
}

// Lagged estimates the effect of a dose on the same night when doses are taken as
// needed:
//
//	y_t = intercept + trend + weekday + c y_(t-1) + d D_(t-1) + b D_t
//
// It uses ordinary least squares on the nights with a known outcome and dose and a
// known previous outcome and dose. The adjustment for the previous night keeps "I took
// it after a bad night" from looking like an effect. It does not help if the dose was
// chosen in expectation of the night to come.
//
// The slice y has one value per calendar day on the analysis scale, NaN if missing. The
// slice on is 1 with a dose, 0 without and NaN if unknown. Weekday columns need a span
// of 56 days, as in [FitSlowMix]. The error is [ErrTooFewRows] or [ErrNotEstimable].
func Lagged(y, on []float64, weekday0 int) (LaggedFit, error) {
	return LaggedVariant(y, on, weekday0, LaggedChoice{})
}

// LaggedChoice is a set of differences from the model of [Lagged].
type LaggedChoice struct {
	NoWeekday bool        // do not adjust for weekdays
	Given     [][]float64 // further columns, one value per calendar day; NaN excludes the day
}

// LaggedVariant is [Lagged] with a changed model. The values of on may be other numbers
// than 0 and 1. The effect is then that of one unit, given the other columns, and NOn
// counts the rows above 0.
func LaggedVariant(y, on []float64, weekday0 int, c LaggedChoice) (LaggedFit, error) {
	l := laggedRows{noWeekday: c.NoWeekday}
	for t := 1; t < min(len(y), len(on)); t++ {
		others := []float64{on[t-1]}
		for _, g := range c.Given {
			others = append(others, g[t])
		}
		if noneMissing(y[t], y[t-1], on[t]) && noneMissing(others...) {
			l.add(t, y[t], on[t], y[t-1], others...)
		}
	}
	fit, err := l.fit(weekday0)
	if err != nil {
		return LaggedFit{}, err
	}
	last := len(fit.coef) - 1
	out := LaggedFit{
		Est: fit.coef[last], SE: fit.se(last), DF: float64(fit.df),
		NeweyWestSE: fit.neweyWestSE(last, l.day, 1),
		N:           len(l.day), Rows: l.day, Resid: fit.resid,
	}
	for _, d := range l.treatment {
		if d > 0 {
			out.NOn++
		}
	}
	out.NOff = out.N - out.NOn
	out.PrevEffect = fit.coefOf(l.previous)
	out.P = twoSidedT(out.Est, out.SE, out.DF)
	out.CI95 = interval(out.Est, out.SE, TQuantile(.975, out.DF))
	out.CI90 = interval(out.Est, out.SE, TQuantile(.95, out.DF))
	out.NeweyWestP = twoSidedT(out.Est, out.NeweyWestSE, out.DF)
	out.NeweyWestCI = interval(out.Est, out.NeweyWestSE, TQuantile(.975, out.DF))
	return out, nil
}

// twoSidedT returns the two-sided p-value of the hypothesis of no effect. Without
// residual variation it is 0 for an estimate other than 0, and 1 for 0.
func twoSidedT(est, se, df float64) float64 {
	if se == 0 {
		if est == 0 {
			return 1
		}
		return 0
	}
	return 2 * TCDF(-math.Abs(est/se), df)
}

// interval returns est -+ t se.
func interval(est, se, t float64) [2]float64 { return [2]float64{est - t*se, est + t*se} }
