package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Doses by a coin that act on the same night and, half as much, on the one
// after, beyond what the previous night passes on.
func TestLagProfileFindsTheNights(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 2))
	const days = 90
	y, on := make([]float64, days), make([]float64, days)
	for d := range days {
		on[d] = float64(rng.IntN(2))
		y[d] = 3 + .02*float64(d) + 1e-9*rng.NormFloat64() + 2*on[d]
		if d > 0 {
			y[d] += .4*y[d-1] + on[d-1]
		}
	}
	y[30], on[50] = math.NaN(), math.NaN()
	got, err := LagProfile(y, on, 4, 3)
	if err != nil {
		t.Fatal(err)
	}
	for lag, want := range []float64{2, 1, 0, 0} {
		if e := got[lag]; e.Lag != lag || math.Abs(e.Est-want) > 1e-6 || e.CI95[0] > e.Est || e.CI95[1] < e.Est {
			t.Errorf("lag %d: %+v, want %v", lag, e, want)
		}
	}
	// Days 3..89 less 30 and 31 (no outcome, no previous) and 50..53 (a dose unknown):
	// intercept, trend, six weekdays, previous night, four doses.
	if want := float64(87 - 6 - 13); got[0].DF != want {
		t.Errorf("df %v, want %v", got[0].DF, want)
	}
	if _, err := LagProfile(y[:8], on[:8], 0, 3); err == nil {
		t.Error("eight nights: no error")
	}
}

// With nothing but lag 0 and noise, the other lags are quiet.
func TestLagProfileKeepsItsLevel(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 1))
	const runs = 300
	var found, other int
	for range runs {
		y, on := dosed(rng, 150, 1, 1, func(float64) bool { return rng.Float64() < .3 })
		e, err := LagProfile(y, on, 0, 3)
		if err != nil {
			t.Fatal(err)
		}
		if e[0].P < .05 {
			found++
		}
		for _, x := range e[1:] {
			if x.P < .05 {
				other++
			}
		}
	}
	if found < runs*9/10 || other > 3*runs*8/100 {
		t.Errorf("the dose of the night found in %d of %d, another in %d of %d", found, runs, other, 3*runs)
	}
}

func TestLaggedVariants(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 9))
	y, on := dosed(rng, 200, 1, .5, func(float64) bool { return rng.Float64() < .4 })
	want, _ := Lagged(y, on, 0)
	for i := range y { // Saturdays differ; no weekday columns then lose six degrees fewer
		if i%7 == 5 {
			y[i] += 5
		}
	}
	bare, err := LaggedVariant(y, on, 0, LaggedChoice{NoWeekday: true})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "no weekday columns", bare.DF, want.DF+6, 0)
	if bare.SE < 2*want.SE {
		t.Errorf("a weekday swing that is not adjusted for leaves the error at %v, was %v", bare.SE, want.SE)
	}
	// Amounts 1 and 3 on dosed nights: what one unit more does, given that there is
	// a dose at all.
	amount := make([]float64, len(on))
	for i := range on {
		amount[i] = on[i] * float64(1+2*(i%2))
		y[i] = 4*on[i] + .5*amount[i] + 1e-9*rng.NormFloat64()
	}
	dose, err := LaggedVariant(y, amount, 0, LaggedChoice{Given: [][]float64{on}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "per unit", dose.Est, .5, 1e-6)
}

func TestCaseCrossover(t *testing.T) {
	nan := math.NaN()
	y, on := make([]float64, 71), make([]float64, 71)
	for d := range y {
		y[d] = 10 * float64(d%7) // weekdays differ and cancel
	}
	on[14], on[35] = 1, 1
	y[14] += 3
	y[35] += 5
	y[42] += 4   // a referent of both: 28 days from the first, 7 from the second
	on[28] = nan // unknown: no referent
	y[21] = nan  // missing: no referent
	on[3], y[3] = 1, nan
	got := CaseCrossover(y, on)
	// Night 14: referents 0, 7, 42 with mean 4/3. Night 35: 7, 42, 49, 56, 63 with mean 4/5.
	nearAll(t, "each", got.Each, []float64{3 - 4./3, 5 - 4./5}, 1e-12)
	near(t, "difference", got.Difference, (3-4./3+5-4./5)/2, 1e-12)
	near(t, "referents", got.Referents, 4, 1e-12)
	if got.Unmatched != 0 {
		t.Errorf("%d unmatched", got.Unmatched)
	}
	for d := range on {
		on[d] = 1
	}
	if none := CaseCrossover(y, on); !math.IsNaN(none.Difference) || none.Unmatched != 69 || none.Each != nil {
		t.Errorf("always dosed: %+v", none)
	}
}
