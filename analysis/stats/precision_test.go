package stats

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// The residuals are those of dense matrix algebra with every error model weighed
// one by one.
func TestPrecisionEqualsDenseAlgebra(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 1))
	r, y := gappyRows(rng, 60)
	dev := 0.
	for i := range y {
		dev = .8*dev + rng.NormFloat64()
		y[i] += dev
	}
	cols := r.nuisance()
	n := len(y)
	scaled, _ := standardise([][]float64{y})
	logWeight := make([]float64, len(slowMixGrid))
	for g, e := range slowMixGrid {
		logWeight[g] = denseFit(t, r.Day, cols, scaled[0], e, 0).logWeight
	}
	weight := make([]float64, len(slowMixGrid))
	normalise(weight, logWeight)
	v := mat.NewDense(n, n, nil)
	for i := range n {
		for j := range n {
			d := math.Abs(float64(r.Day[i] - r.Day[j]))
			for g, e := range slowMixGrid {
				c := e.fast*math.Pow(e.fastPhi, d) + e.slow*math.Pow(e.slowPhi, d)
				if i == j {
					c = 1
				}
				v.Set(i, j, v.At(i, j)+weight[g]*c)
			}
		}
	}
	var inverse mat.Dense
	if err := inverse.Inverse(v); err != nil {
		t.Fatal(err)
	}
	x := mat.NewDense(n, len(cols), nil)
	for j, c := range cols {
		x.SetCol(j, c)
	}
	var px, xpx, hat, maker mat.Dense
	px.Mul(&inverse, x)
	xpx.Mul(x.T(), &px)
	if err := xpx.Inverse(&xpx); err != nil {
		t.Fatal(err)
	}
	hat.Mul(&px, &xpx)
	maker.Mul(&hat, px.T())
	maker.Sub(&inverse, &maker)
	var want mat.VecDense
	want.MulVec(&maker, mat.NewVecDense(n, y))

	p, err := FitPrecision(r, y)
	if err != nil {
		t.Fatal(err)
	}
	got := p.Residuals(y)
	for i := range got {
		near(t, "residual", got[i], want.AtVec(i), 1e-6)
	}
}

// Trend and weekday leave nothing of themselves, and a treatment has no part in
// the weights.
func TestPrecisionResiduals(t *testing.T) {
	r, y := gappyRows(rand.New(rand.NewPCG(6, 1)), 90)
	p, err := FitPrecision(r, y)
	if err != nil {
		t.Fatal(err)
	}
	plain := p.Residuals(y)
	more := append([]float64(nil), y...)
	for i, d := range r.Day {
		more[i] += 40 + .3*float64(d) + 5*float64(weekday(r.Weekday0, d)%3)
	}
	other := r
	other.On = make([]float64, len(y))
	q, err := FitPrecision(other, more)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range q.Residuals(more) {
		near(t, "residual", v, plain[i], 1e-8)
	}
	for i, v := range p.Residuals(more) {
		near(t, "residual of another column", v, plain[i], 1e-8)
	}
}

// TestKnownPrecision checks that the matrix gives the residuals of any column, and that
// drawn nights have the given correlation and an SD of 1.
func TestKnownPrecision(t *testing.T) {
	const rho = .6
	r := Rows{On: make([]float64, 40)}
	for d := range r.On {
		r.Day = append(r.Day, d+d/9) // gaps of a night
	}
	p, err := KnownPrecision(r, func(lag int) float64 { return math.Pow(rho, float64(lag)) })
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(8, 1))
	m, z := p.Matrix(), p.Draw(rng)
	for i, want := range p.Residuals(z) {
		got := 0.
		for j, v := range z {
			got += m.At(i, j) * v
		}
		near(t, "residual by the matrix", got, want, 1e-8)
	}
	var square, next, across float64
	const draws = 4000
	for range draws {
		y := p.Draw(rng)
		square, next, across = square+y[3]*y[3], next+y[3]*y[4], across+y[8]*y[9] // of which the last are two days apart
	}
	for _, c := range []struct {
		name      string
		got, want float64
	}{{"variance", square, 1}, {"a day apart", next, rho}, {"two days apart", across, rho * rho}} {
		if got := c.got / draws; math.Abs(got-c.want) > .1 { // at least four standard errors
			t.Errorf("%s: %.3f, want %.3f", c.name, got, c.want)
		}
	}
	if _, err := KnownPrecision(Rows{Day: []int{0, 1, 2}, On: make([]float64, 3)},
		func(int) float64 { return 0 }); !errors.Is(err, ErrTooFewRows) {
		t.Errorf("three nights: %v", err)
	}
}

func TestPrecisionRefusals(t *testing.T) {
	few := Rows{Day: []int{0, 1, 2}, On: []float64{0, 1, 0}}
	if _, err := FitPrecision(few, []float64{1, 2, 4}); !errors.Is(err, ErrTooFewRows) {
		t.Errorf("three nights: %v", err)
	}
	if _, err := FitPrecision(few, []float64{1, 2}); err == nil {
		t.Error("lengths that differ")
	}
	flat := Rows{Day: []int{0, 1, 2, 4, 5}, On: make([]float64, 5)}
	p, err := FitPrecision(flat, []float64{3, 3, 3, 3, 3})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range p.Residuals([]float64{3, 3, 3, 3, 3}) {
		if math.Abs(v) > 1e-12 {
			t.Errorf("residual of what never changes: %v", v)
		}
	}
}
