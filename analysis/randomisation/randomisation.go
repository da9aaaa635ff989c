// Package randomisation tests the outcome of a planned, randomised schedule
// against the other orders its constraint could have drawn (Edgington and Onghena
// 2007):
//
//	all, err := plan.Constraint.Arrangements()
//	orders := randomisation.Orders{Observed: drawn.On, All: randomisation.Cached(all), First: first}
//	test := orders.Test(nights, toUnit)
//
// Every night counts as assigned, taken or not. The nights left out after a
// change are left out by the same rule in every order.
package randomisation

import (
	"math"
	"math/rand/v2"
	"slices"

	"nof1/analysis/schedule"
	"nof1/analysis/stats"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// Test is the randomisation test of one outcome: how often the constraint would
// have drawn an order that looks at least as effective. The outcome is compared
// without trend and weekday (Rosenbaum 2002), its nights weighted by their information, which
// [stats.FitPrecision] estimates without the schedule, in standard errors of each
// order. Statistic, Observed, CI95 and Orderings are scaled to the standard error
// of the real order and given in the unit of the outcome.
type Test struct {
	Statistic float64     `json:"statistic"`    // |weighted difference| without trend and weekday
	P         float64     `json:"p"`            // two-sided
	SmallestP float64     `json:"smallest_p"`   // the smallest these data could have given
	Orders    float64     `json:"arrangements"` // orders the constraint could have drawn
	Tried     int         `json:"tried"`        // of these, compared with
	Exact     bool        `json:"exact"`        // all of them were
	CI95      *[2]float64 `json:"ci95"`         // effects the test does not reject at 5 %; nil if the orders are too few to exclude any
	Seed      uint64      `json:"seed"`         // of the orders compared with, unless Exact
	Observed  float64     `json:"observed"`     // the difference itself, with its sign
	Orderings []float64   `json:"orderings"`    // differences of the orders compared with, ascending: all, or 100 evenly spread over them
}

const (
	// Alpha is the level at which the test decides.
	Alpha = 0.05
	// SameStatistic is the relative difference below which two statistics are
	// equal, reached by another order of additions.
	SameStatistic = 1e-12
	// leastShare is the share of an effect that trend and weekday must leave for
	// the nights to distinguish the two sides.
	leastShare = 1e-9
)

// Orders are the orders one plan could have drawn.
type Orders struct {
	Observed       []bool // the real one: true on days with the supplement
	All            stats.Arrangements
	Onset, Washout int    // days left out after each change, see [schedule.LeftOut]
	First          int    // index of the first planned night among the outcome's
	Weekday0       int    // weekday of the outcome's night 0, Sunday 0
	Seed           uint64 // of the orders drawn if there are too many to try all
}

// Cached returns all with every order kept once it is made, for tests of several
// outcomes. They draw with the same seed, so that order i of one is order i of all.
func Cached(all stats.Arrangements) stats.Arrangements {
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

// Test tests one outcome. y is on its analysis scale, one value per calendar night,
// NaN if missing; natural returns a difference of that scale in the unit of the
// outcome. The result is nil if the planned nights are too few for trend and weekday
// or do not distinguish the two sides.
func (r Orders) Test(y []float64, natural func(float64) float64) *Test {
	rows := stats.Rows{Weekday0: r.Weekday0}
	var ys, on []float64
	var days []int // of the plan, one per row
	for d, b := range r.Observed {
		if i := r.First + d; i >= 0 && i < len(y) && !math.IsNaN(y[i]) {
			rows.Day, ys, days = append(rows.Day, i), append(ys, y[i]), append(days, d)
			on = append(on, map[bool]float64{true: 1}[b])
		}
	}
	// An effect is tested by subtracting it from the nights with the supplement;
	// what trend and weekday leave is linear in it.
	weigh, err := stats.FitPrecision(rows, ys)
	if err != nil {
		return nil
	}
	// Without the value of its first night, an outcome that never changes is exactly
	// 0, not a rounding error.
	above := slices.Clone(ys)
	floats.AddConst(-ys[0], above)
	rest, share := r.Spread(days, weigh.Residuals(above)), r.Spread(days, weigh.Residuals(on))
	unit := r.difference(r.Observed, share) // the weighted difference that an effect of 1 makes
	if unit < leastShare {
		return nil
	}
	floats.Scale(1/unit, rest)
	floats.Scale(1/unit, share)
	c := NewContrasts(r, days, weigh)
	test := stats.RandomisationTest(r.Observed, func(on []bool) float64 { return math.Abs(c.Scaled(on, rest)) }, r.All, r.Seed)
	out := &Test{Statistic: natural(test.Statistic), P: test.P, SmallestP: test.SmallestP,
		Orders: r.All.Count, Tried: test.Tried, Exact: test.Exact, Seed: r.Seed}
	orders := c.differences(rest, share, test)
	out.Observed = natural(r.difference(r.Observed, rest))
	for _, d := range evenly(orders.rest) {
		out.Orderings = append(out.Orderings, natural(d))
	}
	out.CI95 = r.interval(rest, share, orders, natural)
	return out
}

// orderings holds the differences of every order compared with: of the outcome, and of
// the assignment.
type orderings struct {
	rest, share []float64
	exact       bool
}

// mostOrderings is the largest number of orders that are listed one by one.
const mostOrderings = 100

// evenly returns the values in ascending order. Of more than [mostOrderings] it
// returns that many, the middles of equal parts.
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

// Spread returns one value per day of the order, given the values of some days; the
// others are NaN.
func (r Orders) Spread(days []int, values []float64) []float64 {
	out := make([]float64, len(r.Observed))
	for d := range out {
		out[d] = math.NaN()
	}
	for i, d := range days {
		out[d] = values[i]
	}
	return out
}

// difference returns the mean of the days with minus the mean of the days without,
// in an order, without the days left out after a change; 0 if a side is empty.
func (r Orders) difference(on []bool, ys []float64) float64 {
	var sum [2]float64
	var n [2]int
	w := schedule.NewWindow(r.Onset, r.Washout)
	for d, b := range on {
		y, side := ys[d], 0
		if b {
			side = 1
		}
		if !w.LeavesOut(b) && !math.IsNaN(y) {
			sum[side] += y
			n[side]++
		}
	}
	if n[0] == 0 || n[1] == 0 {
		return 0
	}
	return sum[1]/float64(n[1]) - sum[0]/float64(n[0])
}

// interval returns the effects that the test does not reject, or nil if it rejects
// none. rest and share are what trend and weekday leave of the outcome and of the
// assignment, so that the statistic of an order under the effect b is
// |D(rest) - b D(share)|. The weights stay those of the test of no effect.
func (r Orders) interval(rest, share []float64, orders orderings, nat func(float64) float64) *[2]float64 {
	d, s := r.difference(r.Observed, rest), r.difference(r.Observed, share)
	ds, ss := orders.rest, orders.share
	pAt := func(b float64) float64 {
		observed, asLarge := math.Abs(d-b*s), 0
		for i := range ds {
			if x := math.Abs(ds[i] - b*ss[i]); x >= observed-SameStatistic*x {
				asLarge++
			}
		}
		if orders.exact {
			return float64(asLarge) / float64(len(ds))
		}
		return float64(1+asLarge) / float64(1+len(ds))
	}
	ci := stats.RandomisationInterval(pAt, d/s, stat.StdDev(ds, nil)/math.Abs(s), Alpha)
	if !stats.Finite(ci[0]) || !stats.Finite(ci[1]) || ci[0] == ci[1] {
		return nil
	}
	return &[2]float64{nat(ci[0]), nat(ci[1])}
}
