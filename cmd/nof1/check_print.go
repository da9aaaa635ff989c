package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"nof1/cmd/process"
	"nof1/importers"
)

// printCheck writes what became of each file, its problems under it, then what
// all files together hold.
func printCheck(p *printer, res importers.Result, zone string) {
	found := byFile(res)
	for _, in := range res.Inputs {
		if in.Importer == "" || in.Reason != "" {
			p.result("%s: not read: %s", in.Path, process.Fate(in))
		} else {
			p.result("%s: %s", in.Path, used(in, found[in.Path]))
		}
		for _, problem := range in.Problems {
			p.result("%s", problem)
		}
	}
	printSeries(p, allSeries(res.Records))
	for _, d := range doseCounts(res.Doses) {
		p.result("log: %s, %d taken, %d not taken, %d unknown, %s", d.Supplement, d.Taken, d.NotTaken, d.Unknown, d.days())
	}
	for _, e := range itemCounts(res.Entries) {
		p.result("diary: %s, %s, %s", e.Item, count(e.Rows, "row"), e.days())
	}
	printWarnings(p, res)
	if zone != "" && len(res.Records) > 0 {
		p.result("clock: times in UTC are shown in %s, all others as the files have them", zone)
	}
}

// printSeries writes a table with a row a metric and source.
func printSeries(p *printer, all []series) {
	if len(all) == 0 {
		return
	}
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "metric\tunit\tsource\tnights\tfirst\tlast\tmissing\tlongest gap")
	for _, s := range all {
		gap := "-"
		if s.LongestGap != nil {
			gap = s.LongestGap.String()
		}
		source := s.Source
		if len(s.Devices) > 0 {
			source += " (" + strings.Join(s.Devices, ", ") + ")"
		}
		fmt.Fprintln(w, strings.Join([]string{s.Metric, s.Unit, source, strconv.Itoa(s.Nights), s.First.String(), s.Last.String(), strconv.Itoa(s.Missing), gap}, "\t"))
	}
	_ = w.Flush() // to memory
	for line := range strings.Lines(b.String()) {
		p.result("%s", strings.TrimRight(line, " \n"))
	}
}

// printWarnings writes what stands in the way of comparing nights.
func printWarnings(p *printer, res importers.Result) {
	for _, b := range breaks(res) {
		p.result("break %s: %s (%s): not comparable with nights before, %s", b.Date, b.Source, b.Reason, metricsWords(b.Metrics))
	}
	printPossibleBreaks(p, res)
	for _, o := range overlaps(res.Records) {
		p.result("overlap: %s in %s", count(o.Nights, "night"), strings.Join(o.Paths, " and "))
	}
	if len(res.People) > 1 {
		p.result("people: %d, one a report, choose with --participant ID: %s", len(res.People), strings.Join(res.People, ", "))
	}
}

// used says what was read of a file.
func used(in importers.Input, found *fileContent) string {
	s := in.Importer
	if in.Device != "" {
		s += ", " + in.Device
	}
	s += fmt.Sprintf(", %s read, %d used, %d skipped", count(in.Counts.Read, "row"), in.Counts.Used, in.Counts.Skipped)
	if in.Nights > 0 {
		s += ", " + count(in.Nights, "night") + ", " + in.First.String() + " to " + in.Last.String()
		if g := gapsOf(found.nights); g.LongestGap != nil {
			s += fmt.Sprintf(", %d missing (longest gap %s)", g.Missing, g.LongestGap)
		}
	}
	if n := len(in.Problems); n > 0 {
		s += ", " + count(n, "problem")
	}
	return s
}

// days says from when to when a log or a diary has rows.
func (d dated) days() string {
	if d.First == d.Last {
		return d.First.String()
	}
	return d.First.String() + " to " + d.Last.String()
}

// inCatalogueOrder sorts what has a metric by the order of the catalogue.
func inCatalogueOrder[T any](items []T, metric func(T) string) {
	place := map[string]int{}
	for i, m := range importers.Metrics {
		place[m.ID] = i
	}
	slices.SortStableFunc(items, func(a, b T) int { return place[metric(a)] - place[metric(b)] })
}
