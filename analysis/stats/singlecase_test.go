package stats

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"
)

func count(from, n int) []int {
	days := make([]int, n)
	for i := range days {
		days[i] = from + i
	}
	return days
}

func TestSingleCaseGolden(t *testing.T) {
	type estimate struct{ Est float64 }
	var golden struct {
		Cases []struct {
			ID    string
			Input struct {
				A, B        []float64
				Improvement string
			}
			Output struct {
				NAP, Tau estimate
				TauU     estimate `json:"Tau_U"`
			}
		}
	}
	readGolden(t, "single_case.json", &golden)
	if len(golden.Cases) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range golden.Cases {
		a, b := c.Input.A, c.Input.B
		if c.Input.Improvement == "decrease" {
			floats.Scale(-1, a)
			floats.Scale(-1, b)
		}
		near(t, c.ID+" NAP", NAP(a, b), c.Output.NAP.Est, 1e-10)
		near(t, c.ID+" Tau", Tau(a, b), c.Output.Tau.Est, 1e-10)
		near(t, c.ID+" Tau-U", TauU(a, b), c.Output.TauU.Est, 1e-10)
	}
}

func TestSingleCaseEdges(t *testing.T) {
	// Tarlow (2017): a trend that goes on is no effect.
	a, b := []float64{1, 2, 3, 4, 5}, []float64{6, 7, 8, 9, 10}
	near(t, "Tau", Tau(a, b), 1, 0)
	near(t, "Tau-U", TauU(a, b), .6, 1e-14)
	for name, v := range map[string]float64{
		"NAP": NAP(nil, b), "Tau": Tau(a, nil), "Tau-U": TauU(a, nil),
	} {
		if !math.IsNaN(v) {
			t.Errorf("%s of too few values: %v", name, v)
		}
	}
}
