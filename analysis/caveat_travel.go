package analysis

import (
	"math"
)

const (
	travelShift  = 90 // minutes of bedtime from the usual
	travelNights = 3  // in a row: two are a weekend
	travelSeries = 28
	zoneShift    = 60 // minutes of the clock from the usual: no more is summer time
	zoneNights   = 2  // in a row: one may be a slip of the export
)

// travel fires where trips are tagged, where the clock stood in another time
// zone for two nights or more, or where bedtime moved by more than 90 minutes for
// three nights or more, among the nights compared. Whether odd hours were a
// journey no clock can say.
func travel(r review) finding {
	t := r.tagged(nil, "travel")
	abroad, zoned := r.abroad()
	hours, timed := r.oddHours()
	away := map[int]bool{}
	for _, set := range []map[int]bool{t.yes, abroad, hours} {
		for i := range set {
			away[i] = true
		}
	}
	f := r.events(tags{yes: away}, 0)
	f.known = t.any() || zoned || timed
	f.measured = append(f.measured, Measure{"nights_in_other_zone", float64(len(r.inSpan(abroad))), "nights"},
		Measure{"nights_logged", float64(len(r.inSpan(t.yes))), "nights"}, Measure{"nights_at_odd_hours", float64(len(r.inSpan(hours))), "nights"})
	return f
}

// oddHours are the nights in a row whose bedtime lies far from the usual.
func (r review) oddHours() (nights map[int]bool, known bool) {
	ys, ok := r.primarySeries("bedtime", travelSeries)
	if !ok {
		return nil, false
	}
	if ys, ok = unwrapped(ys); !ok {
		return nil, false
	}
	away := map[int]bool{}
	shift, _ := departures(ys)
	for i, y := range shift {
		if math.Abs(y) > travelShift {
			away[i] = true
		}
	}
	return inARow(away, travelNights), true
}

// abroad are the nights in a row on another clock than most nights', by the
// offset that the export writes down for each sleep. A night without one goes
// with the night before it.
func (r review) abroad() (nights map[int]bool, known bool) {
	offset := map[int]int{}
	count := map[int]int{}
	for _, s := range r.sessions {
		i := r.table.Index(s.Night)
		if _, seen := offset[i]; s.HasOffset && i >= 0 && !seen {
			offset[i] = s.Offset
			count[s.Offset]++
		}
	}
	if len(offset) < travelSeries {
		return nil, false
	}
	usual := mostFrequent(count)
	away := map[int]bool{}
	far := false
	for i := range r.table.Len() {
		if o, ok := offset[i]; ok {
			far = abs(o-usual) > zoneShift
		}
		if far {
			away[i] = true
		}
	}
	return inARow(away, zoneNights), true
}

// mostFrequent is the value counted most, the smallest of several.
func mostFrequent(count map[int]int) int {
	best, most := math.MaxInt, 0
	for v, n := range count {
		if n > most || n == most && v < best {
			best, most = v, n
		}
	}
	return best
}
