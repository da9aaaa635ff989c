package record

import (
	"fmt"
	"time"
)

// Date is a calendar date without clock or zone, counted in days since
// 1970-01-01. As the name of a night it is the local date of waking: the night
// that ended that morning.
type Date int32

// SecondsPerDay is the length of a calendar day without clock changes.
const SecondsPerDay = 24 * 60 * 60

// NewDate returns the date of a year, month and day of the month.
func NewDate(year int, month time.Month, day int) Date {
	return DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DateOf returns the calendar date of t in t's own time zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	days := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()
	if days < 0 {
		days -= SecondsPerDay - 1
	}
	return Date(days / SecondsPerDay)
}

// ParseDate parses a date written YYYY-MM-DD. Anything else is an error.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a date: want YYYY-MM-DD", s)
	}
	return DateOf(t), nil
}

// Time returns midnight UTC of the date. Only its calendar fields are meaningful.
func (d Date) Time() time.Time { return time.Unix(int64(d)*SecondsPerDay, 0).UTC() }

// String returns the date as YYYY-MM-DD.
func (d Date) String() string { return d.Time().Format(time.DateOnly) }

// Weekday returns the day of the week, from Monday = 0 to Sunday = 6.
func (d Date) Weekday() int { return (int(d.Time().Weekday()) + 6) % 7 }

// MarshalText writes the date as YYYY-MM-DD.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText parses a date written YYYY-MM-DD.
func (d *Date) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDate(string(text))
	return err
}

// Moment is a wall-clock time as its row states it, without conversion between
// time zones. A row that gives only a date has an untimed Moment.
type Moment struct {
	Day    Date // the date as written
	Minute int  // minutes after midnight, 0 to 1439; meaningless when not Timed
	Timed  bool // whether the row gives a time of day
}

// MomentOf returns the date and clock time of t in t's own time zone, without
// seconds.
func MomentOf(t time.Time) Moment {
	return Moment{Day: DateOf(t), Minute: t.Hour()*60 + t.Minute(), Timed: true}
}

// Clock returns the minutes since 1970-01-01 00:00 on the moment's own wall
// clock. Only moments of the same clock can be compared.
func (m Moment) Clock() int { return int(m.Day)*24*60 + m.Minute }

// String returns the moment as YYYY-MM-DD or YYYY-MM-DD HH:MM.
func (m Moment) String() string {
	if !m.Timed {
		return m.Day.String()
	}
	return fmt.Sprintf("%s %02d:%02d", m.Day, m.Minute/60, m.Minute%60)
}
