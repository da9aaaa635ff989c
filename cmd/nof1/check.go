package main

import (
	"io"
	"slices"

	"nof1/analysis"
	"nof1/cmd/internal/process"
	"nof1/importers"
	"nof1/importers/record"
	"nof1/reports"

	"github.com/spf13/cobra"
)

// checkSchema is the name and version of the document of check --json.
const checkSchema = "nof1.check/1"

// checkDocument is what check --json writes.
type checkDocument struct {
	Schema   string         `json:"schema"`
	Inputs   []checkedInput `json:"inputs"`
	Unread   []unread       `json:"unread"`
	Breaks   []seriesBreak  `json:"breaks"`
	Overlaps []overlap      `json:"overlaps"`

	People   []string        `json:"people"`          // ids in a file of several people
	Possible []possibleBreak `json:"possible_breaks"` // known changes the files do not show
	Zone     *string         `json:"zone"`            // --zone; null: times are as written in the files
	Series   []series        `json:"series"`
	Doses    []doseCount     `json:"doses"`
	Diary    []itemCount     `json:"diary"`
}

// checkedInput is a file as in report.json, with its content.
type checkedInput struct {
	reports.Input
	Gaps    *gaps         `json:"gaps"`    // null without nights
	Metrics []metricCount `json:"metrics"` // of the catalogue, in its order
}

// unread is a file that no importer read.
type unread struct {
	Path    string   `json:"path"`
	Reason  string   `json:"reason"`
	Nearest *string  `json:"nearest"`
	Missing []string `json:"missing"`
}

// seriesBreak is a night from which a source cannot be compared with earlier nights.
type seriesBreak struct {
	Date    record.Date `json:"date"`
	Source  string      `json:"source"`
	Reason  string      `json:"reason"`
	Metrics []string    `json:"metrics"` // null: every metric of the source
}

func checkCommand(p *printer, stdin io.Reader) *cobra.Command {
	f := &inputFlags{stdin: stdin}
	cmd := &cobra.Command{
		Use:   "check PATH...",
		Short: "only read: what each file is, rows used and skipped, nights, dates, problems",
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.check(cmd, p, args)
		},
	}
	f.add(cmd, p)
	return cmd
}

func (f *inputFlags) check(cmd *cobra.Command, p *printer, paths []string) error {
	j, err := f.open(cmd, paths, "")
	if err != nil {
		return err
	}
	defer j.Close()
	fsys, step, done := p.reading(j.FS)
	j.Config.Progress = step
	j.Config.Everyone = true
	res, suggestions, err := process.Check(cmd.Context(), fsys, j.Config)
	done()
	if err != nil {
		return err
	}
	usable := slices.ContainsFunc(res.Inputs, func(in record.Input) bool { return in.Counts.Used > 0 })
	if f.json {
		if err := writeCheck(p, res, j.Config.Zone); err != nil {
			return err
		}
	} else {
		if usable {
			printCheck(p, res, j.Config)
		}
		if err := printSuggestions(p, res, suggestions); err != nil {
			return err
		}
	}
	if !usable {
		nothing(p, j, res.Inputs)
		return printedError{process.ErrNothingUsable}
	}
	return nil
}

// writeCheck writes the document of check --json.
func writeCheck(w io.Writer, res importers.Result, zone string) error {
	doc := checkDocument{
		Schema: checkSchema, Inputs: []checkedInput{}, Unread: []unread{},
		Breaks: breaks(res), Possible: possibleBreaks(res), Overlaps: overlaps(res.Records),
		People: append([]string{}, res.People...), Series: allSeries(res.Records),
		Doses: doseCounts(res.Doses), Diary: itemCounts(res.Entries),
	}
	if zone != "" {
		doc.Zone = &zone
	}
	found := byFile(res)
	for _, in := range reports.Inputs(res.Inputs) {
		c := checkedInput{Input: in, Metrics: []metricCount{}}
		if f := found[in.Path]; f != nil {
			c.Metrics = f.metrics()
			c.Gaps = gapsOf(f.nights)
		}
		doc.Inputs = append(doc.Inputs, c)
	}
	for _, in := range res.Inputs {
		if wasRead(in) {
			continue
		}
		u := unread{Path: in.Path, Reason: in.Reason, Missing: append([]string{}, in.Missing...)}
		if in.Nearest != "" {
			u.Nearest = &in.Nearest
		}
		doc.Unread = append(doc.Unread, u)
	}
	return reports.EncodeJSON(w, doc, "  ")
}

// breaks returns the breaks of a result by date: those in the files, the known ones of
// the vendors, and changes of the device.
func breaks(res importers.Result) []seriesBreak {
	out := []seriesBreak{}
	for _, b := range analysis.Breaks(analysis.Study{Records: res.Records, Breaks: res.Breaks}) {
		reason := b.Reason
		if b.Detail != "" {
			reason += ": " + b.Detail
		}
		out = append(out, seriesBreak{b.Night, b.Source, reason, b.Metrics})
	}
	return out
}
