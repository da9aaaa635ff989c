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
	file    string
	Rows    *RowReader // the text, record by record
	header  []string
	places  []Field // of the header
	fields  []Field
	line    int
	rest    bool // the last header cell takes all that follows
	sheet   bool // columns are those of a sheet
	Own     OwnNames
	Failure error // the error that ended the table early; nil at its end
	damage  *[]record.Problem
	Closer  io.Closer                                  // closes the file below the table
	atEnd   func(record.Counts) (record.Counts, error) // see AtEnd
	person  string                                     // see Only
	people  int                                        // column of person
}

// mostColumns is more than any table of a person's nights has.
const mostColumns = 10_000

// Field is one cell and the position it starts at.
type Field struct {
	Text         string // without its quotes
	Line, Column int    // both count from 1; Column in bytes
}

// NewTable reads the header of a delimited text. Rows that cannot be made out are
// added to damage, which may be nil. The error is for a text without a table.
func NewTable(file string, text io.Reader, damage *[]record.Problem) (*Table, error) {
	t := &Table{file: file, Rows: NewRowReader(text), damage: damage}
	if t.damage == nil {
		t.damage = new([]record.Problem)
	}
	row, err := t.Rows.Header()
	if err == io.EOF {
		return nil, fmt.Errorf("the file is empty")
	}
	if err != nil {
		return nil, err
	}
	if len(row.Fields) > mostColumns {
		return nil, fmt.Errorf("line %d has %d columns, more than %d: not a table", row.Fields[0].Line, len(row.Fields), mostColumns)
	}
	for _, f := range row.Fields {
		t.header = append(t.header, strings.TrimSpace(f.Text))
	}
	t.places = slices.Clone(row.Fields)
	return t, nil
}

// Header returns the trimmed cells of the first record.
func (t *Table) Header() []string { return t.header }

// Name returns the header text of a column, or "" for an index outside the header.
func (t *Table) Name(i int) string {
	if i < 0 || i >= len(t.header) {
		return ""
	}
	return t.header[i]
}

// Index returns the position of the first header cell equal to one of the
// names after [Normalise], names in order of preference, or -1.
func (t *Table) Index(names ...string) int { return Head{Header: t.header}.Index(names...) }

// LastTakesRest makes fields beyond the header part of the last column, for
// tables people write by hand, whose notes hold commas.
func (t *Table) LastTakesRest() { t.rest = true }

// Only makes [Table.Next] pass over rows of other people than the one whose id is
// given, by the column of ids. The id "" is everyone.
func (t *Table) Only(people int, person string) { t.people, t.person = people, person }

// Next moves to the next record that has at least one cell with text.
func (t *Table) Next() bool {
	for t.Failure == nil {
		row, err := t.Rows.Next()
		if err != nil {
			t.Failure = err
			break
		}
		if row.Empty() {
			continue
		}
		t.fields, t.line = row.Fields, row.Fields[0].Line
		if t.rest {
			t.joinRest()
		}
		if why := t.whyDamaged(row); why.Message != "" {
			if *t.damage = append(*t.damage, why); len(*t.damage) > mostProblems {
				t.Failure = fmt.Errorf("line %d: more than %d rows cannot be made out: not a table", t.line, mostProblems)
			}
			continue
		}
		if t.person != "" && t.Cell(t.people) != t.person {
			continue
		}
		return true
	}
	t.fields = nil
	if t.Closer != nil {
		_ = t.Closer.Close() // a file only read: nothing is lost
		t.Closer = nil
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
		texts = append(texts, f.Text)
	}
	joined := t.fields[last]
	joined.Text = strings.TrimRight(strings.Join(texts, string(t.Rows.Delimiter)), string(t.Rows.Delimiter)+" ")
	t.fields = append(t.fields[:last:last], joined)
}

// whyDamaged returns the problem of a row whose cells may not be under their headers.
func (t *Table) whyDamaged(row Row) record.Problem {
	at := record.Pos{File: t.file, Line: t.line}
	if q := row.OpenQuote; q != nil {
		return record.Problem{Pos: record.Pos{File: t.file, Line: q.Line, Column: q.Column},
			Message: "the quote that opens here is never closed: close it, the row was left out"}
	}
	for _, f := range t.fields[min(len(t.fields), len(t.header)):] {
		if t.sheet {
			break // a remark beside the table moves no cell
		}
		if strings.TrimSpace(f.Text) != "" {
			return record.Problem{Pos: at, Message: fmt.Sprintf("%d fields under %d headers: quote a cell that holds the delimiter, the row was left out", len(t.fields), len(t.header))}
		}
	}
	if row.cut && len(t.fields) < len(t.header) {
		return record.Problem{Pos: at, Message: fmt.Sprintf("the file ends within this row, %d of %d fields: export it again, the row was left out", len(t.fields), len(t.header))}
	}
	return record.Problem{}
}

// HeaderAdded says that the header is not a line of the file, so that the rows are
// counted from the first line. Call it before [Table.Next].
func (t *Table) HeaderAdded() { t.Rows.Number = 0 }

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
	return strings.TrimSpace(t.fields[i].Text)
}

// Pos returns the position at which a field starts: right through quoted line ends too. For a
// field the row does not have it is the row.
func (t *Table) Pos(i int) record.Pos {
	if i < 0 || i >= len(t.fields) {
		return record.Pos{File: t.file, Line: t.line}
	}
	return t.place(i, t.fields[i])
}

// place returns the position of a field: in a sheet its column is the sheet's.
func (t *Table) place(i int, f Field) record.Pos {
	if t.sheet {
		return record.Pos{File: t.file, Line: f.Line, Column: i + 1}
	}
	return record.Pos{File: t.file, Line: f.Line, Column: f.Column}
}

// HeaderPos returns the position at which a header cell starts.
func (t *Table) HeaderPos(i int) record.Pos { return t.place(i, t.places[i]) }

// Number reads a cell as [Number] does, and takes a decimal comma where the
// table's delimiter leaves it free, as it does in a sheet.
func (t *Table) Number(cell string) (float64, error) {
	delimiter := t.Rows.Delimiter
	if t.sheet {
		delimiter = '\t'
	}
	return Number(PointForComma(cell, delimiter))
}

// Err returns what stopped reading before the end of the file, nil otherwise.
func (t *Table) Err() error {
	if t.Failure == io.EOF {
		return nil
	}
	return t.Failure
}

// Problem returns what is wrong with a cell of the current row.
func (t *Table) Problem(i int, err error) record.Problem {
	return record.Problem{Pos: t.Pos(i), Field: t.Name(i), Message: err.Error()}
}

// BadCell returns the problem of a cell of the current row that is not a number.
func (t *Table) BadCell(i int, want string) record.Problem {
	return BadCell(t.Pos(i), t.Name(i), t.Cell(i), want)
}

// TableEnd ends the reading of a table. If rows were used, an error that stopped the
// reading becomes a problem and what was read is kept.
func TableEnd(t *Table, c record.Counts, sink Sink) (record.Counts, error) {
	err := t.Err()
	if err != nil && c.Used > 0 {
		sink.Problem(record.Problem{Pos: record.Pos{File: t.Pos(-1).File, Line: t.Line()},
			Message: "reading stopped after this line: " + err.Error()})
		return c, nil
	}
	return c, err
}
