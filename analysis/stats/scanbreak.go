package stats

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/floats"
)

const (
	breakSide  = 14  // fewest nights on either side of a break
	breakDraws = 500 // simulated series
)

// BreakScan is the most likely day of an unexplained level shift.
type BreakScan struct {
	Day   int     // first day after the shift
	F     float64 // F value of a step on that day, the largest of all days
	Shift float64 // size of the step, in the unit of the outcome
	P     float64 // share of simulated series with a larger F somewhere, (1 + #)/(1 + draws)
}

// ScanBreak searches for a level shift that treatment, trend and weekday do not
// explain, such as a new device, new firmware or a move. For every day with at least 14
// rows on either side it adds a step to the regression of [FitSlowMix] with a free
// trend. It returns the day with the largest F (Andrews 1993).
//
// Errors have the correlation (1-noise) phi^d over d calendar days, as fitted before,
// and all columns are whitened with it. P compares F with the largest F of 500 series
// simulated from that error model without a shift, so it allows for the search over all
// days. The same seed gives the same P.
//
// y has one value per row, none missing. The error is [ErrTooFewRows] if no day has
// enough rows on both sides, or an error of the design. An outcome that never changes
// has F 0 and P 1.
func ScanBreak(r Rows, y []float64, phi, noise float64, seed uint64) (BreakScan, error) {
	if err := r.check(r.On, y); err != nil {
		return BreakScan{}, err
	}
	cols, err := r.treatmentDesign(r.On)
	if err != nil {
		return BreakScan{}, err
	}
	scan, err := newStepScan(r.Day, cols, errorModel{noise: noise, fast: 1 - noise, fastPhi: phi}, breakSide)
	if err != nil {
		return BreakScan{}, err
	}
	scaled, size := standardise([][]float64{y})
	if size[0] == 0 {
		return BreakScan{Day: r.Day[scan.first], P: 1}, nil
	}
	white := scan.whiten(scaled[0])
	f, row, shift := scan.largest(white)
	rng := rand.New(rand.NewPCG(seed, seed))
	larger := 0
	for range breakDraws {
		for i := range white {
			white[i] = rng.NormFloat64()
		}
		if simulated, _, _ := scan.largest(white); simulated >= f {
			larger++
		}
	}
	return BreakScan{
		Day: r.Day[row], F: f, Shift: shift * size[0],
		P: float64(1+larger) / (1 + breakDraws),
	}, nil
}

// stepScan adds a step at each row in turn to a whitened regression. A step z at row c
// is 1 from c on, so z'a is the sum of a from c on. With one application of the adjoint
// of the whitening, the products of all steps with a series cost O(n).
type stepScan struct {
	gains       gains
	n           int
	basis       orthoBasis // whitened design
	first, past int        // rows at which a step may start
	length      []float64  // squared length of each whitened step less its projection
	back        []float64  // buffer of adjoint
}

// newStepScan prepares the scan for the given design. Each step has at least side rows
// on either side.
func newStepScan(day []int, cols [][]float64, e errorModel, side int) (*stepScan, error) {
	n := len(day)
	s := &stepScan{n: n, first: side, past: n - side + 1, back: make([]float64, n)}
	if s.first >= s.past || n < len(cols)+3 {
		return nil, ErrTooFewRows
	}
	s.gains.compute(day, e)
	for _, c := range cols {
		s.basis.add(s.whiten(c))
	}
	s.measureSteps()
	return s, nil
}

// measureSteps sets the length of every step. The part of a step inside the design is a
// sum over the basis vectors, by the same adjoint. The length of the step itself has no
// such short cut, so four steps are whitened at a time.
func (s *stepScan) measureSteps() {
	s.length = make([]float64, s.n)
	var steps, white columns
	steps.resize(s.n, 4)
	for row := s.first; row < s.past; row += 4 {
		for k := range 4 {
			step := steps.col(k)
			clear(step)
			for i := row + k; i < s.n; i++ {
				step[i] = 1
			}
		}
		s.gains.whiten(&white, &steps)
		for k := range min(4, s.past-row) {
			s.length[row+k] = floats.Dot(white.col(k), white.col(k))
		}
	}
	left := slices.Clone(s.length)
	for _, v := range s.basis.vectors {
		s.gains.adjoint(v, s.back)
		sum := 0.
		for i := s.n - 1; i >= s.first; i-- {
			sum += s.back[i]
			left[i] -= sum * sum
		}
	}
	for i, whole := range s.length {
		if s.length[i] = left[i]; left[i] <= collinear*whole {
			s.length[i] = 0 // the design already contains this step
		}
	}
}

// whiten returns the innovations of one column, each divided by its SD.
func (s *stepScan) whiten(x []float64) []float64 {
	var in, out columns
	in.resize(s.n, 1)
	copy(in.col(0), x)
	s.gains.whiten(&out, &in)
	return out.col(0)
}

// project subtracts the part inside the design from a whitened column.
func (s *stepScan) project(white []float64) {
	for _, v := range s.basis.vectors {
		floats.AddScaled(white, -floats.Dot(v, white), v)
	}
}

// largest returns the largest F of all steps for a whitened outcome, with the row and
// the size of the step. It changes the outcome.
func (s *stepScan) largest(white []float64) (f float64, row int, shift float64) {
	s.project(white)
	rss := floats.Dot(white, white)
	s.gains.adjoint(white, s.back)
	df := float64(s.n - len(s.basis.vectors) - 1)
	row = s.first
	sum := 0.
	for i := s.n - 1; i >= s.first; i-- {
		sum += s.back[i]
		if s.length[i] == 0 {
			continue
		}
		explained := sum * sum / s.length[i]
		if value := explained / (math.Max(rss-explained, minResidual*rss) / df); value > f {
			f, row, shift = value, i, sum/s.length[i]
		}
	}
	return f, row, shift
}

// adjoint writes W'w into out, where W is the whitening. It runs the recursions of the
// filter backwards.
func (g *gains) adjoint(w, out []float64) {
	var next1, next2 float64 // adjoint states of the row after
	for i := len(w) - 1; i >= 0; i-- {
		out[i] = g.invSD[i]*w[i] + g.weight1[i]*next1 + g.weight2[i]*next2
		// The predicted states of row i are subtracted from the value and passed on.
		next1 = g.decay1[i] * (next1 - out[i])
		next2 = g.decay2[i] * (next2 - out[i])
	}
}
