package stats

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// ErrSeparated means that the columns separate events from non-events completely, or
// nearly so. The odds ratio would be infinite.
var ErrSeparated = errors.New("the columns separate the events completely: no finite odds ratio")

// LogisticFit is the result of [Logistic]. The slices are in the order of the columns.
type LogisticFit struct {
	Coef, SE   []float64 // log odds
	LogLik     float64   // maximum of the log likelihood
	Iterations int       // Newton steps taken
}

// P returns the two-sided p-value of coefficient j by Wald's test, from the normal
// distribution.
func (f LogisticFit) P(j int) float64 {
	return math.Erfc(math.Abs(f.Coef[j]/f.SE[j]) / math.Sqrt2)
}

// Logistic regresses events (1 or 0, one per row) on the columns, one of which should
// be constant. The model is log odds = X b. It is fitted by maximum likelihood with
// iteratively reweighted least squares (McCullagh and Nelder 1989). Standard errors
// come from the information matrix. No value may be missing. The error is
// [ErrTooFewRows] without a residual degree of freedom, [ErrNotEstimable] for linearly
// dependent columns and [ErrSeparated] if the likelihood has no maximum.
func Logistic(cols [][]float64, event []float64) (LogisticFit, error) {
	n, p := len(event), len(cols)
	if n <= p {
		return LogisticFit{}, ErrTooFewRows
	}
	basis := new(orthoBasis)
	for _, c := range cols {
		if !basis.add(c) {
			return LogisticFit{}, ErrNotEstimable
		}
	}
	fit := LogisticFit{Coef: make([]float64, p), SE: make([]float64, p)}
	logOdds := make([]float64, n)
	fit.LogLik = logisticLogLik(logOdds, event)
	for fit.Iterations < 50 {
		fit.Iterations++
		gradient, information := logisticScore(cols, event, logOdds)
		var chol mat.Cholesky
		if !chol.Factorize(information) {
			return LogisticFit{}, ErrSeparated
		}
		var step mat.VecDense
		if err := chol.SolveVecTo(&step, mat.NewVecDense(p, gradient)); err != nil {
			return LogisticFit{}, ErrSeparated
		}
		fit.improve(cols, event, logOdds, step.RawVector().Data)
		if floats.Norm(logOdds, math.Inf(1)) > 30 {
			return LogisticFit{}, ErrSeparated
		}
		if decrement := floats.Dot(gradient, step.RawVector().Data); decrement < 1e-16*math.Max(1, -fit.LogLik) {
			var inverse mat.SymDense
			if err := chol.InverseTo(&inverse); err != nil {
				return LogisticFit{}, ErrSeparated
			}
			for j := range p {
				fit.SE[j] = math.Sqrt(inverse.At(j, j))
			}
			return fit, nil
		}
	}
	return LogisticFit{}, ErrSeparated
}

// improve takes the Newton step. It halves the step until the likelihood does not
// decrease.
func (f *LogisticFit) improve(cols [][]float64, event, logOdds, step []float64) {
	before := f.LogLik
	for scale := 1.; scale > 1e-6; scale /= 2 {
		for j, c := range cols {
			floats.AddScaled(logOdds, scale*step[j], c)
		}
		if f.LogLik = logisticLogLik(logOdds, event); f.LogLik >= before-1e-12*math.Abs(before) {
			floats.AddScaled(f.Coef, scale, step)
			return
		}
		for j, c := range cols {
			floats.AddScaled(logOdds, -scale*step[j], c)
		}
	}
	f.LogLik = before
}

// logisticScore returns the gradient X'(y - m) and the information X'WX with W =
// m(1-m).
func logisticScore(cols [][]float64, event, logOdds []float64) ([]float64, *mat.SymDense) {
	p := len(cols)
	rest, weight := make([]float64, len(event)), make([]float64, len(event))
	for i, v := range logOdds {
		m := 1 / (1 + math.Exp(-v))
		rest[i], weight[i] = event[i]-m, m*(1-m)
	}
	gradient, information := make([]float64, p), mat.NewSymDense(p, nil)
	weighted := make([]float64, len(event))
	for i, c := range cols {
		gradient[i] = floats.Dot(c, rest)
		floats.MulTo(weighted, c, weight)
		for j := range i + 1 {
			information.SetSym(i, j, floats.Dot(weighted, cols[j]))
		}
	}
	return gradient, information
}

// logisticLogLik returns sum y v - log(1 + e^v), computed without overflow.
func logisticLogLik(logOdds, event []float64) (sum float64) {
	for i, v := range logOdds {
		sum += event[i]*v - math.Max(v, 0) - math.Log1p(math.Exp(-math.Abs(v)))
	}
	return sum
}
