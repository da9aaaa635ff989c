package importers

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"nof1/importers/record"
)

// fitbitCom reads the CSV that fitbit.com's own page exported: a row a sleep,
// local time with AM and PM. The table may stand below a title and beside tables
// of weight, food and activity in one file. Minutes awake are all of those in
// bed, and the time to fall asleep is not told apart in them. All sleeps of a
// date but naps are handed out; the join keeps the longest.
var fitbitCom Importer = fitbitComTable{}

type fitbitComTable struct{}

func (fitbitComTable) Name() string { return "fitbit.com" }

func (fitbitComTable) Wants() []string {
	return []string{"Start Time", "End Time", "Minutes Asleep", "Minutes Awake"}
}

// Identify looks for the header line: it need not be the first.
func (f fitbitComTable) Identify(h Head) bool {
	if h.Has(f.Wants()...) {
		return true
	}
	return !h.JSON && fitbitComHeader.MatchString(h.Text)
}

var fitbitComHeader = regexp.MustCompile(`(?m)^"?Start Time"?[,;\t]"?End Time"?[,;\t]"?Minutes Asleep"?[,;\t]`)

var fitbitComColumns = []Column{
	{Names: []string{"Minutes Asleep"}, Metric: "tst", Parse: thousands},
	{Names: []string{"Time in Bed"}, Metric: "tib", Parse: thousands},
	{Names: []string{"Minutes Awake"}, Metric: "waso", Parse: thousands},
	{Names: []string{"Number of Awakenings"}, Metric: "awakenings", Parse: thousands},
	{Names: []string{"Minutes REM Sleep"}, Metric: "rem", Parse: thousands},
	{Names: []string{"Minutes Light Sleep"}, Metric: "light", Parse: thousands},
	{Names: []string{"Minutes Deep Sleep"}, Metric: "deep", Parse: thousands},
}

func (fitbitComTable) Read(src Source, sink Sink) (record.Counts, error) {
	text, err := src.Text()
	if err != nil {
		return record.Counts{}, err
	}
	defer text.Close()
	*src.damage = nil
	t, err := newTable(src.Path, &lineMender{rows: newRowReader(text), mend: onlySleep()}, src.damage)
	if err != nil {
		return record.Counts{}, err
	}
	r := fitbitComRow{t: t, sink: sink, start: t.Index("Start Time"), end: t.Index("End Time"),
		asleep: t.Index("Minutes Asleep"), columns: Bind(t, fitbitComColumns)}
	var c record.Counts
	for t.Next() {
		if t.Cell(r.start) == t.Name(r.start) {
			continue // the header of the next export, pasted below
		}
		c.Count(r.read())
	}
	return tableEnd(t, c, sink)
}

type fitbitComRow struct {
	t                  *Table
	sink               Sink
	start, end, asleep int
	columns            []BoundColumn
}

var fitbitComLayouts = []string{"2006-01-02 3:04 PM", "2006-01-02 3:04PM", "2006-01-02 15:04", "2006-01-02 15:04:05"}

func (r fitbitComRow) read() bool {
	asleep, err := thousands(r.t.Cell(r.asleep))
	if err == nil && asleep == 0 {
		return false
	}
	var cells [2]clockCell
	var ends [2]time.Time
	for i, column := range []int{r.start, r.end} {
		cells[i] = r.t.clockCell(column)
		end, err := parseWall(strings.ToUpper(cells[i].text), fitbitComLayouts...)
		if err != nil {
			r.sink.Problem(record.Problem{Pos: cells[i].pos, Field: cells[i].field, Message: fmt.Sprintf("%q is not a time: want YYYY-MM-DD H:MM AM", cells[i].text)})
			return false
		}
		ends[i] = end
	}
	if err == nil && isNap(ends[0], ends[1], time.Duration(asleep)*time.Minute) {
		return false
	}
	night := record.DateOf(ends[1])
	used, _ := ReadCells(r.t, r.columns, night, fitbitSource, "", r.sink)
	if used == 0 {
		return false
	}
	emitSession(record.Session{Night: night, Onset: record.MomentOf(ends[0]), Wake: record.MomentOf(ends[1]), Source: fitbitSource, Pos: cells[0].pos}, cells[0], cells[1], r.sink)
	return true
}

// onlySleep returns what keeps the lines of the table of sleeps and empties all
// others, so that the numbers of lines stay right.
func onlySleep() func(line string) string {
	in := false
	return func(line string) string {
		switch {
		case fitbitComHeader.MatchString(line):
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
