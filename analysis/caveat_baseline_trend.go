package analysis

import (
	"math"

	"nof1/analysis/stats"
)

// baselineTrend fires where the nights before a single start already moved the
// way the answer says: Mann-Kendall on the baseline alone, p < 0.05, slope by
// Theil-Sen. It takes nights for independent and so speaks rather too often: a
// warning beside a change that was found, never an adjustment.
func baselineTrend(r review) []Caveat {
	if r.model.arrange.design != designAB {
		return nil
	}
	var out []Caveat
	for i, o := range r.outcomes {
		if !r.estimated(i) || o.Role == RoleExploratory || decides(*o.CI95) == 0 {
			continue
		}
		trend := stats.MannKendall(r.fits[i].base, at(r.candidates[i].y, r.fits[i].base))
		if !(trend.P < significant) || math.Signbit(trend.Slope) != math.Signbit(*o.Estimate) || trend.Slope == 0 {
			continue
		}
		out = append(out, Caveat{ID: "baseline_trend", Severity: Minor, Outcomes: []string{o.Metric}, Words: map[string]string{"metric": o.Metric},
			Measured: []Measure{{"slope_month", r.natural(i)(trend.Slope * daysPerMonth), o.Unit}, {"p", trend.P, ""}, {"nights", float64(len(r.fits[i].base)), "nights"}}})
	}
	return out
}
