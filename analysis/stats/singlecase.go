package stats

import "math"

// The non-overlap measures of single-case research. a are the values without
// the treatment, b those with it; an increase counts as improvement, so negate
// both where a decrease is wanted. No value may be NaN, and all measures are
// NaN with an empty side. They describe; their textbook standard errors take
// nights for independent and are left out on purpose.

// NAP is the share of pairs (one night without, one with) in which the night
// with the treatment is higher, ties counting half (Parker and Vannest 2009).
// 0.5 is no difference.
func NAP(a, b []float64) float64 { return (Tau(a, b) + 1) / 2 }

// Tau is the share of pairs that improve less the share that worsen, 2 NAP - 1.
func Tau(a, b []float64) float64 {
	return float64(pairSum(a, b)) / (float64(len(a)) * float64(len(b)))
}

// TauU is Tau less the trend among the values without the treatment,
// (S_AB - S_AA)/(nm) (Parker, Vannest, Davis and Sauber 2011). a is in order of
// time. It can leave [-1, 1].
func TauU(a, b []float64) float64 {
	if len(a) == 0 || len(b) == 0 {
		return math.NaN()
	}
	return float64(pairSum(a, b)-trendSum(a)) / (float64(len(a)) * float64(len(b)))
}

// pairSum is the number of pairs with b above a less those with b below.
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

// trendSum is Kendall's S of x against its order: pairs that rise less pairs
// that fall.
func trendSum(x []float64) int {
	sum := 0
	for i, v := range x {
		sum += pairSum([]float64{v}, x[i+1:])
	}
	return sum
}
