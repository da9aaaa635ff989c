package stats

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// The range of rho that is searched: nights that repel one another more
// strongly, or a series that hardly ever returns, are not believed.
const (
	minRho, maxRho = -.5, .98
	rhoStep        = .04
	rhoTolerance   = 1e-11
)

// ar1Profile is the (restricted) likelihood of rho for one outcome, everything
// else maximised or integrated out, while only the treatment column changes.
// Columns of gram: the nuisance columns, the treatment, the outcome.
type ar1Profile struct {
	gram    *ar1Gram
	p       int // columns of the design, treatment included
	ml      bool
	grid    []gridPoint
	scratch ar1Scratch
}

// gridPoint is what does not change with the treatment at one rho.
type gridPoint struct {
	rho     float64
	chol    []float64 // packed Cholesky factor of the nuisance block
	outcome []float64 // its solution for the outcome
	left    float64   // what the nuisance leaves of the outcome's y'V^-1 y
	logDetV float64
	logDetN float64 // of the nuisance block
}

type ar1Scratch struct {
	gram, slope, chol, inverse []float64
	coef, row                  []float64
}

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

func (f *ar1Profile) newGridPoint(rho float64) gridPoint {
	m := f.p - 1 // nuisance columns
	s := &f.scratch
	f.gram.at(rho, s.gram, 0, packed(f.p+1, 0))
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

// logLik is the profile log likelihood up to the same constant for all rho,
// given log|V|, log|X'V^-1 X| and the residual sum q.
func (f *ar1Profile) logLik(logDetV, logDetX, q float64) float64 {
	if f.ml {
		return -.5 * (float64(f.gram.rows)*math.Log(q) + logDetV)
	}
	return -.5 * (f.df()*math.Log(q) + logDetV + logDetX)
}

// df is rows - columns.
func (f *ar1Profile) df() float64 { return float64(f.gram.rows - f.p) }

// atGrid is the log likelihood at a grid point for the current treatment:
// only its own products are new.
func (f *ar1Profile) atGrid(point *gridPoint) float64 {
	m, s := f.p-1, &f.scratch
	f.gram.at(point.rho, s.gram, packed(m, 0), packed(m+1, 0))
	f.gram.at(point.rho, s.gram, packed(f.p, m), packed(f.p, m)+1)
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

// solve fits at rho; the coefficients, (X'V^-1 X)^-1 and dX'V^-1X/drho stay in
// the scratch until the next call.
func (f *ar1Profile) solve(rho float64) ar1Point {
	s, p := &f.scratch, f.p
	f.gram.at(rho, s.gram, 0, packed(p+1, 0))
	f.gram.slope(rho, s.slope)
	copy(s.chol, s.gram)
	logDetX := choleskyPacked(s.chol, p)
	outcome := s.chol[packed(p, 0):packed(p, p)]
	solveLower(s.chol[:packed(p, 0)], outcome)
	yy := s.gram[packed(p, p)]
	at := ar1Point{rho: rho, logDetX: logDetX, logDetV: f.gram.logDet(rho)}
	at.q = math.Max(yy-floats.Dot(outcome, outcome), minResidual*yy)
	copy(s.coef, outcome)
	solveUpper(s.chol[:packed(p, 0)], s.coef[:p])
	s.coef[p] = -1
	at.qSlope = quadraticForm(s.slope, s.coef[:p+1])
	inversePacked(s.chol[:packed(p, 0)], s.inverse, s.row[:p])
	at.hSlope = f.gram.logDetSlope(rho)
	scale := float64(f.gram.rows)
	if !f.ml {
		at.hSlope += traceProduct(s.inverse, s.slope, p)
		scale = f.df()
	}
	at.score = -.5 * (scale*at.qSlope/at.q + at.hSlope)
	return at
}

// maximise finds the rho of the highest likelihood: the best grid point, then
// the root of the score between its neighbours by the secant method with
// bisection as a safeguard.
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
	at := f.solve(x)
	for range 60 {
		if at.score > 0 {
			lo = x
		} else {
			hi = x
		}
		next := x - at.score/slopeGuess
		if math.Abs(next-x) < rhoTolerance || hi-lo < rhoTolerance {
			return at
		}
		if !(next >= lo && next <= hi) {
			next = lo + (hi-lo)/2
		}
		before, beforeScore := x, at.score
		x = next
		at = f.solve(x)
		if slope := (at.score - beforeScore) / (x - before); slope < 0 {
			slopeGuess = slope
		}
	}
	return at
}

// atAllGrid is [ar1Profile.atGrid] of every grid point.
func (f *ar1Profile) atAllGrid() []float64 {
	values := make([]float64, len(f.grid))
	for k := range f.grid {
		values[k] = f.atGrid(&f.grid[k])
	}
	return values
}
