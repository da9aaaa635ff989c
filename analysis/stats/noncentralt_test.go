package stats

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/stat/distuv"
)

// Power of a two-sided test at 5 % by scipy's noncentral t.
func TestNoncentralTGolden(t *testing.T) {
	var golden struct {
		Power []struct{ DF, Delta, Power float64 } `json:"nct_power"`
	}
	readGolden(t, "distributions.json", &golden)
	if len(golden.Power) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range golden.Power {
		critical := TQuantile(.975, c.DF)
		got := 1 - NoncentralTCDF(critical, c.DF, c.Delta) + NoncentralTCDF(-critical, c.DF, c.Delta)
		near(t, "power", got, c.Power, 1e-8) // its t quantile is good to 2e-9
		near(t, "power of an effect", Power(c.Delta, 1, c.DF), c.Power, 1e-8)
	}
}

// The definition, integrated: P(Z + delta < t s) over s = sqrt(chi2/df).
func TestNoncentralTAgainstIntegral(t *testing.T) {
	for _, df := range []float64{2, 5.5, 24, 357} {
		logNorm := math.Ln2 + .5*df*math.Log(.5*df) - lgamma(.5*df)
		top := 1 + 12/math.Sqrt(df)
		for _, delta := range []float64{-3, 0, .7, 2.8, 12, 30} {
			for _, x := range []float64{-4, -.5, 0, 1, 1.97, 3, 15, 31} {
				want := quad.Fixed(func(s float64) float64 {
					density := math.Exp(logNorm + (df-1)*math.Log(s) - .5*df*s*s)
					return density * distuv.UnitNormal.CDF(x*s-delta)
				}, 0, top, 2000, quad.Legendre{}, 0)
				got := NoncentralTCDF(x, df, delta)
				if math.Abs(got-want) > 1e-10 {
					t.Errorf("t %v, df %v, delta %v: got %v, want %v", x, df, delta, got, want)
				}
			}
		}
	}
	near(t, "central", NoncentralTCDF(-2, 9, 0), TCDF(-2, 9), 1e-12)
	near(t, "far", NoncentralTCDF(45, 50, 40), .85, .1)
	if v := NoncentralTCDF(math.NaN(), 5, 1); !math.IsNaN(v) {
		t.Errorf("NaN: %v", v)
	}
	if v := DetectableExact(1, 1, 10); !math.IsNaN(v) {
		t.Errorf("certain power: %v", v)
	}
}
