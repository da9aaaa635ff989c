package importers

import "strings"

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
	columns []Column // numbers and clock times

	// night reads the cell under date; nil takes it for YYYY-MM-DD, whatever
	// follows it, and for the date of waking.
	night func(cell string) (Date, error)
	// skip tells whether the current row is of no night; nil: every row is of one.
	skip func(*Table) bool
	// more, called once a table, returns what reads the rest of a row and tells
	// whether it used any of it; nil: there is no more.
	more func(*Table, Sink) func(Date) bool
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
func (n nightTable) Read(src Source, sink Sink) (Counts, error) {
	t, err := src.Table()
	if err != nil {
		return Counts{}, err
	}
	rows := nightRows{date: t.Index(n.date), night: n.night, skip: n.skip, name: n.source, source: -1, device: -1, firmware: -1}
	if rows.night == nil {
		rows.night = dateLabel
	}
	rows.split(Bind(t, n.columns))
	var more func(Date) bool
	if n.more != nil {
		more = n.more(t, sink)
	}
	return rows.read(t, sink, more)
}

// eveningDate reads the date of the evening on which a night begins, or of a day
// whose figures belong to the night after it.
func eveningDate(cell string) (Date, error) {
	day, err := dateLabel(cell)
	return day + 1, err
}
