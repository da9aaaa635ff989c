package importers

import (
	"strings"
	"time"

	"nof1/importers/record"
)

// Format is what an importer is called and what its files are known by. An
// importer embeds it and adds Read.
type Format struct {
	ID string // vendor first: "whoop.cycles"
	// Columns are the header cells or JSON keys that a file must have, each under
	// one of its names. The first name is the one that messages use.
	Columns [][]string
	Without []string // header cells or JSON keys of a similar format that is not this one
	File    string   // part of the base name in lower case; "" for any name

	Delimited bool // a JSON file is never this format, even if its keys fit
}

// Names returns columns that have one name each, for [Format].
func Names(names ...string) [][]string {
	columns := make([][]string, len(names))
	for i, name := range names {
		columns[i] = []string{name}
	}
	return columns
}

// Name implements [Importer].
func (f Format) Name() string { return f.ID }

// Wants implements [Importer]: the first name of each column.
func (f Format) Wants() []string {
	wants := make([]string, len(f.Columns))
	for i, names := range f.Columns {
		wants[i] = names[0]
	}
	return wants
}

// Identify implements [Importer]. It reports whether the head has every column
// under one of its names, none of the cells in Without, and a name with File in it.
func (f Format) Identify(h Head) bool {
	for _, names := range f.Columns {
		if !h.hasOne(names) {
			return false
		}
	}
	return !(h.JSON && f.Delimited) && !h.hasOne(f.Without) && strings.Contains(strings.ToLower(h.Base), f.File)
}

// hasOne reports whether a header cell or JSON key is one of the names.
func (h Head) hasOne(names []string) bool {
	for _, name := range names {
		if h.Mentions(name) {
			return true
		}
	}
	return false
}

// Rows is the importer of a delimited file whose rows are read one by one.
type Rows struct {
	Format
	// Open is called once a table. It returns a function that reads the current
	// row, emits what the row holds, and reports whether anything of it was used.
	Open func(t *Table, src Source, sink Sink) (row func() bool)
}

// Identify implements [Importer]. A JSON file is never one of rows.
func (r Rows) Identify(h Head) bool { return !h.JSON && r.Format.Identify(h) }

// Read implements [Importer].
func (r Rows) Read(src Source, sink Sink) (record.Counts, error) {
	return EachRow(src, sink, func(t *Table) func() bool { return r.Open(t, src, sink) })
}

// EachRow opens a source as a table and calls the function that open returns for
// every row. A row counts as used if that function returns true. The error is for
// a source that is not a table, or a table of which nothing could be used; where
// rows were used, what stopped the reading is a [record.Problem].
func EachRow(src Source, sink Sink, open func(*Table) (row func() bool)) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	return t.Each(sink, open(t))
}

// Each calls row for every row of the table that is left, as [EachRow] does.
func (t *Table) Each(sink Sink, row func() bool) (c record.Counts, err error) {
	for t.Next() {
		c.Count(row())
	}
	if t.atEnd != nil {
		if c, err = t.atEnd(c); err != nil {
			return c, err
		}
	}
	return TableEnd(t, c, sink)
}

// AtEnd makes [EachRow] call the function after the last row, with the counts so
// far. It emits what needs all rows, and returns the counts, corrected for rows
// that were used or left out late. Its error refuses the file.
func (t *Table) AtEnd(end func(record.Counts) (record.Counts, error)) { t.atEnd = end }

// Time reads a cell of the current row as a local date and time in one of the
// layouts of package time. A cell that cannot be read is a problem.
func (t *Table) Time(i int, sink Sink, layouts ...string) (time.Time, bool) {
	at, err := ParseWall(t.Cell(i), layouts...)
	if err != nil {
		sink.Problem(t.Problem(i, err))
	}
	return at, err == nil
}

// Value reads a cell of the current row as a number. It returns false, without a
// problem, for a cell that is empty or not a number: [ReadCells] names those.
func (t *Table) Value(i int) (float64, bool) {
	if Missing(t.Cell(i)) {
		return 0, false
	}
	v, err := t.Number(t.Cell(i))
	return v, err == nil
}

// Sleep emits the main sleep of a night from two columns of the current row, with
// its bedtime and wake time. See [EmitSession] for what is a problem.
func (t *Table) Sleep(s record.Session, onset, wake int, sink Sink) {
	s.Pos = t.Pos(onset)
	EmitSession(s, t.ClockCell(onset), t.ClockCell(wake), sink)
}

// Emit emits a value computed from cells of the current row, at the cell it mostly
// depends on. See [EmitComputed].
func (t *Table) Emit(r record.Record, i int, sink Sink) bool {
	r.Pos = t.Pos(i)
	return EmitComputed(r, t.Name(i), sink)
}

// MainSleep returns the sleep of a night between two times of the local clock.
func MainSleep(source string, night record.Date, onset, wake time.Time) record.Session {
	return record.Session{Night: night, Onset: record.MomentOf(onset), Wake: record.MomentOf(wake), Source: source}
}
