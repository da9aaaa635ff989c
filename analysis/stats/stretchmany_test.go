package stats

import (
	"math"
	"testing"
)

func TestStretcherIsStretch(t *testing.T) {
	r, ts, ys := eachCase(70)
	fits, err := FitSlowMixEach(r, ts[:3], ys)
	if err != nil {
		t.Fatal(err)
	}
	far := Mixture{Weight: []float64{.7, .3}, Center: []float64{5, 6}, Scale: []float64{.5, .8}, DF: 200}
	thick := Mixture{Weight: []float64{.5, .5}, Center: []float64{-1, 3}, Scale: []float64{1, 9}, DF: 2}
	all := []Mixture{far, thick}
	for _, f := range fits {
		all = append(all, f...)
	}
	var s Stretcher
	for i, m := range all {
		for _, lambda := range []float64{1, 1.14} {
			want := m.Stretch(lambda)
			median, ci, p := s.Stretch(m, lambda)
			sd := math.Max(want.SD, 1e-300)
			for name, d := range map[string]float64{"median": (median - want.Median) / sd, "low": (ci[0] - want.CI95[0]) / sd,
				"high": (ci[1] - want.CI95[1]) / sd, "p": (p - want.P) / math.Max(10*want.P, 1e-12)} {
				if !(math.Abs(d) < 1e-6) {
					t.Errorf("mixture %d, lambda %v: %s is off by %g", i, lambda, name, d)
				}
			}
		}
	}
}

func TestTTable(t *testing.T) {
	for _, df := range []float64{1, 3.5, 30, 400} {
		table := newTTable(df)
		for x := -13.; x <= 13; x += .0173 {
			cdf, density := table.lookup(x)
			if d := math.Abs(cdf - TCDF(x, df)); d > 1e-8 {
				t.Fatalf("df %v at %v: off by %g", df, x, d)
			}
			if d := math.Abs(density - tDensity(x, df, tLogNorm(df))); d > 1e-3 {
				t.Fatalf("df %v at %v: density off by %g", df, x, d)
			}
		}
	}
}
