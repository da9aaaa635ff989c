package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"testing"
)

type olsCase struct {
	ID    string
	Input struct {
		Y []float64
		X [][]float64
	}
	Output struct {
		Coef  []float64
		SE    []float64 `json:"se_iid"`
		Sigma float64
		DF    int
		Resid []float64
		NW    []struct {
			Lag    int
			Adjust bool
			SE     []float64
		}
	}
}

func TestOLSGolden(t *testing.T) {
	var golden struct{ Cases []olsCase }
	readGolden(t, "ols_neweywest.json", &golden)
	if len(golden.Cases) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range golden.Cases {
		t.Run(c.ID, func(t *testing.T) { checkOLS(t, c) })
	}
}

func checkOLS(t *testing.T, c olsCase) {
	const tolerance = 1e-10
	cols := make([][]float64, len(c.Input.X[0]))
	day := make([]int, len(c.Input.Y)) // the reference closes gaps up
	for i, row := range c.Input.X {
		day[i] = i
		for j, v := range row {
			cols[j] = append(cols[j], v)
		}
	}
	fit, ok := fitOLS(cols, c.Input.Y)
	if !ok {
		t.Fatal("not ok")
	}
	if fit.df != c.Output.DF {
		t.Errorf("df %d, want %d", fit.df, c.Output.DF)
	}
	near(t, "sigma", fit.sigma(), c.Output.Sigma, tolerance)
	nearAll(t, "coefficients", fit.coef, c.Output.Coef, tolerance)
	for i, r := range fit.resid {
		if math.Abs(r-c.Output.Resid[i]) > 1e-12 {
			t.Errorf("residual %d: got %v, want %v", i, r, c.Output.Resid[i])
		}
	}
	for j, se := range c.Output.SE {
		near(t, fmt.Sprintf("se %d", j), fit.se(j), se, tolerance)
		for _, nw := range c.Output.NW {
			if nw.Adjust {
				near(t, fmt.Sprintf("newey-west se %d lag %d", j, nw.Lag), fit.neweyWestSE(j, day, nw.Lag), nw.SE[j], tolerance)
			}
		}
	}
}

func TestNeweyWestPairsOnlyDaysApart(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	var everyOther, adjacent []int
	cols := [][]float64{nil, nil}
	var y []float64
	for i := range 40 {
		everyOther, adjacent = append(everyOther, 2*i), append(adjacent, i)
		cols[0], cols[1] = append(cols[0], 1), append(cols[1], float64(i/10%2))
		y = append(y, rng.NormFloat64())
	}
	fit, _ := fitOLS(cols, y)
	near(t, "no day next to another: as lag 0", fit.neweyWestSE(1, everyOther, 1), fit.neweyWestSE(1, adjacent, 0), 1e-14)
}

func TestFitOLSRefusals(t *testing.T) {
	y := []float64{1, 2, 4}
	for name, cols := range map[string][][]float64{
		"no degrees of freedom": {{1, 1, 1}, {1, 2, 3}, {1, 0, 0}},
		"dependent columns":     {{1, 1, 1}, {2, 2, 2}},
	} {
		if _, ok := fitOLS(cols, y); ok {
			t.Errorf("%s: ok", name)
		}
	}
}

// The golden's full model is our design: intercept, on, trend, weekday.
func TestOLSDesignSEGolden(t *testing.T) {
	var golden struct{ Cases []olsCase }
	readGolden(t, "ols_neweywest.json", &golden)
	tested := 0
	for _, c := range golden.Cases {
		if filepath.Base(c.ID) != "full" {
			continue
		}
		tested++
		r, y := observedRows(readColumns(t, filepath.Join("testdata", "verdict_rule_data", filepath.Dir(c.ID)+".csv")))
		se, resid, ok := OLSDesignSE(r, y)
		if !ok || len(resid) != len(y) {
			t.Fatalf("%s: ok %v, %d residuals", c.ID, ok, len(resid))
		}
		near(t, c.ID, se, c.Output.SE[1], 1e-10)
	}
	if tested != 4 {
		t.Errorf("%d full models, want 4", tested)
	}
	if _, _, ok := OLSDesignSE(Rows{Day: []int{0, 1, 2}, On: []float64{1, 1, 1}}, []float64{1, 2, 4}); ok {
		t.Error("all on: ok")
	}
}

func TestDetrendedSD(t *testing.T) {
	// Exact trend and weekday swing plus a zigzag orthogonal to neither, in
	// whole weeks: what is left must not depend on the trend and the swing.
	rng := rand.New(rand.NewPCG(8, 8))
	var r Rows
	var noise, y []float64
	for d := range 70 {
		e := rng.NormFloat64()
		r.Day = append(r.Day, d+3)
		noise = append(noise, e)
		y = append(y, 50-.4*float64(d)+5*float64(d%7)+e)
	}
	got, want := DetrendedSD(r, y), DetrendedSD(r, noise)
	near(t, "sd", got, want, 1e-10)
	var sum float64
	for _, e := range DetrendedResiduals(r, y) {
		sum += e * e
	}
	near(t, "n - p", sum/(got*got), 70-8, 1e-10)
	if v := DetrendedSD(Rows{Day: []int{1, 2}}, []float64{1, 2}); !math.IsNaN(v) {
		t.Errorf("two nights: got %v, want NaN", v)
	}
	if v := DetrendedResiduals(Rows{Day: []int{1, 2}}, []float64{1, 2}); v != nil {
		t.Errorf("two nights: got %v, want none", v)
	}
}
