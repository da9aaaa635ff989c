package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
)

func TestSatterthwaiteGolden(t *testing.T) {
	var golden struct {
		Cases []struct {
			ID     string
			Output struct{ Est, SE, DF, Rho float64 }
		}
	}
	readGolden(t, "gls_satterthwaite.json", &golden)
	if len(golden.Cases) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range golden.Cases {
		data, formula, _ := strings.Cut(c.ID, " ")
		model := "level"
		if strings.Contains(formula, "tc") {
			model = "trend"
		}
		f, r, _ := nlmeRefit(t, data, model, REMLOptions{})
		fit, err := f.Fit(r.On)
		if err != nil {
			t.Fatal(err)
		}
		near(t, c.ID+": est", fit.Est, c.Output.Est, 1e-5)
		near(t, c.ID+": se", fit.SE, c.Output.SE, 1e-5)
		near(t, c.ID+": df", fit.SattDF, c.Output.DF, .05)
	}
}

func TestKenwardRogerGolden(t *testing.T) {
	var golden struct {
		Cases []struct {
			Output struct{ Est, SE, DF, P float64 }
			Spec   struct {
				B  float64
				SE float64 `json:"se_unadjusted"`
				KR float64 `json:"se_kr"`
				DF float64
			} `json:"spec_formula"`
		}
	}
	readGolden(t, "kenward_roger.json", &golden)
	if len(golden.Cases) != 1 {
		t.Fatal("want one case")
	}
	f, r, _ := nlmeRefit(t, "ab60_null", "level", REMLOptions{})
	fit, err := f.Fit(r.On)
	if err != nil {
		t.Fatal(err)
	}
	// The same formulas elsewhere.
	spec := golden.Cases[0].Spec
	near(t, "b", fit.Est, spec.B, 1e-6)
	near(t, "se", fit.SE, spec.SE, 1e-6)
	near(t, "kr se", fit.KRSE, spec.KR, 1e-5)
	near(t, "kr df", fit.KRDF, spec.DF, 1e-5)
	// mmrm: observed information and another parametrisation.
	want := golden.Cases[0].Output
	near(t, "mmrm est", fit.Est, want.Est, 1e-5)
	near(t, "mmrm se", fit.KRSE, want.SE, .01)
	near(t, "mmrm df", fit.KRDF, want.DF, .15)
	near(t, "mmrm p", fit.P, want.P, .01)
}

// The correction by dense matrices, straight from the formulas of Kenward and
// Roger, on nights with gaps and for negative rho too.
func TestKenwardRogerAgainstDense(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for _, rho := range []float64{-.4, 0, .2, .6, .95} {
		var r Rows
		for d := range 90 {
			if rng.Float64() < .8 {
				r.Day = append(r.Day, d)
				r.On = append(r.On, float64(d/45))
			}
		}
		y := make([]float64, len(r.Day))
		for i := range y {
			y[i] = rng.NormFloat64()
		}
		f, err := NewTreatmentRefit(r, y, REMLOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Fit(r.On); err != nil {
			t.Fatal(err)
		}
		inflation, df := f.kenwardRoger(f.profile.solve(rho))
		wantInflation, wantDF := denseKenwardRoger(r.Day, f.cols[:f.profile.p], rho)
		near(t, fmt.Sprintf("inflation at %v", rho), inflation, wantInflation, 1e-9)
		near(t, fmt.Sprintf("df at %v", rho), df, wantDF, 1e-9)
	}
}

func denseKenwardRoger(day []int, cols [][]float64, rho float64) (inflation, df float64) {
	n, p := len(day), len(cols)
	v, v1, v2 := mat.NewDense(n, n, nil), mat.NewDense(n, n, nil), mat.NewDense(n, n, nil)
	for i := range n {
		for j := range n {
			d := math.Abs(float64(day[i] - day[j]))
			v.Set(i, j, math.Pow(rho, d))
			if d > 0 {
				v1.Set(i, j, d*math.Pow(rho, d-1))
			}
			if d > 1 {
				v2.Set(i, j, d*(d-1)*math.Pow(rho, d-2))
			}
		}
	}
	x := mat.NewDense(n, p, nil)
	for j, c := range cols {
		x.SetCol(j, c)
	}
	product := func(ms ...mat.Matrix) *mat.Dense { m := new(mat.Dense); m.Product(ms...); return m }
	var a, phi, pr, proj, s, rest mat.Dense
	_ = a.Inverse(v)
	_ = phi.Inverse(product(x.T(), &a, x))
	ax := product(&a, x)
	proj.Sub(&a, product(ax, &phi, ax.T()))
	pr.Scale(-1, product(ax.T(), v1, ax))
	q := product(ax.T(), v1, &a, v1, ax)
	pv1 := product(&proj, v1)
	w := inverse2(float64(n-p)/2, mat.Trace(pv1)/2, mat.Trace(product(pv1, pv1))/2)
	s.Scale(.25, product(ax.T(), v2, ax))
	rest.Sub(q, product(&pr, &phi, &pr))
	rest.Sub(&rest, &s)
	rest.Scale(w.rr, &rest)
	pr.Scale(.5*w.sr, &pr)
	rest.Add(&rest, &pr)
	j := p - 1
	inflation = math.Max(1, 1+2*product(&phi, &rest, &phi).At(j, j)/phi.At(j, j))
	pr.Scale(2/w.sr, &pr)
	slope := -product(&phi, &pr, &phi).At(j, j)
	return inflation, degrees(phi.At(j, j), slope, w)
}

// Nights without an effect: the share of p < 0.05 on AR(1) noise with gaps,
// trend and weekday in the model.
func TestREMLFalseAlarms(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	rng := rand.New(rand.NewPCG(20, 26))
	const rounds = 2000
	for _, n := range []int{60, 120} {
		for _, rho := range []float64{0, .3, .6} {
			alarms, plain := 0, 0
			for range rounds {
				var r Rows
				var y []float64
				state := rng.NormFloat64()
				for d := range n {
					state = rho*state + math.Sqrt(1-rho*rho)*rng.NormFloat64()
					if rng.Float64() > .1 {
						r.Day, r.On, y = append(r.Day, d), append(r.On, float64(2*d/n)), append(y, state)
					}
				}
				fit, err := FitREML(r, y, REMLOptions{})
				if err != nil {
					t.Fatal(err)
				}
				if fit.P < .05 {
					alarms++
				}
				if twoSidedT(fit.Est, fit.SE, fit.DF) < .05 {
					plain++
				}
			}
			if share := float64(alarms) / rounds; share < .035 || share > .065 {
				t.Errorf("n %d, rho %v: %.1f %% false alarms (uncorrected %.1f %%)", n, rho, 100*share, 100*float64(plain)/rounds)
			}
			if plain < alarms {
				t.Errorf("n %d, rho %v: the correction added alarms", n, rho)
			}
		}
	}
}
