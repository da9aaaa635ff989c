package analysis

import "math"

const (
	modelFactor = 3     // p-values further apart than this depend on the method
	surely      = 0.001 // below it p-values are alike
	nearClaim   = 0.1   // from it on p-values are alike, too
)

// modelDependent fires where a cross-check model's p-value differs from the
// primary method's by more than a factor of three, unless both are far from a
// claim: .3 and .95 say the same.
func modelDependent(r review) []Caveat {
	var out []Caveat
	for i := range r.outcomes {
		if !r.estimated(i) {
			continue
		}
		o := &r.outcomes[i]
		o.Alternatives = r.crossModels(i)
		worst, ratio := -1, float64(modelFactor)
		for k, a := range o.Alternatives {
			if x := apart(*o.P, a.P); x > ratio && math.Min(*o.P, a.P) < nearClaim {
				worst, ratio = k, x
			}
		}
		if worst < 0 {
			continue
		}
		a := o.Alternatives[worst]
		severity := Minor
		if (a.P < significant) != (*o.P < significant) {
			severity = Moderate
		}
		out = append(out, Caveat{ID: "model_dependent", Severity: severity, Outcomes: []string{o.Metric},
			Words:    map[string]string{"metric": o.Metric, "model": a.Name},
			Measured: []Measure{{"p", *o.P, ""}, {"other_p", a.P, ""}, {"estimate", *o.Estimate, o.Unit}, {"other_estimate", a.Estimate, o.Unit}}})
	}
	return out
}

// apart is the ratio of two p-values, tiny ones counted as equal.
func apart(p, q float64) float64 {
	p, q = math.Max(p, surely), math.Max(q, surely)
	return math.Max(p/q, q/p)
}

// estimated tells whether an outcome has an estimate that no gate withholds.
func (r review) estimated(i int) bool {
	return r.fits[i].blocked == "" && !r.gated[r.outcomes[i].Metric]
}
