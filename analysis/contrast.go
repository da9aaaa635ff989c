package analysis

import (
	"math"

	"nof1/analysis/stats"
)

// contrasts measure how orders of the same days divide one outcome: the
// difference of the days with and without that trend and weekday leave, in
// standard errors, since an order of few changes is known less well than one of
// many.
type contrasts struct {
	redraws
	observedSE float64
	// sums of the matrix of [stats.Precision.Matrix] over all pairs of days before
	// a pair of days, so that any rectangle is four of them; nights, of the days
	// that were observed.
	sums   [][]float64
	nights []int
	known  map[*bool]float64 // standard errors, by first day of an order
}

// newContrasts prepares the orders of r for an outcome observed on days, one per
// row of weigh.
func newContrasts(r redraws, days []int, weigh *stats.Precision) *contrasts {
	n := len(r.observed)
	c := &contrasts{redraws: r, sums: make([][]float64, n+1), nights: make([]int, n+1), known: map[*bool]float64{}}
	row := make([]int, n) // 1 + its row, 0 none
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
	c.observedSE = c.standardError(r.observed)
	return c
}

// scaled is the difference of an order, stretched or shrunk to the standard error
// of the real order; 0 where a side is empty.
func (c *contrasts) scaled(on []bool, ys []float64) float64 {
	se := c.standardError(on)
	if se == 0 {
		return 0
	}
	return c.difference(on, ys) * c.observedSE / se
}

// standardError of the difference of an order, for nights with an SD of 1; 0
// where a side is empty.
func (c *contrasts) standardError(on []bool) float64 {
	se, ok := c.known[&on[0]]
	if !ok {
		se = c.computeStandardError(on)
		c.known[&on[0]] = se
	}
	return se
}

func (c *contrasts) computeStandardError(on []bool) float64 {
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

func (c *contrasts) rectangle(a, b stretch) float64 {
	return c.sums[a.to][b.to] - c.sums[a.from][b.to] - c.sums[a.to][b.from] + c.sums[a.from][b.from]
}

// stretch is consecutive days of an order, from to before to, that are used and
// on one side: 1 with.
type stretch struct{ from, to, side int }

// stretches of an order: those of [redraws.difference].
func (r redraws) stretches(on []bool) []stretch {
	var out []stretch
	w := newWindow(r.onset, r.washout)
	open := false
	for d, b := range on {
		side := 0
		if b {
			side = 1
		}
		switch {
		case w.closes(b):
			open = false
		case open && out[len(out)-1].side == side:
			out[len(out)-1].to++
		default:
			out, open = append(out, stretch{d, d + 1, side}), true
		}
	}
	return out
}
