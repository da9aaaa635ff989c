package importers

import "time"

// The limits of IsNap.
const (
	NapLongest = 3 * time.Hour // longer sleeps are always nights
	NightEarly = 3             // hour from which a short night may end
	NightLate  = 9             // hour before which a short night begins
	nightBrief = time.Hour     // shorter ones are tests of the app
)

// IsNap tells naps and test runs from nights in files that do not mark them: a
// sleep of less than three hours is a night only where it lasted an hour, began
// before 09:00 and ended from 03:00 on. begin and end are wall clock.
func IsNap(begin, end time.Time, asleep time.Duration) bool {
	if asleep >= NapLongest {
		return false
	}
	return asleep < nightBrief || end.Hour() < NightEarly || begin.Hour() >= NightLate
}

// LongestSleep is the longest interval that can be one: longer ones are a phone
// left alone for days.
const LongestSleep = 24 * 60 * 60
