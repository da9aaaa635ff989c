package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// gappyYear returns n days with a tenth of the nights missing and a switch at two
// thirds.
func gappyYear(rng *rand.Rand, n int) (Rows, []float64) {
	var r Rows
	var y []float64
	for d, v := range simulated(rng, n, .1) {
		if !math.IsNaN(v) {
			r.Day, r.On, y = append(r.Day, d), append(r.On, float64(d*3/n/2)), append(y, v)
		}
	}
	return r, y
}

// BenchmarkAR1ML measures one maximum-likelihood fit of 365 days with gaps and twelve
// columns, everything from scratch.
func BenchmarkAR1ML(b *testing.B) {
	r, y := gappyYear(rand.New(rand.NewPCG(1, 2)), 365)
	nuisance := r.nuisance()
	for k := range 3 {
		wave := make([]float64, len(y))
		for i, d := range r.Day {
			wave[i] = math.Sin(float64(k+1) * float64(d) / 50)
		}
		nuisance = append(nuisance, wave)
	}
	for b.Loop() {
		f, err := newTreatmentRefit(r.Day, nuisance, y, REMLOptions{ML: true})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := f.Fit(r.On); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkTreatmentRefit measures a refit where only the treatment column moves.
func BenchmarkTreatmentRefit(b *testing.B) {
	for _, o := range []struct {
		name    string
		options REMLOptions
	}{{"ML", REMLOptions{ML: true}}, {"REML", REMLOptions{PlainT: true}}, {"Kenward-Roger", REMLOptions{}}} {
		b.Run(o.name, func(b *testing.B) {
			r, y := gappyYear(rand.New(rand.NewPCG(1, 2)), 365)
			f, err := NewTreatmentRefit(r, y, o.options)
			if err != nil {
				b.Fatal(err)
			}
			var starts [][]float64
			for s := 30; s < 300; s++ {
				on := make([]float64, len(y))
				for i := s; i < len(on); i++ {
					on[i] = 1
				}
				starts = append(starts, on)
			}
			i := 0
			for b.Loop() {
				if _, err := f.Fit(starts[i%len(starts)]); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
	}
}

// BenchmarkREMLGrowth shows the growth of one fit with the nights: linear.
func BenchmarkREMLGrowth(b *testing.B) {
	for n := 365; n <= 5840; n *= 2 {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r, y := gappyYear(rand.New(rand.NewPCG(1, 2)), n)
			for b.Loop() {
				if _, err := FitREML(r, y, REMLOptions{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
