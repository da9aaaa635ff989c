package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestFittedErrors(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	var r Rows
	ar, white, flat := make([]float64, 800), make([]float64, 800), make([]float64, 800)
	for d := range 800 {
		r.Day, r.On = append(r.Day, d), append(r.On, float64(d/28%2))
		white[d] = rng.NormFloat64()
		if d > 0 {
			ar[d] = .75*ar[d-1] + rng.NormFloat64()
		}
	}
	fits, err := FitMargAvg(r, [][]float64{ar, white, flat})
	if err != nil {
		t.Fatal(err)
	}
	phi, noise, ok := FittedErrors(fits[0])
	if !ok || math.Abs(phi-.75) > .11 || noise > .15 {
		t.Errorf("AR(1) of 0.75: phi %v, noise %v, ok %v", phi, noise, ok)
	}
	phi, noise, ok = FittedErrors(fits[1])
	if !ok || (1-noise)*phi > .1 {
		t.Errorf("white noise: phi %v, noise %v, ok %v", phi, noise, ok)
	}
	if _, _, ok := FittedErrors(fits[2]); ok {
		t.Error("constant: ok")
	}
	other, _ := FitSlowMix(r, [][]float64{ar})
	if _, _, ok := FittedErrors(other[0]); ok {
		t.Error("a mixture of FitSlowMix: ok")
	}
}
