package importers

import (
	"strings"
	"time"

	"nof1/importers/record"
)

// nightTable is the importer of a delimited file with one row a night: what it is
// known by, which column names the night, and what the others hold. Most such
// formats need no more than these fields; what is peculiar to one is in its
// functions.
type nightTable struct {
	name    string   // of the format, vendor first
	source  string   // of its records
	wants   []string // header cells the format is known by
	file    string   // part of the file's name, where another format has this header; "" for any
	date    string   // header of the column that names the night
	layouts []string // of package time, in which dates are written; nil for YYYY-MM-DD, whatever follows it
	evening bool     // the date is that of the evening, or of the day before the night, not of waking
	columns []Column // numbers and clock times

	// skip tells whether the current row is of no night; nil: every row is of one.
	skip func(*Table) bool
	// more, called once a table, returns what reads the rest of a row and tells
	// whether it used any of it; nil: there is no more.
	more func(*Table, Sink) func(record.Date) bool
}

// Name implements [Importer].
func (n nightTable) Name() string { return n.name }

// Wants implements [Importer].
func (n nightTable) Wants() []string { return n.wants }

// Identify implements [Importer].
func (n nightTable) Identify(h Head) bool {
	return h.Has(n.date) && h.Has(n.wants...) && strings.Contains(strings.ToLower(h.Base), n.file)
}

// Read implements [Importer].
func (n nightTable) Read(src Source, sink Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	rows := nightRows{date: t.Index(n.date), night: n.night, skip: n.skip, name: n.source, source: -1, device: -1, firmware: -1}
	rows.split(Bind(t, n.columns))
	var more func(record.Date) bool
	if n.more != nil {
		more = n.more(t, sink)
	}
	return rows.read(t, sink, more)
}

// night reads a cell of the date column as the date of waking.
func (n nightTable) night(cell string) (record.Date, error) {
	var day record.Date
	var err error
	if n.layouts == nil {
		day, err = dateLabel(cell)
	} else {
		var at time.Time
		at, err = parseWall(cell, n.layouts...)
		day = record.DateOf(at)
	}
	if n.evening {
		day++
	}
	return day, err
}
