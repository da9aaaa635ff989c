package stats

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// ar1Gram holds the products of a set of columns that generalised least squares with
// AR(1) errors in calendar days needs. With V_ij =
// rho^|ti-tj| over the observed days and r = rho^gap,
//
//	M'V^-1 M = M'M + sum over gaps [ r^2/(1-r^2) same - r/(1-r^2) cross ]
//
// where, summed over the rows that come the same number of days after the row
// before, same = m_i m_i' + m_(i-1) m_(i-1)' and cross = m_i m_(i-1)' +
// m_(i-1) m_i'. The cost for one rho is O(gaps * columns^2) and does not grow with the
// number of nights. Symmetric matrices are packed: the lower triangle, row by row.
type ar1Gram struct {
	rows   int
	width  int        // number of columns
	total  []float64  // M'M, packed
	groups []gapGroup // in order of gap
}

// gapGroup holds the rows that come the same number of days after the row before.
type gapGroup struct {
	gap         int       // days since the row before
	rows        []int     // indices of the rows
	now, before columns   // values of these rows and of the rows before them
	same, cross []float64 // packed, see ar1Gram
}

// packed returns the index of row i, column j <= i in a packed matrix.
func packed(i, j int) int { return i*(i+1)/2 + j }

// newAR1Gram returns the products of the columns, which have one value per day.
func newAR1Gram(day []int, cols [][]float64) *ar1Gram {
	g := &ar1Gram{rows: len(day), width: len(cols)}
	size := packed(g.width, 0)
	g.total = make([]float64, size)
	byGap := map[int]int{}
	var gaps []int
	for i := 1; i < len(day); i++ {
		gap := day[i] - day[i-1]
		if byGap[gap]++; byGap[gap] == 1 {
			gaps = append(gaps, gap)
		}
	}
	slices.Sort(gaps)
	g.groups = make([]gapGroup, len(gaps))
	place := make(map[int]int, len(gaps))
	for k, gap := range gaps {
		place[gap] = k
		group := &g.groups[k]
		group.gap, group.rows = gap, make([]int, 0, byGap[gap])
		group.now.resize(byGap[gap], g.width)
		group.before.resize(byGap[gap], g.width)
		group.same, group.cross = make([]float64, size), make([]float64, size)
	}
	for i := 1; i < len(day); i++ {
		group := &g.groups[place[day[i]-day[i-1]]]
		group.rows = append(group.rows, i)
	}
	for j, c := range cols {
		g.set(cols, j, c, j+1)
	}
	return g
}

// set replaces column j by c and computes its products with the first upTo columns. The
// values of those columns are in cols.
func (g *ar1Gram) set(cols [][]float64, j int, c []float64, upTo int) {
	for i := range upTo {
		other := c
		if i != j {
			other = cols[i]
		}
		g.total[packed(max(i, j), min(i, j))] = floats.Dot(c, other)
	}
	for k := range g.groups {
		group := &g.groups[k]
		now, before := group.now.col(j), group.before.col(j)
		for k, row := range group.rows {
			now[k], before[k] = c[row], c[row-1]
		}
		for i := range upTo {
			otherNow, otherBefore := group.now.col(i), group.before.col(i)
			element := packed(max(i, j), min(i, j))
			group.same[element] = floats.Dot(now, otherNow) + floats.Dot(before, otherBefore)
			group.cross[element] = floats.Dot(now, otherBefore) + floats.Dot(before, otherNow)
		}
	}
}

// products writes the packed elements from (inclusive) to to (exclusive) of M'V^-1 M
// into the same elements of out.
func (g *ar1Gram) products(rho float64, out []float64, from, to int) {
	copy(out[from:to], g.total[from:to])
	for k := range g.groups {
		group := &g.groups[k]
		r := intPower(rho, group.gap)
		left := 1 - r*r
		floats.AddScaled(out[from:to], r*r/left, group.same[from:to])
		floats.AddScaled(out[from:to], -r/left, group.cross[from:to])
	}
}

// slope writes the derivative of [ar1Gram.products] with respect to rho into out, all
// elements.
func (g *ar1Gram) slope(rho float64, out []float64) {
	clear(out)
	for k := range g.groups {
		group := &g.groups[k]
		r, r1, _ := decay(rho, group.gap)
		left := 1 - r*r
		floats.AddScaled(out, 2*r*r1/(left*left), group.same)
		floats.AddScaled(out, -(1+r*r)*r1/(left*left), group.cross)
	}
}

// curvature writes the second derivative of [ar1Gram.products] with respect to rho into
// out, all elements.
func (g *ar1Gram) curvature(rho float64, out []float64) {
	clear(out)
	for k := range g.groups {
		group := &g.groups[k]
		r, r1, r2 := decay(rho, group.gap)
		left := 1 - r*r
		square, cube := left*left, left*left*left
		floats.AddScaled(out, (2+6*r*r)*r1*r1/cube+2*r*r2/square, group.same)
		floats.AddScaled(out, -((6*r+2*r*r*r)*r1*r1/cube + (1+r*r)*r2/square), group.cross)
	}
}

// logDet returns log|V|: the sum of log(1 - r^2) over consecutive rows.
func (g *ar1Gram) logDet(rho float64) float64 {
	var sum float64
	for _, group := range g.groups {
		r := intPower(rho, group.gap)
		sum += float64(len(group.rows)) * math.Log1p(-r*r)
	}
	return sum
}

// logDetSlope returns the derivative of log|V| with respect to rho, tr(V^-1 V1). V1 is
// the derivative of V.
func (g *ar1Gram) logDetSlope(rho float64) float64 {
	var sum float64
	for _, group := range g.groups {
		r, r1, _ := decay(rho, group.gap)
		sum -= float64(len(group.rows)) * 2 * r * r1 / (1 - r*r)
	}
	return sum
}

// information returns the expected information about rho for known mean and variance,
// tr(V^-1 V1 V^-1 V1)/2. Each pair of rows adds (1+r^2)/(1-r^2)^2 for its r.
func (g *ar1Gram) information(rho float64) float64 {
	var sum float64
	for _, group := range g.groups {
		r, r1, _ := decay(rho, group.gap)
		left := 1 - r*r
		sum += float64(len(group.rows)) * r1 * r1 * (1 + r*r) / (left * left)
	}
	return sum
}

// decay returns rho^gap and its first two derivatives with respect to rho.
func decay(rho float64, gap int) (r, r1, r2 float64) {
	d := float64(gap)
	r, r1 = intPower(rho, gap), d*intPower(rho, gap-1)
	if gap > 1 {
		r2 = d * (d - 1) * intPower(rho, gap-2)
	}
	return r, r1, r2
}

// intPower returns x^n for n >= 0, also for negative x and 0^0 = 1.
func intPower(x float64, n int) float64 {
	if n > 16 {
		return math.Pow(x, float64(n))
	}
	p := 1.0
	for range n {
		p *= x
	}
	return p
}
