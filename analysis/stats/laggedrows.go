package stats

import "math"

// laggedRows collects the rows of a regression on the night before.
type laggedRows struct {
	day                                   []int
	y, treatment, previous, otherExposure []float64
}

func (l *laggedRows) add(day int, y, treatment, previous, other float64) {
	l.day = append(l.day, day)
	l.y = append(l.y, y)
	l.treatment = append(l.treatment, treatment)
	l.previous = append(l.previous, previous)
	l.otherExposure = append(l.otherExposure, other)
}

// fit regresses on trend, weekday, previous outcome, other exposure and, last,
// the treatment.
func (l laggedRows) fit(weekday0 int) (leastSquares, error) {
	r := Rows{Day: l.day, On: l.treatment, Weekday0: weekday0}
	if err := r.check(l.y); err != nil {
		return leastSquares{}, err
	}
	cols, err := r.treatmentDesign(l.treatment, l.previous, l.otherExposure)
	if err != nil {
		return leastSquares{}, err
	}
	// From the first value, so that an outcome that never changes is exactly 0.
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

func known(values ...float64) bool {
	for _, v := range values {
		if math.IsNaN(v) {
			return false
		}
	}
	return true
}
