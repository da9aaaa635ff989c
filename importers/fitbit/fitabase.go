package fitbit

import (
	"fmt"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// FitabaseSleep reads sleepDay_merged.csv of the research service Fitabase, as in the
// public data set of 2016: minutes asleep and in bed of all the sleeps of a day
// together, naps included, without clock times and stages. The day is taken for the
// date of waking, which nothing in the file confirms.
//
// FitabaseDays reads dailyActivity_merged.csv and dailySteps_merged.csv for their
// steps. The calories there are all that was burned, not the active ones, and are not
// read.
//
// Both hold days of several people under an id. Dates are written month first. A table
// saved by a spreadsheet may have lost seconds and century.
var (
	FitabaseSleep importers.Importer = fitabaseDays("fitabase.sleep_day", []string{"SleepDay", "Sleep Day", "Date", "Day"}, 0,
		importers.Column{Names: []string{"TotalMinutesAsleep"}, Metric: "tst"},
		importers.Column{Names: []string{"TotalTimeInBed"}, Metric: "tib"})
	FitabaseDays importers.Importer = fitabaseDays("fitabase.steps", []string{"ActivityDate", "ActivityDay"}, 1,
		importers.Column{Names: []string{"TotalSteps", "StepTotal"}, Metric: "steps", ZeroMissing: true})
)

// fitabaseID are the names of the column of people's ids.
var fitabaseID = []string{"Id", "Customer Id", "CustomerId", "Participant Id", "Participant"}

// fitabaseLayouts are those of the original, month first, and of spreadsheets.
var fitabaseLayouts = []string{
	"1/2/2006 3:04:05 PM", "1/2/2006 15:04:05", "1/2/2006 15:04", "1/2/2006",
	"1/2/06 3:04:05 PM", "1/2/06 15:04", "1/2/06", "2006-01-02", "2006-01-02 15:04:05", "2006-01-02T15:04:05",
}

// fitabase is a table of several people. Its Open must call Only.
type fitabase struct{ importers.Rows }

// People returns the ids in a file.
func (fitabase) People(src importers.Source) []string {
	return importers.TablePeople(src, fitabaseID...)
}

// fitabaseDays returns the importer of a table of one row a person and day. The day is
// that of the night, or lag days before it. A row that repeats one before it to the
// letter is skipped: the public file has a few.
func fitabaseDays(id string, day []string, lag record.Date, columns ...importers.Column) fitabase {
	known := [][]string{day}
	for _, c := range columns {
		known = append(known, c.Names)
	}
	open := func(t *importers.Table, src importers.Source, sink importers.Sink) func() bool {
		t.Only(t.Index(fitabaseID...), src.Person)
		date, bound := t.Index(day...), importers.Bind(t, columns)
		seen := map[string]bool{}
		return func() bool {
			row := wholeRow(t)
			if seen[row] {
				return false
			}
			seen[row] = true
			at, ok := fitabaseCell(t, date, sink)
			if !ok {
				return false
			}
			used, _ := importers.ReadCells(t, bound, record.DateOf(at)+lag, source, "", sink)
			return used > 0
		}
	}
	return fitabase{importers.Rows{Format: importers.Format{ID: id, Columns: known}, Open: open}}
}

// wholeRow returns the cells of the current row as one text.
func wholeRow(t *importers.Table) string {
	var cells []string
	for i := range t.Header() {
		cells = append(cells, t.Cell(i))
	}
	return strings.Join(cells, "\x00")
}

// fitabaseCell reads a time of the current row. One that cannot be read is a problem.
func fitabaseCell(t *importers.Table, i int, sink importers.Sink) (time.Time, bool) {
	at, err := fitabaseTime(t.Cell(i))
	if err != nil {
		sink.Problem(t.Problem(i, err))
	}
	return at, err == nil
}

func fitabaseTime(text string) (time.Time, error) {
	for _, layout := range fitabaseLayouts {
		if t, err := time.Parse(layout, text); err == nil && importers.Plausible(t) {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a date: want MM/DD/YYYY", text)
}
