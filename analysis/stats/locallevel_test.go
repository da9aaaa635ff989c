package stats

import (
	"math"
	"testing"
)

func TestLocalLevelGolden(t *testing.T) {
	var golden struct {
		Fixed []struct {
			ID    string
			Input struct {
				Y    []*float64
				H, Q float64
			}
			Output struct {
				LogLik   float64   `json:"logLik_diffuse"`
				Ahead    []float64 `json:"a_filtered_pred"`
				AheadVar []float64 `json:"P_pred"`
				Level    []float64 `json:"alphahat"`
				Var      []float64 `json:"V_smooth"`
			}
		}
		Fitted struct {
			KFAS struct{ H, Q, LogLik float64 } `json:"Nile_KFAS_MLE"`
		}
	}
	readGolden(t, "kalman.json", &golden)
	if len(golden.Fixed) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range golden.Fixed {
		fit, err := SmoothLocalLevel(withGaps(c.Input.Y), c.Input.H, c.Input.Q)
		if err != nil {
			t.Fatal(err)
		}
		near(t, c.ID+" log likelihood", fit.LogLik, c.Output.LogLik, 1e-10)
		nearAll(t, c.ID+" level", fit.Level, c.Output.Level, 1e-9)
		nearAll(t, c.ID+" variance", fit.LevelVar, c.Output.Var, 1e-8)
		last := len(c.Output.Ahead) - 1
		near(t, c.ID+" last", fit.Last, c.Output.Ahead[last], 1e-10)
		near(t, c.ID+" last variance", fit.LastVar+fit.Q, c.Output.AheadVar[last], 1e-9)
	}
	fit, err := FitLocalLevel(withGaps(golden.Fixed[0].Input.Y))
	if err != nil {
		t.Fatal(err)
	}
	want := golden.Fitted.KFAS
	near(t, "H", fit.H, want.H, 1e-4)
	near(t, "Q", fit.Q, want.Q, 1e-3)
	near(t, "log likelihood", fit.LogLik, want.LogLik, 1e-9)
	if fit.LogLik < want.LogLik-1e-9 {
		t.Errorf("log likelihood %.12f, the reference found %.12f", fit.LogLik, want.LogLik)
	}
}

// The other reference starts from a huge prior variance instead of a diffuse
// one: agreement to about a thousandth of the level.
func TestLocalLevelStatsmodels(t *testing.T) {
	var golden struct {
		Nile struct {
			Params   [2]float64
			Smoothed []float64
			MLE      [2]float64
		} `json:"local_level_nile"`
	}
	readGolden(t, "statsmodels_ts.json", &golden)
	var kfas struct {
		Fixed []struct{ Input struct{ Y []*float64 } }
	}
	readGolden(t, "kalman.json", &kfas)
	fit, err := SmoothLocalLevel(withGaps(kfas.Fixed[0].Input.Y), golden.Nile.Params[0], golden.Nile.Params[1])
	if err != nil {
		t.Fatal(err)
	}
	nearAll(t, "level", fit.Level, golden.Nile.Smoothed, .005)
}

func TestLocalLevelEdges(t *testing.T) {
	nan := math.NaN()
	if _, err := SmoothLocalLevel([]float64{nan, 4, nan}, 1, 1); err != ErrTooFewValues {
		t.Errorf("one value: %v", err)
	}
	early, err := SmoothLocalLevel([]float64{nan, nan, 4, 5}, 1, .5)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "level before the first value", early.Level[0], early.Level[2], 0)
	near(t, "its variance", early.LevelVar[0], early.LevelVar[2]+1, 1e-14)
	still, err := SmoothLocalLevel([]float64{2, 4, 6}, 1, 0)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "a level that does not move is the mean", still.Level[0], 4, 1e-14)
	flat, err := FitLocalLevel([]float64{5, 5, 5})
	if err != nil || flat.H != 0 || flat.Last != 5 || !math.IsNaN(flat.LogLik) {
		t.Errorf("constant: %+v, %v", flat, err)
	}
}
