package randomisation

import (
	"math"
	"math/rand/v2"

	"nof1/analysis/schedule"
	"nof1/analysis/stats"
)

// Contrasts compares orders of the same days on one outcome: by the difference
// between the days with and without the supplement that trend and weekday leave,
// in standard errors, because an order of few changes gives a less precise
// difference than one of many.
type Contrasts struct {
	Orders
	observedSE float64
	// sums[d][e] is the sum of [stats.Precision.Matrix] over the days before d and
	// the days before e; four of them give the sum over any rectangle.
	sums   [][]float64
	nights []int             // observed nights before each day
	cached map[*bool]float64 // standard errors, by the first day of an order
}

// NewContrasts returns the contrasts of an outcome that was observed on days, one
// per row of weigh, ascending. Days count from the first day of the order.
func NewContrasts(r Orders, days []int, weigh *stats.Precision) *Contrasts {
	n := len(r.Observed)
	c := &Contrasts{Orders: r, sums: make([][]float64, n+1), nights: make([]int, n+1), cached: map[*bool]float64{}}
	row := make([]int, n) // 1 + the row of weigh, 0 if not observed
	for i, d := range days {
		row[d] = i + 1
	}
	m := weigh.Matrix()
	c.sums[0] = make([]float64, n+1)
	for d := range n {
		c.nights[d+1] = c.nights[d] + min(row[d], 1)
		sums, before, line := make([]float64, n+1), c.sums[d], 0.
		for e := range n {
			if row[d] > 0 && row[e] > 0 {
				line += m.At(row[d]-1, row[e]-1)
			}
			sums[e+1] = before[e+1] + line
		}
		c.sums[d+1] = sums
	}
	c.observedSE = c.standardError(r.Observed)
	return c
}

// Scaled returns the difference of an order, stretched or shrunk to the standard
// error of the real order, or 0 if a side is empty. ys holds one value per day, NaN
// if missing.
func (c *Contrasts) Scaled(on []bool, ys []float64) float64 {
	se := c.standardError(on)
	if se == 0 {
		return 0
	}
	return c.difference(on, ys) * c.observedSE / se
}

// standardError returns the standard error of the difference of an order, for
// nights with an SD of 1, or 0 if a side is empty.
func (c *Contrasts) standardError(on []bool) float64 {
	se, ok := c.cached[&on[0]]
	if !ok {
		se = c.computeStandardError(on)
		c.cached[&on[0]] = se
	}
	return se
}

func (c *Contrasts) computeStandardError(on []bool) float64 {
	stretches := c.stretches(on)
	var n [2]float64
	for _, s := range stretches {
		n[s.side] += float64(c.nights[s.to] - c.nights[s.from])
	}
	if n[0] == 0 || n[1] == 0 {
		return 0
	}
	weight := [2]float64{-1 / n[0], 1 / n[1]}
	var variance float64
	for i, a := range stretches {
		variance += weight[a.side] * weight[a.side] * c.rectangle(a, a)
		for _, b := range stretches[:i] {
			variance += 2 * weight[a.side] * weight[b.side] * c.rectangle(a, b)
		}
	}
	return math.Sqrt(math.Max(variance, 0))
}

// rectangle returns the sum of the precision matrix over the days of a and those of b.
func (c *Contrasts) rectangle(a, b stretch) float64 {
	return c.sums[a.to][b.to] - c.sums[a.from][b.to] - c.sums[a.to][b.from] + c.sums[a.from][b.from]
}

// stretch is a run of used days of an order, from up to but not including to, on
// one side: 1 with the supplement, 0 without.
type stretch struct{ from, to, side int }

// differences returns the scaled differences of every order that test compared with: of
// rest, the outcome, and of share, the assignment.
func (c *Contrasts) differences(rest, share []float64, test stats.RandomisationResult) orderings {
	o := orderings{make([]float64, test.Tried), make([]float64, test.Tried), test.Exact}
	rng := rand.New(rand.NewPCG(c.Seed, c.Seed))
	for i := range o.rest {
		var on []bool
		if test.Exact {
			on = c.All.At(i)
		} else {
			on = c.All.Draw(rng)
		}
		o.rest[i], o.share[i] = c.Scaled(on, rest), c.Scaled(on, share)
	}
	return o
}

// stretches returns the runs of days that [Orders.difference] uses.
func (r Orders) stretches(on []bool) []stretch {
	var out []stretch
	w := schedule.NewWindow(r.Onset, r.Washout)
	open := false
	for d, b := range on {
		side := 0
		if b {
			side = 1
		}
		switch {
		case w.LeavesOut(b):
			open = false
		case open && out[len(out)-1].side == side:
			out[len(out)-1].to++
		default:
			out, open = append(out, stretch{d, d + 1, side}), true
		}
	}
	return out
}
