package garmin

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// day is a date cell of a report of Garmin Connect's web site, which often has no
// year.
type day struct {
	line             int
	year, month, day int // year 0: missing
}

// later reports whether d is after e. If one of them has no year, only month and day
// are compared.
func (d day) later(e day) bool {
	if d.year != 0 && e.year != 0 && d.year != e.year {
		return d.year > e.year
	}
	return d.month > e.month || d.month == e.month && d.day > e.day
}

// layouts are the layouts of dates without slashes.
var layouts = []string{"2006-01-02", "Jan 2, 2006", "Jan 2 2006", "January 2, 2006", "2 Jan 2006", "Jan 2", "January 2", "2 Jan"}

// parseDay reads a date without slashes, or with slashes in the layout given.
func parseDay(cell, slashes string) (day, bool) {
	for _, layout := range append(layouts, slashes) {
		if t, err := time.Parse(layout, cell); err == nil && (importers.Plausible(t) || t.Year() == 0) {
			return day{0, t.Year(), int(t.Month()), t.Day()}, true
		}
	}
	return day{}, false
}

// nights returns the dates in the first column of a report, by line. Cells that are
// not a date are left out.
//
// Cells without a year get it from the rows that have one, since rows follow
// each other by date; or else from a year in the file's name, which is the newest
// row's; or else from the time the file was written, and then assumed is the
// problem that says so. The error is for a file with none of the three, and for one
// whose dates are all with slashes and do not show which part is the day.
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
		if !slices.ContainsFunc(cells, func(cell string) bool { _, ok := parseDay(cell, slashes); return ok }) {
			return nil, "", err
		}
	}
	var days []day
	for i, cell := range cells {
		if d, ok := parseDay(cell, slashes); ok {
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
		at := time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC)
		if at.Day() == d.day && importers.Plausible(at) { // not 29 February of another year
			nights[d.line] = record.DateOf(at)
		}
	}
	return nights, assumed, nil
}

// slashLayout returns the layout of dates with slashes: month or day first,
// whichever reads more of them, or else has more that follow day by day.
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
			} else if at.Sub(last).Abs() == 24*time.Hour {
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
	return "", errors.New("day and month of the dates cannot be told apart: export with dates written YYYY-MM-DD")
}

// newestFirst returns pointers to the days from the newest to the oldest. The days
// are in order, up or down; each step counts as the shorter way round the year, and
// most steps decide.
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
		sorted[i] = &days[i]
	}
	if up > 0 {
		slices.Reverse(sorted)
	}
	return sorted
}

var digitRuns = regexp.MustCompile(`\d+`)

// inferYears sets the missing years of days, which are sorted newest first.
func inferYears(days []*day, src importers.Source) (assumed string, err error) {
	if !slices.ContainsFunc(days, func(d *day) bool { return d.year == 0 }) {
		return "", nil
	}
	anchor := slices.IndexFunc(days, func(d *day) bool { return d.year != 0 })
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

// newestYear returns the year of the newest row of a file without years.
func newestYear(newest day, src importers.Source) (year int, assumed string, err error) {
	for _, run := range digitRuns.FindAllString(src.Head.Base, -1) {
		if y, err := strconv.Atoi(run); err == nil && y >= 2000 && y < 2100 {
			year = max(year, y)
		}
	}
	if year > 0 {
		return year, "", nil
	}
	const advice = "put the year of the newest night into the file's name, such as Sleep-2025.csv"
	written := src.Changed.UTC().AddDate(0, 0, 1) // a day ahead of UTC at most
	if written.Year() < 2010 {                    // zip archives without times say 1980
		return 0, "", fmt.Errorf("the dates have no year: %s", advice)
	}
	year = written.Year()
	if newest.later(day{month: int(written.Month()), day: written.Day()}) {
		year--
	}
	assumed = fmt.Sprintf("the dates have no year: the newest is taken for %d, when the file was last written; to be sure %s", year, advice)
	return year, assumed, nil
}
