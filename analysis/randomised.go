package analysis

import (
	"math"
	"math/rand/v2"
	"slices"

	"nof1/analysis/scales"
	"nof1/analysis/stats"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// Randomisation is the randomisation test of one outcome of a planned schedule:
// how often the very constraint that drew the schedule would have drawn one
// that looks at least as effective (Edgington and Onghena 2007). Every night
// counts as assigned, whatever was taken; the nights left out after a change
// are left out by the same rule in every order. What is compared is the outcome
// without trend and weekday, its nights weighted by how much they tell, as
// [stats.FitPrecision] finds without looking at the schedule, in standard errors
// of each order; to show them, these are those of the real order.
type Randomisation struct {
	Statistic float64     `json:"statistic"`    // |weighted difference| without trend and weekday, unit of the outcome
	P         float64     `json:"p"`            // two-sided
	SmallestP float64     `json:"smallest_p"`   // the smallest these data could have given
	Orders    float64     `json:"arrangements"` // orders the constraint could have drawn
	Tried     int         `json:"tried"`        // of these, compared with
	Exact     bool        `json:"exact"`        // all of them were
	CI95      *[2]float64 `json:"ci95"`         // effects the test does not reject at 5 %; nil where so few orders exclude none
	Seed      uint64      `json:"seed"`         // of the orders compared with, where not Exact
	Observed  float64     `json:"observed"`     // the difference itself, with its sign
	Orderings []float64   `json:"orderings"`    // differences of the orders compared with, rising: all, or 100 evenly spread over them
}

const (
	randomisationAlpha = 0.05
	// sameStatistic is the relative difference below which two statistics are
	// one, reached by another order of additions.
	sameStatistic = 1e-12
	// leastShare of an effect must be left by trend and weekday, or nights tell
	// the two sides not apart.
	leastShare = 1e-9
)

// redraws are the orders one plan could have drawn, each drawn once for all
// outcomes.
type redraws struct {
	observed       []bool
	all            stats.Arrangements
	onset, washout int
	first          int // index of the first planned night in the record
	weekday0       int
	seed           uint64
}

// randomise fills the randomisation test of every outcome with an estimate. It
// does nothing without a plan.
func (m model) randomise(outcomes []Outcome, cs []candidate, seed uint64) {
	p := m.arrange.plan
	if p == nil || m.arrange.design != DesignRandomised {
		return
	}
	all, err := p.Constraint.Arrangements()
	if err != nil {
		return // a plan that does not validate
	}
	drawn := p.Drawn()
	r := redraws{observed: drawn.On, all: remembered(all), onset: p.Onset, washout: p.Washout,
		first: int(drawn.Start + nightAfterDay - m.first), weekday0: m.weekday0, seed: seed}
	for i := range outcomes {
		o := &outcomes[i]
		if o.Estimate == nil || o.MeanOff == nil {
			continue
		}
		scale, base := cs[i].metric.Scale, *o.MeanOff
		o.Randomisation = r.test(cs[i].y, func(b float64) float64 { return scales.Natural(scale, base, b) })
	}
}

// remembered keeps orders once made: every test draws with the same seed, so
// order i of one is order i of all.
func remembered(all stats.Arrangements) stats.Arrangements {
	kept := map[int][]bool{}
	var drawn [][]bool
	at, draw := all.At, all.Draw
	var from *rand.Rand
	next := 0
	all.At = func(i int) []bool {
		if kept[i] == nil {
			kept[i] = at(i)
		}
		return kept[i]
	}
	all.Draw = func(rng *rand.Rand) []bool {
		if rng != from {
			from, next = rng, 0
		}
		if next == len(drawn) {
			drawn = append(drawn, draw(rng))
		}
		next++
		return drawn[next-1]
	}
	return all
}

// test compares one outcome, on its analysis scale and one value a calendar
// night; nat maps a difference to its unit. nil where the planned nights are too
// few for trend and weekday, or do not tell the two sides apart.
func (r redraws) test(y []float64, nat func(float64) float64) *Randomisation {
	rows := stats.Rows{Weekday0: r.weekday0}
	var ys, on []float64
	var at []int // day of the plan, one per row
	for d, b := range r.observed {
		if i := r.first + d; i >= 0 && i < len(y) && !math.IsNaN(y[i]) {
			rows.Day, ys, at = append(rows.Day, i), append(ys, y[i]), append(at, d)
			on = append(on, map[bool]float64{true: 1}[b])
		}
	}
	// The effect is tested by taking a shift away from the nights with; what
	// trend and weekday leave is linear in it.
	weigh, err := stats.FitPrecision(rows, ys)
	if err != nil {
		return nil
	}
	// Less its first night, an outcome that never changes is exactly nothing, and
	// not the rounding of something.
	above := slices.Clone(ys)
	floats.AddConst(-ys[0], above)
	rest, share := r.spread(at, weigh.Residuals(above)), r.spread(at, weigh.Residuals(on))
	unit := r.difference(r.observed, share) // of the weighted difference that an effect of 1 makes
	if unit < leastShare {
		return nil
	}
	floats.Scale(1/unit, rest)
	floats.Scale(1/unit, share)
	c := newContrasts(r, at, weigh)
	test := stats.RandomisationTest(r.observed, func(on []bool) float64 { return math.Abs(c.scaled(on, rest)) }, r.all, r.seed)
	out := &Randomisation{Statistic: nat(test.Statistic), P: test.P, SmallestP: test.SmallestP, Orders: r.all.Count, Tried: test.Tried, Exact: test.Exact, Seed: r.seed}
	orders := c.differences(rest, share, test)
	out.Observed = nat(r.difference(r.observed, rest))
	for _, d := range evenly(orders.rest) {
		out.Orderings = append(out.Orderings, nat(d))
	}
	out.CI95 = r.interval(rest, share, orders, nat)
	return out
}

// orderings are the differences of every order compared with, of the outcome
// and of the assignment.
type orderings struct {
	rest, share []float64
	exact       bool
}

func (c *contrasts) differences(rest, share []float64, test stats.RandomisationResult) orderings {
	o := orderings{make([]float64, test.Tried), make([]float64, test.Tried), test.Exact}
	rng := rand.New(rand.NewPCG(c.seed, c.seed))
	for i := range o.rest {
		var on []bool
		if test.Exact {
			on = c.all.At(i)
		} else {
			on = c.all.Draw(rng)
		}
		o.rest[i], o.share[i] = c.scaled(on, rest), c.scaled(on, share)
	}
	return o
}

// mostOrderings is how many orders can be shown one by one.
const mostOrderings = 100

// evenly sorts values and, where they are many, picks [mostOrderings] that are
// spread over them evenly: the middles of as many equal parts.
func evenly(values []float64) []float64 {
	sorted := slices.Sorted(slices.Values(values))
	if len(sorted) <= mostOrderings {
		return sorted
	}
	out := make([]float64, mostOrderings)
	for i := range out {
		out[i] = sorted[(2*i+1)*len(sorted)/(2*mostOrderings)]
	}
	return out
}

// spread writes one value a row as one a day of the plan, NaN elsewhere.
func (r redraws) spread(at []int, values []float64) []float64 {
	out := make([]float64, len(r.observed))
	for d := range out {
		out[d] = math.NaN()
	}
	for i, d := range at {
		out[d] = values[i]
	}
	return out
}

// difference is the mean of the days with less the mean of those without, the
// days too close behind a change left out, in an order; 0 where a side is empty.
func (r redraws) difference(on []bool, ys []float64) float64 {
	var sum [2]float64
	var n [2]int
	w := newWindow(r.onset, r.washout)
	for d, b := range on {
		y, side := ys[d], 0
		if b {
			side = 1
		}
		if !w.closes(b) && !math.IsNaN(y) {
			sum[side] += y
			n[side]++
		}
	}
	if n[0] == 0 || n[1] == 0 {
		return 0
	}
	return sum[1]/float64(n[1]) - sum[0]/float64(n[0])
}

// interval inverts the test: the effects it does not reject. rest and share are
// what trend and weekday leave of the outcome and of the assignment, so that
// the statistic of an order under the effect b is |D(rest) - b D(share)|. The
// weights stay those of the test of no effect.
func (r redraws) interval(rest, share []float64, orders orderings, nat func(float64) float64) *[2]float64 {
	d, s := r.difference(r.observed, rest), r.difference(r.observed, share)
	ds, ss := orders.rest, orders.share
	pAt := func(b float64) float64 {
		observed, asLarge := math.Abs(d-b*s), 0
		for i := range ds {
			if x := math.Abs(ds[i] - b*ss[i]); x >= observed-sameStatistic*x {
				asLarge++
			}
		}
		if orders.exact {
			return float64(asLarge) / float64(len(ds))
		}
		return float64(1+asLarge) / float64(1+len(ds))
	}
	ci := stats.RandomisationInterval(pAt, d/s, stat.StdDev(ds, nil)/math.Abs(s), randomisationAlpha)
	if !stats.Finite(ci[0]) || !stats.Finite(ci[1]) || ci[0] == ci[1] {
		return nil
	}
	return &[2]float64{nat(ci[0]), nat(ci[1])}
}
