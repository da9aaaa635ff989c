package fitbit

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// Com reads the CSV that fitbit.com's own page exported: a row a sleep,
// local time with AM and PM. The table may stand below a title and beside tables
// of weight, food and activity in one file. Minutes awake are all of those in
// bed, and the time to fall asleep is not told apart in them. All sleeps of a
// date but naps are handed out; the join keeps the longest.
var Com importers.Importer = comTable{}

type comTable struct{}

func (comTable) Name() string { return "fitbit.com" }

func (comTable) Wants() []string {
	return []string{"Start Time", "End Time", "Minutes Asleep", "Minutes Awake"}
}

// Identify looks for the header line: it need not be the first.
func (f comTable) Identify(h importers.Head) bool {
	if h.Has(f.Wants()...) {
		return true
	}
	return !h.JSON && comHeader.MatchString(h.Text)
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

func (comTable) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	text, err := src.Text()
	if err != nil {
		return record.Counts{}, err
	}
	defer text.Close()
	*src.Damage = nil
	t, err := importers.NewTable(src.Path, &importers.LineMender{Rows: importers.NewRowReader(text), Mend: onlySleep()}, src.Damage)
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
		c.Count(r.Read())
	}
	return importers.TableEnd(t, c, sink)
}

type comRow struct {
	t                  *importers.Table
	sink               importers.Sink
	start, end, asleep int
	columns            []importers.BoundColumn
}

var comLayouts = []string{"2006-01-02 3:04 PM", "2006-01-02 3:04PM", "2006-01-02 15:04", "2006-01-02 15:04:05"}

func (r comRow) Read() bool {
	asleep, err := importers.Thousands(r.t.Cell(r.asleep))
	if err == nil && asleep == 0 {
		return false
	}
	var cells [2]importers.ClockCell
	var ends [2]time.Time
	for i, column := range []int{r.start, r.end} {
		cells[i] = r.t.ClockCell(column)
		end, err := importers.ParseWall(strings.ToUpper(cells[i].Text), comLayouts...)
		if err != nil {
			r.sink.Problem(record.Problem{Pos: cells[i].Pos, Field: cells[i].Field, Message: fmt.Sprintf("%q is not a time: want YYYY-MM-DD H:MM AM", cells[i].Text)})
			return false
		}
		ends[i] = end
	}
	if err == nil && importers.IsNap(ends[0], ends[1], time.Duration(asleep)*time.Minute) {
		return false
	}
	night := record.DateOf(ends[1])
	used, _ := importers.ReadCells(r.t, r.columns, night, source, "", r.sink)
	if used == 0 {
		return false
	}
	importers.EmitSession(record.Session{Night: night, Onset: record.MomentOf(ends[0]), Wake: record.MomentOf(ends[1]), Source: source, Pos: cells[0].Pos}, cells[0], cells[1], r.sink)
	return true
}

// onlySleep returns what keeps the lines of the table of sleeps and empties all
// others, so that the numbers of lines stay right.
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
