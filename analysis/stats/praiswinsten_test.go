package stats

import (
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"
)

func TestPraisWinstenGolden(t *testing.T) {
	var golden struct {
		Cases []struct {
			ID    string
			Input struct{ TwoStep bool }
			Out   struct {
				Coef, SE, P []float64
				Rho         float64
				Iterations  int
			} `json:"output"`
		}
	}
	readGolden(t, "prais_winsten.json", &golden)
	if len(golden.Cases) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range golden.Cases {
		t.Run(c.ID, func(t *testing.T) {
			data, _, _ := strings.Cut(c.ID, " ")
			r, y := goldenRows(t, data)
			cols := r.nuisance()[:1]
			if strings.Contains(c.ID, "tc") {
				cols = r.nuisance()[:2]
			}
			fit, err := praisWinsten(append(cols, r.On), y, strings.Contains(c.ID, "twostep"))
			if err != nil {
				t.Fatal(err)
			}
			near(t, "rho", fit.Rho, c.Out.Rho, 1e-9)
			near(t, "b", fit.Est, c.Out.Coef[1], 1e-9)
			near(t, "se", fit.SE, c.Out.SE[1], 1e-9)
			near(t, "p", fit.P, c.Out.P[1], 1e-8)
		})
	}
}

func TestPraisWinsten(t *testing.T) {
	r, y := goldenRows(t, "rb112")
	fit, err := PraisWinsten(r, y, false)
	if err != nil {
		t.Fatal(err)
	}
	reml, _ := FitREML(r, y, REMLOptions{})
	near(t, "about what REML says", fit.Est, reml.Est, .05)
	if fit.DF != reml.DF {
		t.Errorf("df %v, want %v", fit.DF, reml.DF)
	}
	constant := make([]float64, len(y))
	floats.AddConst(5, constant)
	if fit, err := PraisWinsten(r, constant, false); err != nil || fit.P < 0 {
		t.Errorf("an outcome that never changes: %+v, %v", fit, err)
	}
	r.On = make([]float64, len(y))
	if _, err := PraisWinsten(r, y, false); err != ErrNotEstimable {
		t.Errorf("never on: %v", err)
	}
}
