package analysis

import "math"

const consistentShare = 2.0 / 3 // of the starts must move by half the margin, all one way

// inconsistentReplication fires for a repeated design whose starts do not agree:
// not all of one sign, or fewer than two thirds beyond half the margin.
func inconsistentReplication(r review) []Caveat {
	var out []Caveat
	for i := range r.outcomes {
		r.describeEffect(i)
		o := r.outcomes[i]
		if len(o.Replications) < 2 || o.Role == RoleExploratory || decides(*o.CI95) == 0 {
			continue
		}
		up, beyond := 0, 0
		for _, x := range o.Replications {
			if x.Difference > 0 {
				up++
			}
			if o.Margin != nil && math.Abs(x.Difference) > *o.Margin/2 {
				beyond++
			}
		}
		n := len(o.Replications)
		oneWay := up == 0 || up == n
		if oneWay && (o.Margin == nil || float64(beyond) >= consistentShare*float64(n)) {
			continue
		}
		agree := max(up, n-up)
		out = append(out, Caveat{ID: "inconsistent_replication", Severity: Moderate, Outcomes: []string{o.Metric},
			Words:    map[string]string{"metric": o.Metric},
			Measured: []Measure{{"starts", float64(n), ""}, {"same_way", float64(agree), ""}, {"beyond_half_margin", float64(beyond), ""}}})
	}
	return out
}
