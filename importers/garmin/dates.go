package garmin

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// day is a date cell of a report of Garmin Connect's web site, where the
// year is often missing.
type day struct {
	line             int
	year, month, day int // year 0: not said
}

// later tells whether d's day of the year comes after e's, or d's date where
// both have a year.
func (d day) later(e day) bool {
	if d.year != 0 && e.year != 0 && d.year != e.year {
		return d.year > e.year
	}
	return d.month > e.month || d.month == e.month && d.day > e.day
}

// layouts are the dates of the reports but for those with slashes.
var layouts = []string{"2006-01-02", "Jan 2, 2006", "Jan 2 2006", "January 2, 2006", "2 Jan 2006", "Jan 2", "January 2", "2 Jan"}

func parseGarminDay(cell, slashes string) (day, bool) {
	for _, layout := range append(layouts, slashes) {
		if t, err := time.Parse(layout, cell); err == nil && (importers.Plausible(t) || t.Year() == 0) {
			return day{0, t.Year(), int(t.Month()), t.Day()}, true
		}
	}
	return day{}, false
}

// nights dates the rows of a report by its first column, by line. Rows
// whose cell is no date are left out.
//
// Cells without a year get it from the rows that have one, since rows follow
// each other by date; else from a year in the file's name, which is the newest
// row's; else from the time the file was written, and then assumed says so. The
// error is for a file none of which helps, and for one of dates with slashes alone
// whose day and month cannot be told apart.
func nights(src importers.Source) (nights map[int]record.Date, assumed string, err error) {
	t, err := src.Table()
	if err != nil {
		return nil, "", err
	}
	var cells []string
	var lines []int
	for t.Next() {
		cells, lines = append(cells, t.Cell(0)), append(lines, t.Line())
	}
	slashes, err := slashLayout(cells)
	if err != nil {
		slashes = layouts[0] // one among others is left out
		if !slices.ContainsFunc(cells, func(cell string) bool { _, ok := parseGarminDay(cell, slashes); return ok }) {
			return nil, "", err
		}
	}
	var days []day
	for i, cell := range cells {
		if d, ok := parseGarminDay(cell, slashes); ok {
			d.line = lines[i]
			days = append(days, d)
		}
	}
	assumed, err = inferYears(newestFirst(days), src)
	if err != nil {
		return nil, "", err
	}
	nights = map[int]record.Date{}
	for _, d := range days {
		if at := time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC); at.Day() == d.day && importers.Plausible(at) { // not 29 February of another year
			nights[d.line] = record.DateOf(at)
		}
	}
	return nights, assumed, nil
}

// slashLayout tells whether dates with slashes begin with the month or the day:
// one order must read them all, or else follow the calendar day by day.
func slashLayout(cells []string) (string, error) {
	layouts := []string{"1/2/2006", "2/1/2006"}
	var bad, steps [2]int
	slashes := 0
	for o, layout := range layouts {
		var last time.Time
		for _, cell := range cells {
			if strings.Count(cell, "/") != 2 {
				continue
			}
			slashes++
			at, err := time.Parse(layout, cell)
			if err != nil {
				bad[o]++
			} else if gap := at.Sub(last).Abs(); gap == 24*time.Hour {
				steps[o]++
			}
			last = at
		}
	}
	switch {
	case slashes == 0 || bad[0] < bad[1] || bad[0] == bad[1] && steps[0] > steps[1]:
		return layouts[0], nil
	case bad[1] < bad[0] || steps[1] > steps[0]:
		return layouts[1], nil
	}
	return "", fmt.Errorf("day and month of the dates cannot be told apart: export with dates written YYYY-MM-DD")
}

// newestFirst returns pointers to the days from the newest to the oldest. Most
// steps of a file go the same way, and a step is the shorter way round the year.
func newestFirst(days []day) []*day {
	const year = 12 * 31
	up := 0
	for i := 1; i < len(days); i++ {
		a, b := days[i-1], days[i]
		switch step := ((b.month-a.month)*31 + b.day - a.day + year) % year; {
		case step == 0:
		case step <= year/2:
			up++
		default:
			up--
		}
	}
	sorted := make([]*day, len(days))
	for i := range days {
		if up > 0 {
			sorted[len(days)-1-i] = &days[i]
		} else {
			sorted[i] = &days[i]
		}
	}
	return sorted
}

var digitRuns = regexp.MustCompile(`\d+`)

// inferYears gives every day a year.
func inferYears(days []*day, src importers.Source) (assumed string, err error) {
	anchor, missing := -1, false
	for i, d := range days {
		if d.year == 0 {
			missing = true
		} else if anchor < 0 {
			anchor = i
		}
	}
	if !missing {
		return "", nil
	}
	if anchor < 0 {
		anchor = 0
		if days[0].year, assumed, err = newestYear(*days[0], src); err != nil {
			return "", err
		}
	}
	for i := anchor - 1; i >= 0; i-- {
		if d, older := days[i], days[i+1]; d.year == 0 {
			d.year = older.year
			if older.later(*d) {
				d.year++
			}
		}
	}
	for i := anchor + 1; i < len(days); i++ {
		if d, newer := days[i], days[i-1]; d.year == 0 {
			d.year = newer.year
			if d.later(*newer) {
				d.year--
			}
		}
	}
	return assumed, nil
}

// newestYear is the year of the newest row of a file without years.
func newestYear(newest day, src importers.Source) (year int, assumed string, err error) {
	for _, run := range digitRuns.FindAllString(src.Head.Base, -1) {
		if y, err := strconv.Atoi(run); err == nil && y >= 2000 && y < 2100 {
			year = max(year, y)
		}
	}
	if year > 0 {
		return year, "", nil
	}
	const sure = "put the year of the newest night into the file's name, such as Sleep-2025.csv"
	written := src.Changed.UTC().AddDate(0, 0, 1) // a day ahead of UTC at most
	if written.Year() < 2010 {                    // zip archives without times say 1980
		return 0, "", fmt.Errorf("the dates have no year: %s", sure)
	}
	year = written.Year()
	if newest.later(day{month: int(written.Month()), day: written.Day()}) {
		year--
	}
	return year, fmt.Sprintf("the dates have no year: the newest is taken for %d, when the file was last written; to be sure %s", year, sure), nil
}
