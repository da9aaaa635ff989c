package nightly

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"nof1/importers/record"
)

// night0 is the first night of the invented records.
const night0 = record.Date(19844) // 2024-05-01

// line is one line of a file: its values by metric.
type line struct {
	night  int // nights after night0
	source string
	file   string
	number int
	values map[string]float64
}

// recordsOf returns the lines' records; source is vendor or vendor/device.
func recordsOf(lines ...line) (records []record.Record) {
	for _, l := range lines {
		vendor, device := splitSource(l.source)
		for _, m := range record.Metrics { // map order must not leak into the test
			if v, ok := l.values[m.ID]; ok {
				records = append(records, record.Record{
					Night: night0 + record.Date(l.night), Metric: m.ID, Value: v, Source: vendor, Device: device,
					Pos: record.Pos{File: l.file, Line: l.number},
				})
			}
		}
	}
	return records
}

func splitSource(s string) (vendor, device string) {
	for i := range s {
		if s[i] == '/' {
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}

// build fails the test where Build does.
func build(t *testing.T, records []record.Record, sessions ...record.Session) *Table {
	t.Helper()
	table, err := Build(records, sessions)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// everything is a table in comparable form.
type everything struct {
	First   record.Date
	Columns []Column
	Values  [][]float64
	Onsets  []record.Moment
}

func all(t *Table) everything {
	e := everything{First: t.First(), Columns: t.Columns()}
	for _, c := range e.Columns {
		e.Values = append(e.Values, t.Calendar(c.Metric, c.Source))
	}
	for i := range t.Len() {
		m, _ := t.Onset(i)
		e.Onsets = append(e.Onsets, m)
	}
	return e
}

// equal compares values, a missing one being equal to a missing one.
func equal(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateNaNs(), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

var nan = math.NaN()
