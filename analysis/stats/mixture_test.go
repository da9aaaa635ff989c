package stats

import (
	"fmt"
	"math"
	"testing"
)

func TestStudentGolden(t *testing.T) {
	var golden struct {
		T []struct {
			DF            float64
			X, CDF        []float64
			PPF975, PPF95 float64
		}
	}
	readGolden(t, "distributions.json", &golden)
	if len(golden.T) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range golden.T {
		for i, x := range c.X {
			near(t, fmt.Sprintf("cdf at %v, df %v", x, c.DF), TCDF(x, c.DF), c.CDF[i], 1e-10)
		}
		// The reference's own quantile is good to 2e-9 only: at df 5.5 its cdf is
		// .97499999983. TestQuantileInvertsCDF is the stricter check.
		near(t, fmt.Sprintf("97.5 %% point, df %v", c.DF), TQuantile(.975, c.DF), c.PPF975, 1e-8)
		near(t, fmt.Sprintf("95 %% point, df %v", c.DF), TQuantile(.95, c.DF), c.PPF95, 1e-8)
	}
	near(t, "cdf at -inf", TCDF(math.Inf(-1), 5), 0, 0)
	near(t, "cdf at +inf", TCDF(math.Inf(1), 5), 1, 0)
}

// R 4.2: (qt(.975, 20) + qt(.8, 20)) * 2 = 5.891822
func TestDetectable(t *testing.T) {
	near(t, "detectable", Detectable(20, 2), 2*(2.085963447265837+0.8599644), 1e-7)
}

// twoPeaks is a hard case for a root finder: two narrow, distant components.
var twoPeaks = Mixture{Weight: []float64{.6, .4}, Center: []float64{-1, 5}, Scale: []float64{.01, .5}, DF: 6}

func TestQuantileInvertsCDF(t *testing.T) {
	mixtures := map[string]Mixture{
		"two peaks":  twoPeaks,
		"heavy tail": {Weight: []float64{1}, Center: []float64{2}, Scale: []float64{3}, DF: 1},
		"scales":     {Weight: []float64{.5, .5}, Center: []float64{0, 0}, Scale: []float64{1e-6, 1}, DF: 40},
	}
	for name, m := range mixtures {
		for _, p := range []float64{1e-9, .001, .025, .05, .3, .5, .61, .95, .975, .9999} {
			near(t, fmt.Sprintf("%s: cdf(quantile(%v))", name, p), m.CDF(m.Quantile(p)), p, 1e-7)
		}
		for _, x := range []float64{-30, -1, 0, .5, 40} {
			near(t, name+": cdf + survival", m.CDF(x)+m.survival(x), 1, 1e-12)
		}
	}
	if q := twoPeaks.Quantile(0); !math.IsInf(q, -1) {
		t.Errorf("quantile(0) = %v", q)
	}
	if q := twoPeaks.Quantile(1.5); !math.IsNaN(q) {
		t.Errorf("quantile(1.5) = %v", q)
	}
}

func TestMixtureMoments(t *testing.T) {
	// By hand: mean .6*-1 + .4*5; variance with k/(k-2) = 1.5.
	near(t, "mean", twoPeaks.Mean(), 1.4, 1e-14)
	near(t, "sd", twoPeaks.SD(), math.Sqrt(.6*(.0001*1.5+2.4*2.4)+.4*(.25*1.5+3.6*3.6)), 1e-14)
}

func TestStretch(t *testing.T) {
	m := Mixture{Weight: []float64{1}, Center: []float64{3}, Scale: []float64{1}, DF: 30}
	one, two := m.Stretch(1), m.Stretch(2)
	near(t, "median stays", two.Median, one.Median, 1e-12)
	near(t, "sd doubles", two.SD, 2*one.SD, 1e-14)
	near(t, "95 % interval", two.CI95[0], 3-2*TQuantile(.975, 30), 1e-12)
	near(t, "90 % interval", two.CI90[1], 3+2*TQuantile(.95, 30), 1e-12)
	near(t, "p", two.P, 2*TCDF(-1.5, 30), 1e-12)
	near(t, "p not stretched", one.P, 2*TCDF(-3, 30), 1e-12)
	near(t, "p of a negative effect", Mixture{Weight: m.Weight, Center: []float64{-3}, Scale: m.Scale, DF: 30}.Stretch(2).P, two.P, 1e-12)
	if claim, excludes := two.P < .05, two.CI95[0] > 0; claim != excludes {
		t.Errorf("p %v and interval %v disagree", two.P, two.CI95)
	}
}
