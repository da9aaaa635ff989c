package stats

import "math"

// LaggedFit is the answer of the as-needed model.
type LaggedFit struct {
	Est         float64 // same-night effect of a dose, analysis scale
	SE          float64 // ordinary least squares
	DF          float64
	P           float64 // two-sided, from SE
	CI95, CI90  [2]float64
	NeweyWestSE float64    // allowing for correlation with the next day: a check on SE
	NeweyWestP  float64    // two-sided, from NeweyWestSE
	NeweyWestCI [2]float64 // 95 %
	PrevEffect  float64    // coefficient of the previous night's outcome; 0 if that never changes
	N, NOn      int        // rows used, and of these with a dose
	NOff        int
	Rows        []int     // days used
	Resid       []float64 // one per row
}

// Lagged estimates what a dose does to the same night when doses come as
// needed: y_t = intercept + trend + weekday + c y_(t-1) + d D_(t-1) + b D_t,
// ordinary least squares on the nights whose own and previous outcome and dose
// are all known. Adjusting for the previous night is what keeps "I took it
// after a bad night" from looking like an effect; it cannot help where the
// dose was chosen because of the night to come.
//
// y has one value per calendar day (NaN missing, analysis scale), on 1 with a
// dose, 0 without, NaN unknown. Weekday columns need a span of 56 days, as in
// [FitSlowMix]. It returns [ErrTooFewRows] or [ErrNotEstimable].
func Lagged(y, on []float64, weekday0 int) (LaggedFit, error) {
	return LaggedVariant(y, on, weekday0, LaggedChoice{})
}

// LaggedChoice is what a fit does otherwise than [Lagged].
type LaggedChoice struct {
	NoWeekday bool        // weekdays are not adjusted for
	Given     [][]float64 // further columns, one value a calendar day, NaN where the day cannot be used
}

// LaggedVariant is [Lagged] with a departure. on need not be 0 or 1: the effect
// is that of one unit, given the other columns; NOn counts the rows above 0.
func LaggedVariant(y, on []float64, weekday0 int, c LaggedChoice) (LaggedFit, error) {
	l := laggedRows{noWeekday: c.NoWeekday}
	for t := 1; t < min(len(y), len(on)); t++ {
		others := []float64{on[t-1]}
		for _, g := range c.Given {
			others = append(others, g[t])
		}
		if known(y[t], y[t-1], on[t]) && known(others...) {
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

// twoSidedT is the p of estimate 0; without any residual variation it is 0 for
// an estimate that differs from 0, else 1.
func twoSidedT(est, se, df float64) float64 {
	if se == 0 {
		if est == 0 {
			return 1
		}
		return 0
	}
	return 2 * TCDF(-math.Abs(est/se), df)
}

func interval(est, se, t float64) [2]float64 { return [2]float64{est - t*se, est + t*se} }
