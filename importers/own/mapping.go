package own

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// Mapping is a file format of the user's own: which table it is, and what its
// columns mean.
type Mapping struct {
	Name    string         // optional; the source of its nights, the importer is "mapped.NAME"
	Match   []string       // header cells that must be there
	Kind    string         // "nights", "log" or "diary"
	Date    MappedDate     // the column that dates a row
	Columns []MappedColumn // those that are read; all others are left out
	Zero    string         // "missing": a 0 means not measured (nights and diary)
	Of      string         // nights: what the columns that do not say it are of, see MappedColumn
}

// MappedDate says which column dates a row and what the date means.
type MappedDate struct {
	Column     string // header text
	Convention string // nights: "wake" (default), or "evening": the night began on it
	Format     string // such as "DD.MM.YYYY HH:mm"; "" for YYYY-MM-DD [HH:MM]
}

// MappedColumn says what a column means: a metric in a unit, or a column of our
// own log or diary.
type MappedColumn struct {
	From   string // header text
	To     string // log and diary: our column, or "amount_with_unit" for "400 mg"
	Metric string // nights and diary: catalogue id, for the diary an event too
	Unit   string // of the file, "" for the catalogue's; of nights also "h:mm" for durations written so
	// Rated is the range of a rating in the file, "1-4", which becomes 0 to 10; Best
	// says which end is the best, "low" or "high", "" for that of the metric: low for
	// worry, high for mood.
	Rated, Best string
	// Of is what a value of nights is of: "night", the night its row is dated by, or
	// "day", the day of the row's date, which counts for the night after it. Without
	// it covariates such as steps are of the day, everything else of the night.
	Of string
}

// mappedOf lists what Of can say.
var mappedOf = []string{"", "day", "night"}

// hoursAndMinutes is the unit of durations written 7:30 or 07:30:00.
const hoursAndMinutes = "h:mm"

// mappedTo lists what columns of logs and diaries can become.
var mappedTo = map[string][]string{
	"log": {"date", "time", "start", "end", "supplement", "form", "amount", "unit", "amount_with_unit",
		"basis", "taken", "note"},
	"diary": {"date", "time", "item", "value", "unit", "note"},
}

// MappedColumnError is what is wrong with one column of a mapping.
type MappedColumnError struct {
	Column int   // of Mapping.Columns
	Err    error // what is wrong with it
}

// Error returns the text of Err.
func (e *MappedColumnError) Error() string { return e.Err.Error() }

// Unwrap returns Err.
func (e *MappedColumnError) Unwrap() error { return e.Err }

// Validate returns what is wrong with a mapping, in the words of the
// configuration file; of a single column as *MappedColumnError.
func (m Mapping) Validate() error {
	if len(m.Match) == 0 {
		return m.wrong("match is empty: name header cells that tell the table from others")
	}
	if len(m.Columns) == 0 {
		return m.wrong("columns is empty: say what at least one column means")
	}
	if !slices.Contains([]string{"nights", "log", "diary"}, m.Kind) {
		return m.wrong("kind is %q: want nights, log or diary", m.Kind)
	}
	if m.Zero != "" && m.Zero != "missing" {
		return m.wrong("zero is %q: want missing or nothing", m.Zero)
	}
	if !slices.Contains(mappedOf, m.Of) {
		return m.wrong("of is %q: want day or night", m.Of)
	}
	if m.Of != "" && m.Kind != "nights" {
		return m.wrong("of is for kind nights, this one is %s", m.Kind)
	}
	if !slices.Contains([]string{"", "wake", "evening"}, m.Date.Convention) {
		return m.wrong("date convention is %q: want wake or evening", m.Date.Convention)
	}
	if _, err := dateLayout(m.Date.Format); err != nil {
		return m.wrong("%v", err)
	}
	for i, c := range m.Columns {
		if err := m.validateColumn(c); err != nil {
			return &MappedColumnError{i, err}
		}
	}
	return m.validateWhole()
}

func (m Mapping) wrong(format string, args ...any) error {
	name := m.Name
	if name == "" {
		name = strings.Join(m.Match, ",")
	}
	return fmt.Errorf("mapping %s: %w", name, fmt.Errorf(format, args...))
}

func (m Mapping) validateColumn(c MappedColumn) error {
	metric, known := record.MetricByID(c.Metric)
	switch {
	case c.From == "":
		return m.wrong("a column has no from: name the header cell")
	case (c.To == "") == (c.Metric == ""):
		return m.wrong("column %s: want one of to and metric", c.From)
	case c.To != "" && !slices.Contains(mappedTo[m.Kind], c.To):
		return m.wrong("column %s: to is %q, which %s cannot have", c.From, c.To, m.Kind)
	case c.Metric != "" && m.Kind == "log":
		return m.wrong("column %s: a log has no metrics, say to", c.From)
	case c.Metric != "" && !known && !(m.Kind == "diary" && slices.Contains(importers.Events, c.Metric)):
		return m.wrong("column %s: %q is not a metric id: nof1 list metrics", c.From, c.Metric)
	case !slices.Contains(mappedOf, c.Of):
		return m.wrong("column %s: of is %q: want day or night", c.From, c.Of)
	case c.Of != "" && m.Kind != "nights":
		return m.wrong("column %s: of is for kind nights, this one is %s", c.From, m.Kind)
	case c.Rated != "" || c.Best != "":
		return m.validateRated(c, metric)
	case known && m.Kind == "nights" && c.Unit == hoursAndMinutes && metric.Unit == "min":
	case known && c.Unit != "":
		low, _, ranged := importers.RatingRange(c.Unit)
		if !ranged {
			low = 1
		}
		if _, err := importers.Convert(metric, c.Unit, low); err != nil {
			return m.wrong("column %s: unit %v", c.From, err)
		}
	}
	return nil
}

func (m Mapping) validateRated(c MappedColumn, metric record.Metric) error {
	_, _, ok := importers.RatingRange(c.Rated)
	switch {
	case metric.Unit != importers.RatingUnit:
		return m.wrong("column %s: rated and best are for ratings from %s", c.From, importers.UnitWords(importers.RatingUnit))
	case c.Unit != "":
		return m.wrong("column %s: want one of rated and unit", c.From)
	case !ok:
		return m.wrong("column %s: rated is %q: want the lowest and the highest value, such as 1-4", c.From, c.Rated)
	case !slices.Contains([]string{"", "low", "high"}, c.Best):
		return m.wrong("column %s: best is %q: want low or high", c.From, c.Best)
	}
	return nil
}

// turned reports whether the lowest value of a rating means the catalogue's
// highest.
func (c MappedColumn) turned() bool {
	metric, _ := record.MetricByID(c.Metric)
	return c.Best == "low" && metric.Wished == record.Up || c.Best == "high" && metric.Wished == record.Down
}

// validateWhole checks that rows are dated and say something.
func (m Mapping) validateWhole() error {
	if m.Date.Column == "" && (m.Kind == "nights" || !m.has("date") && !m.has("time") && !m.has("start")) {
		return m.wrong("no column dates the rows: say date: {column: ...}")
	}
	if m.Kind == "log" && !m.has("supplement") {
		return m.wrong("no column becomes supplement")
	}
	wide := slices.ContainsFunc(m.Columns, func(c MappedColumn) bool { return c.Metric != "" })
	if m.Kind == "diary" && !wide && !(m.has("item") && m.has("value")) {
		return m.wrong("a diary needs metrics, or columns that become item and value")
	}
	return nil
}

func (m Mapping) has(to string) bool { return m.from(to) != "" }

// from returns the header cell that becomes a column of ours, "" for a column that is not mapped.
func (m Mapping) from(to string) string {
	for _, c := range m.Columns {
		if c.To == to {
			return c.From
		}
	}
	return ""
}

// ofDay reports whether a column of nights holds values of the day of its row's
// date.
func (m Mapping) ofDay(c MappedColumn) bool {
	metric, _ := record.MetricByID(c.Metric)
	of := cmp.Or(c.Of, m.Of)
	return of == "day" || of == "" && metric.Kind == record.Covariate
}

// dateTokens are the parts of a date format, longest first.
var dateTokens = strings.NewReplacer(
	"YYYY", "2006", "YY", "06", "MMMM", "January", "MMM", "Jan", "MM", "01", "DD", "02", "D", "2", "M", "1",
	"HH", "15", "H", "15", "hh", "03", "h", "3", "mm", "04", "ss", "05", "a", "PM", "A", "PM", "Z", "Z07:00")

// dateLayout turns "DD.MM.YYYY HH:mm" into Go's layout; "" stays "".
func dateLayout(format string) (string, error) {
	if format == "" {
		return "", nil
	}
	layout := dateTokens.Replace(format)
	day := time.Date(2033, time.November, 28, 0, 0, 0, 0, time.UTC)
	back, err := time.Parse(layout, day.Format(layout))
	if err != nil || record.DateOf(back) != record.DateOf(day) {
		return "", fmt.Errorf("date format %q does not give a date: want one such as DD.MM.YYYY HH:mm", format)
	}
	return layout, nil
}

// Moment reads a date cell as the mapping says.
func (d MappedDate) Moment(cell string) (record.Moment, error) {
	layout, err := dateLayout(d.Format)
	if err != nil || layout == "" {
		return importers.ParseMoment(cell)
	}
	t, err := time.Parse(layout, strings.TrimSpace(cell))
	if err != nil || !importers.Plausible(t) {
		return record.Moment{}, fmt.Errorf("%q is not a date: want %s", cell, d.Format)
	}
	m := record.MomentOf(t)
	m.Timed = strings.Contains(layout, "15") || strings.Contains(layout, "3")
	if !m.Timed {
		m.Minute = 0
	}
	return m, nil
}
