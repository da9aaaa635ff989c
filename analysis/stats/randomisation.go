package stats

import (
	"math"
	"math/rand/v2"
)

const (
	mostEnumerated     = 20000 // largest number of arrangements that are all tried
	randomisationDraws = 9999  // arrangements drawn if there are more
	// statisticTie is the relative difference below which two statistics count as
	// equal. They can differ by rounding if additions have another order.
	statisticTie = 1e-12
)

// Arrangements are all on/off patterns that the randomisation of a schedule could have
// given. All are equally likely. A pattern has one value per day.
type Arrangements struct {
	Count float64                     // number of arrangements
	At    func(i int) []bool          // arrangement i; used up to a Count of 20000
	Draw  func(rng *rand.Rand) []bool // a random arrangement; used above a Count of 20000
}

// RandomisationResult is the result of [RandomisationTest].
type RandomisationResult struct {
	Statistic float64 // of the observed schedule
	P         float64 // share of arrangements with a statistic at least as large
	SmallestP float64 // smallest P that these data could have given with any schedule tried
	Tried     int     // number of arrangements compared
	Exact     bool    // whether all arrangements were compared
}

// RandomisationTest returns how often the randomisation would have given a schedule
// that looks at least as effective as the observed one (Fisher 1935; Edgington and
// Onghena 2007). The test is valid for any drift and autocorrelation, provided that
// observed was drawn from these arrangements.
//
// The function stat returns the test statistic of a schedule. It is large for a
// schedule that looks effective, so a two-sided test uses an absolute value. The
// outcome must not depend on the schedule: adjust it for trend and weekday, never for
// the treatment.
//
// Up to 20000 arrangements are all tried, and P is their share. Of a larger number 9999
// are drawn, and P = (1 + #{S* >= S})/(1 + 9999) (Phipson and Smyth 2010). The same
// seed gives the same P, so reports print it.
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

// RandomisationInterval returns the interval of the effects that a test does not reject
// at the level alpha, by inverting the test. The function pAt returns the P value of
// the hypothesis that the effect is the given shift: the test of the outcome minus
// shift on the nights with the treatment. Its maximum is near est. The first step from
// est is scale, such as a standard error.
//
// A limit is infinite if P stays above alpha up to 2^10 times the scale. There are then
// too few arrangements to exclude any effect.
func RandomisationInterval(pAt func(shift float64) float64, est, scale, alpha float64) [2]float64 {
	return [2]float64{
		lastAccepted(pAt, est, -math.Abs(scale), alpha),
		lastAccepted(pAt, est, math.Abs(scale), alpha),
	}
}

// lastAccepted doubles the step until rejection. It then bisects to a thousandth of the
// first step.
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
