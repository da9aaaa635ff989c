package stats

import (
	"math"
	"testing"
)

func TestAdjustGolden(t *testing.T) {
	var golden struct {
		Cases []struct {
			Input  []float64
			Output struct{ BH, Holm []float64 }
		}
	}
	readGolden(t, "padjust.json", &golden)
	if len(golden.Cases) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range golden.Cases {
		before := append([]float64(nil), c.Input...)
		nearAll(t, "holm", Holm(c.Input), c.Output.Holm, 1e-10)
		nearAll(t, "bh", BenjaminiHochberg(c.Input), c.Output.BH, 1e-10)
		nearAll(t, "input untouched", c.Input, before, 0)
	}
}

func TestAdjustLeavesOutNaN(t *testing.T) {
	p := []float64{.02, math.NaN(), .04, .01}
	nearAll(t, "holm", Holm(p), []float64{.04, math.NaN(), .04, .03}, 1e-14)
	nearAll(t, "bh", BenjaminiHochberg(p), []float64{.03, math.NaN(), .04, .03}, 1e-14)
	if got := Holm(nil); len(got) != 0 {
		t.Errorf("none: got %v", got)
	}
}
