package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// dosesAfterBadNights has log odds of a dose that fall by 1 per SD of the night
// before, and every 17th night missing.
func dosesAfterBadNights(rng *rand.Rand, days int) (y, on []float64) {
	y, on = make([]float64, days), make([]float64, days)
	for d := range y {
		odds := -.5
		if d > 0 {
			odds -= (y[d-1] - 50) / 8
		}
		y[d] = 50 + 8*rng.NormFloat64()
		if rng.Float64() < 1/(1+math.Exp(-odds)) {
			on[d] = 1
		}
	}
	for d := 3; d < days; d += 17 {
		y[d] = math.NaN()
	}
	return y, on
}

func TestDoseAfterNight(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 1))
	sum, covered := 0., 0
	const rounds = 60
	for range rounds {
		y, on := dosesAfterBadNights(rng, 400)
		got, err := DoseAfterNight(y, on, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got.N != 375 || !got.Weekday { // 24 of the nights before are missing, and day 0 has none
			t.Fatalf("%+v", got)
		}
		near(t, "middle of the interval", math.Sqrt(got.CI95[0]*got.CI95[1]), got.OddsRatio, 1e-10)
		sum += math.Log(got.OddsRatio)
		if got.CI95[0] < math.Exp(-1) && math.Exp(-1) < got.CI95[1] {
			covered++
		}
	}
	near(t, "mean log odds ratio", sum/rounds, -1, .1)
	if covered < 52 {
		t.Errorf("%d of %d intervals contain the truth", covered, rounds)
	}
}

func TestMissingAfterNight(t *testing.T) {
	y, _ := dosesAfterBadNights(rand.New(rand.NewPCG(4, 3)), 400)
	got, err := MissingAfterNight(y, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got.Events != 24 || got.P < .001 {
		t.Errorf("missing regardless: %+v", got)
	}
	for d := 1; d < len(y); d++ {
		if y[d-1] < 42 {
			y[d] = math.NaN()
		}
	}
	if got, err = MissingAfterNight(y, 0); err != nil || got.P > .001 || got.OddsRatio > .7 {
		t.Errorf("missing after bad nights: %+v, %v", got, err)
	}
}

func TestDoseAfterNightEdges(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	y, sundays, never := make([]float64, 120), make([]float64, 120), make([]float64, 120)
	for d := range y {
		y[d] = rng.NormFloat64()
		if d%7 == 6 {
			sundays[d] = 1
		}
	}
	got, err := DoseAfterNight(y, sundays, 0)
	if err != nil || got.Weekday {
		t.Errorf("always on Sunday: %+v, %v", got, err)
	}
	if _, err := DoseAfterNight(y, never, 0); err != ErrNotEstimable {
		t.Errorf("never: %v", err)
	}
	if _, err := DoseAfterNight(y[:4], sundays, 0); err != ErrTooFewRows {
		t.Errorf("four days: %v", err)
	}
	if _, err := MissingAfterNight(never, 0); err != ErrNotEstimable {
		t.Errorf("constant and complete: %v", err)
	}
}
