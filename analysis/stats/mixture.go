package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// negligible is the weight below which a component changes neither a printed digit nor
// a p-value down to 1e-9.
const negligible = 1e-16

// converged ends a Newton iteration, in scales of the narrowest component. The error
// after a step of this length is of the order of its square.
const converged = 1e-8

// Mixture is the posterior of the treatment coefficient: a finite mixture of Student t
// distributions with common degrees of freedom, in the unit of the outcome on its
// analysis scale. Weights are at least 0 and sum to 1.
type Mixture struct {
	Weight, Center, Scale []float64 // one per component
	DF                    float64   // of every component
}

// Mean returns the mean of the mixture, sum w b.
func (m Mixture) Mean() float64 {
	var mean float64
	for i, w := range m.Weight {
		mean += w * m.Center[i]
	}
	return mean
}

// SD returns the standard deviation of the mixture, sqrt(sum w (scale^2 k/(k-2) + (b -
// mean)^2)). With three degrees of freedom or fewer, it uses 1 for k-2.
func (m Mixture) SD() float64 {
	mean, spread := m.Mean(), m.DF/math.Max(m.DF-2, 1)
	var v float64
	for i, w := range m.Weight {
		d := m.Center[i] - mean
		v += w * (m.Scale[i]*m.Scale[i]*spread + d*d)
	}
	return math.Sqrt(v)
}

// CDF returns the posterior probability that the effect is below x.
func (m Mixture) CDF(x float64) float64 { return m.tail(x, 1) }

// survival returns the posterior probability that the effect is above x. It is exact in
// the upper tail, where 1 - CDF is not.
func (m Mixture) survival(x float64) float64 { return m.tail(x, -1) }

// tail returns the probability below x (sign 1) or above x (sign -1).
func (m Mixture) tail(x, sign float64) float64 {
	var f float64
	for i, w := range m.Weight {
		if w <= negligible {
			continue
		}
		d := sign * (x - m.Center[i])
		switch {
		case m.Scale[i] > 0:
			f += w * TCDF(d/m.Scale[i], m.DF)
		case d > 0:
			f += w
		case d == 0:
			f += w / 2 // the limit of a symmetric component that shrinks to a point
		}
	}
	return f
}

// density returns the posterior density at x. The logarithm of the normalising constant
// is logNorm.
func (m Mixture) density(x, logNorm float64) float64 {
	var f float64
	for i, w := range m.Weight {
		if w > negligible {
			f += w / m.Scale[i] * tDensity((x-m.Center[i])/m.Scale[i], m.DF, logNorm)
		}
	}
	return f
}

// Quantile returns the x with CDF(x) = p, to rounding error. It is -Inf for p = 0, +Inf
// for p = 1 and NaN outside [0, 1]. For a mixture of zero scale it is the centre.
func (m Mixture) Quantile(p float64) float64 {
	mean, sd := m.Mean(), m.SD()
	switch {
	case !(p >= 0 && p <= 1) || math.IsNaN(sd):
		return math.NaN()
	case p == 0 || p == 1:
		return math.Inf(int(2*p - 1))
	case sd == 0:
		return mean
	}
	return m.newton(p, mean+sd*distuv.UnitNormal.Quantile(p), sd)
}

// newton solves CDF(x) = p, starting from x. A step that leaves the bracket halves the
// bracket instead. While the bracket is open, a step is at most twice as long as the
// one before.
func (m Mixture) newton(p, x, sd float64) float64 {
	logNorm, narrowest := tLogNorm(m.DF), m.narrowest()
	lo, hi, reach := math.Inf(-1), math.Inf(1), 2*sd
	for range 500 {
		gap := m.CDF(x) - p
		if gap < 0 {
			lo = x
		} else {
			hi = x
		}
		step := -gap / m.density(x, logNorm)
		if math.Abs(step) <= converged*narrowest+1e-12*math.Abs(x) {
			return x + step
		}
		switch {
		case math.IsInf(hi-lo, 1):
			if !(math.Abs(step) <= reach) {
				step = math.Copysign(reach, -gap)
			}
			reach *= 2
			x += step
		case hi-lo <= 4e-16*(math.Abs(lo)+math.Abs(hi)):
			return x
		case x+step > lo && x+step < hi:
			x += step
		default:
			x = lo + (hi-lo)/2
		}
	}
	return x
}

// narrowest returns the smallest scale among the components that are not negligible.
func (m Mixture) narrowest() float64 {
	least := math.Inf(1)
	for i, w := range m.Weight {
		if w > negligible {
			least = math.Min(least, m.Scale[i])
		}
	}
	return least
}
