//go:build bench

package main

import (
	"math"
	"math/rand/v2"
	"strconv"

	"nof1/analysis/stats"
)

// madeUp is a year and more of one outcome: an autoregression, noise, gaps.
func madeUp(random *rand.Rand, days int, missing float64) []float64 {
	y, state := make([]float64, days), random.NormFloat64()
	for d := range y {
		state = .5*state + .87*random.NormFloat64()
		y[d] = 3.8 + .1*(state+.8*random.NormFloat64())
		if random.Float64() < missing {
			y[d] = math.NaN()
		}
	}
	return y
}

func madeUpRows(days int, missing float64) (r stats.Rows, y []float64) {
	for d, v := range madeUp(rand.New(rand.NewPCG(1, 2)), days, missing) {
		if !math.IsNaN(v) {
			r.Day, r.On, y = append(r.Day, d), append(r.On, float64(d*3/days/2)), append(y, v)
		}
	}
	return r, y
}

// verdict is one person: twelve outcomes of the same nights, all made-up starts.
func verdict(string) (string, error) {
	random := rand.New(rand.NewPCG(1, 2))
	in := stats.BeforeAfterInput{Start: 275, End: 365, Gap: 7}
	for range 12 {
		in.Y, in.L0 = append(in.Y, madeUp(random, 365, 0)), append(in.L0, 1.3)
	}
	for d := range in.Y[0] {
		if random.Float64() < .05 {
			for _, y := range in.Y {
				y[d] = math.NaN()
			}
		}
	}
	return "", again(func() error { stats.BeforeAfter(in); return nil }, 5)
}

// refits fits an AR(1) by maximum likelihood, from scratch or with the treatment
// moved.
func refits(times int, scratch bool) (string, error) {
	r, y := madeUpRows(365, .1)
	f, err := stats.NewTreatmentRefit(r, y, stats.REMLOptions{ML: true})
	if err != nil {
		return "", err
	}
	on := make([]float64, len(y))
	i := 0
	return "", again(func() error {
		if scratch {
			_, err := stats.FitREML(r, y, stats.REMLOptions{ML: true})
			return err
		}
		for d := range on {
			on[d] = 0
			if d > 30+i%270 {
				on[d] = 1
			}
		}
		i++
		_, err := f.Fit(on)
		return err
	}, times)
}

func slowMix(arg string) (string, error) {
	n, err := strconv.Atoi(arg)
	if err != nil {
		return "", err
	}
	r, y := madeUpRows(n, 0)
	for i, d := range r.Day {
		r.On[i] = float64(d / 28 % 2)
	}
	return "", again(func() error { _, err := stats.FitSlowMix(r, [][]float64{y}); return err }, 40)
}
