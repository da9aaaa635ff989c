package stats

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// FitSlowMixEach is [FitSlowMix] for several treatments that share their nights, one at
// a time. result[k][j] is the result of FitSlowMix for r.On = treatments[k] and ys[j],
// to rounding error. result[k] is nil if treatment k is not estimable. r.On is ignored.
//
// A treatment has one finite value per row, of a size near 1. Values other than 0 and 1
// are allowed, and the effect is that of one unit. Everything but the treatment column
// is computed only once, so twenty treatments cost little more than one.
//
// The error is [ErrTooFewRows] for fewer rows than columns + 2.
func FitSlowMixEach(r Rows, treatments, ys [][]float64) ([][]Mixture, error) {
	if err := r.check(append(append([][]float64(nil), treatments...), ys...)...); err != nil {
		return nil, err
	}
	nuisance := r.nuisance()
	p := len(nuisance) + 1
	if len(r.Day) < p+2 {
		return nil, ErrTooFewRows
	}
	kept := estimable(nuisance, treatments)
	cols := append([][]float64(nil), nuisance...)
	for _, k := range kept {
		cols = append(cols, treatments[k])
	}
	scaled, size := standardise(ys)
	e := eachFit{
		days: r.Day, p: p, treatments: len(kept), outcomes: len(ys),
	}
	e.df, e.trendPrior = r.shrunkTrend(p)
	e.load(cols, scaled)
	fits := make([][]Mixture, len(kept))
	logWeight := make([][]float64, len(kept)*len(ys))
	for k := range fits {
		fits[k] = newMixtures(len(ys), len(slowMixGrid), e.df)
	}
	for i := range logWeight {
		logWeight[i] = make([]float64, len(slowMixGrid))
	}
	pairs := make([]posterior, len(logWeight))
	for g, model := range slowMixGrid {
		e.pairPosteriors(model, pairs)
		for i, pair := range pairs {
			k, j := i/len(ys), i%len(ys)
			fits[k][j].Center[g], fits[k][j].Scale[g] = pair.center*size[j], pair.scale*size[j]
			logWeight[i][g] = pair.logWeight
		}
	}
	out := make([][]Mixture, len(treatments))
	for i, k := range kept {
		for j := range ys {
			fits[i][j].weigh(slowMixGrid, logWeight[i*len(ys)+j], size[j])
		}
		out[k] = fits[i]
	}
	return out, nil
}

// estimable returns the indices of the treatments that the nuisance columns do not
// determine.
func estimable(nuisance, treatments [][]float64) (kept []int) {
	basis := new(orthoBasis)
	for _, c := range nuisance {
		basis.add(c)
	}
	nuisanceSize := len(basis.vectors)
	for k, t := range treatments {
		if basis.add(t) {
			kept = append(kept, k)
		}
		basis.vectors = basis.vectors[:nuisanceSize]
	}
	return kept
}

// eachFit evaluates all pairs of a treatment and an outcome under one error model after
// another. Its columns are the nuisance columns, the treatments and the outcomes.
type eachFit struct {
	gridFit
	days                 []int
	p                    int // columns of one fit: nuisance and a treatment
	treatments, outcomes int
	df, trendPrior       float64
	solvedT, solvedY     []float64 // L^-1 X'd of each treatment, L^-1 X'y of each outcome
	left                 []float64 // residual sum of squares of each outcome on the nuisance columns
}

// pairPosteriors writes one posterior per pair into out, treatment by treatment.
func (f *eachFit) pairPosteriors(e errorModel, out []posterior) {
	f.gains.compute(f.days, e)
	f.gains.whiten(&f.white, &f.input)
	q := f.p - 1
	logDet := f.gains.logDet + f.cholesky(q, f.trendPrior)
	if f.solvedT == nil {
		f.solvedT, f.solvedY, f.left = make([]float64, q), make([]float64, q*f.outcomes), make([]float64, f.outcomes)
	}
	for j := range f.outcomes {
		y := f.white.col(q + f.treatments + j)
		total := floats.Dot(y, y)
		z := f.solvedY[j*q : (j+1)*q]
		f.forward(y, z)
		f.left[j] = math.Max(total-floats.Dot(z, z), minResidual*total)
	}
	logPrior := math.Log(e.prior)
	for k := range f.treatments {
		d := f.white.col(q + k)
		f.forward(d, f.solvedT)
		square := floats.Dot(d, d) - floats.Dot(f.solvedT, f.solvedT)
		pivot := math.Sqrt(square)
		logDet := logDet + math.Log(square)
		for j := range f.outcomes {
			z := floats.Dot(d, f.white.col(q+f.treatments+j)) - floats.Dot(f.solvedT, f.solvedY[j*q:(j+1)*q])
			z /= pivot
			rest := math.Max(f.left[j]-z*z, minResidual*f.left[j])
			out[k*f.outcomes+j] = posterior{
				center:    z / pivot,
				scale:     math.Sqrt(rest/f.df) / pivot,
				logWeight: logPrior - .5*(f.df*math.Log(rest)+logDet),
			}
		}
	}
}

// forward solves L z = X'v for the nuisance columns X and their Cholesky
// factor L.
func (f *eachFit) forward(v, z []float64) {
	q := f.p - 1
	for i := range q {
		z[i] = (floats.Dot(f.white.col(i), v) - floats.Dot(f.chol[i*q:i*q+i], z[:i])) / f.chol[i*q+i]
	}
}
