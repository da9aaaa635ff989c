package stats

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// These constants limit the search for rho. Stronger alternation between nights and a
// series that hardly ever returns to its mean are considered implausible.
const (
	minRho, maxRho = -.5, .98
	rhoStep        = .04
	rhoTolerance   = 1e-11
)

// ar1Profile is the (restricted) likelihood of rho for one outcome, with all other
// parameters maximised or integrated out. Only the treatment column changes between
// uses. The columns of gram are the nuisance columns, the treatment and the outcome.
type ar1Profile struct {
	gram    *ar1Gram
	p       int  // columns of the design, treatment included
	ml      bool // maximum likelihood instead of restricted
	grid    []gridPoint
	scratch ar1Scratch
}

// gridPoint holds the results at one rho that do not depend on the treatment.
type gridPoint struct {
	rho     float64
	chol    []float64 // packed Cholesky factor of the nuisance block
	outcome []float64 // its solution for the outcome
	left    float64   // residual sum of squares of the outcome on the nuisance columns
	logDetV float64   // log determinant of V
	logDetN float64   // log determinant of the nuisance block
}

// ar1Scratch holds the reused buffers of an ar1Profile.
type ar1Scratch struct {
	gram, slope, chol, inverse []float64
	coef, row                  []float64
}

// newAR1Profile returns the likelihood for the columns of gram, with its grid
// evaluated.
func newAR1Profile(gram *ar1Gram, ml bool) *ar1Profile {
	f := &ar1Profile{gram: gram, p: gram.width - 1, ml: ml}
	size := packed(gram.width, 0)
	s := &f.scratch
	for _, to := range []*[]float64{&s.gram, &s.slope, &s.chol, &s.inverse} {
		*to = make([]float64, size)
	}
	s.coef, s.row = make([]float64, gram.width), make([]float64, gram.width)
	points := int(math.Round((maxRho - minRho) / rhoStep))
	for k := range points + 1 {
		f.grid = append(f.grid, f.newGridPoint(minRho+(maxRho-minRho)*float64(k)/float64(points)))
	}
	return f
}

// newGridPoint solves for the outcome on the nuisance columns at one rho.
func (f *ar1Profile) newGridPoint(rho float64) gridPoint {
	m := f.p - 1 // nuisance columns
	s := &f.scratch
	f.gram.products(rho, s.gram, 0, packed(f.p+1, 0))
	point := gridPoint{
		rho: rho, logDetV: f.gram.logDet(rho),
		chol: append([]float64(nil), s.gram[:packed(m, 0)]...), outcome: make([]float64, m),
	}
	point.logDetN = choleskyPacked(point.chol, m)
	copy(point.outcome, s.gram[packed(f.p, 0):packed(f.p, m)])
	solveLower(point.chol, point.outcome)
	yy := s.gram[packed(f.p, f.p)]
	point.left = math.Max(yy-floats.Dot(point.outcome, point.outcome), minResidual*yy)
	return point
}

// logLik returns the profile log likelihood up to a constant that does not depend on
// rho. Its arguments are log|V|, log|X'V^-1 X| and the residual sum q.
func (f *ar1Profile) logLik(logDetV, logDetX, q float64) float64 {
	if f.ml {
		return -.5 * (float64(f.gram.rows)*math.Log(q) + logDetV)
	}
	return -.5 * (f.df()*math.Log(q) + logDetV + logDetX)
}

// df returns the number of rows minus the number of columns.
func (f *ar1Profile) df() float64 { return float64(f.gram.rows - f.p) }

// atGrid returns the log likelihood at a grid point for the current treatment. It
// computes only the products of the treatment column.
func (f *ar1Profile) atGrid(point *gridPoint) float64 {
	m, s := f.p-1, &f.scratch
	f.gram.products(point.rho, s.gram, packed(m, 0), packed(m+1, 0))
	f.gram.products(point.rho, s.gram, packed(f.p, m), packed(f.p, m)+1)
	row := s.row[:m]
	copy(row, s.gram[packed(m, 0):packed(m, m)])
	solveLower(point.chol, row)
	pivot := s.gram[packed(m, m)] - floats.Dot(row, row)
	shared := s.gram[packed(f.p, m)] - floats.Dot(row, point.outcome)
	q := math.Max(point.left-shared*shared/pivot, minResidual*point.left)
	return f.logLik(point.logDetV, point.logDetN+math.Log(pivot), q)
}

// ar1Point is the full solution at one rho.
type ar1Point struct {
	rho              float64
	q                float64 // residual sum of squares in V^-1
	qSlope           float64 // its derivative, coefficients re-solved
	logDetV, logDetX float64
	hSlope           float64 // derivative of log|V| (+ log|X'V^-1 X| if restricted)
	score            float64 // derivative of the log likelihood
}

// solve returns the solution at one rho. The coefficients, (X'V^-1 X)^-1 and
// dX'V^-1X/drho stay in the scratch until the next call.
func (f *ar1Profile) solve(rho float64) ar1Point {
	s, p := &f.scratch, f.p
	f.gram.products(rho, s.gram, 0, packed(p+1, 0))
	f.gram.slope(rho, s.slope)
	copy(s.chol, s.gram)
	logDetX := choleskyPacked(s.chol, p)
	outcome := s.chol[packed(p, 0):packed(p, p)]
	solveLower(s.chol[:packed(p, 0)], outcome)
	yy := s.gram[packed(p, p)]
	point := ar1Point{rho: rho, logDetX: logDetX, logDetV: f.gram.logDet(rho)}
	point.q = math.Max(yy-floats.Dot(outcome, outcome), minResidual*yy)
	copy(s.coef, outcome)
	solveUpper(s.chol[:packed(p, 0)], s.coef[:p])
	s.coef[p] = -1
	point.qSlope = quadraticForm(s.slope, s.coef[:p+1])
	inversePacked(s.chol[:packed(p, 0)], s.inverse, s.row[:p])
	point.hSlope = f.gram.logDetSlope(rho)
	scale := float64(f.gram.rows)
	if !f.ml {
		point.hSlope += traceProduct(s.inverse, s.slope, p)
		scale = f.df()
	}
	point.score = -.5 * (scale*point.qSlope/point.q + point.hSlope)
	return point
}

// maximise returns the solution at the rho with the highest likelihood. It starts at
// the best grid point and finds the root of the score between the neighbouring points,
// by the secant method with bisection as a safeguard.
func (f *ar1Profile) maximise() ar1Point {
	values := f.atAllGrid()
	best := floats.MaxIdx(values)
	lo, hi := f.grid[max(best-1, 0)].rho, f.grid[min(best+1, len(f.grid)-1)].rho
	x := f.grid[best].rho
	slopeGuess := -1e3
	if best > 0 && best < len(values)-1 {
		left, mid, right := values[best-1], values[best], values[best+1]
		h := hi - x
		if second := left - 2*mid + right; second < 0 {
			slopeGuess = second / (h * h)
			x += .5 * h * (left - right) / second
		}
	}
	point := f.solve(x)
	for range 60 {
		if point.score > 0 {
			lo = x
		} else {
			hi = x
		}
		next := x - point.score/slopeGuess
		if math.Abs(next-x) < rhoTolerance || hi-lo < rhoTolerance {
			return point
		}
		if !(next >= lo && next <= hi) {
			next = lo + (hi-lo)/2
		}
		before, beforeScore := x, point.score
		x = next
		point = f.solve(x)
		if slope := (point.score - beforeScore) / (x - before); slope < 0 {
			slopeGuess = slope
		}
	}
	return point
}

// atAllGrid returns [ar1Profile.atGrid] for every grid point.
func (f *ar1Profile) atAllGrid() []float64 {
	values := make([]float64, len(f.grid))
	for k := range f.grid {
		values[k] = f.atGrid(&f.grid[k])
	}
	return values
}
