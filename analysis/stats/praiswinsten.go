package stats

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// praisWinstenRounds and praisWinstenTolerance end the iteration.
const (
	praisWinstenRounds    = 100
	praisWinstenTolerance = 1e-12
)

// PraisWinstenFit is the treatment effect of [PraisWinsten], in the unit of the
// outcome on its analysis scale.
type PraisWinstenFit struct {
	Rho, Est, SE float64
	DF           float64 // rows - columns
	P            float64 // two-sided, Student's t
	Iterations   int
}

// PraisWinsten is feasible generalised least squares for AR(1) errors (Prais
// and Winsten 1954): rho is the slope of the residuals on the residuals of the
// row before, and the regression is repeated on y_i - rho y_(i-1), the first
// row times sqrt(1 - rho^2), until rho settles; twoStep stops after the first
// round. The columns are those of [FitSlowMix] with a free trend.
//
// It is here for comparison with other programs and, as they do, closes gaps
// up: consecutive rows count as consecutive nights. [FitREML] does not. y has
// one value per row, none missing; errors are [ErrTooFewRows] and
// [ErrNotEstimable].
func PraisWinsten(r Rows, y []float64, twoStep bool) (PraisWinstenFit, error) {
	if err := r.check(r.On, y); err != nil {
		return PraisWinstenFit{}, err
	}
	cols, err := r.treatmentDesign(r.On)
	if err != nil {
		return PraisWinstenFit{}, err
	}
	return praisWinsten(cols, y, twoStep)
}

// praisWinsten reports the last column's coefficient.
func praisWinsten(cols [][]float64, y []float64, twoStep bool) (PraisWinstenFit, error) {
	fit, ok := fitOLS(cols, y)
	if !ok {
		return PraisWinstenFit{}, ErrNotEstimable
	}
	last := len(cols) - 1
	out := PraisWinstenFit{DF: float64(fit.df)}
	resid := fit.resid
	for out.Iterations < praisWinstenRounds {
		before := out.Rho
		out.Rho = lagSlope(resid)
		if out.Iterations > 0 && (twoStep || math.Abs(out.Rho-before) < praisWinstenTolerance) {
			if twoStep {
				out.Rho = before
			}
			break
		}
		white := make([][]float64, len(cols))
		for j, c := range cols {
			white[j] = quasiDifference(c, out.Rho)
		}
		if fit, ok = fitOLS(white, quasiDifference(y, out.Rho)); !ok {
			return PraisWinstenFit{}, ErrNotEstimable
		}
		resid = append([]float64(nil), y...)
		for j, c := range cols {
			floats.AddScaled(resid, -fit.coef[j], c)
		}
		out.Iterations++
	}
	out.Est, out.SE = fit.coef[last], fit.se(last)
	out.P = twoSidedT(out.Est, out.SE, out.DF)
	return out, nil
}

// lagSlope is the slope through the origin of e_i on e_(i-1), kept inside
// (-1, 1); 0 for residuals that are all 0.
func lagSlope(e []float64) float64 {
	before := e[:len(e)-1]
	size := floats.Dot(before, before)
	if size == 0 {
		return 0
	}
	const edge = 1 - 1e-9
	return math.Max(-edge, math.Min(edge, floats.Dot(e[1:], before)/size))
}

// quasiDifference is x_i - rho x_(i-1), the first row times sqrt(1 - rho^2).
func quasiDifference(x []float64, rho float64) []float64 {
	out := make([]float64, len(x))
	out[0] = math.Sqrt(1-rho*rho) * x[0]
	for i := 1; i < len(x); i++ {
		out[i] = x[i] - rho*x[i-1]
	}
	return out
}
