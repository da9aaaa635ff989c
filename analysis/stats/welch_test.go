package stats

import (
	"testing"

	"gonum.org/v1/gonum/stat"
)

func TestWelchGolden(t *testing.T) {
	var golden struct {
		Cases []struct {
			ID     string
			Input  struct{ Treat, Base []float64 }
			Output struct {
				Welch struct{ P float64 }
			}
		}
	}
	readGolden(t, "ttests.json", &golden)
	if len(golden.Cases) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range golden.Cases {
		diff, p, ok := Welch(c.Input.Base, c.Input.Treat)
		if !ok {
			t.Fatalf("%s: not ok", c.ID)
		}
		near(t, c.ID+" difference", diff, stat.Mean(c.Input.Treat, nil)-stat.Mean(c.Input.Base, nil), 1e-12)
		near(t, c.ID+" p", p, c.Output.Welch.P, 1e-10)
	}
}

func TestWelchRefusals(t *testing.T) {
	for _, c := range [][2][]float64{{{1}, {1, 2}}, {{1, 2}, nil}, {{1, 1}, {2, 2}}} {
		if _, _, ok := Welch(c[0], c[1]); ok {
			t.Errorf("ok for %v and %v", c[0], c[1])
		}
	}
}

func TestSMD(t *testing.T) {
	// Variances 1 and 4: (5-2)/sqrt(2.5).
	near(t, "smd", SMD([]float64{1, 2, 3}, []float64{3, 5, 7}), 1.8973665961010275, 1e-14)
	if v := SMD([]float64{1, 1}, []float64{2, 2}); v == v {
		t.Errorf("no variation: got %v, want NaN", v)
	}
}
