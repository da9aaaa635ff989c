package stats

import (
	"math"

	"gonum.org/v1/gonum/stat"
)

// PreviousNightOdds is the association of an event with the outcome of the night
// before.
type PreviousNightOdds struct {
	OddsRatio float64    // of the event, per SD of the previous night's outcome
	CI95      [2]float64 // of OddsRatio
	P         float64    // two-sided, Wald
	N, Events int        // nights used, and nights among them with the event
	Weekday   bool       // whether the odds are adjusted for the weekday
}

// DoseAfterNight checks for reverse causation in as-needed dosing. It regresses
// tonight's dose on last night's outcome and, if the record allows it, the weekday, by
// logistic regression. An odds ratio far from 1 means that doses respond to nights. The
// slice y has one value per calendar day on the analysis scale, NaN if missing. The
// slice on is 1 with a dose, 0 without and NaN if unknown.
//
// The error is [ErrTooFewRows], [ErrNotEstimable] (the outcome or the dose never
// changes) or [ErrSeparated].
func DoseAfterNight(y, on []float64, weekday0 int) (PreviousNightOdds, error) {
	return eventAfterNight(y, on, weekday0)
}

// MissingAfterNight checks whether missing nights follow certain nights. It regresses
// "tonight is missing" on last night's outcome and, if the record allows it, the
// weekday, by logistic regression. Arguments and errors are those of [DoseAfterNight].
func MissingAfterNight(y []float64, weekday0 int) (PreviousNightOdds, error) {
	missing := make([]float64, len(y))
	for t, v := range y {
		if math.IsNaN(v) {
			missing[t] = 1
		}
	}
	return eventAfterNight(y, missing, weekday0)
}

// eventAfterNight regresses the event on the outcome of the night before. It leaves out
// the weekday if the weekday separates the events, because they are few or always on
// the same weekday.
func eventAfterNight(y, event []float64, weekday0 int) (PreviousNightOdds, error) {
	var r Rows
	r.Weekday0 = weekday0
	var previous, events []float64
	for t := 1; t < min(len(y), len(event)); t++ {
		if noneMissing(y[t-1], event[t]) {
			r.Day = append(r.Day, t)
			previous, events = append(previous, y[t-1]), append(events, event[t])
		}
	}
	out := PreviousNightOdds{N: len(events)}
	for _, e := range events {
		out.Events += int(e)
	}
	if out.N < 5 {
		return out, ErrTooFewRows
	}
	mean, sd := stat.MeanStdDev(previous, nil)
	if sd <= 1e-13*math.Abs(mean) || out.Events == 0 || out.Events == out.N {
		return out, ErrNotEstimable
	}
	for i := range previous {
		previous[i] = (previous[i] - mean) / sd
	}
	nuisance := r.nuisance()
	withoutTrend := append([][]float64{nuisance[0], previous}, nuisance[2:]...)
	fit, err := Logistic(withoutTrend, events)
	out.Weekday = len(withoutTrend) > 2
	if err != nil && out.Weekday {
		fit, err = Logistic(withoutTrend[:2], events)
		out.Weekday = false
	}
	if err != nil {
		return out, err
	}
	out.OddsRatio, out.P = math.Exp(fit.Coef[1]), fit.P(1)
	limits := interval(fit.Coef[1], fit.SE[1], 1.959963984540054)
	out.CI95 = [2]float64{math.Exp(limits[0]), math.Exp(limits[1])}
	return out, nil
}
