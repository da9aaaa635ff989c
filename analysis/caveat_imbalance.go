package analysis

import (
	"math"
	"slices"
)

// habits are what a person does by day: the metrics in which nights with and
// without the supplement should be alike.
var habits = []string{"alcohol", "caffeine", "training_load", "strain", "steps", "active_energy"}

// maxImbalances keeps the list to what can be weighed.
const maxImbalances = 2

// unequalHabits names the habits in which nights with the supplement differ most
// from nights without it, by the standardised mean difference (Austin 2009), and
// by more than chance [chance] often makes of so few nights that resemble their
// neighbours: a difference alone would fail a third of the people whose habits
// never change. The table of differences lists the others too.
func unequalHabits(r review) []Caveat { return r.unequal("imbalance", habits, significant) }

// otherBedtime names a shift of bedtime. It may be the supplement's own doing,
// so it is said, minor where chance may have made it, but is no failed check.
func otherBedtime(r review) []Caveat { return r.unequal("bedtime_shift", []string{"bedtime"}, 1) }

// unequal names the metrics among some that differ by more than 0.25 SD and at
// a p of at most mostP.
func (r review) unequal(id string, among []string, mostP float64) []Caveat {
	var out []Caveat
	primary := ""
	if len(r.outcomes) > 0 && r.outcomes[0].Role == RolePrimary {
		primary = r.outcomes[0].Metric
	}
	for _, d := range codifferences(r.table, r.model, primary) {
		if !slices.Contains(among, d.Metric) || math.Abs(d.SMD) <= imbalance || !(d.P <= mostP) || len(out) == maxImbalances {
			continue
		}
		var touched []string
		for _, m := range r.metrics() {
			if m != d.Metric && !r.gated[m] {
				touched = append(touched, m)
			}
		}
		if len(touched) == 0 {
			continue
		}
		unit, severity := unitOf(d.Metric), Moderate
		if d.P >= significant {
			severity = Minor // so few nights often differ as much
		}
		measured := []Measure{{"off", d.Off, unit}, {"on", d.On, unit}, {"difference", d.On - d.Off, unit}, {"smd", d.SMD, "SD"}}
		if d.VarianceRatio != nil {
			measured = append(measured, Measure{"variance_ratio", *d.VarianceRatio, ""})
		}
		measured = append(measured, Measure{"by_chance", 100 * d.P, "%"},
			Measure{"nights_off", float64(d.NOff), "nights"}, Measure{"nights_on", float64(d.NOn), "nights"})
		out = append(out, Caveat{ID: id, Severity: severity, Outcomes: touched, Words: map[string]string{"metric": d.Metric}, Measured: measured})
	}
	return out
}
