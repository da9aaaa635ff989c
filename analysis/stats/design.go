package stats

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// ErrNotEstimable means that the nights cannot separate the treatment from the
// other columns: all on, all off, or on exactly on certain weekdays.
var ErrNotEstimable = errors.New("the treatment effect is not estimable: use nights with and without it that differ in more than weekday or trend")

// ErrTooFewRows means that there are fewer rows than columns + 2.
var ErrTooFewRows = errors.New("too few nights for the model: add nights")

// weekdaySpan is the shortest span, in days, that gets weekday columns.
const weekdaySpan = 56

// collinear is the share of a column's squared length that must remain after
// projecting out the columns before it.
const collinear = 1e-8

// Rows is the set of nights one fit uses.
type Rows struct {
	Day      []int     // calendar day numbers, strictly increasing
	On       []float64 // 1 with the treatment, 0 without, one per row
	Weekday0 int       // weekday of day 0, Monday = 0

	// To see what a term does: a fit without it.
	NoTrend, NoWeekday bool
}

// WeekdayAdjusted says whether a fit on these rows has weekday columns: the
// span from the first to the last row is at least 56 days.
func (r Rows) WeekdayAdjusted() bool {
	return len(r.Day) > 0 && r.span() >= weekdaySpan && !r.NoWeekday
}

// span is the number of calendar days from the first to the last row, both
// counted.
func (r Rows) span() int { return r.Day[len(r.Day)-1] - r.Day[0] + 1 }

func (r Rows) check(ys ...[]float64) error {
	n := len(r.Day)
	if n < 3 {
		return ErrTooFewRows
	}
	for i := 1; i < n; i++ {
		if r.Day[i] <= r.Day[i-1] {
			return fmt.Errorf("day %d does not come after day %d: sort the nights, one row a day", r.Day[i], r.Day[i-1])
		}
	}
	for _, y := range ys {
		if len(y) != n {
			return fmt.Errorf("%d values for %d nights: give one a night", len(y), n)
		}
		if floats.HasNaN(y) {
			return errors.New("a value is missing: leave that night out of the rows")
		}
	}
	return nil
}

// nuisance returns the columns every fit shares: intercept, trend
// (t - mean t)/span and, when the span allows, weekday dummies Tuesday to
// Sunday. A dummy that the others already determine (a weekday never observed)
// is left out.
func (r Rows) nuisance() [][]float64 {
	n := len(r.Day)
	one, trend := make([]float64, n), make([]float64, n)
	for i, d := range r.Day {
		one[i], trend[i] = 1, float64(d)
	}
	mean := floats.Sum(trend) / float64(n)
	floats.AddConst(-mean, trend)
	floats.Scale(1/float64(r.span()), trend)
	cols := [][]float64{one, trend}
	if r.NoTrend {
		cols = cols[:1]
	}
	if !r.WeekdayAdjusted() {
		return cols
	}
	basis := new(orthoBasis)
	for _, c := range cols {
		basis.add(c)
	}
	for k := 1; k < 7; k++ {
		dummy := make([]float64, n)
		for i, d := range r.Day {
			if weekday(r.Weekday0, d) == k {
				dummy[i] = 1
			}
		}
		if basis.add(dummy) {
			cols = append(cols, dummy)
		}
	}
	return cols
}

// weekday of a day number, Monday = 0, also for negative day numbers.
func weekday(weekday0, day int) int { return ((weekday0+day)%7 + 7) % 7 }

// treatmentDesign is the nuisance columns followed by extra and, last, the
// column whose coefficient is wanted. It returns [ErrTooFewRows] for fewer rows
// than columns + 2 and [ErrNotEstimable] when the last is determined by the
// others. An extra column that the ones before it determine is left out.
func (r Rows) treatmentDesign(last []float64, extra ...[]float64) ([][]float64, error) {
	cols := r.nuisance()
	basis := new(orthoBasis)
	for _, c := range cols {
		basis.add(c)
	}
	for _, c := range extra {
		if basis.add(c) {
			cols = append(cols, c)
		}
	}
	if len(last) < len(cols)+1+2 {
		return nil, ErrTooFewRows
	}
	if !basis.add(last) {
		return nil, ErrNotEstimable
	}
	return append(cols, last), nil
}

// orthoBasis grows an orthonormal basis by modified Gram-Schmidt.
type orthoBasis struct{ vectors [][]float64 }

// add reports whether c adds a direction, and if so keeps it.
func (b *orthoBasis) add(c []float64) bool {
	rest := append([]float64(nil), c...)
	length := floats.Norm(rest, 2)
	for _, v := range b.vectors {
		floats.AddScaled(rest, -floats.Dot(v, rest), v)
	}
	left := floats.Norm(rest, 2)
	if left == 0 || left*left < collinear*length*length || math.IsNaN(left) {
		return false
	}
	floats.Scale(1/left, rest)
	b.vectors = append(b.vectors, rest)
	return true
}
