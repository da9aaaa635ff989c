package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// oneModel returns a mixture of one error model of the grid, the one nearest to what is
// asked for.
func oneModel(want func(errorModel) bool) Mixture {
	m := Mixture{Weight: make([]float64, len(slowMixGrid))}
	for g, e := range slowMixGrid {
		if want(e) {
			m.Weight[g] = 1
			return m
		}
	}
	panic("no such model in the grid")
}

// TestSlopeIsGeneralisedLeastSquares compares with the formulae, written out:
// b = (X'V^-1 X)^-1 X'V^-1 y, s2 = e'V^-1 e/(n-2).
func TestSlopeIsGeneralisedLeastSquares(t *testing.T) {
	m := oneModel(func(e errorModel) bool { return e.slow > 0 && e.noise > 0 && e.fastPhi > .4 })
	r := rand.New(rand.NewPCG(5, 5))
	var day []int
	var y []float64
	for d := range 40 {
		if d%7 == 3 { // gaps
			continue
		}
		day, y = append(day, d+12), append(y, 3+.05*float64(d)+r.NormFloat64())
	}
	n := len(day)
	v, x := mat.NewSymDense(n, nil), mat.NewDense(n, 2, nil)
	for i := range n {
		x.SetRow(i, []float64{1, float64(day[i])})
		for j := range i + 1 {
			v.SetSym(i, j, averageCov(m.Weight, day[i]-day[j]))
		}
	}
	var inv, xtv, xtvx, xtvy, cov, b, e, ve mat.Dense
	if err := inv.Inverse(v); err != nil {
		t.Fatal(err)
	}
	xtv.Mul(x.T(), &inv)
	xtvx.Mul(&xtv, x)
	xtvy.Mul(&xtv, mat.NewVecDense(n, y))
	if err := cov.Inverse(&xtvx); err != nil {
		t.Fatal(err)
	}
	b.Mul(&cov, &xtvy)
	e.Mul(x, &b)
	e.Sub(mat.NewVecDense(n, y), &e)
	ve.Mul(&inv, &e)
	var s2 mat.Dense
	s2.Mul(e.T(), &ve)
	wantSE := math.Sqrt(s2.At(0, 0) / float64(n-2) * cov.At(1, 1))
	got, ok := Slope(m, day, y)
	if !ok || math.Abs(got.PerDay-b.At(1, 0)) > 1e-9 || math.Abs(got.SE-wantSE) > 1e-9 || got.DF != float64(n-2) {
		t.Errorf("%+v %v: want slope %v, standard error %v", got, ok, b.At(1, 0), wantSE)
	}
	if want := twoSidedT(b.At(1, 0), wantSE, float64(n-2)); math.Abs(got.P-want) > 1e-9 {
		t.Errorf("p %v: want %v", got.P, want)
	}
}

// TestSlopeIsCalibrated: among steady made-up people in whom a change was found,
// the baseline slopes its way at p < 0.2 in at most 1 of 10, whose nights hang
// together or not; among those who drifted by half an SD a month, in most.
func TestSlopeIsCalibrated(t *testing.T) {
	const start, end = 90, 150
	speaks := func(rho, sdMonth float64) (share float64, found int) {
		r := rand.New(rand.NewPCG(17, uint64(100*rho)))
		spoke := 0
		for range 150 {
			rows := Rows{}
			y, e := make([]float64, end), r.NormFloat64()
			for d := range end {
				rows.Day, rows.On = append(rows.Day, d), append(rows.On, 0)
				y[d] = e + sdMonth*float64(min(d, start))/30
				if d >= start {
					rows.On[d] = 1
					y[d] += 1.8
				}
				e = rho*e + math.Sqrt(1-rho*rho)*r.NormFloat64()
			}
			mix, err := FitSlowMix(rows, [][]float64{y})
			if err != nil {
				t.Fatal(err)
			}
			if mix[0].Stretch(1).CI95[0] <= 0 {
				continue
			}
			found++
			if s, ok := Slope(mix[0], rows.Day[:start], y[:start]); ok && s.P < .2 && s.PerDay > 0 {
				spoke++
			}
		}
		return float64(spoke) / float64(found), found
	}
	for _, rho := range []float64{.3, .6} {
		if share, n := speaks(rho, 0); n < 80 || share > .1 {
			t.Errorf("lag-1 correlation %g: %.0f %% of %d steady people", rho, 100*share, n)
		}
	}
	if share, n := speaks(.3, .5); n < 80 || share < .7 {
		t.Errorf("%.0f %% of %d people who drifted", 100*share, n)
	}
}

func TestSlopeRefuses(t *testing.T) {
	m := oneModel(func(e errorModel) bool { return e.slow == 0 })
	for name, f := range map[string]func() (SlopeFit, bool){
		"two values":        func() (SlopeFit, bool) { return Slope(m, []int{0, 1}, []float64{1, 2}) },
		"no variation":      func() (SlopeFit, bool) { return Slope(m, []int{0, 1, 2, 3}, []float64{2, 2, 2, 2}) },
		"a value too few":   func() (SlopeFit, bool) { return Slope(m, []int{0, 1, 2}, []float64{1, 2}) },
		"no mixture at all": func() (SlopeFit, bool) { return Slope(Mixture{}, []int{0, 1, 2}, []float64{1, 3, 2}) },
		"a missing value":   func() (SlopeFit, bool) { return Slope(m, []int{0, 1, 2, 3}, []float64{1, math.NaN(), 2, 5}) },
	} {
		if fit, ok := f(); ok {
			t.Errorf("%s: %+v", name, fit)
		}
	}
}
