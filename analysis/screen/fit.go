package screen

import (
	"math"
	"slices"

	"nof1/analysis/scales"
	"nof1/analysis/stats"
)

const (
	// MinNights is the number of nights with, and without, that a row needs.
	MinNights = 10
	// YearNights is the number of calendar nights a row looks back on, at most:
	// habits and bodies change.
	YearNights = 365
	// MinStretches is the number of separate stretches with the item that a row
	// needs. Fewer make a before/after, not a habit.
	MinStretches = 3
)

// pair is one item and one outcome, by index, and the row of their result.
type pair struct{ item, outcome, row int }

// sharedNights are the pairs that use the same nights. They are fitted together.
type sharedNights struct {
	nights []int
	pairs  []pair
}

// associations tests every item against every outcome, in that order.
func (in Input) associations() []Association {
	var out []Association
	index := map[string]int{}
	var groups []sharedNights
	for i, it := range in.Items {
		for j, o := range in.Outcomes {
			a := Association{Item: it.id, Kind: it.kind, Timing: it.timing, Outcome: o.Metric.ID, Unit: o.Metric.Unit, Step: it.step}
			nights, first := lastYear(Known(o.Y, it.column))
			a.NWith, a.NWithout = it.sides(nights)
			a.NUnknown = len(Known(o.Y[first:], nil)) - len(nights)
			a.Reasons = reasons(it, o, nights)
			out = append(out, a)
			if len(a.Reasons) > 0 {
				continue
			}
			k := stats.Pattern(nights, nil)
			if _, ok := index[k]; !ok {
				index[k] = len(groups)
				groups = append(groups, sharedNights{nights: nights})
			}
			g := &groups[index[k]]
			g.pairs = append(g.pairs, pair{i, j, len(out) - 1})
		}
	}
	stretcher := new(stats.Stretcher)
	for _, g := range groups {
		in.fitShared(g, out, stretcher)
	}
	return out
}

// fitShared fits all pairs of one set of nights and fills their rows.
func (in Input) fitShared(g sharedNights, out []Association, stretcher *stats.Stretcher) {
	var is, js []int
	for _, p := range g.pairs {
		if !slices.Contains(is, p.item) {
			is = append(is, p.item)
		}
		if !slices.Contains(js, p.outcome) {
			js = append(js, p.outcome)
		}
	}
	treatments, outcomes := make([][]float64, len(is)), make([][]float64, len(js))
	for k, i := range is {
		treatments[k] = stats.Select(in.Items[i].column, g.nights)
	}
	for k, j := range js {
		outcomes[k] = stats.Select(in.Outcomes[j].Y, g.nights)
	}
	rows := stats.Rows{Day: g.nights, Weekday0: in.Weekday0}
	fits, err := stats.FitSlowMixEach(rows, treatments, outcomes)
	for _, p := range g.pairs {
		k := slices.Index(is, p.item)
		if err != nil || fits[k] == nil {
			out[p.row].Reasons = []string{"not_estimable"}
			continue
		}
		fill(&out[p.row], in.Items[p.item], in.Outcomes[p.outcome], rows, fits[k][slices.Index(js, p.outcome)], stretcher)
	}
}

// fill writes the estimate of a fit in the unit of the outcome.
func fill(a *Association, it Item, o Outcome, rows stats.Rows, m stats.Mixture, stretcher *stats.Stretcher) {
	median, ci, p := stretcher.Stretch(m, math.Sqrt(o.VarianceFactor))
	if !stats.Finite(median) || !stats.Finite(p) {
		a.Reasons = []string{"not_estimable"}
		return
	}
	base := rows.Day
	if it.kind != KindRank {
		base = it.without(rows.Day)
	}
	scale := o.Metric.Scale
	mean := scales.Mean(scale, stats.Select(o.Y, base))
	estimate := scales.Natural(scale, mean, median)
	a.Estimate, a.P = &estimate, &p
	a.CI95 = &[2]float64{scales.Natural(scale, mean, ci[0]), scales.Natural(scale, mean, ci[1])}
	a.EstimatePct = scales.Percent(o.Metric, mean, estimate)
	a.Size = Size(estimate, o.Smallest(mean, rows, stats.Select(o.Y, rows.Day)))
}

// Known returns the nights on which y, and x unless it is nil, are not NaN.
func Known(y, x []float64) (nights []int) {
	for i, v := range y {
		if !math.IsNaN(v) && (x == nil || !math.IsNaN(x[i])) {
			nights = append(nights, i)
		}
	}
	return nights
}

// lastYear returns the nights of the year that ends with the last one, and the
// first night of that year.
func lastYear(nights []int) (kept []int, first int) {
	if len(nights) == 0 {
		return nil, 0
	}
	first = max(nights[len(nights)-1]-YearNights+1, 0)
	i, _ := slices.BinarySearch(nights, first)
	return nights[i:], first
}

// reasons returns why a pair is not tested, nil if it is.
func reasons(it Item, o Outcome, nights []int) []string {
	if r := tautology(it, o.Metric); r != "" {
		return []string{r}
	}
	if o.Reason != "" {
		return []string{o.Reason}
	}
	var out []string
	with, without := it.sides(nights)
	if with < MinNights {
		out = append(out, "too_few_with")
	}
	if without < MinNights {
		out = append(out, "too_few_without")
	}
	if it.neverNo {
		out = append(out, "never_no")
	}
	if out == nil && it.kind == KindRank && it.step.Low == it.step.High {
		out = append(out, "little_variation")
	}
	if out == nil && it.kind != KindRank && it.stretches(nights) < MinStretches {
		out = append(out, "few_stretches")
	}
	return out
}
