package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/mat"
)

// With one 0/1 column the answer is the 2 x 2 table: log odds ratio
// log(ad/bc), variance 1/a + 1/b + 1/c + 1/d (Woolf 1955).
func TestLogisticTwoByTwo(t *testing.T) {
	const a, b, c, d = 12., 8., 5., 25. // events and others with, with and without
	var one, exposed, event []float64
	add := func(times, x, y float64) {
		for range int(times) {
			one, exposed, event = append(one, 1), append(exposed, x), append(event, y)
		}
	}
	add(a, 1, 1)
	add(b, 1, 0)
	add(c, 0, 1)
	add(d, 0, 0)
	fit, err := Logistic([][]float64{one, exposed}, event)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "log odds without", fit.Coef[0], math.Log(c/d), 1e-10)
	near(t, "log odds ratio", fit.Coef[1], math.Log(a*d/(b*c)), 1e-10)
	near(t, "se", fit.SE[1], math.Sqrt(1/a+1/b+1/c+1/d), 1e-8)
	logLik := a*math.Log(a/(a+b)) + b*math.Log(b/(a+b)) + c*math.Log(c/(c+d)) + d*math.Log(d/(c+d))
	near(t, "log likelihood", fit.LogLik, logLik, 1e-12)
	near(t, "p", fit.P(1), 2*TCDF(-math.Abs(fit.Coef[1]/fit.SE[1]), 1e9), 1e-6)
}

// At the answer the gradient of the likelihood is 0 and its curvature the
// inverse of the covariance, both by finite differences.
func TestLogisticIsTheMaximum(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 8))
	const n = 150
	cols := make([][]float64, 3)
	event := make([]float64, n)
	for i := range n {
		x, z := rng.NormFloat64(), 40*rng.Float64()
		cols[0], cols[1], cols[2] = append(cols[0], 1), append(cols[1], x), append(cols[2], z)
		if rng.Float64() < 1/(1+math.Exp(1.5-x-.05*z)) {
			event[i] = 1
		}
	}
	fit, err := Logistic(cols, event)
	if err != nil {
		t.Fatal(err)
	}
	logLik := func(b []float64) float64 {
		odds := make([]float64, n)
		for i := range odds {
			odds[i] = b[0] + b[1]*cols[1][i] + b[2]*cols[2][i]
		}
		return logisticLogLik(odds, event)
	}
	for j, g := range fd.Gradient(nil, logLik, fit.Coef, &fd.Settings{Formula: fd.Central}) {
		if math.Abs(g) > 1e-4 {
			t.Errorf("gradient %d: %v", j, g)
		}
	}
	hessian := mat.NewSymDense(3, nil)
	fd.Hessian(hessian, logLik, fit.Coef, nil)
	var covariance mat.Dense
	if err := covariance.Inverse(hessian); err != nil {
		t.Fatal(err)
	}
	for j, se := range fit.SE {
		near(t, "se", se, math.Sqrt(-covariance.At(j, j)), .01)
	}
	near(t, "log likelihood", fit.LogLik, logLik(fit.Coef), 1e-10)
}

func TestLogisticRefusals(t *testing.T) {
	one := []float64{1, 1, 1, 1, 1, 1}
	for name, c := range map[string]struct {
		x, event []float64
		want     error
	}{
		"separated":    {[]float64{1, 2, 3, 4, 5, 6}, []float64{0, 0, 0, 1, 1, 1}, ErrSeparated},
		"half of them": {[]float64{0, 0, 0, 0, 1, 1}, []float64{0, 1, 0, 1, 1, 1}, ErrSeparated},
		"no events":    {[]float64{1, 2, 3, 4, 5, 6}, []float64{0, 0, 0, 0, 0, 0}, ErrSeparated},
		"constant":     {[]float64{2, 2, 2, 2, 2, 2}, []float64{0, 1, 0, 1, 1, 1}, ErrNotEstimable},
	} {
		if _, err := Logistic([][]float64{one, c.x}, c.event); err != c.want {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
	if _, err := Logistic([][]float64{{1, 1}, {0, 1}}, []float64{0, 1}); err != ErrTooFewRows {
		t.Errorf("two rows: %v", err)
	}
}
