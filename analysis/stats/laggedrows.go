package stats

import "math"

// laggedRows collects the rows of a regression on the night before.
type laggedRows struct {
	day                    []int
	y, treatment, previous []float64
	others                 [][]float64 // further columns
	noWeekday              bool
}

// add appends one row.
func (l *laggedRows) add(day int, y, treatment, previous float64, others ...float64) {
	l.day = append(l.day, day)
	l.y = append(l.y, y)
	l.treatment = append(l.treatment, treatment)
	l.previous = append(l.previous, previous)
	for len(l.others) < len(others) {
		l.others = append(l.others, nil)
	}
	for k, v := range others {
		l.others[k] = append(l.others[k], v)
	}
}

// fit regresses the outcome on trend, weekday unless noWeekday is set, previous
// outcome, the other columns and, last, the treatment.
func (l laggedRows) fit(weekday0 int) (leastSquares, error) {
	r := Rows{Day: l.day, On: l.treatment, Weekday0: weekday0, NoWeekday: l.noWeekday}
	if err := r.check(l.y); err != nil {
		return leastSquares{}, err
	}
	cols, err := r.treatmentDesign(l.treatment, append([][]float64{l.previous}, l.others...)...)
	if err != nil {
		return leastSquares{}, err
	}
	// Relative to the first value, so that an outcome that never changes is exactly 0.
	y := make([]float64, len(l.y))
	for i, v := range l.y {
		y[i] = v - l.y[0]
	}
	fit, ok := fitOLS(cols, y)
	if !ok {
		return leastSquares{}, ErrNotEstimable
	}
	return fit, nil
}

// noneMissing reports whether no value is NaN.
func noneMissing(values ...float64) bool {
	for _, v := range values {
		if math.IsNaN(v) {
			return false
		}
	}
	return true
}
