package stats

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// Precision frees columns of trend and weekday by generalised least squares, with
// the errors one outcome has: nights that resemble their neighbours tell less
// than nights that do not.
type Precision struct {
	errors   mat.Cholesky // of the correlation of the nights
	nuisance *mat.Dense   // intercept, trend, weekdays
	weighted mat.Dense    // V^-1 times nuisance
	normal   mat.Cholesky // of nuisance' V^-1 nuisance
}

// FitPrecision fits the error models of [FitSlowMix] to an outcome without any
// treatment and averages their correlations by restricted likelihood and prior.
// y has one value per row, none missing; r.On is ignored. As the treatment has no
// part in it, a [RandomisationTest] of what [Precision.Residuals] leaves of y is
// exact whatever the errors truly are (Rosenbaum 2002), and the nearer the model
// comes to them the more it finds.
//
// It returns [ErrTooFewRows] for fewer rows than columns + 2 and
// [ErrNotEstimable] where trend and weekday cannot be told apart.
func FitPrecision(r Rows, y []float64) (*Precision, error) {
	if err := r.check(y); err != nil {
		return nil, err
	}
	cols := r.nuisance()
	if len(y) < len(cols)+2 {
		return nil, ErrTooFewRows
	}
	// The last column takes the place of the treatment, of which only the weights
	// of the models are wanted: they are the same whichever it is.
	m := new(gridFit).fitColumns(slowMixGrid, false, r, cols, [][]float64{y})[0]
	return newPrecision(r, cols, func(lag int) float64 { return averageCov(m.Weight, lag) })
}

// KnownPrecision is [FitPrecision] for nights not lived yet, whose correlation
// lag >= 1 days apart is known. Errors as there.
func KnownPrecision(r Rows, correlation func(lag int) float64) (*Precision, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	cols := r.nuisance()
	if len(r.Day) < len(cols)+2 {
		return nil, ErrTooFewRows
	}
	return newPrecision(r, cols, correlation)
}

func newPrecision(r Rows, cols [][]float64, correlation func(lag int) float64) (*Precision, error) {
	n, p := len(r.Day), len(cols)
	out := &Precision{nuisance: mat.NewDense(n, p, nil)}
	for j, c := range cols {
		out.nuisance.SetCol(j, c)
	}
	if !out.errors.Factorize(correlations(correlation, r.Day)) ||
		out.errors.SolveTo(&out.weighted, out.nuisance) != nil {
		return nil, ErrNotEstimable
	}
	var normal mat.Dense
	normal.Mul(out.nuisance.T(), &out.weighted)
	if !out.normal.Factorize(mat.NewSymDense(p, normal.RawMatrix().Data)) {
		return nil, ErrNotEstimable
	}
	return out, nil
}

// correlations of all nights with one another, by day.
func correlations(correlation func(lag int) float64, days []int) *mat.SymDense {
	at := make([]float64, days[len(days)-1]-days[0]+1)
	at[0] = 1
	for lag := range at[1:] {
		at[1+lag] = correlation(1 + lag)
	}
	v := mat.NewSymDense(len(days), nil)
	for i, day := range days {
		for j, later := range days[i:] {
			v.SetSym(i, i+j, at[later-day])
		}
	}
	return v
}

// Residuals is V^-1 (z - X b) with the generalised least-squares b: what trend
// and weekday leave of a column of one value per row, weighted. The sum of its
// products with a treatment is the score of the treatment. It is linear in z, in
// the unit of z.
func (p *Precision) Residuals(z []float64) []float64 {
	column := mat.NewVecDense(len(z), append([]float64(nil), z...))
	var moment, b, fitted, out mat.VecDense
	moment.MulVec(p.weighted.T(), column)
	// A matrix that is all but singular was refused in the fit.
	_ = p.normal.SolveVecTo(&b, &moment)
	fitted.MulVec(p.nuisance, &b)
	column.SubVec(column, &fitted)
	_ = p.errors.SolveVecTo(&out, column)
	return out.RawVector().Data
}

// Draw makes up nights with these errors and an SD of 1, one value per row.
func (p *Precision) Draw(rng *rand.Rand) []float64 {
	n, _ := p.nuisance.Dims()
	z := mat.NewVecDense(n, nil)
	for i := range n {
		z.SetVec(i, rng.NormFloat64())
	}
	var lower mat.TriDense
	p.errors.LTo(&lower)
	z.MulVec(&lower, z)
	return z.RawVector().Data
}

// Matrix is M of [Precision.Residuals]: those of z are M z, and z'Mz is the
// variance of z'y for nights y with an SD of 1. n by n for n rows.
func (p *Precision) Matrix() *mat.SymDense {
	var out mat.SymDense
	if p.errors.InverseTo(&out) != nil {
		panic("stats: a matrix that was refused in the fit")
	}
	var half mat.Dense // normal^-1 times weighted'
	_ = p.normal.SolveTo(&half, p.weighted.T())
	n := out.SymmetricDim()
	var taken mat.Dense
	taken.Mul(&p.weighted, &half)
	for i := range n {
		for j := i; j < n; j++ {
			out.SetSym(i, j, out.At(i, j)-taken.At(i, j))
		}
	}
	return &out
}
