package importers

import "time"

// The limits of isNap.
const (
	napLongest = 3 * time.Hour // longer sleeps are always nights
	nightEarly = 3             // hour from which a short night may end
	nightLate  = 9             // hour before which a short night begins
	nightBrief = time.Hour     // shorter ones are tests of the app
)

// isNap tells naps and test runs from nights in files that do not mark them: a
// sleep of less than three hours is a night only where it lasted an hour, began
// before 09:00 and ended from 03:00 on. begin and end are wall clock.
func isNap(begin, end time.Time, asleep time.Duration) bool {
	if asleep >= napLongest {
		return false
	}
	return asleep < nightBrief || end.Hour() < nightEarly || begin.Hour() >= nightLate
}
