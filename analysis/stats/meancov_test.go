package stats

import (
	"math"
	"testing"
)

func TestMeanCov(t *testing.T) {
	m := Mixture{Weight: make([]float64, len(slowMixGrid))}
	m.Weight[40], m.Weight[200] = .25, .75
	a, b := []int{0, 1, 5, 30}, []int{5, 6, 100}
	var want float64
	for _, g := range []int{40, 200} {
		e := slowMixGrid[g]
		for _, i := range a {
			for _, j := range b {
				d := math.Abs(float64(i - j))
				c := e.fast*math.Pow(e.fastPhi, d) + e.slow*math.Pow(e.slowPhi, d)
				if i == j {
					c += e.noise
				}
				want += m.Weight[g] * c / 12
			}
		}
	}
	near(t, "covariance of two means", MeanCov(m, a, b), want, 1e-12)
	near(t, "symmetric", MeanCov(m, b, a), want, 1e-12)
	near(t, "one night with itself", MeanCov(m, []int{9}, []int{9}), 1, 1e-12)
	if v := MeanCov(m, nil, b); !math.IsNaN(v) {
		t.Errorf("no days: got %v, want NaN", v)
	}
	if v := MeanCov(twoPeaks, a, b); !math.IsNaN(v) {
		t.Errorf("mixture of another grid: got %v, want NaN", v)
	}
}
