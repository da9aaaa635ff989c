package stats

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"gonum.org/v1/gonum/mat"
)

func TestFitSlowMixGolden(t *testing.T) {
	cases, _ := verdictCases(t)
	tested := 0
	for _, c := range cases {
		if c.Result.BaselineDays != 0 {
			continue // before/after: TestBeforeAfterGolden
		}
		tested++
		r, y := observedRows(readColumns(t, filepath.Join("testdata", "verdict_rule_data", c.File)))
		fits, err := FitSlowMix(r, [][]float64{y})
		if err != nil {
			t.Fatal(err)
		}
		got, want := fits[0].Stretch(1), c.Result
		near(t, c.ID+" df", got.DF, want.DF, 0)
		near(t, c.ID+" mean", got.Mean, want.Mean, 1e-7)
		near(t, c.ID+" sd", got.SD, want.SD, 1e-7)
		near(t, c.ID+" median", got.Median, want.Median, 1e-7)
		nearAll(t, c.ID+" ci", got.CI95[:], want.CI[:], 1e-7)
		near(t, c.ID+" p", got.P, want.PModel, 1e-7)
	}
	if tested != 3 {
		t.Errorf("%d multi-phase cases, want 3", tested)
	}
}

// gappyRows has irregular days, one long gap and alternating phases.
func gappyRows(rng *rand.Rand, n int) (Rows, []float64) {
	r := Rows{Weekday0: 3}
	var y []float64
	slow := 0.
	for d := 0; len(r.Day) < n; d++ {
		slow = .95*slow + .3*rng.NormFloat64()
		if rng.Float64() < .15 || d >= 40 && d < 60 {
			continue
		}
		r.Day = append(r.Day, d)
		r.On = append(r.On, float64(d/21%2))
		y = append(y, 420+30*(slow+rng.NormFloat64()))
	}
	return r, y
}

// denseFit returns the textbook algebra: V built in full, Cholesky, QR of the
// whitened rows with the prior's pseudo-row appended.
func denseFit(t *testing.T, days []int, cols [][]float64, y []float64, e errorModel, trendPrior float64) posterior {
	t.Helper()
	n, p := len(days), len(cols)
	v := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			d := float64(days[j] - days[i])
			c := e.fast*math.Pow(e.fastPhi, d) + e.slow*math.Pow(e.slowPhi, d)
			if i == j {
				c += e.noise
			}
			v.SetSym(i, j, c)
		}
	}
	var chol mat.Cholesky
	if !chol.Factorize(v) {
		t.Fatal("covariance is not positive definite")
	}
	var l mat.TriDense
	chol.LTo(&l)
	a := mat.NewDense(n, p+1, nil)
	for j, c := range cols {
		a.SetCol(j, c)
	}
	a.SetCol(p, y)
	var w mat.Dense
	if err := w.Solve(&l, a); err != nil {
		t.Fatal(err)
	}
	stacked := mat.NewDense(n+1, p+1, nil)
	stacked.Slice(0, n, 0, p+1).(*mat.Dense).Copy(&w)
	stacked.Set(n, 1, trendPrior)
	var qr mat.QR
	qr.Factorize(stacked)
	var r mat.Dense
	qr.RTo(&r)
	logDet := chol.LogDet()
	for i := range p {
		logDet += 2 * math.Log(math.Abs(r.At(i, i)))
	}
	k := float64(n - p)
	if trendPrior != 0 {
		k++
	}
	q := r.At(p, p) * r.At(p, p)
	pivot := r.At(p-1, p-1)
	return posterior{
		center:    r.At(p-1, p) / pivot,
		scale:     math.Sqrt(q/k) / math.Abs(pivot),
		logWeight: math.Log(e.prior) - .5*(k*math.Log(q)+logDet),
	}
}

func TestKalmanGramEqualsDenseQR(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	r, y := gappyRows(rng, 90)
	_, z := gappyRows(rng, 90)
	cols, err := r.treatmentDesign(r.On)
	if err != nil {
		t.Fatal(err)
	}
	ys, _ := standardise([][]float64{y, z})
	const trendPrior = 2.1
	var f gridFit
	f.load(cols, ys)
	got := make([]posterior, 2)
	for g, e := range slowMixGrid {
		f.posteriors(r.Day, e, len(cols), trendPrior, got)
		for j := range ys {
			want := denseFit(t, r.Day, cols, ys[j], e, trendPrior)
			at := fmt.Sprintf("grid point %d, outcome %d: ", g, j)
			near(t, at+"centre", got[j].center, want.center, 1e-9)
			near(t, at+"scale", got[j].scale, want.scale, 1e-9)
			near(t, at+"log weight", got[j].logWeight, want.logWeight, 1e-9)
		}
	}
}

func TestFitSlowMixInvariance(t *testing.T) {
	r, y := gappyRows(rand.New(rand.NewPCG(5, 5)), 120)
	shifted := r
	shifted.Day = make([]int, len(r.Day))
	for i, d := range r.Day {
		shifted.Day[i] = d - 70 // ten weeks, to negative day numbers
	}
	moved := make([]float64, len(y))
	for i, v := range y {
		moved[i] = -3*v + 1000
	}
	base := mustFit(t, r, y)
	other := mustFit(t, shifted, moved)
	near(t, "median", other.Median, -3*base.Median, 1e-8)
	near(t, "sd", other.SD, 3*base.SD, 1e-9)
	near(t, "p", other.P, base.P, 1e-8)
	near(t, "lower limit", other.CI95[0], -3*base.CI95[1], 1e-8)
	if again := mustFit(t, r, y); again != base {
		t.Errorf("same input, other output: %+v, %+v", base, again)
	}
}

func mustFit(t testing.TB, r Rows, y []float64) Stretched {
	t.Helper()
	fits, err := FitSlowMix(r, [][]float64{y})
	if err != nil {
		t.Fatal(err)
	}
	return fits[0].Stretch(1)
}

func TestFitSlowMixSharedColumnsEqualSeparateFits(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	r, _ := gappyRows(rng, 80)
	var ys [][]float64
	for range 6 { // not a multiple of the four columns filtered together
		_, y := gappyRows(rng, 80)
		ys = append(ys, y)
	}
	together, err := FitSlowMix(r, ys)
	if err != nil {
		t.Fatal(err)
	}
	for j, y := range ys {
		near(t, "mean", together[j].Mean(), mustFit(t, r, y).Mean, 1e-10)
	}
}

func TestFitSlowMixRefusals(t *testing.T) {
	seq := func(n int) (r Rows, y []float64) {
		for d := range n {
			r.Day, r.On, y = append(r.Day, d), append(r.On, float64(d%2)), append(y, math.Sin(float64(d)))
		}
		return r, y
	}
	allOff, flat := seq(70)
	clear(allOff.On)
	fridays, _ := seq(70)
	for d := range fridays.On {
		fridays.On[d] = float64((d % 7) / 6)
	}
	few, fewY := seq(4)
	unsorted, _ := seq(70)
	unsorted.Day[3] = 2
	gap := append([]float64(nil), flat...)
	gap[5] = math.NaN()
	fine, _ := seq(70)
	tests := []struct {
		name string
		rows Rows
		y    []float64
		want error // nil: any error
	}{
		{"never on", allOff, flat, ErrNotEstimable},
		{"on exactly one weekday", fridays, flat, ErrNotEstimable},
		{"too few", few, fewY, ErrTooFewRows},
		{"no rows", Rows{}, nil, ErrTooFewRows},
		{"unsorted", unsorted, flat, nil},
		{"missing value", fine, gap, nil},
		{"lengths differ", fine, flat[:69], nil},
	}
	for _, tt := range tests {
		fits, err := FitSlowMix(tt.rows, [][]float64{tt.y})
		if err == nil || tt.want != nil && !errors.Is(err, tt.want) {
			t.Errorf("%s: got error %v (fits %d), want %v", tt.name, err, len(fits), tt.want)
		}
	}
}

func TestWeekdayNeverObservedIsLeftOut(t *testing.T) {
	var r Rows
	var y []float64
	rng := rand.New(rand.NewPCG(2, 9))
	for d := range 120 {
		if d%7 == 2 {
			continue
		}
		r.Day, r.On = append(r.Day, d), append(r.On, float64(d/20%2))
		y = append(y, 2*r.On[len(r.On)-1]+rng.NormFloat64())
	}
	fit := mustFit(t, r, y)
	// intercept, trend, five dummies, treatment; one more for the prior row
	if want := float64(len(y) - 8 + 1); fit.DF != want {
		t.Errorf("df %v, want %v", fit.DF, want)
	}
	if math.Abs(fit.Median-2) > 3*fit.SD || fit.P > 1e-3 {
		t.Errorf("a true effect of 2 came out as %+v", fit)
	}
}

func TestOutcomeThatNeverChanges(t *testing.T) {
	r, y := gappyRows(rand.New(rand.NewPCG(1, 1)), 60)
	for i := range y {
		y[i] = 3.3
	}
	fit := mustFit(t, r, y)
	near(t, "p", fit.P, 1, 1e-12)
	want := Stretched{Lambda: 1, P: fit.P, DF: fit.DF}
	if fit != want {
		t.Errorf("got %+v, want %+v", fit, want)
	}
}

// The rate of false alarms on simulated nights without an effect, as a smoke
// test: 150 series, so the standard error is about two points.
func TestNullRate(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	rng := rand.New(rand.NewPCG(20, 26))
	for _, noise := range []float64{0, .6} {
		var r Rows
		for d := range 112 {
			r.Day, r.On = append(r.Day, d), append(r.On, float64(d/28%2))
		}
		const series = 150
		ys := make([][]float64, series)
		for j := range ys {
			state := rng.NormFloat64()
			for range r.Day {
				state = .5*state + math.Sqrt(.75)*rng.NormFloat64()
				ys[j] = append(ys[j], math.Sqrt(1-noise)*state+math.Sqrt(noise)*rng.NormFloat64())
			}
		}
		fits, err := FitSlowMix(r, ys)
		if err != nil {
			t.Fatal(err)
		}
		alarms := 0
		for _, m := range fits {
			if m.Stretch(1).P < .05 {
				alarms++
			}
		}
		rate := 100 * float64(alarms) / series
		t.Logf("noise share %.1f: %.1f %% of %d series without an effect called changed", noise, rate, series)
		if rate > 9 {
			t.Errorf("%.1f %% false alarms", rate)
		}
	}
}
