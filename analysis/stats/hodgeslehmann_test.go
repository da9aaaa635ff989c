package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestHodgesLehmannGolden(t *testing.T) {
	var golden struct {
		Cases []struct {
			ID    string
			Input struct{ Treat, Base []float64 }
			Out   struct {
				HL     float64
				Direct float64 `json:"hl_direct"`
			} `json:"output"`
		}
	}
	readGolden(t, "hodges_lehmann.json", &golden)
	tested := 0
	for _, c := range golden.Cases {
		if c.Input.Base == nil {
			continue // one sample
		}
		tested++
		got := HodgesLehmann(c.Input.Base, c.Input.Treat)
		near(t, c.ID, got, c.Out.Direct, 1e-10)
		if math.Abs(got-c.Out.HL) > 1e-3 { // the program's root finding
			t.Errorf("%s: got %v, wilcox.test says %v", c.ID, got, c.Out.HL)
		}
	}
	if tested == 0 {
		t.Fatal("no cases")
	}
}

func TestHodgesLehmannAgainstListing(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	for round := range 400 {
		a, b := make([]float64, 1+rng.IntN(40)), make([]float64, 1+rng.IntN(40))
		for _, side := range [][]float64{a, b} {
			for i := range side {
				side[i] = rng.NormFloat64()
				switch round % 3 {
				case 1: // many ties
					side[i] = math.Round(2 * side[i])
				case 2: // very different sizes
					side[i] = math.Exp(12 * side[i])
				}
			}
		}
		var all []float64
		for _, x := range a {
			for _, y := range b {
				all = append(all, y-x)
			}
		}
		slices.Sort(all)
		want := (all[(len(all)-1)/2] + all[len(all)/2]) / 2
		if got := HodgesLehmann(a, b); got != want {
			t.Fatalf("round %d, %d x %d: got %v, want %v", round, len(a), len(b), got, want)
		}
	}
	if v := HodgesLehmann(nil, []float64{1}); !math.IsNaN(v) {
		t.Errorf("an empty side: %v", v)
	}
}
