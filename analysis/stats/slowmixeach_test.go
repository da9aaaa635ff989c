package stats

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// eachCase makes n nights with gaps, three treatments (yes or no, a dose, a
// rank), one that is a weekday and three outcomes, one of which never changes.
func eachCase(n int) (Rows, [][]float64, [][]float64) {
	rng := rand.New(rand.NewPCG(uint64(n), 3))
	r := Rows{Weekday0: 2}
	ys, ts := make([][]float64, 3), make([][]float64, 4)
	for day := 0; len(r.Day) < n; day++ {
		if rng.Float64() < .1 {
			continue
		}
		r.Day = append(r.Day, day)
		yes := float64(rng.IntN(2))
		monday := 0.
		if weekday(r.Weekday0, day) == 0 {
			monday = 1
		}
		for k, v := range []float64{yes, yes * float64(1+rng.IntN(3)) / 2, 2*rng.Float64() - 1, monday} {
			ts[k] = append(ts[k], v)
		}
		for j, v := range []float64{60 + 8*rng.NormFloat64(), math.Sin(float64(day)/20) + .3*yes + rng.NormFloat64(), 5} {
			ys[j] = append(ys[j], v)
		}
	}
	return r, ts, ys
}

// One fit for all treatments is the same as one fit each.
func TestFitSlowMixEachIsFitSlowMix(t *testing.T) {
	for _, n := range []int{40, 120, -120} { // below 0: without a trend
		r, ts, ys := eachCase(max(n, -n))
		r.NoTrend = n < 0
		each, err := FitSlowMixEach(r, ts, ys)
		if err != nil {
			t.Fatal(err)
		}
		for k := range ts {
			r.On = ts[k]
			one, err := FitSlowMix(r, ys)
			if (err != nil) != (each[k] == nil) {
				t.Fatalf("%d nights, treatment %d: error %v, %d mixtures", n, k, err, len(each[k]))
			}
			for j := range one {
				a, b := one[j], each[k][j]
				if a.DF != b.DF {
					t.Errorf("df %v, want %v", b.DF, a.DF)
				}
				for g := range a.Weight {
					near := func(x, y, size float64) bool { return math.Abs(x-y) <= 1e-9*size }
					if !near(a.Center[g], b.Center[g], a.SD()) || !near(a.Scale[g], b.Scale[g], a.SD()) ||
						!near(a.Weight[g], b.Weight[g], 1) {
						t.Fatalf("%d nights, treatment %d, outcome %d, point %d: %v %v %v, want %v %v %v", n, k, j, g,
							b.Center[g], b.Scale[g], b.Weight[g], a.Center[g], a.Scale[g], a.Weight[g])
					}
				}
			}
		}
	}
	if r, ts, ys := eachCase(120); ts[3] != nil {
		if each, _ := FitSlowMixEach(r, ts, ys); each[3] != nil {
			t.Error("a weekday was separated from the weekdays")
		}
	}
}

// A treatment in half the unit has twice the effect.
func TestFitSlowMixEachScales(t *testing.T) {
	r, ts, ys := eachCase(90)
	half := make([]float64, len(ts[1]))
	for i, v := range ts[1] {
		half[i] = v / 2
	}
	each, err := FitSlowMixEach(r, [][]float64{ts[1], half}, ys[:2])
	if err != nil {
		t.Fatal(err)
	}
	for j := range 2 {
		a, b := each[0][j].Stretch(1), each[1][j].Stretch(1)
		if math.Abs(b.Median-2*a.Median) > 1e-9*a.SD || math.Abs(a.P-b.P) > 1e-9 {
			t.Errorf("outcome %d: %v and p %v, want twice %v and p %v", j, b.Median, b.P, a.Median, a.P)
		}
	}
}

func TestFitSlowMixEachErrors(t *testing.T) {
	r, ts, ys := eachCase(60)
	short := Rows{Day: r.Day[:3]}
	if _, err := FitSlowMixEach(short, [][]float64{ts[0][:3]}, [][]float64{ys[0][:3]}); !errors.Is(err, ErrTooFewRows) {
		t.Errorf("three rows: %v", err)
	}
	ts[0][4] = math.NaN()
	if _, err := FitSlowMixEach(r, ts, ys); err == nil {
		t.Error("a missing treatment was fitted")
	}
}

func BenchmarkFitSlowMixEach(b *testing.B) {
	for _, n := range []int{1, 20} {
		r, ts, ys := eachCase(365)
		var treatments, outcomes [][]float64
		for k := range n {
			treatments = append(treatments, ts[k%3])
		}
		for j := range 17 {
			outcomes = append(outcomes, ys[j%2])
		}
		b.Run(fmt.Sprint(n, " treatments"), func(b *testing.B) {
			for b.Loop() {
				if _, err := FitSlowMixEach(r, treatments, outcomes); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
