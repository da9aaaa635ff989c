package main

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat"
)

// long is one very long series of a kind of noise.
func long(n noise) []float64 { return n(rand.New(rand.NewPCG(5, 5)), 400_000) }

func autocorrelation(y []float64, lag int) float64 {
	return stat.Correlation(y[lag:], y[:len(y)-lag], nil)
}

// Variance 1 and the autocorrelation the formula says, at lags 1, 7 and 28.
func TestNoise(t *testing.T) {
	for _, c := range []struct {
		name string
		n    noise
		acf  func(lag float64) float64
	}{
		{"independent", autoregressive(0), func(float64) float64 { return 0 }},
		{"AR(1) .6", autoregressive(.6), func(l float64) float64 { return math.Pow(.6, l) }},
		{"heavy tails", heavyTailed(.3), func(l float64) float64 { return math.Pow(.3, l) }},
		{"slow wave", slowWave, func(l float64) float64 { return .4 * math.Pow(.9, l) }},
		{"like HRV", likeHRV, func(l float64) float64 { return .3*math.Pow(.6, l) + .15*math.Pow(.985, l) }},
	} {
		y := long(c.n)
		if v := stat.Variance(y, nil); math.Abs(v-1) > .04 {
			t.Errorf("%s: variance %.3f, want 1", c.name, v)
		}
		for _, lag := range []int{1, 7, 28} {
			if got, want := autocorrelation(y, lag), c.acf(float64(lag)); math.Abs(got-want) > .025 {
				t.Errorf("%s: autocorrelation at lag %d %.3f, want %.3f", c.name, lag, got, want)
			}
		}
	}
}

func TestHeavyTails(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	beyond := 0
	const n = 200_000
	for range n {
		if math.Abs(heavyTail(r)) > 3 {
			beyond++
		}
	}
	// P(|t5| > 3 sqrt(5/3)) = .0117; of the normal .0027.
	if p := float64(beyond) / n; math.Abs(p-.0117) > .001 {
		t.Errorf("%.4f beyond 3 SD, want .0117", p)
	}
}

// drift is what a kind of noise adds to nothing.
func drift(n int, seed uint64, add func(noise) noise) []float64 {
	nothing := func(_ *rand.Rand, n int) []float64 { return make([]float64, n) }
	return add(nothing)(rand.New(rand.NewPCG(seed, 1)), n)
}

func TestDrift(t *testing.T) {
	up, change := 0, []float64{}
	for seed := range uint64(400) {
		y := drift(120, seed, drifting)
		change = append(change, y[119]-y[0])
		if y[119] > y[0] {
			up++
		}
		// At most 1 SD of slope and the whole height of the wave.
		if d := math.Abs(y[119] - y[0]); d > 1.8 {
			t.Errorf("seed %d: a change of %.2f SD in 120 nights", seed, d)
		}
	}
	if up < 160 || up > 240 {
		t.Errorf("%d of 400 drift upwards, want about half", up)
	}
	if sd := stat.StdDev(change, nil); sd < 1 || sd > 1.2 {
		// Slope +-119/120 and the wave .8 sin(pi 119/365.25)/sqrt 2 = .48: 1.10.
		t.Errorf("the changes have an SD of %.2f, want 1.1", sd)
	}
	level := drift(400_000, 1, wandering)
	if sd := stat.StdDev(level, nil); math.Abs(sd-.5) > .03 {
		t.Errorf("the wandering level has an SD of %.3f, want .5", sd)
	}
}

func TestGaps(t *testing.T) {
	missing, runs := 0, 0
	const n, people = 120, 500
	for seed := range uint64(people) {
		m := gaps(rand.New(rand.NewPCG(seed, 1)), n)
		length := 0
		for _, gone := range m {
			length++
			if !gone {
				length = 0
				continue
			}
			missing++
			if length == 3 {
				runs++
			}
		}
	}
	// One night in ten, and three more of the other nine tenths.
	if share := float64(missing) / (n * people); math.Abs(share-(.1+2.7/n)) > .005 {
		t.Errorf("%.3f of the nights are missing, want .1225", share)
	}
	if runs < people {
		t.Errorf("%d runs of three nights for %d people", runs, people)
	}
}
