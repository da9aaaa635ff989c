package analysis

import "nof1/analysis/stats"

// missingAfter asks whether nights of the main outcome go missing after certain
// nights: whoever takes the device off after a bad one leaves a record that looks
// calmer than life was (logistic regression on the night before and the weekday).
func missingAfter(r review) []Caveat {
	if len(r.outcomes) == 0 || r.gated[r.outcomes[0].Metric] {
		return nil
	}
	o, c := r.outcomes[0], r.candidates[0]
	off, on := r.coverage(0)
	if off.missing+on.missing == 0 {
		return nil
	}
	f := r.fits[0]
	from, to := min(f.off[0], f.on[0]), max(f.off[len(f.off)-1], f.on[len(f.on)-1])
	odds, err := stats.MissingAfterNight(c.y[from:to+1], (r.model.weekday0+from)%daysPerWeek)
	if err != nil || odds.P >= significant {
		return nil
	}
	after, ratio := "higher", odds.OddsRatio
	if ratio < 1 {
		after, ratio = "lower", 1/ratio
	}
	return []Caveat{{ID: "missing_after", Severity: Moderate, Outcomes: []string{o.Metric},
		Words: map[string]string{"metric": o.Metric, "after": after},
		Measured: []Measure{{"odds_ratio", ratio, ""}, {"p", odds.P, ""},
			{"missing", float64(odds.Events), "nights"}, {"nights", float64(odds.N), "nights"}}}}
}
