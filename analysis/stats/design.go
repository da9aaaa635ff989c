package stats

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// ErrNotEstimable means that the nights cannot separate the treatment from the other
// columns. All nights are on, all are off, or exactly certain weekdays are on.
var ErrNotEstimable = errors.New(
	"the treatment effect is not estimable: use nights with and without it that differ in more than weekday or trend")

// ErrTooFewRows means that there are fewer rows than columns + 2.
var ErrTooFewRows = errors.New("too few nights for the model: add nights")

// weekdaySpan is the shortest span, in days, that gets weekday columns.
const weekdaySpan = 56

// collinear is the smallest share of a column's squared length that must remain after
// projecting out the columns before it. With less, the column counts as dependent.
const collinear = 1e-8

// Rows is the set of nights of one fit, one row per night with a value.
type Rows struct {
	Day      []int     // calendar day numbers, strictly increasing
	On       []float64 // 1 with the treatment, 0 without, one per row
	Weekday0 int       // weekday of day 0, Monday = 0

	NoTrend, NoWeekday bool // leave out these columns, to show their influence
}

// WeekdayAdjusted reports whether a fit on these rows has weekday columns. It has them
// if the first and the last row are at least 56 days apart, both counted, unless
// NoWeekday is set.
func (r Rows) WeekdayAdjusted() bool {
	return len(r.Day) > 0 && r.span() >= weekdaySpan && !r.NoWeekday
}

// span returns the number of calendar days from the first to the last row, both
// counted.
func (r Rows) span() int { return r.Day[len(r.Day)-1] - r.Day[0] + 1 }

// check returns an error for fewer than three rows, for days that do not increase, and
// for values that are missing or differ in number from the rows.
func (r Rows) check(ys ...[]float64) error {
	n := len(r.Day)
	if n < 3 {
		return ErrTooFewRows
	}
	for i := 1; i < n; i++ {
		if r.Day[i] <= r.Day[i-1] {
			return fmt.Errorf("day %d does not come after day %d: sort the nights, one row per day", r.Day[i], r.Day[i-1])
		}
	}
	for _, y := range ys {
		if len(y) != n {
			return fmt.Errorf("%d values for %d nights: give one per night", len(y), n)
		}
		if floats.HasNaN(y) {
			return errors.New("a value is missing: leave that night out of the rows")
		}
	}
	return nil
}

// nuisance returns the columns that all fits share: intercept, trend (t - mean t)/span
// and, if the span allows, weekday dummies from Tuesday to Sunday. It leaves out a
// dummy that the other columns determine, such as a weekday never observed.
func (r Rows) nuisance() [][]float64 {
	n := len(r.Day)
	intercept, trend := make([]float64, n), make([]float64, n)
	for i, d := range r.Day {
		intercept[i], trend[i] = 1, float64(d)
	}
	mean := floats.Sum(trend) / float64(n)
	floats.AddConst(-mean, trend)
	floats.Scale(1/float64(r.span()), trend)
	cols := [][]float64{intercept, trend}
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

// weekday returns the weekday of a day number, Monday = 0. Day numbers may be negative.
func weekday(weekday0, day int) int { return ((weekday0+day)%7 + 7) % 7 }

// treatmentDesign returns the nuisance columns followed by the columns extra and last.
// The coefficient of last is the wanted effect. An extra column that the columns before
// it determine is left out. The error is [ErrTooFewRows] for fewer rows than columns +
// 2 and [ErrNotEstimable] if the other columns determine last.
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

// orthoBasis is an orthonormal basis that grows by modified Gram-Schmidt.
type orthoBasis struct{ vectors [][]float64 }

// add adds the direction of c to the basis and reports whether it is new.
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
