package importers

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"nof1/importers/record"
)

// momentLayouts are the dates and times our own formats take: year first, so
// that day and month cannot be mistaken for each other.
var momentLayouts = []string{
	"2006-1-2 15:04", "2006-1-2 15:04:05", "2006-1-2T15:04", "2006-1-2T15:04:05",
	time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700",
}

// ParseMoment reads YYYY-MM-DD, YYYY-MM-DD HH:MM[:SS] or RFC 3339. The clock is
// the one written, at any offset.
func ParseMoment(cell string) (record.Moment, error) {
	text := strings.TrimSpace(cell)
	if t, err := time.Parse("2006-1-2", text); err == nil && Plausible(t) {
		return record.Moment{Day: record.DateOf(t)}, nil
	}
	for _, layout := range momentLayouts {
		if t, err := time.Parse(layout, text); err == nil && Plausible(t) {
			return record.MomentOf(t), nil
		}
	}
	return record.Moment{}, fmt.Errorf("%q is not a date: want YYYY-MM-DD or YYYY-MM-DD HH:MM", cell)
}

// DateLabel reads the date of a timestamp and ignores clock and zone.
func DateLabel(text string) (record.Date, error) {
	date := text
	if i := strings.IndexAny(text, "T "); i >= 0 {
		date = text[:i]
	}
	d, err := record.ParseDate(date)
	if err != nil || !Plausible(d.Time()) {
		return 0, fmt.Errorf("%q is not a date: want YYYY-MM-DD", text)
	}
	return d, nil
}

// WallLayouts are the ones most files have that are not read month or day first.
var WallLayouts = []string{"2006-01-02 15:04:05", "2006-01-02 15:04"}

// ParseWall reads a local date and time written in one of the layouts, between
// 1970 and 2199. The result carries no zone: only its calendar and clock fields
// mean anything.
func ParseWall(text string, layouts ...string) (time.Time, error) {
	for _, l := range layouts {
		if t, err := time.Parse(l, text); err == nil && Plausible(t) {
			return t, nil
		}
	}
	kind := "date"
	if strings.Contains(layouts[0], ":") {
		kind = "time"
	}
	return time.Time{}, fmt.Errorf("%q is not a %s: want %s", text, kind, wantedTime(layouts[0]))
}

// wantedTime spells a layout of package time out for a message.
func wantedTime(layout string) string {
	return strings.NewReplacer("2006", "YYYY", "01", "MM", "02", "DD", "15", "HH", "03", "HH", "04", "MM", "05", "SS", "06", "YY",
		"Z07:00", "+HH:MM", "-07:00", "+HH:MM", "-0700", "+HHMM", "1", "M", "2", "D", "3", "H", "PM", "AM/PM").Replace(layout)
}

// Plausible keeps a slip of the pen from making a night in the year 24.
func Plausible(t time.Time) bool { return t.Year() >= 1970 && t.Year() < 2200 }

// ParseClock reads a time of day, 24 hours or with AM and PM, as minutes after
// midnight.
func ParseClock(cell string) (int, error) {
	text := strings.ToUpper(strings.TrimSpace(cell))
	for _, layout := range []string{"15:04", "15:04:05", "3:04 PM", "3:04PM", "3:04:05 PM"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.Hour()*60 + t.Minute(), nil
		}
	}
	return 0, fmt.Errorf("%q is not a time: want HH:MM", cell)
}

// WhenColumns are the columns that date a row of a log or diary: either of them,
// or a date beside a time of day.
type WhenColumns struct {
	Date, Time int                                 // index of the field, -1 if the table lacks it
	Parse      func(string) (record.Moment, error) // nil: ParseMoment
}

// Read returns the moment of the current row. The problem is nil if it has one.
func (w WhenColumns) Read(t *Table) (record.Moment, *record.Problem) {
	i := w.Date
	clock, clockErr := ParseClock(t.Cell(w.Time))
	if t.Cell(w.Time) != "" && (clockErr != nil || t.Cell(w.Date) == "") {
		i = w.Time
	}
	if t.Cell(i) == "" {
		return record.Moment{}, &record.Problem{Pos: t.Pos(-1), Message: "no date: want YYYY-MM-DD or YYYY-MM-DD HH:MM, the row was left out"}
	}
	m, err := w.Moment(t.Cell(i))
	if err != nil {
		return record.Moment{}, new(t.Problem(i, err))
	}
	if i == w.Date && clockErr == nil {
		m.Minute, m.Timed = clock, true
	}
	return m, nil
}

// Moment returns the date, and the time of day if it has one, of a cell.
func (w WhenColumns) Moment(cell string) (record.Moment, error) {
	if w.Parse == nil {
		return ParseMoment(cell)
	}
	return w.Parse(cell)
}

// momentAfterNoon is the moment that lies a number of minutes after local noon
// of the day before a night's date.
func momentAfterNoon(night record.Date, minutes float64) record.Moment {
	clock := minutesPerDay/2 + int(math.Floor(minutes+0.5)) // of the day before
	days := int(math.Floor(float64(clock) / minutesPerDay))
	return record.Moment{Day: night - 1 + record.Date(days), Minute: clock - days*minutesPerDay, Timed: true}
}

const minutesPerDay = 24 * 60

// MinutesAfterNoon is the reverse of momentAfterNoon.
func MinutesAfterNoon(night record.Date, m record.Moment) float64 {
	return float64(m.Clock() - (int(night)-1)*minutesPerDay - minutesPerDay/2)
}

// LocalTime reads an instant as the wall clock of the zone, or of its own offset
// where that is not UTC.
func LocalTime(text string, zone *time.Location) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil || !Plausible(t) {
		if t, err = GoogleInstant(text); err != nil {
			return t, err
		}
	}
	if _, seconds := t.Zone(); seconds != 0 {
		return t, nil
	}
	if zone == nil {
		return t, ErrNoZone
	}
	clock := WallClock{Zone: zone}
	wall, _ := clock.At(t)
	return wall, nil
}

// GoogleInstant returns the instant of a time as Google's exports write it.
func GoogleInstant(text string) (time.Time, error) {
	for _, layout := range []string{"2006-01-02 15:04:05-0700", time.RFC3339, "2006-01-02 15:04:05Z07:00",
		"2006-01-02T15:04:05-0700", "2006-01-02 15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil && Plausible(t) {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a time: want YYYY-MM-DD HH:MM:SS+0000", text)
}

// EpochSeconds reads an instant written as whole seconds since 1970.
func EpochSeconds(text string) (time.Time, bool) {
	s, err := strconv.ParseInt(text, 10, 64)
	at := time.Unix(s, 0).UTC()
	return at, err == nil && len(text) >= 9 && Plausible(at)
}
