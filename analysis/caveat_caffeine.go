package analysis

import "nof1/importers/record"

const noon = 12 * 60

// lateCaffeine compares the share of nights after caffeine from noon on: 400 mg
// six hours before bed still shortens sleep (Drake 2013). It needs clock times.
func lateCaffeine(r review) finding {
	timed := r.tagged(func(m record.Moment) bool { return m.Timed }, "caffeine")
	late := r.tagged(func(m record.Moment) bool { return m.Timed && m.Minute >= noon }, "caffeine")
	for i := range timed.yes {
		if !late.yes[i] {
			late.no[i] = true // caffeine that day, none of it late
		}
	}
	for i := range timed.no {
		late.no[i] = true
	}
	f := r.rates(late)
	f.known = timed.any()
	return f
}
