package main

import (
	"fmt"
	"strings"

	"nof1/analysis"
	"nof1/analysis/protocol"
	"nof1/importers/all"
	"nof1/importers/record"
	"nof1/reports"
)

// listings are the tables of nof1 list.
var listings = []listing{
	{"importers", []string{"id", "needs"}, 2, importerRows},
	{"metrics", []string{"id", "unit", "scale", "wished", "kind", "name", "limits", "usual", "meaning"}, 6, metricRows},
	{"supplements", supplementColumns, 5, supplementRows},
	{"checks", []string{"id", "does", "advice"}, 3, checkRows},
	{"breaks", []string{"id", "source", "metrics", "reach", "reason", "evidence"}, 5, breakRows},
}

func importerRows() (rows [][]string) {
	for _, i := range all.All() {
		rows = append(rows, []string{i.Name(), strings.Join(i.Wants(), ", ")})
	}
	return rows
}

func metricRows() (rows [][]string) {
	wished := map[record.Wish]string{record.Up: "up", record.Down: "down", record.None: "-"}
	for _, m := range record.Metrics {
		rows = append(rows, []string{m.ID, m.Unit, string(m.Scale), wished[m.Wished], string(m.Kind), m.Name,
			span(m.HardLow, m.HardHigh), span(m.SoftLow, m.SoftHigh), m.Definition})
	}
	return rows
}

func span(low, high float64) string { return fmt.Sprintf("%g to %g", low, high) }

func checkRows() (rows [][]string) {
	for _, id := range analysis.CheckIDs() {
		advice, err := reports.Advice(id)
		if err != nil {
			advice = "-"
		}
		rows = append(rows, []string{id, analysis.CheckDoes(id), advice})
	}
	return rows
}

func breakRows() (rows [][]string) {
	for _, b := range protocol.KnownBreaks() {
		metrics := "all"
		if b.Metrics != nil {
			metrics = strings.Join(b.Metrics, " ")
		}
		rows = append(rows, []string{b.Date, b.Source, metrics, string(b.Reach), b.Reason, b.Evidence})
	}
	return rows
}
