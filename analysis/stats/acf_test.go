package stats

import (
	"fmt"
	"math"
	"testing"
)

func TestAutocorrelationGolden(t *testing.T) {
	var golden struct {
		Cases []struct {
			ID    string
			Input []*float64
			Out   struct {
				ACF      []float64
				LjungBox []struct {
					Lag  int
					Q, P float64
				} `json:"ljung_box"`
				Fitted1 *float64 `json:"ljung_box_fitdf1_lag10"`
			} `json:"output"`
		}
	}
	readGolden(t, "acf_ljungbox.json", &golden)
	if len(golden.Cases) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range golden.Cases {
		y := withGaps(c.Input)
		nearAll(t, c.ID+" acf", Autocorrelation(y, len(c.Out.ACF)-1), c.Out.ACF, 1e-10)
		for _, want := range c.Out.LjungBox {
			q, p := LjungBox(y, want.Lag, 0)
			near(t, fmt.Sprintf("%s Q %d", c.ID, want.Lag), q, want.Q, 1e-10)
			if math.Abs(p-want.P) > 1e-12+1e-8*want.P {
				t.Errorf("%s p %d: got %v, want %v", c.ID, want.Lag, p, want.P)
			}
		}
		if c.Out.Fitted1 != nil {
			if _, p := LjungBox(y, 10, 1); math.Abs(p-*c.Out.Fitted1) > 1e-12+1e-8*p {
				t.Errorf("%s fitted 1: got %v, want %v", c.ID, p, *c.Out.Fitted1)
			}
		}
	}
}

// withGaps turns the nulls of a reference file into NaN.
func withGaps(x []*float64) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = math.NaN()
		if v != nil {
			y[i] = *v
		}
	}
	return y
}

func TestAutocorrelationEdges(t *testing.T) {
	nan := math.NaN()
	everyOther := []float64{1, nan, 2, nan, 3, nan, 5}
	r := Autocorrelation(everyOther, 2)
	if !math.IsNaN(r[1]) || math.IsNaN(r[2]) {
		t.Errorf("every other night: %v", r)
	}
	// By hand: mean 2.75, lag 2: (1.3125 - .1875 + .5625)/5; lag 0: 8.75/4.
	near(t, "lag 2", r[2], (1.3125-.1875+.5625)/5/(8.75/4), 1e-14)
	if q, p := LjungBox([]float64{4, 4, 4, 4}, 2, 0); !math.IsNaN(q) || !math.IsNaN(p) {
		t.Errorf("constant: %v, %v", q, p)
	}
	if q, _ := LjungBox([]float64{4, 5, 4, 6}, 1, 1); !math.IsNaN(q) {
		t.Errorf("no degree of freedom: %v", q)
	}
}
