package fitbit

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// Com reads the CSV that the page of fitbit.com exported: a row a sleep, local time
// with AM and PM. The table may be below a title and beside tables of weight, food and
// activity in one file. Minutes awake are all of those in bed, the time to fall asleep
// included.
var Com importers.Importer = comTable{importers.Format{ID: "fitbit.com",
	Columns: importers.Names("Start Time", "End Time", "Minutes Asleep", "Minutes Awake")}}

type comTable struct{ importers.Format }

// Identify looks for the header line, which need not be the first.
func (f comTable) Identify(h importers.Head) bool {
	return !h.JSON && (f.Format.Identify(h) || comHeader.MatchString(h.Text))
}

var comHeader = regexp.MustCompile(`(?m)^"?Start Time"?[,;\t]"?End Time"?[,;\t]"?Minutes Asleep"?[,;\t]`)

var comColumns = []importers.Column{
	{Names: []string{"Minutes Asleep"}, Metric: "tst", Parse: importers.Thousands},
	{Names: []string{"Time in Bed"}, Metric: "tib", Parse: importers.Thousands},
	{Names: []string{"Minutes Awake"}, Metric: "waso", Parse: importers.Thousands},
	{Names: []string{"Number of Awakenings"}, Metric: "awakenings", Parse: importers.Thousands},
	{Names: []string{"Minutes REM Sleep"}, Metric: "rem", Parse: importers.Thousands},
	{Names: []string{"Minutes Light Sleep"}, Metric: "light", Parse: importers.Thousands},
	{Names: []string{"Minutes Deep Sleep"}, Metric: "deep", Parse: importers.Thousands},
}

// Read implements [importers.Importer].
func (comTable) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	text, err := src.Text()
	if err != nil {
		return record.Counts{}, err
	}
	defer text.Close()
	*src.Damage = nil
	rows := &importers.LineMender{Rows: importers.NewRowReader(text), Mend: onlySleep()}
	t, err := importers.NewTable(src.Path, rows, src.Damage)
	if err != nil {
		return record.Counts{}, err
	}
	r := comRow{t: t, sink: sink, start: t.Index("Start Time"), end: t.Index("End Time"),
		asleep: t.Index("Minutes Asleep"), columns: importers.Bind(t, comColumns)}
	var c record.Counts
	for t.Next() {
		if t.Cell(r.start) == t.Name(r.start) {
			continue // the header of the next export, pasted below
		}
		c.Count(r.read())
	}
	return importers.TableEnd(t, c, sink)
}

// comRow reads the rows of one table.
type comRow struct {
	t                  *importers.Table
	sink               importers.Sink
	start, end, asleep int
	columns            []importers.BoundColumn
}

var comLayouts = []string{"2006-01-02 3:04 PM", "2006-01-02 3:04PM", "2006-01-02 15:04", "2006-01-02 15:04:05"}

// read reads the current row and reports whether anything of it was used.
func (r comRow) read() bool {
	asleep, err := importers.Thousands(r.t.Cell(r.asleep))
	if err == nil && asleep == 0 {
		return false
	}
	start, ok := r.time(r.start)
	if !ok {
		return false
	}
	end, ok := r.time(r.end)
	if !ok || err == nil && importers.IsNap(start, end, time.Duration(asleep)*time.Minute) {
		return false
	}
	night := record.DateOf(end)
	used, _ := importers.ReadCells(r.t, r.columns, night, source, "", r.sink)
	if used == 0 {
		return false
	}
	s := record.Session{Night: night, Onset: record.MomentOf(start), Wake: record.MomentOf(end), Source: source}
	r.t.Sleep(s, r.start, r.end, r.sink)
	return true
}

// time reads a time of the current row. One that cannot be read is a problem.
func (r comRow) time(i int) (time.Time, bool) {
	cell := r.t.Cell(i)
	at, err := importers.ParseWall(strings.ToUpper(cell), comLayouts...)
	if err != nil {
		r.sink.Problem(r.t.Problem(i, fmt.Errorf("%q is not a time: want YYYY-MM-DD H:MM AM", cell)))
	}
	return at, err == nil
}

// onlySleep returns a function that keeps the lines of the table of sleeps and empties
// all others, so that the numbers of lines stay right.
func onlySleep() func(line string) string {
	in := false
	return func(line string) string {
		switch {
		case comHeader.MatchString(line):
			in = true
		case in && strings.TrimSpace(line) != "" && !strings.ContainsAny(line, ",;\t"):
			in = false // the title of the next table
		}
		if !in {
			return ""
		}
		return line
	}
}
