package analysis

import (
	"sort"

	"nof1/analysis/nightly"
	"nof1/importers/record"
)

const (
	doseReach      = 18 * 60 // a dose meets an onset at most this long after it
	onsetGrace     = 30      // a dose up to this long after onset is still that night
	untilSameNight = 5 * 60  // without onset times, a dose before 05:00 is still the night it falls in
)

// NightAfterDay is the number of days from a dose without a time to the wake date of
// its night: day D belongs to night D+1.
const NightAfterDay = 1

// nightClock assigns doses to nights by the sleep onsets of a record.
type nightClock struct {
	onset []int // wall-clock minutes, ascending
	night []record.Date
}

// newNightClock returns the clock of the sleep onsets in a table.
func newNightClock(t *nightly.Table) nightClock {
	var c nightClock
	type onset struct {
		at    int
		night record.Date
	}
	var all []onset
	for i := range t.Len() {
		if m, ok := t.Onset(i); ok && m.Timed {
			all = append(all, onset{m.Clock(), t.Night(i)})
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].at < all[j].at })
	for _, o := range all {
		c.onset = append(c.onset, o.at)
		c.night = append(c.night, o.night)
	}
	return c
}

// nightOf returns the night of a dose: the first whose sleep onset comes at most 18 h
// after it, or at most 30 minutes before it. Without such an onset, a dose between
// 00:00 and 04:59 belongs to the night of its own date, any other to the next. A dose
// of day D without a time belongs to night D+1.
func (c nightClock) nightOf(m record.Moment) record.Date {
	if !m.Timed {
		return m.Day + NightAfterDay
	}
	at := m.Clock()
	i := sort.SearchInts(c.onset, at-onsetGrace)
	if i < len(c.onset) && c.onset[i]-at <= doseReach {
		return c.night[i]
	}
	if m.Minute < untilSameNight {
		return m.Day
	}
	return m.Day + NightAfterDay
}
