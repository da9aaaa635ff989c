package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/renameio/v2/maybe"
	"github.com/spf13/cobra"

	"nof1/cmd/process"
	"nof1/reports"
)

// format is one file a report is written as.
type format struct {
	name, file string
	write      func(io.Writer, reports.Report) error
}

// formats lists what --format takes.
var formats = []format{
	{"html", "report.html", reports.WriteHTML},
	{"json", "report.json", reports.WriteJSON},
	{"md", "report.md", reports.WriteMarkdown},
	{"csv", "nights.csv", reports.WriteNightsCSV},
}

// reportFlags are the flags of the report command.
type reportFlags struct {
	inputFlags
	out     string
	formats []string
}

func reportCommand(p *printer, stdin io.Reader) *cobra.Command {
	f := &reportFlags{inputFlags: inputFlags{stdin: stdin}}
	cmd := &cobra.Command{
		Use:   "report PATH...",
		Short: "read exports and logs, analyse, write the report",
		Long: "Report reads the exports and the supplement log of one person, joins them night\n" +
			"by night, and writes the report. PATH is a file, a folder, a zip, a gz, or - for\n" +
			"standard input.",
		Example: "  nof1 report export.zip supplements.csv",
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd, p, args)
		},
	}
	f.add(cmd, p)
	flags := cmd.Flags()
	flags.StringVar(&f.out, "out", "nof1-report", "write into this `DIR`, which is created")
	flags.StringSliceVar(&f.formats, "format", []string{"html", "json"}, "files to write: html, json, md, csv")
	flags.String("supplement", "", "`ID` of the supplement the report is about")
	flags.String("start", "", "first night with it, as a `DATE`; overrides the log")
	flags.String("primary", "", "the `METRIC` that answers the question")
	flags.String("margin", "", "the smallest change worth having, e.g. 15 or 5%; a `NUM`")
	flags.Uint64("seed", 1, "seed of what is drawn at random; `N`")
	for flag, key := range map[string]string{"supplement": "supplement::id", "start": "supplement::start", "primary": "primary", "margin": "margin"} {
		f.overrides[flag] = key
	}
	return cmd
}

func (f *reportFlags) run(cmd *cobra.Command, p *printer, paths []string) error {
	chosen, err := chosenFormats(f.formats)
	if err != nil {
		return err
	}
	j, err := f.open(cmd, paths, f.out)
	if err != nil {
		return err
	}
	defer j.Close()
	if err := keepInputs(paths, f.out, chosen); err != nil {
		return err
	}
	written, report, err := makeReport(cmd.Context(), p, j, f.out, chosen)
	if err != nil {
		return err
	}
	warn(p, report, paths)
	if f.json {
		return reports.WriteJSON(p, report)
	}
	if err := reports.WriteText(p, report, reports.TextOptions{Color: p.color(), Width: p.width()}); err != nil {
		return err
	}
	p.result("")
	for _, file := range written {
		p.result("wrote %s", file)
	}
	return nil
}

// makeReport computes the report of a job and writes its files.
func makeReport(ctx context.Context, p *printer, j *job, out string, chosen []format) ([]string, reports.Report, error) {
	step, done := p.progress("reading")
	j.Config.Progress = step
	report, err := process.Run(ctx, j.FS, j.Name, j.Config)
	done()
	j.Config.Progress = nil
	var none *process.NothingUsable
	if errors.As(err, &none) {
		nothing(p, j, none.Inputs)
		return nil, report, toldError{err}
	}
	if err != nil {
		return nil, report, err
	}
	written, err := writeFiles(out, report, chosen)
	return written, report, err
}

// chosenFormats resolves the values of --format.
func chosenFormats(names []string) ([]format, error) {
	var known []string
	for _, f := range formats {
		known = append(known, f.name)
	}
	for _, n := range names {
		if n == "pdf" {
			return nil, usagef("--format pdf is not written yet").hint("print report.html from a browser: it is laid out for A4; formats: %s", strings.Join(known, ", "))
		}
		if !slices.Contains(known, n) {
			return nil, usagef("--format %q is unknown", n).hint("formats: %s", strings.Join(known, ", "))
		}
	}
	var out []format
	for _, f := range formats {
		if slices.Contains(names, f.name) {
			out = append(out, f)
		}
	}
	return out, nil
}

// writeFiles renders every file first, then writes each whole or not at all.
func writeFiles(dir string, report reports.Report, chosen []format) ([]string, error) {
	rendered := make([]bytes.Buffer, len(chosen))
	for i, f := range chosen {
		if err := f.write(&rendered[i], report); err != nil {
			return nil, err
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	var written []string
	for i, f := range chosen {
		path := filepath.Join(dir, f.file)
		if err := maybe.WriteFile(path, rendered[i].Bytes(), 0o644); err != nil {
			return written, err
		}
		written = append(written, path)
	}
	return written, nil
}

// keepInputs refuses an output folder that is an input folder, and an output
// file that is an input file: inputs are never written to.
func keepInputs(paths []string, out string, chosen []format) error {
	for _, p := range paths {
		in, err := os.Stat(p)
		if err != nil {
			continue // standard input
		}
		places := []string{out}
		for _, f := range chosen {
			places = append(places, filepath.Join(out, f.file))
		}
		for _, place := range places {
			if o, err := os.Stat(place); err == nil && os.SameFile(in, o) {
				return usagef("%s is an input and would be written to", place).hint("give another folder: --out DIR")
			}
		}
	}
	return nil
}
