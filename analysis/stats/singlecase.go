package stats

import "math"

// The functions below are the non-overlap measures of single-case research. a are the
// values without the treatment and b those with it. An increase counts as improvement,
// so negate both if a decrease is wanted. No value may be NaN, and all measures are NaN
// if one side is empty. The measures are descriptions. Their textbook standard errors
// treat nights as independent and are left out on purpose.

// NAP returns the share of pairs (one night without, one with) in which the night with
// the treatment is higher (Parker and Vannest 2009). Ties count half. 0.5 means no
// difference.
func NAP(a, b []float64) float64 { return (Tau(a, b) + 1) / 2 }

// Tau returns the share of pairs that improve minus the share that worsen, 2 NAP - 1.
func Tau(a, b []float64) float64 {
	return float64(pairSum(a, b)) / (float64(len(a)) * float64(len(b)))
}

// TauU returns Tau minus the trend among the values without the treatment, (S_AB -
// S_AA)/(nm) (Parker, Vannest, Davis and Sauber 2011). a is in order of time. The
// result can be outside [-1, 1].
func TauU(a, b []float64) float64 {
	if len(a) == 0 || len(b) == 0 {
		return math.NaN()
	}
	return float64(pairSum(a, b)-trendSum(a)) / (float64(len(a)) * float64(len(b)))
}

// pairSum returns the number of pairs with b above a minus the number with b below a.
func pairSum(a, b []float64) int {
	sum := 0
	for _, x := range a {
		for _, y := range b {
			switch {
			case y > x:
				sum++
			case y < x:
				sum--
			}
		}
	}
	return sum
}

// trendSum returns Kendall's S of x against its order: the number of rising pairs minus
// the number of falling pairs.
func trendSum(x []float64) int {
	sum := 0
	for i, v := range x {
		sum += pairSum([]float64{v}, x[i+1:])
	}
	return sum
}
