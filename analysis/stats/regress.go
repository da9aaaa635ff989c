package stats

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// minResidual is the share of an outcome's whitened sum of squares below which the
// residual sum is only rounding error.
const minResidual = 1e-13

// posterior is the result for one outcome under one error model: Student's t around
// center with the given scale.
type posterior struct {
	center, scale float64
	logWeight     float64 // log of prior times restricted likelihood, up to a constant
}

// gridFit evaluates a set of outcomes under one error model after another and reuses
// its buffers. The zero value is ready for use.
type gridFit struct {
	gains  gains
	input  columns // design columns, then outcomes, before whitening
	white  columns
	chol   []float64 // p x p lower triangle, row by row
	solved []float64 // L^-1 X'y
}

// load copies the design columns (treatment last) and the outcomes into the input
// matrix. The outcomes must be centred and have an SD of 1.
func (f *gridFit) load(cols, ys [][]float64) {
	f.input.resize(len(cols[0]), len(cols)+len(ys))
	for j, c := range cols {
		copy(f.input.col(j), c)
	}
	for j, y := range ys {
		copy(f.input.col(len(cols)+j), y)
	}
}

// posteriors whitens the loaded columns under e and solves the normal equations of the
// first p columns for each remaining column. The entry of the trend column in the
// pseudo-row of the prior is trendPrior, or 0 without a prior. It writes one posterior
// per outcome into out.
//
// Gram products lose half the digits of a QR decomposition. With columns of similar
// size (1, (t - mean)/span, 0/1) about twelve digits remain. The tests compare with a
// dense QR.
func (f *gridFit) posteriors(days []int, e errorModel, p int, trendPrior float64, out []posterior) {
	f.gains.compute(days, e)
	f.gains.whiten(&f.white, &f.input)
	logDet := f.gains.logDet + f.cholesky(p, trendPrior)
	k := float64(len(days) - p)
	if trendPrior != 0 {
		k++
	}
	pivot, logPrior := f.chol[p*p-1], math.Log(e.prior)
	for j := range out {
		y := f.white.col(p + j)
		total := floats.Dot(y, y)
		q := total
		for i := range p {
			z := floats.Dot(f.white.col(i), y) - floats.Dot(f.chol[i*p:i*p+i], f.solved[:i])
			z /= f.chol[i*p+i]
			f.solved[i] = z
			q -= z * z
		}
		q = math.Max(q, minResidual*total)
		out[j] = posterior{
			center:    f.solved[p-1] / pivot,
			scale:     math.Sqrt(q/k) / pivot,
			logWeight: logPrior - .5*(k*math.Log(q)+logDet),
		}
	}
}

// cholesky factors the Gram matrix of the first p whitened columns plus the squared
// prior entry of the trend. It returns the log determinant.
func (f *gridFit) cholesky(p int, trendPrior float64) float64 {
	if cap(f.chol) < p*p {
		f.chol, f.solved = make([]float64, p*p), make([]float64, p)
	}
	f.chol, f.solved = f.chol[:p*p], f.solved[:p]
	det := 1.0
	for i := range p {
		row := f.chol[i*p : i*p+p]
		for j := range i + 1 {
			gram := floats.Dot(f.white.col(i), f.white.col(j))
			if i == 1 && j == 1 {
				gram += trendPrior * trendPrior
			}
			gram -= floats.Dot(row[:j], f.chol[j*p:j*p+j])
			if i == j {
				row[i] = math.Sqrt(gram)
				det *= gram
			} else {
				row[j] = gram / f.chol[j*p+j]
			}
		}
	}
	return math.Log(det)
}
