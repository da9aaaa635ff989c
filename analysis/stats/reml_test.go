package stats

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"
)

// nlmeCase is one generalised least-squares fit of R's nlme.
type nlmeCase struct {
	Coef, SE      []float64
	Sigma, LogLik float64
}

// goldenRows reads one of the simulated series.
func goldenRows(t testing.TB, name string) (Rows, []float64) {
	t.Helper()
	return observedRows(readColumns(t, filepath.Join("testdata", "verdict_rule_data", filepath.Base(name)+".csv")))
}

// nlmeRefit returns the reference's model: level = 1, on; trend = 1, on, day;
// full = 1, on, day, weekday. Its trend counts days, as ours does not: inDays
// is what log|X'V^-1 X| gains.
func nlmeRefit(t testing.TB, data, model string, o REMLOptions) (f *TreatmentRefit, r Rows, inDays float64) {
	t.Helper()
	r, y := goldenRows(t, data)
	nuisance := r.nuisance()
	switch model {
	case "level":
		nuisance = nuisance[:1]
	case "trend":
		nuisance = nuisance[:2]
	}
	if model != "level" {
		inDays = 2 * math.Log(float64(r.span()))
	}
	if model == "full" && !r.WeekdayAdjusted() {
		return nil, r, 0 // the reference has weekdays all the same
	}
	f, err := newTreatmentRefit(r.Day, nuisance, y, o)
	if err != nil {
		t.Fatal(err)
	}
	return f, r, inDays
}

func TestREMLFixedRhoGolden(t *testing.T) {
	var golden struct {
		Fixed []struct {
			Data, Model, Method string
			Rho, Nugget         float64
			nlmeCase
		} `json:"fixed_rho"`
	}
	readGolden(t, "gls_ar1.json", &golden)
	tested := 0
	for _, c := range golden.Fixed {
		o := REMLOptions{ML: c.Method == "ML"}
		f, r, inDays := nlmeRefit(t, c.Data, c.Model, o)
		if f == nil || c.Nugget != 0 { // the grid of FitMargAvg is checked elsewhere
			continue
		}
		tested++
		id := fmt.Sprintf("%s/%s/%s/%v ", c.Data, c.Model, c.Method, c.Rho)
		if _, err := f.Fit(r.On); err != nil { // loads the treatment column
			t.Fatal(err)
		}
		fit := f.plain(f.profile.solve(c.Rho))
		if !o.ML {
			fit.LogLik -= .5 * inDays
		}
		near(t, id+"b", fit.Est, c.Coef[1], 1e-8)
		near(t, id+"se", fit.SE, c.SE[1], 1e-8)
		near(t, id+"sigma", fit.Sigma, c.Sigma, 1e-8)
		near(t, id+"log likelihood", fit.LogLik, c.LogLik, 1e-8)
	}
	if tested < 60 {
		t.Errorf("%d cases tested", tested)
	}
}

func TestREMLOptimisedGolden(t *testing.T) {
	var golden struct {
		Optimised []struct {
			ID    string
			Input struct{ Data, Model, Method, CorStruct string }
			Out   struct {
				nlmeCase
				CorPar map[string]float64 `json:"cor_par"`
			} `json:"output"`
		}
	}
	readGolden(t, "gls_ar1.json", &golden)
	tested := 0
	for _, c := range golden.Optimised {
		if c.Input.CorStruct != "corAR1" {
			continue
		}
		o := REMLOptions{ML: c.Input.Method == "ML"}
		f, r, inDays := nlmeRefit(t, strings.TrimSuffix(c.Input.Data, ".csv"), c.Input.Model, o)
		if f == nil {
			continue
		}
		tested++
		fit, err := f.Fit(r.On)
		if err != nil {
			t.Fatal(err)
		}
		if !o.ML {
			fit.LogLik -= .5 * inDays
		}
		if rho := c.Out.CorPar["Phi1"]; math.Abs(fit.Rho-rho) > 1e-6 {
			t.Errorf("%s: rho %v, want %v", c.ID, fit.Rho, rho)
		}
		near(t, c.ID+" b", fit.Est, c.Out.Coef[1], 1e-6)
		near(t, c.ID+" se", fit.SE, c.Out.SE[1], 1e-6)
		near(t, c.ID+" sigma", fit.Sigma, c.Out.Sigma, 1e-6)
		near(t, c.ID+" log likelihood", fit.LogLik, c.Out.LogLik, 1e-10)
	}
	if tested < 20 {
		t.Errorf("%d cases tested", tested)
	}
}

// The likelihood of statsmodels' exact AR(1) with missing nights, at fixed
// coefficients, mean and innovation variance.
func TestAR1LikelihoodAgainstStatsmodels(t *testing.T) {
	var golden struct {
		Cases []struct {
			ID    string
			Exact struct {
				At []struct {
					Params []float64 // intercept, on, day, rho, innovation variance
					Llf    float64
				} `json:"llf_at"`
			} `json:"sarimax_ar1_ml_gaps_exact"`
		}
	}
	readGolden(t, "statsmodels_ts.json", &golden)
	tested := 0
	for _, c := range golden.Cases {
		r, y := goldenRows(t, c.ID)
		mean := 0.
		for _, d := range r.Day {
			mean += float64(d) / float64(len(r.Day))
		}
		for _, at := range c.Exact.At {
			tested++
			resid := make([]float64, len(y))
			for i, v := range y {
				resid[i] = v - at.Params[0] - at.Params[1]*r.On[i] - at.Params[2]*(float64(r.Day[i])-mean)
			}
			gram, q := newAR1Gram(r.Day, [][]float64{resid}), make([]float64, 1)
			rho := at.Params[3]
			gram.products(rho, q, 0, 1)
			variance := at.Params[4] / (1 - rho*rho)
			n := float64(len(y))
			got := -.5 * (n*math.Log(2*math.Pi*variance) + gram.logDet(rho) + q[0]/variance)
			near(t, c.ID, got, at.Llf, 1e-8)
		}
	}
	if tested == 0 {
		t.Fatal("no cases")
	}
}

// KFAS: the same with the mean known and nights missing.
func TestAR1LikelihoodAgainstKFAS(t *testing.T) {
	var golden struct {
		Gaps struct {
			Input struct {
				Y        []*float64
				AR       float64
				Variance float64 `json:"innov_var"`
			}
			Output struct{ LogLik float64 }
		} `json:"ar1_gaps"`
	}
	readGolden(t, "kalman.json", &golden)
	in := golden.Gaps.Input
	var day []int
	var y []float64
	for d, v := range in.Y {
		if v != nil {
			day, y = append(day, d), append(y, *v)
		}
	}
	q := make([]float64, 1)
	gram := newAR1Gram(day, [][]float64{y})
	gram.products(in.AR, q, 0, 1)
	variance := in.Variance / (1 - in.AR*in.AR)
	got := -.5 * (float64(len(y))*math.Log(2*math.Pi*variance) + gram.logDet(in.AR) + q[0]/variance)
	near(t, "log likelihood", got, golden.Gaps.Output.LogLik, 1e-10)
}
