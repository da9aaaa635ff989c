package nightly

import (
	"fmt"
	"math"

	"github.com/go-gota/gota/dataframe"

	"nof1/importers/record"
)

// Column is the key of one series of the table.
type Column struct {
	Metric string // id of a row of [record.Metrics]
	Source string // vendor, or vendor/device
}

// name returns the column's name in the frame.
func (c Column) name() string { return c.Metric + "|" + c.Source }

// Table has one row per calendar night, from the first night to the last. It does
// not change after [Build].
type Table struct {
	first   record.Date
	frame   dataframe.DataFrame // column 0 is the night, then one column per element of columns
	columns []Column            // in catalogue order, then by source
	index   map[Column]int      // position in frame
	counts  []int               // nights with a value, one per frame column
	onsets  [][]record.Moment   // by source, then one per row; untimed if unknown
}

// maxNights is the longest span of nights that Build accepts: 400 years. Without a
// limit, one wrong year would fill the memory with empty nights.
const maxNights = 146097

// Build joins records and sessions into a table, by the rules of the package
// comment. It leaves out sessions without a clock time and sessions outside the
// nights of the records. It returns an error if there are no records, or if the
// first and the last night are so far apart that a date must be wrong.
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

// Index returns the row of a night, or -1 if the table does not cover it.
func (t *Table) Index(d record.Date) int {
	if i := int(d) - int(t.first); i >= 0 && i < t.Len() {
		return i
	}
	return -1
}

// Columns returns the keys of all series, in catalogue order, then by source. The
// caller may change the slice.
func (t *Table) Columns() []Column { return append([]Column(nil), t.columns...) }

// cell returns one value, NaN if it is missing or outside the table.
func (t *Table) cell(i, column int) float64 {
	if i < 0 || i >= t.Len() {
		return math.NaN()
	}
	return t.frame.Elem(i, column).Float()
}

// Calendar returns one value per calendar night, in the metric's catalogue unit and
// NaN if missing. All values are NaN if the table has no such series. The caller
// may change the slice.
func (t *Table) Calendar(metric, source string) []float64 {
	column, ok := t.index[Column{metric, source}]
	xs := make([]float64, t.Len())
	for i := range xs {
		xs[i] = math.NaN()
		if ok {
			xs[i] = t.cell(i, column)
		}
	}
	return xs
}

// Nights returns the number of nights with a value, 0 for an unknown series.
func (t *Table) Nights(metric, source string) int {
	if column, ok := t.index[Column{metric, source}]; ok {
		return t.counts[column]
	}
	return 0
}

// Primary returns the source with the most nights of a metric and reports whether
// any source has it. Ties go to the first source by name.
func (t *Table) Primary(metric string) (source string, ok bool) {
	most := 0
	for _, c := range t.columns { // by source within a metric
		if n := t.Nights(c.Metric, c.Source); c.Metric == metric && n > most {
			source, most = c.Source, n
		}
	}
	return source, most > 0
}

// Onset returns the time at which the sleep of row i began, on its own wall clock,
// and reports whether any source recorded it. If several sources did, the one with
// the most sessions is used; ties go to the first by name.
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

// Soft reports whether the value of row i is outside the soft limits of its metric:
// unusual, but kept. It returns false if the value is missing.
func (t *Table) Soft(metric, source string, i int) bool {
	column, ok := t.index[Column{metric, source}]
	m, found := record.MetricByID(metric)
	if !ok || !found {
		return false
	}
	x := t.cell(i, column)
	return x < m.SoftLow || x > m.SoftHigh // false for NaN
}
