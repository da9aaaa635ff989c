package fitbit

import (
	"fmt"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// Tables of the research service Fitabase, as in the public data set of 2016:
// Fitbit days of several people under an Id. Dates are written month first;
// a table saved by a spreadsheet may have lost seconds and century.
//
// FitabaseSleep reads sleepDay_merged.csv: minutes asleep and in bed of all the
// sleeps of a day together, so a nap is in them. No clock times, no stages. The
// day is taken for the date of waking, which nothing in the file confirms.
//
// FitabaseDays reads dailyActivity_merged.csv and dailySteps_merged.csv for
// their steps. The calories there are all that was burned, not the active ones,
// and are not read.
var (
	FitabaseSleep importers.Importer = fitabaseTable{
		name: "fitabase.sleep_day",
		must: []string{"TotalMinutesAsleep", "TotalTimeInBed"},
		day:  []string{"SleepDay", "Sleep Day", "Date", "Day"},
		columns: []importers.Column{
			{Names: []string{"TotalMinutesAsleep"}, Metric: "tst"},
			{Names: []string{"TotalTimeInBed"}, Metric: "tib"},
		},
	}
	FitabaseDays importers.Importer = fitabaseTable{
		name: "fitabase.steps",
		day:  []string{"ActivityDate", "ActivityDay"},
		columns: []importers.Column{
			{Names: []string{"TotalSteps", "StepTotal"}, Metric: "steps", ZeroMissing: true},
		},
		before: true,
	}
)

// fitabaseID are the names of the column that tells people apart.
var fitabaseID = []string{"Id", "Customer Id", "CustomerId", "Participant Id", "Participant"}

// fitabaseLayouts are month first: the original, and what spreadsheets make of
// it.
var fitabaseLayouts = []string{
	"1/2/2006 3:04:05 PM", "1/2/2006 15:04:05", "1/2/2006 15:04", "1/2/2006",
	"1/2/06 3:04:05 PM", "1/2/06 15:04", "1/2/06", "2006-01-02", "2006-01-02 15:04:05", "2006-01-02T15:04:05",
}

// fitabaseTable is a table of one row a person and day.
type fitabaseTable struct {
	name    string
	must    []string // header cells it is known by, beside the day
	day     []string
	columns []importers.Column
	before  bool // the values are of the day before a night, not of the night
}

func (f fitabaseTable) Name() string { return f.name }

func (f fitabaseTable) Wants() []string {
	wants := []string{f.day[0]}
	for _, c := range f.columns {
		wants = append(wants, c.Names[0])
	}
	return wants
}

func (f fitabaseTable) Identify(h importers.Head) bool {
	if !h.Has(f.must...) || h.Index(f.day...) < 0 {
		return false
	}
	for _, c := range f.columns {
		if h.Index(c.Names...) >= 0 {
			return true
		}
	}
	return false
}

func (f fitabaseTable) People(src importers.Source) []string {
	return importers.TablePeople(src, fitabaseID...)
}

// Read hands out the rows of the chosen person. A row that repeats one before it
// to the letter counts as skipped: the public file has a few.
func (f fitabaseTable) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	id, day := t.Index(fitabaseID...), t.Index(f.day...)
	bound := importers.Bind(t, f.columns)
	seen := map[string]bool{}
	var c record.Counts
	for t.Next() {
		if src.Person != "" && t.Cell(id) != src.Person {
			continue
		}
		row := wholeRow(t)
		if seen[row] {
			c.Count(false)
			continue
		}
		seen[row] = true
		night, err := fitabaseDate(t.Cell(day))
		if err != nil {
			sink.Problem(t.Problem(day, err))
			c.Count(false)
			continue
		}
		if f.before {
			night++
		}
		used, _ := importers.ReadCells(t, bound, night, source, "", sink)
		c.Count(used > 0)
	}
	return importers.TableEnd(t, c, sink)
}

// wholeRow returns the cells of the current row as one text.
func wholeRow(t *importers.Table) string {
	var cells []string
	for i := range t.Header() {
		cells = append(cells, t.Cell(i))
	}
	return strings.Join(cells, "\x00")
}

func fitabaseDate(text string) (record.Date, error) {
	t, err := fitabaseTime(text)
	return record.DateOf(t), err
}

func fitabaseTime(text string) (time.Time, error) {
	for _, layout := range fitabaseLayouts {
		if t, err := time.Parse(layout, text); err == nil && importers.Plausible(t) {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a date: want MM/DD/YYYY", text)
}
