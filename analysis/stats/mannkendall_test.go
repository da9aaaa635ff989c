package stats

import (
	"math"
	"testing"
)

func TestMannKendallGolden(t *testing.T) {
	var golden struct {
		Cases []struct {
			ID    string
			Input []float64
			Out   struct {
				S     int
				VarS  float64
				TauB  float64 `json:"tau_b"`
				Z, P  float64
				Slope float64    `json:"sen_slope"`
				CI    [2]float64 `json:"sen_ci"`
			} `json:"output"`
		}
	}
	readGolden(t, "mannkendall_sen.json", &golden)
	if len(golden.Cases) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range golden.Cases {
		got := MannKendall(count(0, len(c.Input)), c.Input)
		if got.S != c.Out.S {
			t.Errorf("%s: S %d, want %d", c.ID, got.S, c.Out.S)
		}
		near(t, c.ID+" variance", got.VarS, c.Out.VarS, 1e-12)
		near(t, c.ID+" tau-b", got.TauB, c.Out.TauB, 1e-10)
		near(t, c.ID+" z", got.Z, c.Out.Z, 1e-10)
		near(t, c.ID+" p", got.P, c.Out.P, 1e-10)
		near(t, c.ID+" slope", got.Slope, c.Out.Slope, 1e-9)
		nearAll(t, c.ID+" interval", got.CI95[:], c.Out.CI[:], 1e-9)
	}
}

func TestMannKendallEdges(t *testing.T) {
	flat := MannKendall([]int{0, 1, 2}, []float64{5, 5, 5})
	if flat.P != 1 || flat.Slope != 0 || flat.S != 0 {
		t.Errorf("constant: %+v", flat)
	}
	if one := MannKendall([]int{3}, []float64{5}); !math.IsNaN(one.P) {
		t.Errorf("one value: %+v", one)
	}
	gappy := MannKendall([]int{0, 10, 20}, []float64{1, 2, 3})
	near(t, "slope counts days", gappy.Slope, .1, 1e-14)
}
