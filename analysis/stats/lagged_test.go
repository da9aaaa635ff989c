package stats

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

// dosed simulates nights y_t = 2 + .5 y_(t-1) + effect D_t + e with doses drawn
// by rule from the previous night.
func dosed(rng *rand.Rand, days int, effect, noise float64, takes func(previous float64) bool) (y, on []float64) {
	y, on = make([]float64, days), make([]float64, days)
	y[0] = 4
	for t := 1; t < days; t++ {
		if takes(y[t-1]) {
			on[t] = 1
		}
		y[t] = 2 + .5*y[t-1] + effect*on[t] + noise*rng.NormFloat64()
	}
	return y, on
}

func TestLaggedFindsExactCoefficients(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 4))
	y, on := dosed(rng, 80, 1.5, 1e-9, func(float64) bool { return rng.Float64() < .4 })
	y[20], on[40] = math.NaN(), math.NaN()
	fit, err := Lagged(y, on, 2)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "effect", fit.Est, 1.5, 1e-6)
	near(t, "previous night", fit.PrevEffect, .5, 1e-6)
	// Days 1..79 less 20 and 21, 40 and 41.
	if fit.N != 75 || fit.NOn+fit.NOff != fit.N || len(fit.Rows) != 75 || len(fit.Resid) != 75 {
		t.Errorf("rows: %d, on %d, off %d", fit.N, fit.NOn, fit.NOff)
	}
	// intercept, trend, six weekdays, previous night, previous dose, dose
	if fit.DF != 75-11 {
		t.Errorf("df %v, want %v", fit.DF, 75-11)
	}
	near(t, "95 % interval", fit.CI95[1], fit.Est+TQuantile(.975, fit.DF)*fit.SE, 1e-12)
	near(t, "90 % interval", fit.CI90[0], fit.Est-TQuantile(.95, fit.DF)*fit.SE, 1e-12)
	near(t, "newey-west has the size of the other se", fit.NeweyWestSE/fit.SE, 1, .5)
}

// A pill without effect, taken after bad nights: the usual test is fooled, the
// lagged model is not, and the lead test sees how doses came about.
func TestLaggedWithstandsDosingAfterBadNights(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	const runs = 200
	var lagged, welch, lead int
	for range runs {
		y, on := dosed(rng, 120, 0, 1, func(previous float64) bool { return previous < 3.5 == (rng.Float64() < .85) })
		fit, err := Lagged(y, on, 0)
		if err != nil {
			t.Fatal(err)
		}
		if fit.P < .05 {
			lagged++
		}
		var with, without []float64
		for i, d := range on {
			if d > 0 {
				with = append(with, y[i])
			} else {
				without = append(without, y[i])
			}
		}
		if _, p, _ := Welch(without, with); p < .05 {
			welch++
		}
		if _, p, ok := LeadTest(y, on, 0); ok && p < .05 {
			lead++
		}
	}
	t.Logf("of %d runs without an effect: lagged %d, welch %d significant; lead test saw the rule in %d", runs, lagged, welch, lead)
	if lagged > runs/10 || welch < runs/4 || lead < runs*6/10 {
		t.Errorf("lagged %d, welch %d, lead %d of %d", lagged, welch, lead, runs)
	}
}

func TestLaggedRefusals(t *testing.T) {
	y := []float64{1, 3, 2, 5, 4, 6, 5, 7, 6, 9, 1, 4}
	never := make([]float64, len(y))
	if _, err := Lagged(y, never, 0); !errors.Is(err, ErrNotEstimable) {
		t.Errorf("never dosed: %v", err)
	}
	if _, err := Lagged(y[:5], []float64{0, 1, 0, 1, 1}, 0); !errors.Is(err, ErrTooFewRows) {
		t.Errorf("four rows: %v", err)
	}
	if _, err := Lagged(nil, nil, 0); err == nil {
		t.Error("nothing: no error")
	}
	if _, _, ok := LeadTest(y, never, 0); ok {
		t.Error("lead test, never dosed: ok")
	}
}

func TestLaggedOutcomeThatNeverChanges(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	y, on := dosed(rng, 60, 0, 1, func(float64) bool { return rng.Float64() < .5 })
	for i := range y {
		y[i] = 7.3
	}
	fit, err := Lagged(y, on, 0)
	if err != nil || fit.Est != 0 || fit.SE != 0 || fit.P != 1 || fit.PrevEffect != 0 {
		t.Errorf("got %+v, %v", fit, err)
	}
}

func TestLag1(t *testing.T) {
	nan := math.NaN()
	tests := []struct {
		name string
		day  []int
		y    []float64
		want float64
		ok   bool
	}{
		{"alternating", []int{0, 1, 2, 3, 4}, []float64{1, -1, 1, -1, 1}, -1, true},
		{"gap is not a pair", []int{0, 1, 2, 3, 9, 10}, []float64{1, 2, 3, 4, 0, 1}, 1, true},
		{"missing breaks pairs", []int{0, 1, 2, 3}, []float64{1, nan, 3, 4}, 0, false},
		{"every other day", []int{0, 2, 4, 6}, []float64{1, 2, 3, 4}, 0, false},
		{"no variation", []int{0, 1, 2, 3}, []float64{5, 5, 5, 5}, 0, false},
		{"none", nil, nil, 0, false},
	}
	for _, tt := range tests {
		got, ok := Lag1(tt.day, tt.y)
		if ok != tt.ok {
			t.Errorf("%s: ok %v", tt.name, ok)
		}
		near(t, tt.name, got, tt.want, 1e-12)
	}
}
