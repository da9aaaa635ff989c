package nightly

import (
	"fmt"
	"math"

	"github.com/go-gota/gota/dataframe"

	"nof1/importers/record"
)

// Column names one series of the table.
type Column struct {
	Metric string // id of the catalogue
	Source string // vendor, or vendor/device
}

// name is the column's name in the frame.
func (c Column) name() string { return c.Metric + "|" + c.Source }

// Table is one row a calendar night from the first to the last. It is not
// changed once built.
type Table struct {
	first   record.Date
	frame   dataframe.DataFrame // column 0 is the night, the rest as columns
	columns []Column            // in catalogue order, then by source
	index   map[Column]int      // position in frame
	counts  []int               // nights with a value, one per frame column
	onsets  [][]record.Moment   // one a source, one moment a row, untimed where none
}

// maxNights is the longest record taken for real: 400 years. A wrong year in
// one row would otherwise fill the memory with empty nights.
const maxNights = 146097

// Build joins records and sessions into a table. Sessions outside the nights of
// the records, and those without a clock time, are left out. The error is for
// no records at all, and for nights so far apart that a date must be wrong.
func Build(records []record.Record, sessions []record.Session) (*Table, error) {
	if len(records) == 0 {
		return nil, fmt.Errorf("no nightly values: give an export that has nights")
	}
	first, last := records[0], records[0]
	for _, r := range records {
		if r.Night < first.Night {
			first = r
		}
		if r.Night > last.Night {
			last = r
		}
	}
	n := int(last.Night) - int(first.Night) + 1
	if n > maxNights {
		return nil, fmt.Errorf("nights run from %s (%s:%d) to %s (%s:%d): correct the wrong date",
			first.Night, first.Pos.File, first.Pos.Line, last.Night, last.Pos.File, last.Pos.Line)
	}
	j := join(records, sessions, first.Night, n)
	t := &Table{first: first.Night, onsets: j.inOrder()}
	if err := t.setFrame(j.values, n); err != nil {
		return nil, err
	}
	return t, nil
}

// First returns the first night.
func (t *Table) First() record.Date { return t.first }

// Len returns the number of calendar nights, missing ones included.
func (t *Table) Len() int { return t.frame.Nrow() }

// Night returns the date of row i.
func (t *Table) Night(i int) record.Date { return t.first + record.Date(i) }

// Index returns the row of a night, -1 outside the table.
func (t *Table) Index(d record.Date) int {
	if i := int(d) - int(t.first); i >= 0 && i < t.Len() {
		return i
	}
	return -1
}

// Columns returns every series, in catalogue order, then by source.
func (t *Table) Columns() []Column { return append([]Column(nil), t.columns...) }

// at returns the cell, NaN where missing or outside.
func (t *Table) at(i, column int) float64 {
	if i < 0 || i >= t.Len() {
		return math.NaN()
	}
	return t.frame.Elem(i, column).Float()
}

// Calendar returns one value a calendar night in the metric's catalogue unit,
// NaN where missing; all NaN for a series that is not in the table. The slice
// is the caller's.
func (t *Table) Calendar(metric, source string) []float64 {
	column, ok := t.index[Column{metric, source}]
	xs := make([]float64, t.Len())
	for i := range xs {
		xs[i] = math.NaN()
		if ok {
			xs[i] = t.at(i, column)
		}
	}
	return xs
}

// Nights returns how many nights have a value.
func (t *Table) Nights(metric, source string) int {
	if column, ok := t.index[Column{metric, source}]; ok {
		return t.counts[column]
	}
	return 0
}

// Primary returns the source with most nights of a metric, ties by name; false
// where no source has the metric.
func (t *Table) Primary(metric string) (source string, ok bool) {
	most := 0
	for _, c := range t.columns { // by source within a metric
		if n := t.Nights(c.Metric, c.Source); c.Metric == metric && n > most {
			source, most = c.Source, n
		}
	}
	return source, most > 0
}

// Onset returns when row i's sleep began on its own wall clock. Of several
// sources the one with most sessions answers first, ties by name; false where
// none has a clock time for that night.
func (t *Table) Onset(i int) (record.Moment, bool) {
	if i < 0 || i >= t.Len() {
		return record.Moment{}, false
	}
	for _, onsets := range t.onsets {
		if onsets[i].Timed {
			return onsets[i], true
		}
	}
	return record.Moment{}, false
}

// Soft tells whether the value of row i lies outside the metric's soft limits:
// kept, but unusual. False where the value is missing.
func (t *Table) Soft(metric, source string, i int) bool {
	column, ok := t.index[Column{metric, source}]
	m, known := record.MetricByID(metric)
	if !ok || !known {
		return false
	}
	x := t.at(i, column)
	return x < m.SoftLow || x > m.SoftHigh // false for NaN
}
