package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"nof1/cmd/process"
	"nof1/importers"
	"nof1/reports"
)

// checkSchema is the name and version of the document of check --json.
const checkSchema = "nof1.check/1"

// checkDocument is what check --json writes.
type checkDocument struct {
	Schema   string          `json:"schema"`
	Inputs   []reports.Input `json:"inputs"`
	Unread   []unread        `json:"unread"`
	Breaks   []seriesBreak   `json:"breaks"`
	Overlaps []overlap       `json:"overlaps"`
}

// unread is a file no importer read.
type unread struct {
	Path    string   `json:"path"`
	Reason  string   `json:"reason"`
	Nearest *string  `json:"nearest"`
	Missing []string `json:"missing"`
}

// seriesBreak is a night from which a source is not comparable with before.
type seriesBreak struct {
	Date    importers.Date `json:"date"`
	Source  string         `json:"source"`
	Reason  string         `json:"reason"`
	Metrics []string       `json:"metrics"` // null: every metric of the source
}

func checkCommand(p *printer, stdin io.Reader) *cobra.Command {
	f := &inputFlags{stdin: stdin}
	cmd := &cobra.Command{
		Use:   "check PATH...",
		Short: "read only: what each file is, rows used and skipped, nights, span, problems",
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
	step, done := p.progress("reading")
	j.Config.Progress = step
	res, err := process.Check(cmd.Context(), j.FS, j.Config)
	done()
	if err != nil {
		return err
	}
	usable := slices.ContainsFunc(res.Inputs, func(in importers.Input) bool { return in.Counts.Used > 0 })
	if f.json {
		if err := writeCheck(p, res); err != nil {
			return err
		}
	} else if usable {
		printCheck(p, res)
	}
	if !usable {
		nothing(p, j, res.Inputs)
		return toldError{process.ErrNothingUsable}
	}
	return nil
}

// printCheck writes what became of each file, its problems under it.
func printCheck(p *printer, res importers.Result) {
	for _, in := range res.Inputs {
		if in.Importer == "" || in.Reason != "" {
			p.result("%s: not read: %s", in.Path, fate(in))
		} else {
			p.result("%s: %s", in.Path, used(in))
		}
		for _, problem := range in.Problems {
			p.result("%s", problem)
		}
	}
	for _, b := range breaks(res) {
		metrics := "every metric"
		if b.Metrics != nil {
			metrics = strings.Join(b.Metrics, ", ")
		}
		p.result("break %s: %s (%s): not comparable with nights before, %s", b.Date, b.Source, b.Reason, metrics)
	}
	for _, o := range overlaps(res.Records) {
		p.result("overlap: %s in %s", count(o.Nights, "night"), strings.Join(o.Paths, " and "))
	}
}

// used says what was read of a file.
func used(in importers.Input) string {
	s := in.Importer
	if in.Device != "" {
		s += ", " + in.Device
	}
	s += fmt.Sprintf(", %s read, %d used, %d skipped", count(in.Counts.Read, "row"), in.Counts.Used, in.Counts.Skipped)
	if in.Nights > 0 {
		s += ", " + count(in.Nights, "night") + ", " + in.First.String() + " to " + in.Last.String()
	}
	if n := len(in.Problems); n > 0 {
		s += ", " + count(n, "problem")
	}
	return s
}

// writeCheck writes the document of check --json.
func writeCheck(w io.Writer, res importers.Result) error {
	doc := checkDocument{
		Schema: checkSchema, Inputs: reports.Inputs(res.Inputs), Unread: []unread{},
		Breaks: breaks(res), Overlaps: overlaps(res.Records),
	}
	for _, in := range res.Inputs {
		if in.Importer != "" && in.Reason == "" {
			continue
		}
		u := unread{Path: in.Path, Reason: in.Reason, Missing: append([]string{}, in.Missing...)}
		if in.Nearest != "" {
			u.Nearest = &in.Nearest
		}
		doc.Unread = append(doc.Unread, u)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(doc)
}

// breaks returns the breaks of a result by date.
func breaks(res importers.Result) []seriesBreak {
	out := []seriesBreak{}
	for _, b := range res.Breaks {
		reason := b.Reason
		if b.Detail != "" {
			reason += ": " + b.Detail
		}
		out = append(out, seriesBreak{b.Night, b.Source, reason, b.Metrics})
	}
	slices.SortStableFunc(out, func(a, b seriesBreak) int {
		if a.Date != b.Date {
			return int(a.Date - b.Date)
		}
		return strings.Compare(a.Source, b.Source)
	})
	return out
}
