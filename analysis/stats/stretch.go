package stats

import "math"

// Stretched is a posterior widened by the factor Lambda around its median. Reports
// print it, and verdicts are based on it.
type Stretched struct {
	Median float64    // of the posterior; the stretch does not move it
	Mean   float64    // of the posterior, not stretched
	Lambda float64    // 1 for no stretch
	SD     float64    // Lambda times the posterior SD
	P      float64    // two-sided: twice the smaller tail beyond 0
	CI95   [2]float64 // stretched limits
	CI90   [2]float64 // stretched limits
	DF     float64    // of the posterior
}

// Stretch returns the posterior widened around its median M by lambda >= 1. The limits
// are M -+ lambda times their distance from M, and
//
//	p = 2 min(F(M - M/lambda), 1 - F(M - M/lambda))
func (m Mixture) Stretch(lambda float64) Stretched {
	median := m.Quantile(.5)
	limit := func(p float64) float64 { return median + lambda*(m.Quantile(p)-median) }
	zero := median - median/lambda
	return Stretched{
		Median: median,
		Mean:   m.Mean(),
		Lambda: lambda,
		SD:     lambda * m.SD(),
		P:      m.twoSided(zero, median),
		CI95:   [2]float64{limit(.025), limit(.975)},
		CI90:   [2]float64{limit(.05), limit(.95)},
		DF:     m.DF,
	}
}

// twoSided returns twice the smaller tail at x, for the given median.
func (m Mixture) twoSided(x, median float64) float64 {
	if x < median {
		return math.Min(1, 2*m.CDF(x))
	}
	return math.Min(1, 2*m.survival(x))
}
