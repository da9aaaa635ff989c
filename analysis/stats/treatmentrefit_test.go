package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/floats"
)

// A refit with another treatment column must equal a fit from scratch.
func TestTreatmentRefit(t *testing.T) {
	r, y := goldenRows(t, "ab120")
	refit, err := NewTreatmentRefit(r, y, REMLOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for start := 20; start < 100; start += 13 {
		on := make([]float64, len(y))
		for i, d := range r.Day {
			if d >= start {
				on[i] = 1
			}
		}
		got, err := refit.Fit(on)
		if err != nil {
			t.Fatal(err)
		}
		r.On = on
		want, err := FitREML(r, y, REMLOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("start %d: got %+v, want %+v", start, got, want)
		}
	}
}

func TestREMLEquivariance(t *testing.T) {
	r, y := goldenRows(t, "rb112")
	plain, err := FitREML(r, y, REMLOptions{})
	if err != nil {
		t.Fatal(err)
	}
	shifted := append([]float64(nil), y...)
	for i := range shifted {
		shifted[i] = 1000 + 60*y[i] + 3*r.On[i]
	}
	got, err := FitREML(r, shifted, REMLOptions{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "est", got.Est, 60*plain.Est+3, 1e-7)
	near(t, "kr se", got.KRSE, 60*plain.KRSE, 1e-7)
	near(t, "kr df", got.KRDF, plain.KRDF, 1e-7)
	near(t, "log likelihood", got.LogLik, plain.LogLik-plain.DF*math.Log(60), 1e-9)
	near(t, "middle of the interval", floats.Sum(got.CI95[:])/2, got.Est, 1e-12)
}

func TestREMLRefusals(t *testing.T) {
	r, y := goldenRows(t, "ab60_null")
	always := r
	always.On = make([]float64, len(y))
	floats.AddConst(1, always.On)
	if _, err := FitREML(always, y, REMLOptions{}); err != ErrNotEstimable {
		t.Errorf("always on: %v", err)
	}
	if _, err := FitREML(Rows{Day: []int{0, 1, 2}, On: []float64{0, 1, 0}}, []float64{1, 2, 3}, REMLOptions{}); err != ErrTooFewRows {
		t.Errorf("three nights: %v", err)
	}
	constant := make([]float64, len(y))
	floats.AddConst(480, constant)
	fit, err := FitREML(r, constant, REMLOptions{})
	if err != nil || fit.Est != 0 || fit.SE != 0 || fit.P != 1 {
		t.Errorf("an outcome that never changes: %+v, %v", fit, err)
	}
}

// A series that drifts away ends at the largest rho that is believed, an alternation at the
// smallest; neither breaks the corrections.
func TestREMLAtTheBounds(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 9))
	var r Rows
	walk, zigzag := make([]float64, 200), make([]float64, 200)
	for d := range 200 {
		r.Day, r.On = append(r.Day, d), append(r.On, float64(d/50%2))
		if d > 1 { // changes that last
			walk[d] = 2*walk[d-1] - walk[d-2] + rng.NormFloat64()
		}
		zigzag[d] = float64(d%2) + .1*rng.NormFloat64()
	}
	for want, y := range map[float64][]float64{maxRho: walk, minRho: zigzag} {
		fit, err := FitREML(r, y, REMLOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(fit.Rho-want) > .02 {
			t.Errorf("rho %v, want %v", fit.Rho, want)
		}
		if !(fit.KRSE >= fit.SE && fit.KRDF >= 1 && fit.KRDF <= fit.DF && fit.SattDF >= 1 && fit.P > 0 && fit.P <= 1) {
			t.Errorf("%+v", fit)
		}
	}
}

// Odd records (long gaps, dose shares, rounded, tiny changes on a huge level,
// outcomes the design explains fully) must give finite numbers or an error.
func TestREMLOddRecords(t *testing.T) {
	rng := rand.New(rand.NewPCG(77, 1))
	fitted := 0
	for round := range 700 {
		r := Rows{Weekday0: rng.IntN(7)}
		var y []float64
		day, state := -rng.IntN(50), 0.
		for range 5 + rng.IntN(100) {
			day += 1 + rng.IntN(2)*rng.IntN(4)
			if rng.IntN(60) == 0 {
				day += 400
			}
			on := float64(rng.IntN(2))
			if round%5 == 0 {
				on = rng.Float64()
			}
			state = .5*state + rng.NormFloat64()
			r.Day, r.On = append(r.Day, day), append(r.On, on)
			y = append(y, []float64{state, math.Round(state), on, float64(day % 7), 1e9 + 1e-3*state}[round%5])
		}
		fit, err := FitREML(r, y, REMLOptions{})
		if err != nil {
			continue
		}
		fitted++
		for _, v := range []float64{fit.Rho, fit.Est, fit.SE, fit.KRSE, fit.KRDF, fit.SattDF, fit.P, fit.CI95[0]} {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Fatalf("round %d: %+v", round, fit)
			}
		}
	}
	if fitted < 400 {
		t.Errorf("%d records fitted", fitted)
	}
}
