package stats

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// Precision removes trend and weekday from columns by generalised least squares with
// the errors of one outcome. Nights that resemble their neighbours get less weight.
type Precision struct {
	errors   mat.Cholesky // of V, the correlation matrix of the nights
	nuisance *mat.Dense   // intercept, trend, weekdays
	weighted mat.Dense    // V^-1 times nuisance
	normal   mat.Cholesky // of nuisance' V^-1 nuisance
}

// FitPrecision fits the error models of [FitSlowMix] to an outcome without any
// treatment and averages their correlations, weighted by restricted likelihood and
// prior. y has one value per row, none missing. r.On is ignored.
//
// Because the treatment is not part of the fit, a [RandomisationTest] of the
// [Precision.Residuals] of y is exact for any true errors (Rosenbaum 2002). The closer
// the model is to the true errors, the more power the test has.
//
// The error is [ErrTooFewRows] for fewer rows than columns + 2 and [ErrNotEstimable] if
// trend and weekday cannot be separated.
func FitPrecision(r Rows, y []float64) (*Precision, error) {
	if err := r.check(y); err != nil {
		return nil, err
	}
	cols := r.nuisance()
	if len(y) < len(cols)+2 {
		return nil, ErrTooFewRows
	}
	// The last column takes the place of the treatment. Only the weights of the models
	// are needed, and they do not depend on which column is last.
	m := new(gridFit).fitColumns(slowMixGrid, false, r, cols, [][]float64{y})[0]
	return newPrecision(r, cols, func(lag int) float64 { return averageCov(m.Weight, lag) })
}

// KnownPrecision returns the Precision of future nights whose correlation lag >= 1 days
// apart is given. Errors are those of [FitPrecision].
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

// newPrecision factors the matrices of the given columns and correlation.
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

// correlations returns the correlation matrix of nights on the given days.
func correlations(correlation func(lag int) float64, days []int) *mat.SymDense {
	byLag := make([]float64, days[len(days)-1]-days[0]+1)
	byLag[0] = 1
	for lag := range byLag[1:] {
		byLag[1+lag] = correlation(1 + lag)
	}
	v := mat.NewSymDense(len(days), nil)
	for i, day := range days {
		for j, later := range days[i:] {
			v.SetSym(i, i+j, byLag[later-day])
		}
	}
	return v
}

// Residuals returns V^-1 (z - X b) with the generalised least-squares b: the weighted
// residuals of a column z, one value per row, after trend and weekday. The sum of their
// products with a treatment is the score of the treatment. The result is linear in z
// and in the unit of z.
func (p *Precision) Residuals(z []float64) []float64 {
	column := mat.NewVecDense(len(z), append([]float64(nil), z...))
	var moment, b, fitted, out mat.VecDense
	moment.MulVec(p.weighted.T(), column)
	// The fit has refused matrices that are nearly singular.
	_ = p.normal.SolveVecTo(&b, &moment)
	fitted.MulVec(p.nuisance, &b)
	column.SubVec(column, &fitted)
	_ = p.errors.SolveVecTo(&out, column)
	return out.RawVector().Data
}

// Draw returns simulated nights with these errors and an SD of 1, one value per row.
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

// Matrix returns the matrix M of [Precision.Residuals], n by n for n rows: the
// residuals of z are M z. z'Mz is the variance of z'y for nights y with an SD of 1.
func (p *Precision) Matrix() *mat.SymDense {
	var out mat.SymDense
	if p.errors.InverseTo(&out) != nil {
		panic("stats: singular matrix after a successful fit")
	}
	var half mat.Dense // normal^-1 times weighted'
	_ = p.normal.SolveTo(&half, p.weighted.T())
	n := out.SymmetricDim()
	var projected mat.Dense
	projected.Mul(&p.weighted, &half)
	for i := range n {
		for j := i; j < n; j++ {
			out.SetSym(i, j, out.At(i, j)-projected.At(i, j))
		}
	}
	return &out
}
