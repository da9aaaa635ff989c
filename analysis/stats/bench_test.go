package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// simulated returns a random series: two autoregressions and noise, weekday swing,
// a share of nights missing.
func simulated(rng *rand.Rand, days int, missing float64) []float64 {
	y := make([]float64, days)
	fast, slow := rng.NormFloat64(), rng.NormFloat64()
	for d := range y {
		fast = .5*fast + math.Sqrt(1-.25)*rng.NormFloat64()
		slow = .98*slow + math.Sqrt(1-.98*.98)*rng.NormFloat64()
		y[d] = 3.8 + .1*(fast+.4*slow+.8*rng.NormFloat64()) + .03*float64(d%7/5)
		if rng.Float64() < missing {
			y[d] = math.NaN()
		}
	}
	return y
}

// sameGaps makes every series miss the nights the first one misses.
func sameGaps(ys [][]float64) {
	for _, y := range ys[1:] {
		for d, v := range ys[0] {
			if math.IsNaN(v) {
				y[d] = v
			}
		}
	}
}

// BenchmarkBeforeAfter measures the whole verdict of one person, twelve outcomes and
// all personal made-up starts.
func BenchmarkBeforeAfter(b *testing.B) {
	cases := []struct {
		days, start, groups int
	}{{365, 275, 1}, {365, 275, 4}, {1500, 1200, 1}, {1500, 1200, 4}}
	for _, c := range cases {
		b.Run(fmt.Sprintf("%d-nights/%d-patterns", c.days, c.groups), func(b *testing.B) {
			rng := rand.New(rand.NewPCG(1, 2))
			in := BeforeAfterInput{Start: c.start, End: c.days, Gap: 7}
			for range c.groups {
				var ys [][]float64
				for range 12 / c.groups {
					ys = append(ys, simulated(rng, c.days, 0))
					in.L0 = append(in.L0, 1.3)
				}
				for d := range ys[0] {
					if rng.Float64() < .05 {
						ys[0][d] = math.NaN()
					}
				}
				sameGaps(ys)
				in.Y = append(in.Y, ys...)
			}
			for b.Loop() {
				BeforeAfter(in)
			}
		})
	}
}

// BenchmarkFitSlowMix shows the growth of one fit with the nights: linear.
func BenchmarkFitSlowMix(b *testing.B) {
	for n := 365; n <= 5840; n *= 2 {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			rng := rand.New(rand.NewPCG(1, 2))
			r := Rows{}
			for d := range n {
				r.Day = append(r.Day, d)
				r.On = append(r.On, float64(d/28%2))
			}
			ys := [][]float64{simulated(rng, n, 0)}
			for b.Loop() {
				if _, err := FitSlowMix(r, ys); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkGoldenCases measures the cases that take the reference program 37 s: every
// case of verdict_rule.json.
func BenchmarkGoldenCases(b *testing.B) {
	cases, _ := verdictCases(b)
	var inputs []BeforeAfterInput
	for _, c := range cases {
		if c.Result.BaselineDays > 0 {
			inputs = append(inputs, c.input(b))
		}
	}
	for b.Loop() {
		for _, in := range inputs {
			BeforeAfter(in)
		}
	}
}
