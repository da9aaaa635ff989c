package main

import (
	"testing"

	"nof1/importers"
	"nof1/importers/record"
)

func TestGapsOf(t *testing.T) {
	tests := []struct {
		name    string
		nights  []record.Date
		missing int
		longest string // "" for none
	}{
		{"one night", []record.Date{100}, 0, ""},
		{"none missing", []record.Date{100, 101, 102}, 0, ""},
		{"one gap", []record.Date{100, 104}, 3, "3 from 1970-04-12"},
		{"the longest of several", []record.Date{100, 102, 105, 107}, 4, "2 from 1970-04-14"},
		{"the earliest of equal ones", []record.Date{100, 103, 106}, 4, "2 from 1970-04-12"},
	}
	for _, test := range tests {
		nights := nightSet{}
		for _, n := range test.nights {
			nights[n] = true
		}
		g, longest := gapsOf(nights), ""
		if g.LongestGap != nil {
			longest = g.LongestGap.String()
		}
		if g.Missing != test.missing || longest != test.longest {
			t.Errorf("%s: %d missing, longest %q, want %d, %q", test.name, g.Missing, longest, test.missing, test.longest)
		}
	}
	if g := gapsOf(nil); g != nil {
		t.Errorf("%+v without nights, want none", g)
	}
}

// A file counts the nights of its outcomes, as its line does, and lists every
// metric.
func TestByFile(t *testing.T) {
	at := record.Pos{File: "a.csv", Line: 2}
	found := byFile(importers.Result{
		Records: []record.Record{
			{Night: 10, Metric: "steps", Pos: at}, {Night: 11, Metric: "tst", Pos: at}, {Night: 12, Metric: "tst", Pos: at},
		},
		Sessions: []record.Session{{Night: 14, Pos: at}},
	})["a.csv"]
	if g := gapsOf(found.nights); len(found.nights) != 3 || g.Missing != 1 {
		t.Errorf("%v, want the nights 11, 12 and 14", found.nights)
	}
	want := []metricCount{{"tst", "min", 2}, {"steps", "n", 1}}
	if got := found.metrics(); len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("%v, want %v", got, want)
	}
}
