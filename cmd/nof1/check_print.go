package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"nof1/cmd/internal/process"
	"nof1/importers"
	"nof1/importers/record"
)

// printCheck writes a table of the files, why others were not read, the problems with
// their positions, then what all files together hold.
func printCheck(p *printer, res importers.Result, cfg process.Config) {
	printFiles(p, res)
	for _, in := range res.Inputs {
		if !wasRead(in) {
			p.result("%s: not read: %s", in.Path, process.DescribeInput(in))
		}
		for _, problem := range in.Problems {
			p.result("%s", problem)
		}
	}
	printSeries(p, allSeries(res.Records))
	for _, d := range doseCounts(res.Doses) {
		p.result("log: %s, %d taken, %d not taken, %d unknown, %s", d.Supplement, d.Taken, d.NotTaken, d.Unknown, d.days())
	}
	if names := cfg.UnknownNames(res.Doses); len(names) > 0 {
		p.result("not in the catalogue: %s: if it is a brand, name it in the configuration: products: [{name: %q, supplement: magnesium}]",
			strings.Join(names, ", "), names[0])
	}
	for _, e := range itemCounts(res.Entries) {
		p.result("diary: %s, %s, %s", e.Item, count(e.Rows, "row"), e.days())
	}
	printWarnings(p, res)
	switch {
	case len(res.Records) == 0:
	case cfg.Zone == "":
		p.result("clock: times are shown as written in the files")
	default:
		p.result("clock: times in UTC are shown in %s, all others as written in the files", cfg.Zone)
	}
}

// wasRead reports whether an importer read a file.
func wasRead(in record.Input) bool { return in.Importer != "" && in.Reason == "" }

// printFiles writes a table with a row for each file that was read. The path comes
// last, because paths inside archives are long.
func printFiles(p *printer, res importers.Result) {
	found := byFile(res)
	var rows [][]string
	for _, in := range res.Inputs {
		if !wasRead(in) {
			continue
		}
		format := in.Importer
		if in.Device != "" {
			format += " (" + in.Device + ")"
		}
		nights := []string{"-", "-", "-", "-", "-"}
		if in.Nights > 0 {
			g := gapsOf(found[in.Path].nights)
			nights = []string{strconv.Itoa(in.Nights), in.First.String(), in.Last.String(), strconv.Itoa(g.Missing), g.longest()}
		}
		counts := []string{format, strconv.Itoa(in.Counts.Read), strconv.Itoa(in.Counts.Used), strconv.Itoa(in.Counts.Skipped)}
		rows = append(rows, slices.Concat(counts, nights, []string{strconv.Itoa(len(in.Problems)), in.Path}))
	}
	header := []string{"format", "rows", "used", "skipped", "nights", "first", "last", "missing", "longest gap", "problems", "file"}
	printTable(p, header, rows)
}

// printSeries writes a table with a row for each metric and source.
func printSeries(p *printer, all []series) {
	var rows [][]string
	for _, s := range all {
		source := s.Source
		if len(s.Devices) > 0 {
			source += " (" + strings.Join(s.Devices, ", ") + ")"
		}
		rows = append(rows, []string{s.Metric, s.Unit, source, strconv.Itoa(s.Nights), s.First.String(), s.Last.String(),
			strconv.Itoa(s.Missing), s.longest()})
	}
	printTable(p, []string{"metric", "unit", "source", "nights", "first", "last", "missing", "longest gap"}, rows)
}

// printTable writes a header and rows in columns. It writes nothing without rows.
func printTable(p *printer, header []string, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, row := range append([][]string{header}, rows...) {
		for i, cell := range row {
			row[i] = strings.ReplaceAll(printable(cell), "\t", " ")
		}
		fmt.Fprintln(w, strings.Join(row, "\t"))
	}
	_ = w.Flush() // to memory
	for line := range strings.Lines(b.String()) {
		p.result("%s", strings.TrimRight(line, " \n"))
	}
}

// printWarnings writes what makes nights hard to compare.
func printWarnings(p *printer, res importers.Result) {
	for _, b := range breaks(res) {
		p.result("break %s: %s (%s): not comparable with earlier nights, %s", b.Date, b.Source, b.Reason, metricsWords(b.Metrics))
	}
	printPossibleBreaks(p, res)
	for _, o := range overlaps(res.Records) {
		p.result("overlap: %s in %s", count(o.Nights, "night"), strings.Join(o.Paths, " and "))
	}
	if len(res.People) > 1 {
		p.result("people: %d; a report is about one, choose with --participant ID: %s", len(res.People), strings.Join(res.People, ", "))
	}
}

// days returns the first and the last day of a log or a diary as text.
func (d dated) days() string {
	if d.First == d.Last {
		return d.First.String()
	}
	return d.First.String() + " to " + d.Last.String()
}

// inCatalogueOrder sorts items by the position of their metric in the catalogue.
func inCatalogueOrder[T any](items []T, metric func(T) string) {
	place := map[string]int{}
	for i, m := range record.Metrics {
		place[m.ID] = i
	}
	slices.SortStableFunc(items, func(a, b T) int { return place[metric(a)] - place[metric(b)] })
}
