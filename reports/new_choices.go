package reports

import "nof1/analysis"

// choices copies what the answer hangs on; one with a number that is not finite
// is left out.
func choices(row *Outcome, o analysis.Outcome) {
	row.Alternatives, row.Replications = []Alternative{}, []Replication{}
	for _, a := range o.Alternatives {
		if finite(a.Estimate) && finite(a.P) && finite(a.CI95[0]) && finite(a.CI95[1]) {
			row.Alternatives = append(row.Alternatives, Alternative(a))
		}
	}
	for _, x := range o.Replications {
		if finite(x.Difference) {
			row.Replications = append(row.Replications, Replication(x))
		}
	}
	if e := o.Effect; e != nil && finite(e.NAP) && finite(e.TauU) && finite(e.HodgesLehmann) {
		sizes := EffectSizes(*e)
		row.EffectSizes = &sizes
	}
}

func negativeControls(in []analysis.NegativeControl) []NegativeControl {
	out := []NegativeControl{}
	for _, c := range in {
		if finite(c.Estimate) && finite(c.P) && finite(c.CI95[0]) && finite(c.CI95[1]) {
			out = append(out, NegativeControl(c))
		}
	}
	return out
}
