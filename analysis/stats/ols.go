package stats

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// leastSquares is an ordinary least-squares fit.
type leastSquares struct {
	cols    [][]float64
	coef    []float64
	resid   []float64
	inverse *mat.Dense // (X'X)^-1
	df      int        // rows - columns
}

// fitOLS regresses y on the columns by QR decomposition. It returns false without
// residual degrees of freedom or with linearly dependent columns.
func fitOLS(cols [][]float64, y []float64) (leastSquares, bool) {
	n, p := len(y), len(cols)
	if n <= p {
		return leastSquares{}, false
	}
	x := mat.NewDense(n, p, nil)
	for j, c := range cols {
		x.SetCol(j, c)
	}
	var qr mat.QR
	qr.Factorize(x)
	var r mat.Dense
	qr.RTo(&r)
	var coef mat.VecDense
	if err := qr.SolveVecTo(&coef, false, mat.NewVecDense(n, y)); err != nil {
		return leastSquares{}, false
	}
	upper := mat.NewTriDense(p, mat.Upper, nil)
	for i := range p {
		for j := i; j < p; j++ {
			upper.SetTri(i, j, r.At(i, j))
		}
	}
	var inv mat.TriDense
	if err := inv.InverseTri(upper); err != nil {
		return leastSquares{}, false
	}
	fit := leastSquares{cols: cols, coef: coef.RawVector().Data, inverse: new(mat.Dense), df: n - p}
	fit.inverse.Mul(&inv, inv.T())
	fit.resid = append([]float64(nil), y...)
	for j, c := range cols {
		floats.AddScaled(fit.resid, -fit.coef[j], c)
	}
	return fit, true
}

// sigma returns the residual standard deviation, sqrt(sum r^2/(n-p)).
func (f leastSquares) sigma() float64 {
	return math.Sqrt(floats.Dot(f.resid, f.resid) / float64(f.df))
}

// se returns the standard error of coefficient j for independent errors.
func (f leastSquares) se(j int) float64 { return f.sigma() * math.Sqrt(f.inverse.At(j, j)) }

// coefOf returns the coefficient of a column, identified by its address. It returns 0
// if the design left the column out.
func (f leastSquares) coefOf(col []float64) float64 {
	for j, c := range f.cols {
		if &c[0] == &col[0] {
			return f.coef[j]
		}
	}
	return 0
}

// OLSDesignSE returns the standard error of the treatment coefficient by ordinary least
// squares on the columns of [FitSlowMix] with a free trend, as if nights were
// independent, and the residuals, one per row. Its ratio to the posterior SD gives the
// effective number of nights. It returns false if the effect is not estimable or there
// are no residual degrees of freedom.
func OLSDesignSE(r Rows, y []float64) (se float64, resid []float64, ok bool) {
	if r.check(r.On, y) != nil {
		return 0, nil, false
	}
	cols, err := r.treatmentDesign(r.On)
	if err != nil {
		return 0, nil, false
	}
	fit, ok := fitOLS(cols, y)
	if !ok {
		return 0, nil, false
	}
	return fit.se(len(cols) - 1), fit.resid, true
}
