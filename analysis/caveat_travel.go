package analysis

import "math"

const (
	travelShift  = 90 // minutes of bedtime from the usual
	travelNights = 3  // in a row: two are a weekend
	travelSeries = 28
)

// travel fires where trips are tagged or bedtime moves by more than 90 minutes
// for three nights or more, among the nights compared. Whether it was a journey
// no clock can say.
func travel(r review) finding {
	t := r.tagged(nil, "travel")
	away := map[int]bool{}
	known := t.any()
	if ys, ok := r.primarySeries("bedtime", travelSeries); ok {
		if ys, ok = unwrapped(ys); ok {
			known = true
			shift, _ := departures(ys)
			for i, y := range shift {
				if math.Abs(y) > travelShift {
					away[i] = true
				}
			}
			away = inARow(away, travelNights)
		}
	}
	for i := range t.yes {
		away[i] = true
	}
	f := r.events(tags{yes: away}, 0)
	f.known = known
	return f
}
