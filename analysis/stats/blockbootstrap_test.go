package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestBlockLength(t *testing.T) {
	for _, c := range []struct {
		n    int
		rho  float64
		want int
	}{{27, 0, 7}, {125, -.5, 7}, {1000, 0, 10}, {125, .6, 13}, {8, 1, 43}} {
		if got := BlockLength(c.n, c.rho); got != c.want {
			t.Errorf("n %d, rho %v: got %d, want %d", c.n, c.rho, got, c.want)
		}
	}
}

// The spread of the bootstrap must be that of the estimate over repetitions of
// the study: here for independent nights, sqrt(pi/3 (1/n + 1/m)).
func TestHodgesLehmannInterval(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	series := func(n int, shift float64) []float64 {
		x := make([]float64, n)
		for i := range x {
			x[i] = shift + rng.NormFloat64()
		}
		return x
	}
	off, on := series(400, 0), series(200, 2)
	ci := HodgesLehmannInterval([][]float64{off}, [][]float64{on}, 0, 1)
	width := 2 * 1.96 * math.Sqrt(math.Pi/3*(1./400+1./200))
	near(t, "width", ci[1]-ci[0], width, .25)
	if !(ci[0] < 2 && 2 < ci[1]) {
		t.Errorf("interval %v misses the truth 2", ci)
	}
	again := HodgesLehmannInterval([][]float64{off}, [][]float64{on}, 0, 1)
	other := HodgesLehmannInterval([][]float64{off}, [][]float64{on}, 0, 2)
	if ci != again || ci == other {
		t.Errorf("seed 1: %v, then %v; seed 2: %v", ci, again, other)
	}
	// A phase drawn within itself keeps a level that the other phase of the same
	// side does not have.
	far := HodgesLehmannInterval([][]float64{{0, 0, 0, 0}, {10, 10, 10, 10}}, [][]float64{{5, 5}}, 0, 1)
	if far != [2]float64{0, 0} {
		t.Errorf("two flat phases: %v, want no spread", far)
	}
	if v := HodgesLehmannInterval(nil, nil, 0, 1); !math.IsNaN(v[0]) {
		t.Errorf("no values: %v", v)
	}
}

func BenchmarkHodgesLehmannInterval(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	var phases [2][]float64
	for i := range 270 {
		phases[i/180] = append(phases[i/180], rng.NormFloat64())
	}
	for b.Loop() {
		HodgesLehmannInterval(phases[:1], phases[1:], .3, 1)
	}
}
