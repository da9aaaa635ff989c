package importers

import (
	"time"

	"nof1/importers/record"
)

// NightTable is the importer of a delimited file with one row a night: what it is
// known by, which column names the night, and what the others hold. Most such
// formats need no more than these fields; what is peculiar to one is in its
// functions.
type NightTable struct {
	Format
	Source  string   // of its records
	Date    string   // header of the column that names the night
	Layouts []string // of package time, in which dates are written; nil for YYYY-MM-DD, whatever follows it
	Evening bool     // the date is that of the evening, or of the day before the night, not of waking
	Columns []Column // numbers and clock times

	// Skip, if not nil, reports whether the current row is not a night.
	Skip func(*Table) bool
	// More, if not nil, is called once a table. It returns a function that reads the
	// rest of a row and reports whether it used any of it.
	More func(*Table, Sink) func(record.Date) bool
}

// Identify implements [Importer]. The date is one of the columns a file must have.
func (n NightTable) Identify(h Head) bool { return h.Has(n.Date) && n.Format.Identify(h) }

// Read implements [Importer].
func (n NightTable) Read(src Source, sink Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	rows := NightRows{Date: t.Index(n.Date), Night: n.night, skip: n.Skip, Name: n.Source, Source: -1, Device: -1, Firmware: -1}
	rows.Split(Bind(t, n.Columns))
	var more func(record.Date) bool
	if n.More != nil {
		more = n.More(t, sink)
	}
	return rows.Read(t, sink, more)
}

// night reads a cell of the date column as the date of waking.
func (n NightTable) night(cell string) (record.Date, error) {
	var day record.Date
	var err error
	if n.Layouts == nil {
		day, err = DateLabel(cell)
	} else {
		var at time.Time
		at, err = ParseWall(cell, n.Layouts...)
		day = record.DateOf(at)
	}
	if n.Evening {
		day++
	}
	return day, err
}
