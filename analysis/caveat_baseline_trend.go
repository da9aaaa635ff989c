package analysis

import (
	"math"

	"nof1/analysis/stats"
)

// trendAlpha is the level of the baseline's slope, two-sided, at which it speaks.
// Only a slope the way of the answer does, so 1 in 10 would by chance alone; the
// errors count a slow wander as noise, which makes it fewer. Measured on made-up
// people in whom a change was found, 60 to 180 baseline nights: of steady ones
// (lag-1 correlation .3 and .6, or a slow wave of half an SD) it spoke of 0 to 6
// in 100, of those who drifted by half an SD a month of 88 in 100 at 90 baseline
// nights and 46 at 60. A Mann-Kendall test at 5 %, which takes nights for
// independent, spoke of up to 16 in 100 steady ones.
const trendAlpha = 0.20

// baselineTrend fires where the nights before a single start already moved the
// way the answer says, by a straight line whose errors are those of the answer's
// own model: a warning beside a change that was found, never an adjustment.
func baselineTrend(r review) []Caveat {
	if r.model.arrange.design != designAB {
		return nil
	}
	var out []Caveat
	for i, o := range r.outcomes {
		if !r.estimated(i) || o.Role == RoleExploratory || decides(*o.CI95) == 0 {
			continue
		}
		f := r.fits[i]
		trend, ok := stats.Slope(f.mix, f.base, at(r.candidates[i].y, f.base))
		if !ok || !(trend.P < trendAlpha) || math.Signbit(trend.PerDay) != math.Signbit(*o.Estimate) {
			continue
		}
		out = append(out, Caveat{ID: "baseline_trend", Severity: Minor, Outcomes: []string{o.Metric}, Words: map[string]string{"metric": o.Metric},
			Measured: []Measure{{"slope_month", r.natural(i)(trend.PerDay * daysPerMonth), o.Unit}, {"p", trend.P, ""}, {"nights", float64(len(f.base)), "nights"}}})
	}
	return out
}
