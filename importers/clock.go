package importers

import (
	"fmt"
	"math"
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
// the one written, whatever its offset.
func ParseMoment(cell string) (record.Moment, error) {
	text := strings.TrimSpace(cell)
	if t, err := time.Parse("2006-1-2", text); err == nil && plausible(t) {
		return record.Moment{Day: record.DateOf(t)}, nil
	}
	for _, layout := range momentLayouts {
		if t, err := time.Parse(layout, text); err == nil && plausible(t) {
			return record.MomentOf(t), nil
		}
	}
	return record.Moment{}, fmt.Errorf("%q is not a date: want YYYY-MM-DD or YYYY-MM-DD HH:MM", cell)
}

// dateLabel reads the date of a timestamp and ignores clock and zone.
func dateLabel(text string) (record.Date, error) {
	date := text
	if i := strings.IndexAny(text, "T "); i >= 0 {
		date = text[:i]
	}
	d, err := record.ParseDate(date)
	if err != nil || !plausible(d.Time()) {
		return 0, fmt.Errorf("%q is not a date: want YYYY-MM-DD", text)
	}
	return d, nil
}

// wallLayouts are the ones most files have that are not read month or day first.
var wallLayouts = []string{"2006-01-02 15:04:05", "2006-01-02 15:04"}

// parseWall reads a local date and time written in one of the layouts, between
// 1970 and 2199. The result carries no zone: only its calendar and clock fields
// mean anything.
func parseWall(text string, layouts ...string) (time.Time, error) {
	for _, l := range layouts {
		if t, err := time.Parse(l, text); err == nil && plausible(t) {
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

// plausible keeps a slip of the pen from making a night in the year 24.
func plausible(t time.Time) bool { return t.Year() >= 1970 && t.Year() < 2200 }

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

// whenColumns are the columns that date a row of a log or diary: either of them,
// or a date beside a time of day.
type whenColumns struct {
	date, time int
	parse      func(string) (record.Moment, error) // nil: ParseMoment
}

// read returns the moment of the current row; the problem is nil where it has
// one.
func (w whenColumns) read(t *Table) (record.Moment, *record.Problem) {
	i := w.date
	clock, clockErr := ParseClock(t.Cell(w.time))
	if t.Cell(w.time) != "" && (clockErr != nil || t.Cell(w.date) == "") {
		i = w.time
	}
	if t.Cell(i) == "" {
		return record.Moment{}, &record.Problem{Pos: t.Pos(-1), Message: "no date: want YYYY-MM-DD or YYYY-MM-DD HH:MM, the row was left out"}
	}
	m, err := w.moment(t.Cell(i))
	if err != nil {
		return record.Moment{}, new(t.problem(i, err))
	}
	if i == w.date && clockErr == nil {
		m.Minute, m.Timed = clock, true
	}
	return m, nil
}

func (w whenColumns) moment(cell string) (record.Moment, error) {
	if w.parse == nil {
		return ParseMoment(cell)
	}
	return w.parse(cell)
}

// momentAfterNoon is the moment that lies a number of minutes after local noon
// of the day before a night's date.
func momentAfterNoon(night record.Date, minutes float64) record.Moment {
	clock := minutesPerDay/2 + int(math.Floor(minutes+0.5)) // of the day before
	days := int(math.Floor(float64(clock) / minutesPerDay))
	return record.Moment{Day: night - 1 + record.Date(days), Minute: clock - days*minutesPerDay, Timed: true}
}

const minutesPerDay = 24 * 60

// minutesAfterNoon is the reverse of momentAfterNoon.
func minutesAfterNoon(night record.Date, m record.Moment) float64 {
	return float64(m.Clock() - (int(night)-1)*minutesPerDay - minutesPerDay/2)
}
