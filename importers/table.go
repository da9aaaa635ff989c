package importers

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"nof1/importers/record"
)

// Table reads delimited text record by record: comma, semicolon or tab, with or
// without a "sep=" line, RFC 4180 quoting with stray quotes tolerated, rows of
// any length. A row that cannot be made out (a quote never closed, more fields
// than the header, a file cut within its last row) is left out as a [Problem].
type Table struct {
	file   string
	rows   *rowReader
	header []string
	places []field // of the header
	fields []field
	line   int
	rest   bool // the last header cell takes all that follows
	sheet  bool // columns are those of a sheet
	own    ownNames
	err    error
	damage *[]record.Problem
	closer io.Closer
}

// mostColumns is more than any table of a person's nights has.
const mostColumns = 10_000

// field is one cell and the place it starts at.
type field struct {
	text         string
	line, column int
}

func newTable(file string, text io.Reader, damage *[]record.Problem) (*Table, error) {
	t := &Table{file: file, rows: newRowReader(text), damage: damage}
	if t.damage == nil {
		t.damage = new([]record.Problem)
	}
	row, err := t.rows.header()
	if err == io.EOF {
		return nil, fmt.Errorf("the file is empty")
	}
	if err != nil {
		return nil, err
	}
	if len(row.fields) > mostColumns {
		return nil, fmt.Errorf("line %d has %d columns, more than %d: not a table", row.fields[0].line, len(row.fields), mostColumns)
	}
	for _, f := range row.fields {
		t.header = append(t.header, strings.TrimSpace(f.text))
	}
	t.places = slices.Clone(row.fields)
	return t, nil
}

// Header returns the trimmed cells of the first record.
func (t *Table) Header() []string { return t.header }

// Name returns the header text of a column, "" where there is none.
func (t *Table) Name(i int) string {
	if i < 0 || i >= len(t.header) {
		return ""
	}
	return t.header[i]
}

// Index returns the position of the first header cell equal to one of the
// names after [Normalise], names in order of preference, or -1.
func (t *Table) Index(names ...string) int { return Head{Header: t.header}.Index(names...) }

// lastTakesRest makes fields beyond the header part of the last column, for
// tables people write by hand, whose notes hold commas.
func (t *Table) lastTakesRest() { t.rest = true }

// Next moves to the next record that has at least one cell with text.
func (t *Table) Next() bool {
	for t.err == nil {
		row, err := t.rows.next()
		if err != nil {
			t.err = err
			break
		}
		if row.empty() {
			continue
		}
		t.fields, t.line = row.fields, row.fields[0].line
		if t.rest {
			t.joinRest()
		}
		if why := t.whyDamaged(row); why.Message != "" {
			if *t.damage = append(*t.damage, why); len(*t.damage) > mostProblems {
				t.err = fmt.Errorf("line %d: more than %d rows cannot be made out: not a table", t.line, mostProblems)
			}
			continue
		}
		return true
	}
	t.fields = nil
	if t.closer != nil {
		_ = t.closer.Close() // a file only read: nothing is lost
		t.closer = nil
	}
	return false
}

func (t *Table) joinRest() {
	last := len(t.header) - 1
	if t.sheet || len(t.fields) <= last+1 {
		return
	}
	var texts []string
	for _, f := range t.fields[last:] {
		texts = append(texts, f.text)
	}
	joined := t.fields[last]
	joined.text = strings.TrimRight(strings.Join(texts, string(t.rows.delimiter)), string(t.rows.delimiter)+" ")
	t.fields = append(t.fields[:last:last], joined)
}

// whyDamaged returns the problem of a row whose cells cannot be trusted to
// stand under their headers.
func (t *Table) whyDamaged(row row) record.Problem {
	at := record.Pos{File: t.file, Line: t.line}
	if q := row.openQuote; q != nil {
		return record.Problem{Pos: record.Pos{File: t.file, Line: q.line, Column: q.column}, Message: "the quote that opens here is never closed: close it, the row was left out"}
	}
	for _, f := range t.fields[min(len(t.fields), len(t.header)):] {
		if t.sheet {
			break // a remark beside the table moves no cell
		}
		if strings.TrimSpace(f.text) != "" {
			return record.Problem{Pos: at, Message: fmt.Sprintf("%d fields under %d headers: quote a cell that holds the delimiter, the row was left out", len(t.fields), len(t.header))}
		}
	}
	if row.cut && len(t.fields) < len(t.header) {
		return record.Problem{Pos: at, Message: fmt.Sprintf("the file ends within this row, %d of %d fields: export it again, the row was left out", len(t.fields), len(t.header))}
	}
	return record.Problem{}
}

// Line returns the line on which the record starts, counted from 1.
func (t *Table) Line() int { return t.line }

// Len returns how many fields the record has.
func (t *Table) Len() int { return len(t.fields) }

// Cell returns the trimmed text of a field, "" where i is negative or the row
// is too short.
func (t *Table) Cell(i int) string {
	if i < 0 || i >= len(t.fields) {
		return ""
	}
	return strings.TrimSpace(t.fields[i].text)
}

// Pos returns where a field starts: right through quoted line ends too. For a
// field the row does not have it is the row.
func (t *Table) Pos(i int) record.Pos {
	if i < 0 || i >= len(t.fields) {
		return record.Pos{File: t.file, Line: t.line}
	}
	return t.place(i, t.fields[i])
}

// place is where a field stands: in a sheet its column is the sheet's.
func (t *Table) place(i int, f field) record.Pos {
	if t.sheet {
		return record.Pos{File: t.file, Line: f.line, Column: i + 1}
	}
	return record.Pos{File: t.file, Line: f.line, Column: f.column}
}

// headerPos returns where a header cell starts.
func (t *Table) headerPos(i int) record.Pos { return t.place(i, t.places[i]) }

// Number reads a cell as [Number] does, and takes a decimal comma where the
// table's delimiter leaves it free, as it does in a sheet.
func (t *Table) Number(cell string) (float64, error) {
	delimiter := t.rows.delimiter
	if t.sheet {
		delimiter = '\t'
	}
	return Number(pointForComma(cell, delimiter))
}

// Err returns what stopped reading before the end of the file, nil otherwise.
func (t *Table) Err() error {
	if t.err == io.EOF {
		return nil
	}
	return t.err
}

// problem returns what is wrong with a cell of the current row.
func (t *Table) problem(i int, err error) record.Problem {
	return record.Problem{Pos: t.Pos(i), Field: t.Name(i), Message: err.Error()}
}

// badCell returns the problem of a cell of the current row that is not a number.
func (t *Table) badCell(i int, want string) record.Problem {
	return BadCell(t.Pos(i), t.Name(i), t.Cell(i), want)
}

// tableEnd ends the reading of a table. Where rows were used, an error that
// stopped it is a Problem and what was read stays.
func tableEnd(t *Table, c record.Counts, sink Sink) (record.Counts, error) {
	err := t.Err()
	if err != nil && c.Used > 0 {
		sink.Problem(record.Problem{Pos: record.Pos{File: t.Pos(-1).File, Line: t.Line()}, Message: "reading stopped after this line: " + err.Error()})
		return c, nil
	}
	return c, err
}
