package analysis

import "slices"

// alcoholNights compares the share of nights after drinking. Alcohol lowers heart
// rate variability and raises heart rate that night (Pietila 2018).
func alcoholNights(r review) finding {
	f := r.rates(r.withAmounts("alcohol"))
	if slices.Contains(r.unequalIn, "alcohol") { // said by its amount already
		f.severity = ""
	}
	return f
}

// withAmounts joins what was tagged with a covariate of the nights.
func (r review) withAmounts(metric string) tags {
	t := r.tagged(nil, metric)
	if ys, ok := r.primarySeries(metric, 1); ok {
		for i, y := range ys {
			switch {
			case y > 0:
				t.yes[i] = true
				delete(t.no, i)
			case y == 0 && !t.yes[i]:
				t.no[i] = true
			}
		}
	}
	return t
}
