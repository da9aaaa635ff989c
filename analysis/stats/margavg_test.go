package stats

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"
)

type margAvgCase struct {
	ID    string
	Input struct {
		Data string
		DF   int
	}
	Grid struct {
		Phi, Nu, Prior, B, SE []float64
		LogLik                []float64 `json:"reml_loglik"`
	}
	Output struct {
		Mean   float64 `json:"post_mean"`
		Median float64
		CI95   [2]float64
		CI90   [2]float64
		P      float64 `json:"two_sided_p"`
	}
}

func TestMargAvgGolden(t *testing.T) {
	var golden struct{ Cases []margAvgCase }
	readGolden(t, "marginal_avg_posterior.json", &golden)
	if len(golden.Cases) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range golden.Cases {
		t.Run(c.ID, func(t *testing.T) {
			path := filepath.Join("testdata", "verdict_rule_data", filepath.Base(c.Input.Data))
			r, y := observedRows(readColumns(t, path))
			full, err := r.treatmentDesign(r.On)
			if err != nil {
				t.Fatal(err)
			}
			cols, trendSize := full, float64(r.span())
			switch {
			case !strings.Contains(c.ID, "tc"):
				cols, trendSize = [][]float64{full[0], r.On}, 1
			case !strings.Contains(c.ID, "w1"):
				cols = [][]float64{full[0], full[1], r.On}
			default:
				checkMargAvgMixture(t, r, y, c)
			}
			checkMargAvgGrid(t, r, cols, y, c, trendSize)
		})
	}
}

// checkMargAvgGrid compares every grid point with nlme's generalised least
// squares: estimate, standard error, restricted log likelihood.
// Their trend counts days, ours spans: trendSize is the ratio, whose logarithm
// enters the determinant.
func checkMargAvgGrid(t *testing.T, r Rows, cols [][]float64, y []float64, c margAvgCase, trendSize float64) {
	var f gridFit
	f.load(cols, [][]float64{y})
	k := float64(len(y) - len(cols))
	near(t, "df", k, float64(c.Input.DF), 0)
	byModel := map[[2]float64]errorModel{}
	for _, e := range margAvgGrid {
		byModel[[2]float64{e.fastPhi, e.noise}] = e
	}
	one := make([]posterior, 1)
	for i, phi := range c.Grid.Phi {
		e, ok := byModel[[2]float64{phi, c.Grid.Nu[i]}]
		if !ok {
			t.Fatalf("no grid point phi %v nu %v", phi, c.Grid.Nu[i])
		}
		at := fmt.Sprintf("phi %v nu %v: ", phi, e.noise)
		near(t, at+"prior", e.prior, c.Grid.Prior[i], 1e-12)
		f.posteriors(r.Day, e, len(cols), 0, one)
		near(t, at+"b", one[0].center, c.Grid.B[i], 1e-8)
		near(t, at+"se", one[0].scale, c.Grid.SE[i], 1e-8)
		logLik := one[0].logWeight - math.Log(e.prior) - .5*k*(1+math.Log(2*math.Pi/k)) - math.Log(trendSize)
		near(t, at+"log likelihood", logLik, c.Grid.LogLik[i], 1e-8)
	}
}

func checkMargAvgMixture(t *testing.T, r Rows, y []float64, c margAvgCase) {
	fits, err := FitMargAvg(r, [][]float64{y})
	if err != nil {
		t.Fatal(err)
	}
	got, want := fits[0].Stretch(1), c.Output
	near(t, "mean", got.Mean, want.Mean, 1e-7)
	near(t, "median", got.Median, want.Median, 1e-7)
	nearAll(t, "95 % interval", got.CI95[:], want.CI95[:], 1e-7)
	nearAll(t, "90 % interval", got.CI90[:], want.CI90[:], 1e-7)
	near(t, "p", got.P, want.P, 1e-7)
}
