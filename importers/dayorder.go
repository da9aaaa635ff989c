package importers

import (
	"fmt"
	"regexp"
	"strings"

	"nof1/importers/record"
)

// NumericDate splits a date whose parts are numbers.
var NumericDate = regexp.MustCompile(`^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})`)

// DayOrder tells from all dates of a column in which of two orders their parts
// stand. A spreadsheet swaps day and month for good: only a number above 12, which
// cannot be a month, shows it.
type DayOrder struct{ First, second bool } // a number above 12 was seen in that part

// Add takes the two parts that may be day or month.
func (o *DayOrder) Add(first, second string) {
	o.First = o.First || aboveTwelve(first)
	o.second = o.second || aboveTwelve(second)
}

func aboveTwelve(part string) bool { return len(part) == 2 && part > "12" }

// Known tells whether all dates agree on an order.
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
