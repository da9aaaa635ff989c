package stats

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// TreatmentRefit fits the model of [FitREML] to one outcome repeatedly while only the
// treatment column changes, for made-up starts and redrawn schedules. The products of
// all other columns are computed once. It is not safe for concurrent use.
type TreatmentRefit struct {
	day     []int
	cols    [][]float64 // nuisance, treatment, outcome (standardised)
	basis   orthoBasis  // of the nuisance columns
	size    float64     // SD of the outcome
	profile *ar1Profile
	options REMLOptions
}

// NewTreatmentRefit prepares refits of y on the nights of r. r.On is ignored. The error
// is [ErrTooFewRows] for fewer rows than columns + 2.
func NewTreatmentRefit(r Rows, y []float64, o REMLOptions) (*TreatmentRefit, error) {
	if err := r.check(y); err != nil {
		return nil, err
	}
	return newTreatmentRefit(r.Day, r.nuisance(), y, o)
}

// newTreatmentRefit is NewTreatmentRefit for given nuisance columns.
func newTreatmentRefit(day []int, nuisance [][]float64, y []float64, o REMLOptions) (*TreatmentRefit, error) {
	p := len(nuisance) + 1
	if len(day) < p+2 {
		return nil, ErrTooFewRows
	}
	f := &TreatmentRefit{day: day, options: o}
	for _, c := range nuisance {
		f.basis.add(c)
	}
	scaled, size := standardise([][]float64{y})
	f.size = size[0]
	f.cols = append(f.cols, nuisance...)
	f.cols = append(f.cols, make([]float64, len(y)), scaled[0])
	if f.size > 0 {
		f.profile = newAR1Profile(newAR1Gram(day, f.cols), o.ML)
	}
	return f, nil
}

// Fit estimates the effect of the treatment column on, one value per row. The error is
// [ErrNotEstimable] if the other columns determine the treatment.
func (f *TreatmentRefit) Fit(on []float64) (REMLFit, error) {
	p := len(f.cols) - 1
	if len(on) != len(f.day) || floats.HasNaN(on) || !f.estimable(on) {
		return REMLFit{}, ErrNotEstimable
	}
	k := float64(len(f.day) - p)
	if f.size == 0 {
		return REMLFit{DF: k, KRDF: k, SattDF: k, LogLik: math.NaN(), P: 1}, nil
	}
	copy(f.cols[p-1], on)
	f.profile.gram.set(f.cols, p-1, f.cols[p-1], p+1)
	best := f.profile.maximise()
	fit := f.plain(best)
	if f.options.ML || f.options.PlainT {
		fit.KRSE, fit.KRDF, fit.SattDF = fit.SE, k, k
	} else {
		f.correct(&fit, best)
	}
	fit.P = twoSidedT(fit.Est, fit.KRSE, fit.KRDF)
	fit.CI95 = interval(fit.Est, fit.KRSE, TQuantile(.975, fit.KRDF))
	return fit, nil
}

// estimable reports whether the nuisance columns do not determine on.
func (f *TreatmentRefit) estimable(on []float64) bool {
	nuisanceSize := len(f.basis.vectors)
	ok := f.basis.add(on)
	f.basis.vectors = f.basis.vectors[:nuisanceSize]
	return ok
}

// plain returns the solution at the best rho as an estimate in the unit of the outcome.
// The standard error divides Q by n - p for both likelihoods, as R's nlme does.
func (f *TreatmentRefit) plain(best ar1Point) REMLFit {
	n, k, s := float64(len(f.day)), f.profile.df(), &f.profile.scratch
	last := f.profile.p - 1
	fit := REMLFit{
		Rho: best.rho, DF: k,
		Est: s.coef[last] * f.size,
		SE:  math.Sqrt(best.q/k*s.inverse[packed(last, last)]) * f.size,
	}
	divisor := k
	if f.options.ML {
		divisor = n
		fit.LogLik = -.5 * (n*(1+math.Log(2*math.Pi*best.q/n)) + best.logDetV)
	} else {
		fit.LogLik = -.5 * (k*(1+math.Log(2*math.Pi*best.q/k)) + best.logDetV + best.logDetX)
	}
	fit.LogLik -= divisor * math.Log(f.size)
	fit.Sigma = math.Sqrt(best.q/divisor) * f.size
	return fit
}
