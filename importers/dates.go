package importers

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"
	"time"

	"nof1/importers/record"
)

// WallClock turns instants into the wall clock a person lived by: that of a zone
// the user named, else that of offsets the files themselves tell here and there.
type WallClock struct {
	Zone    *time.Location // the user's; nil if none was named
	offsets []clockOffset
	sorted  bool
}

// clockOffset is what a wall clock was ahead of UTC from an instant on.
type clockOffset struct {
	from   time.Time
	offset time.Duration
}

// An offset holds until the next one is told, but no longer than clockReach, nor
// is it used for times further back. A day's worth of it is too little where the
// watch was off for a day.
const clockReach = 72 * time.Hour

// farthestOffset is further from UTC than any place is.
const farthestOffset = 15 * time.Hour

// Learn notes an instant and the wall clock at it; those that cannot belong
// together are ignored.
func (c *WallClock) Learn(utc, wall time.Time) {
	offset := wall.Sub(utc).Round(15 * time.Minute) // clocks are told to the minute at best
	if offset.Abs() <= farthestOffset {
		c.offsets, c.sorted = append(c.offsets, clockOffset{utc, offset}), false
	}
}

// At returns the wall clock of an instant, or false if the file does not give it.
func (c *WallClock) At(utc time.Time) (time.Time, bool) {
	if c.Zone != nil {
		_, seconds := utc.In(c.Zone).Zone()
		return utc.UTC().Add(time.Duration(seconds) * time.Second), true
	}
	if !c.sorted {
		slices.SortStableFunc(c.offsets, func(a, b clockOffset) int { return a.from.Compare(b.from) })
		c.sorted = true
	}
	next := sort.Search(len(c.offsets), func(i int) bool { return c.offsets[i].from.After(utc) })
	if next > 0 && utc.Sub(c.offsets[next-1].from) <= clockReach {
		return utc.UTC().Add(c.offsets[next-1].offset), true
	}
	if next < len(c.offsets) && c.offsets[next].from.Sub(utc) <= clockReach {
		return utc.UTC().Add(c.offsets[next].offset), true
	}
	return time.Time{}, false
}

// ParseOffset reads "UTC+0900", "UTC-05:30", "+09:00" or "UTC+4".
func ParseOffset(text string) (time.Duration, bool) {
	text = strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(text)), "UTC")
	if len(text) == 2 {
		text = text[:1] + "0" + text[1:]
	}
	for _, layout := range []string{"-0700", "-07:00", "-07", "Z"} {
		if t, err := time.Parse(layout, text); err == nil {
			_, seconds := t.Zone()
			return time.Duration(seconds) * time.Second, true
		}
	}
	return 0, false
}

// NumericDate splits a date whose parts are numbers.
var NumericDate = regexp.MustCompile(`^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})`)

// DayOrder finds from all dates of a column in which of two orders their parts
// are. A spreadsheet swaps day and month for good: only a number above 12, which
// cannot be a month, shows it.
type DayOrder struct{ First, second bool } // a number above 12 was seen in that part

// Add takes the two parts that may be day or month.
func (o *DayOrder) Add(first, second string) {
	o.First = o.First || aboveTwelve(first)
	o.second = o.second || aboveTwelve(second)
}

func aboveTwelve(part string) bool { return len(part) == 2 && part > "12" }

// Known reports whether all dates agree on an order.
func (o DayOrder) Known() bool { return o.First != o.second }

// SlashDates reads dates that a spreadsheet or a form has written with the day or
// the month first, in the order that the dates of the whole column show.
type SlashDates struct{ order DayOrder }

// NewSlashDates looks through one column of a table: 03/04/2026 alone does not tell
// the day from the month.
func NewSlashDates(src Source, columns ...string) (s SlashDates, err error) {
	t, err := src.Table()
	if err != nil {
		return s, err
	}
	for at := t.Index(columns...); t.Next(); {
		if m := NumericDate.FindStringSubmatch(t.Cell(at)); m != nil && len(m[1]) < 3 {
			s.order.Add(m[1], m[2])
		}
	}
	return s, nil
}

// Layouts returns how a cell is written, nil for one that begins with the year or
// with words. The cell comes back with slashes.
func (s SlashDates) Layouts(cell string) (plain string, layouts []string, err error) {
	m := NumericDate.FindStringSubmatch(cell)
	if m == nil || len(m[1]) > 2 {
		return cell, nil, nil
	}
	if !s.order.Known() {
		return cell, nil, fmt.Errorf("%q may be a day or a month first, no date of the file tells: want YYYY-MM-DD", cell)
	}
	date := "2/1/"
	if s.order.second {
		date = "1/2/"
	}
	if len(m[3]) > 2 {
		date += "2006"
	} else {
		date += "06"
	}
	day, clock, _ := strings.Cut(cell, " ")
	plain = strings.TrimSpace(strings.NewReplacer("-", "/", ".", "/").Replace(day) + " " + clock)
	for _, clock := range []string{"", " 15:04", " 15:04:05", " 3:04 PM", " 3:04:05 PM"} {
		layouts = append(layouts, date+clock)
	}
	return plain, layouts, nil
}

// Moment reads a date, with a time or without, in this order or as [ParseMoment].
func (s SlashDates) Moment(cell string) (record.Moment, error) {
	plain, layouts, err := s.Layouts(strings.TrimSpace(cell))
	if err != nil || layouts == nil {
		if err == nil {
			return ParseMoment(cell)
		}
		return record.Moment{}, err
	}
	at, err := ParseWall(strings.ToUpper(plain), layouts...)
	if err != nil {
		return record.Moment{}, fmt.Errorf("%q is not a date: want YYYY-MM-DD or YYYY-MM-DD HH:MM", cell)
	}
	m := record.MomentOf(at)
	if !strings.Contains(plain, " ") {
		m = record.Moment{Day: m.Day}
	}
	return m, nil
}

// ErrNoZone is for files that have nothing but UTC times: which night a sleep
// belongs to cannot be told from them.
var ErrNoZone = errors.New("the times are UTC and the file names no zone: say where the nights were slept, such as --zone Europe/Paris")
