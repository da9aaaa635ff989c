package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// pairs returns n pairs of blocks, the order in each drawn with a coin.
func pairs(n, block int) Arrangements {
	arrange := func(first func(pair int) bool) []bool {
		var on []bool
		for k := range n {
			f := first(k)
			for i := range 2 * block {
				on = append(on, f == (i < block))
			}
		}
		return on
	}
	return Arrangements{
		Count: math.Exp2(float64(n)),
		At:    func(i int) []bool { return arrange(func(k int) bool { return i>>k&1 == 1 }) },
		Draw:  func(rng *rand.Rand) []bool { return arrange(func(int) bool { return rng.IntN(2) == 1 }) },
	}
}

// absMeanDifference returns the statistic of a two-sided test: the absolute difference
// between the means of y with and without; 0 if one side is empty.
func absMeanDifference(y []float64) func(on []bool) float64 {
	return func(on []bool) float64 {
		var sumOn, sum, nOn float64
		for i, v := range y {
			sum += v
			if on[i] {
				sumOn, nOn = sumOn+v, nOn+1
			}
		}
		n := float64(len(y))
		if nOn == 0 || nOn == n {
			return 0
		}
		return math.Abs(sumOn/nOn - (sum-sumOn)/(n-nOn))
	}
}

// Fisher's way with paired data, by hand: differences on - off of the pairs 3,
// 1, -2 and 4 sum to 6; of the 16 sums of signed differences, 10 8 6 6 (twice,
// for either sign) and so on.
func TestRandomisationByHand(t *testing.T) {
	y := []float64{3, 0, 1, 0, 0, 2, 4, 0}
	on := []bool{true, false, true, false, true, false, true, false}
	got := RandomisationTest(on, absMeanDifference(y), pairs(4, 1), 1)
	// |sums|: all + 10; one sign changed: 4, 8, 6, 2; two: 2, 0, 4; and the same
	// again with all signs changed. At least 6: 10, 8, 6, twice each.
	want := RandomisationResult{Statistic: 1.5, P: 6. / 16, SmallestP: 2. / 16, Tried: 16, Exact: true}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestRandomisationDraws(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	y := make([]float64, 2*16*3)
	for i := range y {
		y[i] = rng.NormFloat64()
	}
	space := pairs(16, 3)
	on := space.Draw(rng)
	for i := range y {
		if on[i] {
			y[i] += .3
		}
	}
	got := RandomisationTest(on, absMeanDifference(y), space, 3)
	if got.Exact || got.Tried != 9999 || got.SmallestP != 1./10000 {
		t.Errorf("%+v", got)
	}
	if again := RandomisationTest(on, absMeanDifference(y), space, 3); got != again {
		t.Errorf("same seed: %+v, then %+v", got, again)
	}
	larger := 0
	for i := range 1 << 16 {
		if absMeanDifference(y)(space.At(i)) >= got.Statistic*(1-1e-12) {
			larger++
		}
	}
	if exact := float64(larger) / (1 << 16); math.Abs(got.P-exact) > .02 {
		t.Errorf("p %v, all arrangements %v", got.P, exact)
	}
}

// Under no effect P <= alpha must happen in at most a share alpha of schedules,
// even on a strong trend.
func TestRandomisationIsValidUnderDrift(t *testing.T) {
	space := pairs(6, 2)
	y := make([]float64, 24)
	for i := range y {
		y[i] = float64(i)
	}
	rejected := 0
	for i := range 64 {
		if RandomisationTest(space.At(i), absMeanDifference(y), space, 1).P <= 4./64 {
			rejected++
		}
	}
	if rejected > 4 {
		t.Errorf("%d of 64 schedules rejected", rejected)
	}
}

func TestRandomisationInterval(t *testing.T) {
	// A p-value that falls off linearly reaches 0.05 at 5 - 1.9 and 5 + 3.8.
	p := func(shift float64) float64 {
		if shift < 5 {
			return math.Max(0, 1-(5-shift)/2)
		}
		return math.Max(0, 1-(shift-5)/4)
	}
	ci := RandomisationInterval(p, 5, .5, .05)
	near(t, "lower", ci[0], 3.1, 1e-3)
	near(t, "upper", ci[1], 8.8, 1e-3)
	point := RandomisationInterval(p, 5, 0, .05)
	if point != [2]float64{5, 5} {
		t.Errorf("no scale: %v", point)
	}
	open := RandomisationInterval(func(float64) float64 { return .125 }, 5, 1, .05)
	if !math.IsInf(open[0], -1) || !math.IsInf(open[1], 1) {
		t.Errorf("smallest p above alpha: %v", open)
	}
}

// An interval for a real shift, by testing the outcome less each shift.
func TestRandomisationIntervalOfData(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	space := pairs(8, 4)
	on := space.Draw(rng)
	y := make([]float64, len(on))
	for i := range y {
		y[i] = rng.NormFloat64()
		if on[i] {
			y[i] += 4
		}
	}
	less := make([]float64, len(y))
	pAt := func(shift float64) float64 {
		for i, v := range y {
			less[i] = v
			if on[i] {
				less[i] -= shift
			}
		}
		return RandomisationTest(on, absMeanDifference(less), space, 1).P
	}
	est := absMeanDifference(y)(on)
	ci := RandomisationInterval(pAt, est, .3, .05)
	if !(ci[0] > 2 && ci[0] < est && est < ci[1] && ci[1] < 6) {
		t.Errorf("estimate %v, interval %v", est, ci)
	}
	if pAt(ci[0]-.01) > .05 || pAt(ci[1]-.01) <= .05 {
		t.Errorf("p at the limits: %v and %v", pAt(ci[0]-.01), pAt(ci[1]-.01))
	}
}
