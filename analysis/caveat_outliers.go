package analysis

import (
	"math"
	"sort"

	"nof1/analysis/stats"
	"nof1/importers/record"
)

const (
	outlierMADs = 5
	madToSD     = 1.4826
)

// outlierDependent refits without the nights whose residual is further than
// 5 x 1.4826 MAD from the middle, and fires where that would change the
// verdict. The nights stay in the primary analysis.
func outlierDependent(r review) []Caveat {
	var out []Caveat
	for i := range r.outcomes {
		if !r.estimated(i) {
			continue
		}
		odd := r.oddNights(i)
		if len(odd) == 0 {
			continue
		}
		o := r.outcomes[i]
		alt, ok := r.without(i, "without-outliers", odd)
		if !ok || decides(alt.CI95) == decides(*o.CI95) {
			continue
		}
		var nights []record.Date
		for d := range odd {
			nights = append(nights, r.model.first+record.Date(d))
		}
		sort.Slice(nights, func(a, b int) bool { return nights[a] < nights[b] })
		out = append(out, Caveat{ID: "outliers", Severity: High, Outcomes: []string{o.Metric}, Nights: nights,
			Words:    map[string]string{"metric": o.Metric},
			Measured: []Measure{{"nights", float64(len(odd)), "nights"}, {"estimate_with", *o.Estimate, o.Unit}, {"estimate_without", alt.Estimate, o.Unit}}})
	}
	return out
}

// decides returns the sign of an interval that excludes zero, else 0.
func decides(ci [2]float64) int {
	switch {
	case ci[0] > 0:
		return 1
	case ci[1] < 0:
		return -1
	}
	return 0
}

// oddNights are the used nights with an extreme residual.
func (r review) oddNights(i int) map[int]bool {
	f, c := r.fits[i], r.candidates[i]
	rows := r.model.rows(f.off, f.on)
	_, resid, ok := stats.OLSDesignSE(rows, at(c.y, rows.Day))
	if !ok {
		return nil
	}
	middle := stats.Median(resid)
	away := make([]float64, len(resid))
	for k, x := range resid {
		away[k] = math.Abs(x - middle)
	}
	limit := outlierMADs * madToSD * stats.Median(away)
	if limit == 0 {
		return nil
	}
	out := map[int]bool{}
	for k, x := range away {
		if x > limit {
			out[rows.Day[k]] = true
		}
	}
	return out
}

// without refits the declared method leaving out some nights.
func (r review) without(i int, name string, nights map[int]bool) (Alternative, bool) {
	f, c := r.fits[i], r.candidates[i]
	if f.method == "lagged" {
		y := make([]float64, len(c.y))
		for d := range y {
			y[d] = c.y[d]
			if nights[d] {
				y[d] = math.NaN()
			}
		}
		l, err := stats.Lagged(y, r.model.dosed(), r.model.weekday0)
		if err != nil {
			return Alternative{}, false
		}
		return laggedAlternative(name, l, r.natural(i)), true
	}
	return r.refit(i, name, drop(f.off, nights), drop(f.on, nights))
}
