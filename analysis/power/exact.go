package power

import (
	"math"
	"math/rand/v2"

	"nof1/analysis"
	"nof1/analysis/randomisation"
	"nof1/analysis/schedule"
	"nof1/analysis/stats"

	"gonum.org/v1/gonum/floats"
)

const (
	exactOrders  = 256 // with more orders, exactDrawn of them are compared
	exactDrawn   = 199
	exactDraws   = 40   // real schedules, since one order may be far better than another
	exactNights  = 5    // simulated sets of nights for each
	exactSeed    = 1    // the same plan gives the same result
	exactLargest = 32.  // largest effect that is tried, in multiples of what the interval needs
	exactClose   = 1e-3 // relative accuracy of a detectable effect
)

// exactStudies are simulated studies of one design: for each, the differences of its
// nights in every order, as [randomisation.Test] forms them, and those that an effect
// of 1 adds. The real order is the first.
type exactStudies struct {
	nights, effect [][]float64
	drawn          bool // the orders are a sample of all
}

// exactStudies simulates studies of a design with the errors of own nights, in their
// unit. It returns nil if a study could not be analysed.
func (q Question) exactStudies(o Option, own *Prospect, kept float64) *exactStudies {
	all, err := o.Constraint.Arrangements()
	if err != nil {
		return nil
	}
	var schedules [][]bool
	for seed := range uint64(exactDraws) {
		s, err := schedule.Draw(o.Constraint, q.Start, seed)
		if err != nil {
			return nil
		}
		schedules = append(schedules, s.On)
	}
	rows, _ := thinned(schedules[0], make([]bool, q.Weeks*daysPerWeek), kept, false)
	rows.Weekday0 = (q.Start + analysis.NightAfterDay).Weekday()
	sd, correlation := 1., func(lag int) float64 { return math.Pow(usualLag1, float64(lag)) }
	if own != nil {
		sd, correlation = own.Errors.SD(), own.Errors.Correlation
	}
	weigh, err := stats.KnownPrecision(rows, correlation)
	if err != nil {
		return nil
	}
	out := &exactStudies{drawn: all.Count > exactOrders}
	rng := rand.New(rand.NewPCG(exactSeed, exactSeed))
	var others [][]bool
	if out.drawn {
		for range exactDrawn {
			others = append(others, all.Draw(rng))
		}
	} else {
		for i := range int(all.Count) {
			others = append(others, all.At(i))
		}
	}
	c := randomisation.NewContrasts(randomisation.Orders{Observed: schedules[0], Onset: o.Onset, Washout: o.Washout}, rows.Day, weigh)
	for _, real := range schedules {
		differences := func(column []float64) []float64 {
			residuals := c.Spread(rows.Day, weigh.Residuals(column))
			d := []float64{c.Scaled(real, residuals)}
			for _, order := range others {
				d = append(d, c.Scaled(order, residuals))
			}
			return d
		}
		effect := differences(stats.Select(buildUp(real, q.Onset, q.Washout), rows.Day))
		for range exactNights {
			y := weigh.Draw(rng)
			floats.Scale(sd, y)
			out.nights, out.effect = append(out.nights, differences(y)), append(out.effect, effect)
		}
	}
	return out
}

// power returns the share of the studies that claim a full effect: whose test finds
// it, and whose estimate is at least least, so that the interval excludes 0 too.
func (x *exactStudies) power(effect, least float64) float64 {
	found := 0
	for i, nights := range x.nights {
		if math.Abs(nights[0]/x.effect[i][0]+effect) < least {
			continue
		}
		real, asLarge := math.Abs(nights[0]+effect*x.effect[i][0]), 0
		for j, d := range nights[1:] {
			if other := math.Abs(d + effect*x.effect[i][1+j]); other >= real-randomisation.SameStatistic*other {
				asLarge++
			}
		}
		p := float64(asLarge) / float64(len(nights)-1)
		if x.drawn {
			p = float64(1+asLarge) / float64(len(nights))
		}
		if p <= randomisation.Alpha {
			found++
		}
	}
	return float64(found) / float64(len(x.nights))
}

// detectable returns the full effect that [stats.PowerTarget] of the studies claim,
// given the least estimate whose interval excludes 0. It returns false if hardly any
// effect is found.
func (x *exactStudies) detectable(least float64) (float64, bool) {
	lo, hi := 0., least
	for x.power(hi, least) < stats.PowerTarget {
		if lo, hi = hi, 2*hi; hi > exactLargest*least {
			return 0, false
		}
	}
	for hi-lo > exactClose*hi {
		if mid := lo + (hi-lo)/2; x.power(mid, least) < stats.PowerTarget {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi, true
}
