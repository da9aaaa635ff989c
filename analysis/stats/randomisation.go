package stats

import (
	"math"
	"math/rand/v2"
)

const (
	mostEnumerated     = 20000 // arrangements that are all tried
	randomisationDraws = 9999
	// statisticTie is the relative difference below which two statistics are the
	// same number reached by another order of additions.
	statisticTie = 1e-12
)

// Arrangements are all the on/off patterns that the rule which randomised a
// schedule could have made, every one as probable as any other.
type Arrangements struct {
	Count float64                     // how many there are
	At    func(i int) []bool          // arrangement i of Count; needed up to 20000 of them
	Draw  func(rng *rand.Rand) []bool // one at random; needed beyond that
}

// RandomisationResult is the answer of [RandomisationTest].
type RandomisationResult struct {
	Statistic float64 // of the schedule as it was
	P         float64 // share of arrangements with a statistic at least as large
	SmallestP float64 // the smallest P these data could have given under any schedule tried
	Tried     int     // arrangements compared with
	Exact     bool    // all of them were
}

// RandomisationTest asks how often the rule that made the schedule would have
// made one that looks at least as effective (Fisher 1935; Edgington and Onghena
// 2007). It is valid whatever the drift and autocorrelation, if and only if
// observed was drawn by that rule. stat is the test statistic of a schedule,
// large when it looks effective: for a two-sided test an absolute value. The
// outcome itself must not depend on the schedule, so adjust it for trend and
// weekday, never for the treatment.
//
// Up to 20000 arrangements are all tried, and P is their share; of more, 9999
// are drawn and P = (1 + #{S* >= S})/(1 + 9999) (Phipson and Smyth 2010). The
// same seed gives the same P: print it.
func RandomisationTest(observed []bool, stat func(on []bool) float64, all Arrangements, seed uint64) RandomisationResult {
	out := RandomisationResult{Statistic: stat(observed), Exact: all.Count <= mostEnumerated}
	var next func(i int) []bool
	if out.Exact {
		out.Tried, next = int(all.Count), all.At
	} else {
		rng := rand.New(rand.NewPCG(seed, seed))
		out.Tried, next = randomisationDraws, func(int) []bool { return all.Draw(rng) }
	}
	asLarge, top, atTop := 0, math.Inf(-1), 0
	for i := range out.Tried {
		s := stat(next(i))
		slack := statisticTie * math.Abs(s)
		if s >= out.Statistic-slack {
			asLarge++
		}
		switch {
		case s > top+slack:
			top, atTop = s, 1
		case s >= top-slack:
			atTop++
		}
	}
	if out.Exact {
		out.P = float64(asLarge) / float64(out.Tried)
		out.SmallestP = float64(atTop) / float64(out.Tried)
		return out
	}
	out.P = float64(1+asLarge) / float64(1+out.Tried)
	out.SmallestP = 1 / float64(1+out.Tried)
	return out
}

// RandomisationInterval inverts a test: it returns the shifts either side of
// est that are just not rejected at the level alpha. pAt is the P value of the
// hypothesis that the effect is the given shift (test the outcome less shift on
// the nights with the treatment), highest near est. scale is a first step, such
// as a standard error. A limit is infinite where P stays above alpha for 2^10
// times the scale: so few arrangements cannot exclude any effect.
func RandomisationInterval(pAt func(shift float64) float64, est, scale, alpha float64) [2]float64 {
	return [2]float64{
		lastAccepted(pAt, est, -math.Abs(scale), alpha),
		lastAccepted(pAt, est, math.Abs(scale), alpha),
	}
}

// lastAccepted doubles the step until rejection, then bisects to a thousandth
// of the first step.
func lastAccepted(pAt func(float64) float64, est, step, alpha float64) float64 {
	if step == 0 {
		return est
	}
	inside, outside := 0., step
	for pAt(est+outside) > alpha {
		inside, outside = outside, 2*outside
		if math.Abs(outside) > 1024*math.Abs(step) {
			return math.Inf(int(math.Copysign(1, step)))
		}
	}
	for math.Abs(outside-inside) > 1e-3*math.Abs(step) {
		mid := inside + (outside-inside)/2
		if pAt(est+mid) > alpha {
			inside = mid
		} else {
			outside = mid
		}
	}
	return est + inside
}
