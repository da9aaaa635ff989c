package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Stretcher computes [Mixture.Stretch] for hundreds of mixtures that share few
// different degrees of freedom. It tabulates the distribution function of Student's t
// once for each. The zero value is ready for use. A Stretcher is not safe for
// concurrent use.
type Stretcher struct {
	tables map[float64]*tTable
	weight []float64 // of the components that are not negligible
	center []float64
	scale  []float64
	table  *tTable
}

// Stretch returns the median, the 95 % limits and the two-sided p of [Mixture.Stretch],
// to a millionth of the SD and a hundred-thousandth of p.
func (s *Stretcher) Stretch(m Mixture, lambda float64) (median float64, ci95 [2]float64, p float64) {
	mean, sd := m.Mean(), m.SD()
	if sd == 0 || math.IsNaN(sd) {
		whole := m.Stretch(lambda)
		return whole.Median, whole.CI95, whole.P
	}
	s.load(m)
	median = s.quantile(.5, mean, sd)
	for i, q := range []float64{.025, .975} {
		ci95[i] = median + lambda*(s.quantile(q, mean, sd)-median)
	}
	zero := median - median/lambda
	below, _ := s.tail(zero, 1)
	above, _ := s.tail(zero, -1)
	return median, ci95, math.Min(1, 2*math.Min(below, above))
}

// load keeps the components that can change a printed digit of p.
func (s *Stretcher) load(m Mixture) {
	if s.tables == nil {
		s.tables = map[float64]*tTable{}
	}
	if s.tables[m.DF] == nil {
		s.tables[m.DF] = newTTable(m.DF)
	}
	s.table = s.tables[m.DF]
	s.weight, s.center, s.scale = s.weight[:0], s.center[:0], s.scale[:0]
	for i, w := range m.Weight {
		if w > 1e-12 {
			s.weight, s.center, s.scale = append(s.weight, w), append(s.center, m.Center[i]), append(s.scale, m.Scale[i])
		}
	}
}

// tail returns the probability below x (sign 1) or above x (sign -1), and the density
// at x.
func (s *Stretcher) tail(x, sign float64) (probability, density float64) {
	for i, w := range s.weight {
		p, d := s.table.lookup(sign * (x - s.center[i]) / s.scale[i])
		probability += w * p
		density += w * d / s.scale[i]
	}
	return probability, density
}

// quantile returns the point with probability p below it, by Newton's method from the
// normal approximation. A step that leaves the bracket halves the bracket instead.
func (s *Stretcher) quantile(p, mean, sd float64) float64 {
	lo, hi := mean-1e4*sd, mean+1e4*sd
	x := mean + sd*distuv.UnitNormal.Quantile(p)
	for range 200 {
		below, density := s.tail(x, 1)
		if below < p {
			lo = x
		} else {
			hi = x
		}
		next := x - (below-p)/density
		if !(next > lo && next < hi) {
			next = lo + (hi-lo)/2
		}
		if math.Abs(next-x) <= 1e-7*sd {
			return next
		}
		x = next
	}
	return x
}

const (
	tReach = 12 // end of the table, in scales from the centre
	tSteps = 32 // entries per scale
)

// tTable is a table of Student's t on [-tReach, 0]. Cubic interpolation of the
// distribution function, with the density as its slope, has an error below 1e-8.
type tTable struct {
	df, logNorm  float64
	cdf, density []float64 // at -k/tSteps
}

// newTTable returns the table for the given degrees of freedom.
func newTTable(df float64) *tTable {
	t := &tTable{df: df, logNorm: tLogNorm(df)}
	for k := range tReach*tSteps + 1 {
		x := -float64(k) / tSteps
		t.cdf, t.density = append(t.cdf, TCDF(x, df)), append(t.density, tDensity(x, df, t.logNorm))
	}
	return t
}

// lookup returns the distribution function and the density at x.
func (t *tTable) lookup(x float64) (cdf, density float64) {
	a := math.Abs(x)
	if !(a < tReach) {
		return TCDF(x, t.df), tDensity(x, t.df, t.logNorm)
	}
	k := int(a * tSteps)
	u := a*tSteps - float64(k)
	f0, f1 := t.cdf[k], t.cdf[k+1]
	g0, g1 := -t.density[k]/tSteps, -t.density[k+1]/tSteps // slopes per step, going outwards
	v := 1 - u
	tail := v*v*(f0*(1+2*u)+g0*u) + u*u*(f1*(1+2*v)-g1*v)
	density = t.density[k]*v + t.density[k+1]*u
	if x > 0 {
		return 1 - tail, density
	}
	return tail, density
}
