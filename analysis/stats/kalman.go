package stats

import "math"

// gains is the time-varying part of the two-state Kalman filter under one error model.
// It depends only on the observed days, so all columns and outcomes with the same
// nights share it.
type gains struct {
	decay1, decay2   []float64 // state decay over the gap before each row
	weight1, weight2 []float64 // share of the innovation added to each state
	invSD            []float64 // 1 / innovation SD
	logDet           float64   // log |V|
}

// resize makes room for n rows.
func (g *gains) resize(n int) {
	if cap(g.invSD) < n {
		for _, s := range []*[]float64{&g.decay1, &g.decay2, &g.weight1, &g.weight2, &g.invSD} {
			*s = make([]float64, n)
		}
	}
	g.decay1, g.decay2 = g.decay1[:n], g.decay2[:n]
	g.weight1, g.weight2 = g.weight1[:n], g.weight2[:n]
	g.invSD = g.invSD[:n]
}

// powers computes phi^d. The small gaps, nearly all of them, are in a table.
type powers struct {
	phi   float64
	small [9]float64
}

// newPowers fills the table for phi.
func newPowers(phi float64) powers {
	p := powers{phi: phi}
	p.small[0] = 1
	for d := 1; d < len(p.small); d++ {
		p.small[d] = p.small[d-1] * phi
	}
	return p
}

// power returns phi^d.
func (p *powers) power(d int) float64 {
	if d < len(p.small) {
		return p.small[d]
	}
	return math.Pow(p.phi, float64(d))
}

// compute runs the variance recursion of the filter over the days: two stationary AR(1)
// states in calendar days, observed with noise. Jones (1981) describes autoregressions
// with gaps and Harvey (1989) the likelihood.
func (g *gains) compute(days []int, e errorModel) {
	g.resize(len(days))
	pow1, pow2 := newPowers(e.fastPhi), newPowers(e.slowPhi)
	p11, p12, p22 := e.fast, 0.0, e.slow
	logDet, product := 0.0, 1.0
	for i, day := range days {
		decay1, decay2 := 1.0, 1.0
		if i > 0 {
			gap := day - days[i-1]
			decay1, decay2 = pow1.power(gap), pow2.power(gap)
			p11 = decay1*decay1*p11 + e.fast*(1-decay1*decay1)
			p12 *= decay1 * decay2
			p22 = decay2*decay2*p22 + e.slow*(1-decay2*decay2)
		}
		c1, c2 := p11+p12, p12+p22
		f := c1 + c2 + e.noise
		inv := 1 / f
		k1, k2 := c1*inv, c2*inv
		p11 -= k1 * c1
		p12 -= k1 * c2
		p22 -= k2 * c2
		g.decay1[i], g.decay2[i] = decay1, decay2
		g.weight1[i], g.weight2[i] = k1, k2
		g.invSD[i] = math.Sqrt(inv)
		product *= f
		if product < 1e-200 { // one logarithm for many factors
			logDet += math.Log(product)
			product = 1
		}
	}
	g.logDet = logDet + math.Log(product)
}

// columns is a matrix of q columns of n values, stored column by column and
// padded with columns of zeros to a multiple of four.
type columns struct {
	n, q int
	data []float64
}

// resize makes room for q columns of n values and clears the padding.
func (c *columns) resize(n, q int) {
	padded := (q + 3) / 4 * 4
	if cap(c.data) < n*padded {
		c.data = make([]float64, n*padded)
	}
	c.n, c.q, c.data = n, q, c.data[:n*padded]
	clear(c.data[n*q:])
}

// col returns column j.
func (c *columns) col(j int) []float64 { return c.data[j*c.n : (j+1)*c.n : (j+1)*c.n] }

// whiten fills w with the innovations of every column of a, each divided by its SD: W =
// L^-1 A with V = L L'. It processes four columns at a time, so that their recursions
// overlap.
func (g *gains) whiten(w, a *columns) {
	w.resize(a.n, a.q)
	for j := 0; j < a.q; j += 4 {
		g.whiten4(w, a, j)
	}
}

// whiten4 whitens the columns j to j+3.
func (g *gains) whiten4(w, a *columns, j int) {
	n := a.n
	d1, d2, k1, k2, inv := g.decay1[:n], g.decay2[:n], g.weight1[:n], g.weight2[:n], g.invSD[:n]
	a0, a1, a2, a3 := a.col(j)[:n], a.col(j + 1)[:n], a.col(j + 2)[:n], a.col(j + 3)[:n]
	w0, w1, w2, w3 := w.col(j)[:n], w.col(j + 1)[:n], w.col(j + 2)[:n], w.col(j + 3)[:n]
	var p0, p1, p2, p3, q0, q1, q2, q3 float64 // fast and slow states
	for i := range n {
		d, k, f := d1[i], k1[i], inv[i]
		p0, p1, p2, p3 = p0*d, p1*d, p2*d, p3*d
		d = d2[i]
		q0, q1, q2, q3 = q0*d, q1*d, q2*d, q3*d
		r0, r1, r2, r3 := a0[i]-(p0+q0), a1[i]-(p1+q1), a2[i]-(p2+q2), a3[i]-(p3+q3)
		w0[i], w1[i], w2[i], w3[i] = r0*f, r1*f, r2*f, r3*f
		p0, p1, p2, p3 = p0+k*r0, p1+k*r1, p2+k*r2, p3+k*r3
		k = k2[i]
		q0, q1, q2, q3 = q0+k*r0, q1+k*r1, q2+k*r2, q3+k*r3
	}
}
