package stats

import (
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

type verdictCase struct {
	ID, File, Column, Outcome string
	Dow0                      int
	Start                     int  `json:"start_index"`
	OnEnd                     *int `json:"on_end"`
	Gap                       int
	Result                    struct {
		NBase        int `json:"n_base"`
		NOn          int `json:"n_on"`
		Verdict      string
		DF           float64
		Mean, SD     float64
		Median       float64
		CI           [2]float64
		PModel       float64   `json:"p_model"`
		Starts       []int     `json:"placebo_starts"`
		PlaceboMean  []float64 `json:"placebo_est"`
		PlaceboSD    []float64 `json:"placebo_se"`
		Z2           *float64  `json:"placebo_z2"`
		PlaceboDays  int       `json:"placebo_days"`
		Share        *float64
		Lam          float64
		CIUsed       [2]float64 `json:"ci_used"`
		PUsed        float64    `json:"p_used"`
		SDUsed       float64    `json:"sd_used"`
		BaselineDays int        `json:"baseline_max"`
	}
}

func verdictCases(t testing.TB) (cases []verdictCase, grid [][]float64) {
	var golden struct {
		Grid  [][]float64
		Cases []verdictCase
	}
	readGolden(t, "verdict_rule.json", &golden)
	return golden.Cases, golden.Grid
}

// seriesFile returns the path of a golden series. The simulated ones are here;
// those of real people are read where the shared reference data lies beside the
// repository, and their cases are skipped, with a word, where it does not.
func seriesFile(t testing.TB, name string) string {
	t.Helper()
	for _, dir := range []string{"testdata", filepath.Join("..", "..", "..", "shared", "golden")} {
		path := filepath.Join(dir, "verdict_rule_data", name)
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	t.Skipf("NOT RUN: %s is a real person's series and not part of the repository", name)
	return ""
}

func (c verdictCase) series(t testing.TB) []float64 {
	cols := readColumns(t, seriesFile(t, c.File))
	date, dated := cols["date"]
	if !dated {
		date = cols["day"]
	}
	value := slices.Clone(cols[c.Column])
	if dated { // a night of no minutes at all is a missing night in these exports
		for i, v := range value {
			if v <= 0 {
				value[i] = math.NaN()
			}
		}
	}
	return calendar(date, value)
}

func (c verdictCase) input(t testing.TB) BeforeAfterInput {
	y := c.series(t)
	in := BeforeAfterInput{Y: [][]float64{y}, Weekday0: c.Dow0, Start: c.Start, End: len(y), Gap: c.Gap, L0: []float64{1}}
	if c.OnEnd != nil {
		in.End = *c.OnEnd
	}
	if c.Outcome == "hrv" {
		in.L0[0] = 1.3
	}
	return in
}

func TestSlowMixGridIsTheReferenceGrid(t *testing.T) {
	_, want := verdictCases(t)
	if len(want) != len(slowMixGrid) {
		t.Fatalf("%d grid points, want %d", len(slowMixGrid), len(want))
	}
	for i, e := range slowMixGrid {
		nearAll(t, "grid point", []float64{e.noise, e.fast, e.fastPhi, e.slow, e.slowPhi, e.prior}, want[i], 1e-15)
	}
}

func TestBeforeAfterGolden(t *testing.T) {
	cases, _ := verdictCases(t)
	tested := 0
	for _, c := range cases {
		if c.Result.BaselineDays == 0 {
			continue // multi-phase: TestFitSlowMixGolden
		}
		tested++
		t.Run(c.ID, func(t *testing.T) {
			checkBeforeAfter(t, BeforeAfter(c.input(t))[0], c)
		})
	}
	if tested != 8 {
		t.Errorf("%d before/after cases, want 8", tested)
	}
}

func checkBeforeAfter(t *testing.T, got BeforeAfterFit, c verdictCase) {
	want := c.Result
	if got.NOff != want.NBase || got.NOn != want.NOn {
		t.Errorf("nights: got %d off, %d on, want %d, %d", got.NOff, got.NOn, want.NBase, want.NOn)
	}
	if got.Enough != (want.Verdict == "") {
		t.Fatalf("enough: got %v", got.Enough)
	}
	if !got.Enough {
		return
	}
	const tolerance = 1e-7
	near(t, "df", got.Used.DF, want.DF, 0)
	near(t, "mean", got.Mixture.Mean(), want.Mean, tolerance)
	near(t, "sd", got.Mixture.SD(), want.SD, tolerance)
	model := got.Mixture.Stretch(1)
	near(t, "median", model.Median, want.Median, tolerance)
	nearAll(t, "ci", model.CI95[:], want.CI[:], tolerance)
	near(t, "p", model.P, want.PModel, tolerance)
	if !slices.Equal(got.PlaceboStart, want.Starts) {
		t.Errorf("made-up starts: got %v, want %v", got.PlaceboStart, want.Starts)
	}
	nearAll(t, "placebo mean", got.PlaceboMean, want.PlaceboMean, tolerance)
	nearAll(t, "placebo sd", got.PlaceboSD, want.PlaceboSD, tolerance)
	if got.PlaceboDays != want.PlaceboDays || got.Personal != (want.PlaceboDays >= 60) {
		t.Errorf("made-up days: got %d (personal %v), want %d", got.PlaceboDays, got.Personal, want.PlaceboDays)
	}
	near(t, "z2", got.Z2, orNaN(want.Z2), tolerance)
	near(t, "share", got.Share, orNaN(want.Share), 1e-15)
	near(t, "lambda", got.Used.Lambda, want.Lam, tolerance)
	near(t, "median used", got.Used.Median, want.Median, tolerance)
	nearAll(t, "ci used", got.Used.CI95[:], want.CIUsed[:], tolerance)
	near(t, "p used", got.Used.P, want.PUsed, tolerance)
	near(t, "sd used", got.Used.SD, want.SDUsed, tolerance)
}

func orNaN(v *float64) float64 {
	if v == nil {
		return math.NaN()
	}
	return *v
}

// Outcomes with the same missing nights share one pass; that must not be seen.
func TestBeforeAfterGroupsEqualSingleOutcomes(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	a, b, c := simulated(rng, 260, .1), simulated(rng, 260, 0), simulated(rng, 260, .2)
	d, short := simulated(rng, 260, 0), simulated(rng, 260, 0)
	sameGaps([][]float64{a, b, d})
	for day := range 175 { // 25 nights off: description only
		short[day] = math.NaN()
	}
	in := BeforeAfterInput{Y: [][]float64{a, c, b, short, d}, Weekday0: 5, Start: 200, End: 255, Gap: 7, L0: []float64{1.3, 1, 1, 1, 1.3}}
	together := BeforeAfter(in)
	for j := range in.Y {
		alone := in
		alone.Y, alone.L0 = in.Y[j:j+1], in.L0[j:j+1]
		want, got := BeforeAfter(alone)[0], together[j]
		if got.NOff != want.NOff || got.NOn != want.NOn || got.Enough != want.Enough || got.Enough == (j == 3) {
			t.Fatalf("outcome %d: %d off, %d on, enough %v; alone %d, %d, %v",
				j, got.NOff, got.NOn, got.Enough, want.NOff, want.NOn, want.Enough)
		}
		if !slices.Equal(got.OffRows, want.OffRows) || !slices.Equal(got.OnRows, want.OnRows) {
			t.Errorf("outcome %d: other rows", j)
		}
		near(t, "median", got.Used.Median, want.Used.Median, 1e-9)
		near(t, "p", got.Used.P, want.Used.P, 1e-9)
		near(t, "lambda", got.Used.Lambda, want.Used.Lambda, 1e-9)
		near(t, "share", got.Share, want.Share, 0)
		nearAll(t, "placebo mean", got.PlaceboMean, want.PlaceboMean, 1e-8)
	}
}

func TestBeforeAfterFewPlacebos(t *testing.T) {
	y := simulated(rand.New(rand.NewPCG(9, 9)), 130, 0)
	// Start 70, window 40 days: made-up starts on days 30 only (28 needed).
	fit := BeforeAfter(BeforeAfterInput{Y: [][]float64{y}, Start: 70, End: 110, Gap: 7, L0: []float64{1.3}})[0]
	if !slices.Equal(fit.PlaceboStart, []int{30}) || fit.Personal || fit.PlaceboDays != 7 {
		t.Errorf("made-up starts %v, personal %v, days %d", fit.PlaceboStart, fit.Personal, fit.PlaceboDays)
	}
	near(t, "lambda falls back on L0", fit.Used.Lambda, math.Sqrt(1.3), 1e-15)
	// The on-phase counts for 90 days at most, the baseline for 180.
	long := simulated(rand.New(rand.NewPCG(9, 1)), 420, 0)
	fit = BeforeAfter(BeforeAfterInput{Y: [][]float64{long}, Start: 200, End: 420, Gap: 7, L0: []float64{1}})[0]
	if fit.OffRows[0] != 20 || fit.NOff != 180 || fit.OnRows[0] != 207 || fit.NOn != 83 {
		t.Errorf("rows: off from %d (%d), on from %d (%d)", fit.OffRows[0], fit.NOff, fit.OnRows[0], fit.NOn)
	}
	if got := BeforeAfter(BeforeAfterInput{}); len(got) != 0 {
		t.Errorf("no outcomes: %v", got)
	}
	flat := make([]float64, 130)
	fit = BeforeAfter(BeforeAfterInput{Y: [][]float64{flat}, Start: 90, End: 130, Gap: 0, L0: []float64{1.3}})[0]
	if !fit.Enough || fit.Used.Median != 0 || fit.Used.SD != 0 || fit.Used.P < .999 || fit.Share != 1 {
		t.Errorf("an outcome that never changes: %+v", fit.Used)
	}
}
