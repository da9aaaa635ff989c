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
