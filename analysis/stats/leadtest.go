package stats

// LeadTest tests whether tomorrow's dose predicts tonight's outcome: it regresses y_t
// on D_(t+1), given y_(t-1), D_t, trend and weekday. A dose cannot act backwards, so a
// small p means that doses follow nights. Arguments are those of [Lagged]. The estimate
// is on the analysis scale and p is two-sided. It returns false if the effect is not
// estimable.
func LeadTest(y, on []float64, weekday0 int) (est, p float64, ok bool) {
	var l laggedRows
	for t := 1; t < min(len(y), len(on)-1); t++ {
		if noneMissing(y[t], y[t-1], on[t], on[t+1]) {
			l.add(t, y[t], on[t+1], y[t-1], on[t])
		}
	}
	fit, err := l.fit(weekday0)
	if err != nil {
		return 0, 0, false
	}
	last := len(fit.coef) - 1
	return fit.coef[last], twoSidedT(fit.coef[last], fit.se(last), float64(fit.df)), true
}
