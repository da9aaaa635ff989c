package stats

import (
	"math"
	"testing"
)

func TestQuantileGolden(t *testing.T) {
	var golden struct {
		Probs []float64
		Cases []struct {
			Input, Type7 []float64
			Median       float64
		}
	}
	readGolden(t, "quantile.json", &golden)
	if len(golden.Cases) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range golden.Cases {
		for i, p := range golden.Probs {
			near(t, "quantile", Quantile7(c.Input, p), c.Type7[i], 1e-10)
		}
		near(t, "median", Median(c.Input), c.Median, 1e-10)
	}
}

func TestQuantileEdges(t *testing.T) {
	nan := math.NaN()
	tests := []struct {
		x       []float64
		p, want float64
	}{
		{nil, .5, nan},
		{[]float64{nan}, .5, nan},
		{[]float64{7}, .9, 7},
		{[]float64{3, nan, 1}, .5, 2},
		{[]float64{1, 2}, 1, 2},
		{[]float64{1, 2}, 1.1, nan},
	}
	for _, tt := range tests {
		near(t, "quantile", Quantile7(tt.x, tt.p), tt.want, 0)
	}
}

func TestCircularGolden(t *testing.T) {
	var golden struct {
		Cases []struct {
			ID     string
			Hours  []float64 `json:"input_hours"`
			Output struct {
				Mean float64 `json:"mean_hours"`
				Rbar float64
				SD   float64 `json:"circ_sd_hours"`
			}
		}
	}
	readGolden(t, "circular.json", &golden)
	if len(golden.Cases) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range golden.Cases {
		mean, rbar, sd := CircularMean(c.Hours)
		// The spread case is nearly uniform: its direction is rounding error
		// magnified 15,000 times.
		tolerance := 1e-10
		if c.ID == "spread" {
			tolerance = 1e-6
		}
		near(t, c.ID+" mean", mean, c.Output.Mean, tolerance)
		near(t, c.ID+" rbar", rbar, c.Output.Rbar, 1e-10)
		if math.Abs(sd-c.Output.SD) > 1e-6 {
			t.Errorf("%s sd: got %v, want %v", c.ID, sd, c.Output.SD)
		}
	}
	if mean, _, _ := CircularMean([]float64{math.NaN()}); !math.IsNaN(mean) {
		t.Errorf("no values: got %v, want NaN", mean)
	}
}
