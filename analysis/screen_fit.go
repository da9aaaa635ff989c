package analysis

import (
	"math"
	"slices"

	"nof1/analysis/stats"
)

const (
	minScreened  = 10  // nights with, and without, that a row needs
	yearNights   = 365 // calendar nights a row looks back on, at most: habits and bodies change
	minStretches = 3   // separate stretches with it: fewer is a before/after, not a habit
)

// pair is one item and one outcome, by index.
type pair struct{ item, outcome, row int }

// nightsShared are the pairs that rest on the same nights: they are fitted
// together.
type nightsShared struct {
	rows  []int
	pairs []pair
}

// associations tests every item against every outcome, in that order.
func (s screen) associations(items []item) []Association {
	var out []Association
	ys := make([][]float64, len(s.candidates))
	for j, c := range s.candidates {
		ys[j] = s.segment(c)
	}
	index := map[string]int{}
	var groups []nightsShared
	for i, it := range items {
		for j, c := range s.candidates {
			a := Association{Item: it.id, Kind: it.kind, Timing: it.timing, Outcome: c.metric.ID, Unit: c.metric.Unit, Step: it.step}
			rows, first := lastYear(fitRows(ys[j], it.column))
			a.NWith, a.NWithout = it.sides(rows)
			a.NUnknown = len(fitRows(ys[j][first:], nil)) - len(rows)
			a.Reasons = reasons(it, c, rows)
			out = append(out, a)
			if len(a.Reasons) > 0 {
				continue
			}
			k := pattern(rows, nil)
			if _, ok := index[k]; !ok {
				index[k] = len(groups)
				groups = append(groups, nightsShared{rows: rows})
			}
			g := &groups[index[k]]
			g.pairs = append(g.pairs, pair{i, j, len(out) - 1})
		}
	}
	stretch := new(stats.Stretcher)
	for _, g := range groups {
		s.fitShared(g, items, ys, out, stretch)
	}
	return out
}

// fitShared fits all pairs of one set of nights and fills their rows.
func (s screen) fitShared(g nightsShared, items []item, ys [][]float64, out []Association, stretch *stats.Stretcher) {
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
		treatments[k] = at(items[i].column, g.rows)
	}
	for k, j := range js {
		outcomes[k] = at(ys[j], g.rows)
	}
	fits, err := stats.FitSlowMixEach(stats.Rows{Day: g.rows, Weekday0: s.model.weekday0}, treatments, outcomes)
	for _, p := range g.pairs {
		k := slices.Index(is, p.item)
		if err != nil || fits[k] == nil {
			out[p.row].Reasons = []string{"not_estimable"}
			continue
		}
		s.fill(&out[p.row], items[p.item], s.candidates[p.outcome], ys[p.outcome], g.rows, fits[k][slices.Index(js, p.outcome)], stretch)
	}
}

// fill writes the estimate of a fit in the unit of the outcome.
func (s screen) fill(a *Association, it item, c candidate, y []float64, rows []int, m stats.Mixture, stretch *stats.Stretcher) {
	median, ci, p := stretch.Stretch(m, math.Sqrt(varianceFactor(c.metric.ID)))
	if !finite(median) || !finite(p) {
		a.Reasons = []string{"not_estimable"}
		return
	}
	base := rows
	if it.kind != KindRank {
		base = it.without(rows)
	}
	mean := meanOn(c.metric.Scale, at(y, base))
	estimate := natural(c.metric.Scale, mean, median)
	a.Estimate, a.P = &estimate, &p
	a.CI95 = &[2]float64{natural(c.metric.Scale, mean, ci[0]), natural(c.metric.Scale, mean, ci[1])}
	a.EstimatePct = percent(c.metric, mean, estimate)
	a.Size = s.size(c, estimate, mean, rows, nil)
}

// segment is the outcome on the analysis scale, NaN outside the longest stretch
// of nights of one device and one software: the one with most nights, the later
// of two.
func (s screen) segment(c candidate) []float64 {
	cuts := []int{0}
	for _, b := range s.breaks {
		if i := s.table.Index(b.Night); i > 0 && touches(b, c.metric.ID, c.source) {
			cuts = append(cuts, i)
		}
	}
	cuts = append(cuts, len(c.y))
	slices.Sort(cuts)
	from, to, most := 0, len(c.y), -1
	for k := 1; k < len(cuts); k++ {
		if n := len(fitRows(c.y[cuts[k-1]:cuts[k]], nil)); n >= most {
			from, to, most = cuts[k-1], cuts[k], n
		}
	}
	out := make([]float64, len(c.y))
	for i := range out {
		out[i] = math.NaN()
	}
	copy(out[from:to], c.y[from:to])
	return out
}

// fitRows are the nights on which the outcome, and the item unless nil, are
// known.
func fitRows(y, x []float64) (rows []int) {
	for i, v := range y {
		if !math.IsNaN(v) && (x == nil || !math.IsNaN(x[i])) {
			rows = append(rows, i)
		}
	}
	return rows
}

// lastYear keeps the rows of the year that ends with the last one, and returns
// the first night of that year.
func lastYear(rows []int) (kept []int, first int) {
	if len(rows) == 0 {
		return nil, 0
	}
	first = max(rows[len(rows)-1]-yearNights+1, 0)
	i, _ := slices.BinarySearch(rows, first)
	return rows[i:], first
}

// reasons says why a pair is not tested, nil where it is.
func reasons(it item, c candidate, rows []int) []string {
	if r := tautology(it, c.metric); r != "" {
		return []string{r}
	}
	if c.reason != "" {
		return []string{c.reason}
	}
	var out []string
	with, without := it.sides(rows)
	if with < minScreened {
		out = append(out, "too_few_with")
	}
	if without < minScreened {
		out = append(out, "too_few_without")
	}
	if it.neverNo {
		out = append(out, "never_no")
	}
	if out == nil && it.kind == KindRank && it.step.Low == it.step.High {
		out = append(out, "little_variation")
	}
	if out == nil && it.kind != KindRank && it.stretches(rows) < minStretches {
		out = append(out, "few_stretches")
	}
	return out
}
