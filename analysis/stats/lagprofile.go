package stats

// LagEffect is the effect of a dose some nights earlier, given the doses of the other
// nights of the profile.
type LagEffect struct {
	Lag    int     // nights from the night of the dose to the night of the outcome
	Est    float64 // on the analysis scale of the outcome
	SE, DF float64 // of Est
	CI95   [2]float64
	P      float64 // two-sided, for this lag alone; not adjusted for the number of lags
}

// LagProfile returns the effects of a dose on its own night and on each of the given
// number of later nights. It regresses y_t on D_t, D_(t-1), ..., D_(t-lags) together,
// given y_(t-1), trend and weekday, by ordinary least squares. Arguments and errors are
// those of [Lagged]. The result has one effect per lag, from 0 on.
func LagProfile(y, on []float64, weekday0, lags int) ([]LagEffect, error) {
	out := make([]LagEffect, lags+1)
	for lag := range out {
		var l laggedRows
		for t := max(1, lags); t < min(len(y), len(on)); t++ {
			var others []float64
			for k := range lags + 1 {
				if k != lag {
					others = append(others, on[t-k])
				}
			}
			if noneMissing(y[t], y[t-1], on[t-lag]) && noneMissing(others...) {
				l.add(t, y[t], on[t-lag], y[t-1], others...)
			}
		}
		fit, err := l.fit(weekday0)
		if err != nil {
			return nil, err
		}
		last := len(fit.coef) - 1
		e := LagEffect{Lag: lag, Est: fit.coef[last], SE: fit.se(last), DF: float64(fit.df)}
		e.P = twoSidedT(e.Est, e.SE, e.DF)
		e.CI95 = interval(e.Est, e.SE, TQuantile(.975, e.DF))
		out[lag] = e
	}
	return out, nil
}
