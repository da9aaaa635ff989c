package stats

import (
	"fmt"
	"math"
	"testing"
)

func TestRobustnessValueGolden(t *testing.T) {
	type published struct {
		Stats struct {
			T   float64 `json:"t_statistic"`
			R2  float64 `json:"r2yd.x"`
			RV  float64 `json:"rv_q"`
			RVA float64 `json:"rv_qa"`
			DF  float64 `json:"dof"`
		}
	}
	var golden struct {
		Cases []struct {
			T, DF  float64
			R2     float64 `json:"partial_r2"`
			RV     float64 `json:"rv_q1"`
			RVA    float64 `json:"rv_q1_a05"`
			RVHalf float64 `json:"rv_q05"`
		}
		AB120  published
		Darfur published `json:"darfur_published"`
	}
	readGolden(t, "sensemakr.json", &golden)
	if len(golden.Cases) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range golden.Cases {
		id := fmt.Sprintf("t %v df %v ", c.T, c.DF)
		near(t, id+"partial R2", PartialR2(c.T, c.DF), c.R2, 1e-12)
		near(t, id+"RV", RobustnessValue(c.T, c.DF, 1, 1), c.RV, 1e-10)
		near(t, id+"RV of half", RobustnessValue(c.T, c.DF, .5, 1), c.RVHalf, 1e-10)
		near(t, id+"RV at 5 %", RobustnessValue(c.T, c.DF, 1, .05), c.RVA, 1e-9)
	}
	for _, c := range []published{golden.AB120, golden.Darfur} {
		s := c.Stats
		near(t, "partial R2", PartialR2(s.T, s.DF), s.R2, 1e-10)
		near(t, "RV", RobustnessValue(s.T, s.DF, 1, 1), s.RV, 1e-10)
		near(t, "RV at 5 %", RobustnessValue(s.T, s.DF, 1, .05), s.RVA, 1e-9)
	}
}

func TestRobustnessValueLimit(t *testing.T) {
	// Five degrees of freedom, t of 10: f = 4.472 is beyond 1/f_c = 2/2.776.
	fq, fc := 10/math.Sqrt(5), 2.7764451/2
	near(t, "beyond the limit", RobustnessValue(10, 5, 1, .05), (fq*fq-fc*fc)/(1+fq*fq), 1e-7)
	near(t, "no effect", RobustnessValue(0, 50, 1, .05), 0, 0)
}

func TestTippingDrift(t *testing.T) {
	for _, c := range []struct {
		ci        [2]float64
		off, on   float64
		want      float64
		situation string
	}{
		{[2]float64{2, 5}, 10, 50, .05, "increase"},
		{[2]float64{-9, -3}, 10, 40, .1, "decrease"},
		{[2]float64{-1, 4}, 10, 40, 0, "not significant"},
		{[2]float64{1, 4}, 30, 30, math.Inf(1), "same mean day"},
	} {
		if got := TippingDrift(c.ci, c.off, c.on); got != c.want {
			t.Errorf("%s: got %v, want %v", c.situation, got, c.want)
		}
	}
}

func TestTippingMissing(t *testing.T) {
	near(t, "a quarter missing", TippingMissing([2]float64{2, 5}, 30, 10), 8, 1e-14)
	near(t, "decrease", TippingMissing([2]float64{-5, -2}, 30, 10), 8, 1e-14)
	near(t, "not significant", TippingMissing([2]float64{-5, 2}, 30, 10), 0, 0)
	if v := TippingMissing([2]float64{2, 5}, 30, 0); !math.IsInf(v, 1) {
		t.Errorf("none missing: %v", v)
	}
}
