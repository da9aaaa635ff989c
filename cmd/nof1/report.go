package main

import (
	"context"
	"errors"
	"io"

	"nof1/cmd/internal/outputs"
	"nof1/cmd/internal/process"
	"nof1/reports"

	"github.com/spf13/cobra"
)

// reportFlags are the flags of the report command.
type reportFlags struct {
	inputFlags
	out     string
	formats []string
	share   bool
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
	flags.StringSliceVar(&f.formats, "format", []string{"html", "json"},
		"files to write: html, json, md, csv, pdf, onepage (a PDF of one page)")
	flags.BoolVar(&f.share, "share", false, "write a copy to share: no names, notes, file names or dates")
	flags.String("supplement", "", "`ID` of the supplement the report is about")
	flags.String("start", "", "first night with it, as a `DATE`; overrides the log")
	f.addPlan(cmd)
	flags.Uint64("seed", 1, "seed of what is drawn at random; `N`")
	f.overrides = append(f.overrides, "supplement", "start")
	f.addOutcome(cmd)
	f.addLanguage(cmd)
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
	unlock, err := outputs.Lock(f.out, false)
	if err != nil {
		return err
	}
	defer unlock()
	written, report, err := makeReport(cmd.Context(), p, j, f.out, chosen, f.share)
	if err != nil {
		return err
	}
	warn(p, report, paths)
	help := report.Escalation
	if report, err = shown(report, f.share); err != nil {
		return err
	}
	if f.json {
		return reports.WriteJSON(p, report)
	}
	report.Escalation = help // the copy to share leaves it out, but this user must see it
	if err := reports.WriteText(p, report, reports.TextOptions{Color: p.color(), Width: p.width()}); err != nil {
		return err
	}
	p.result("")
	for _, file := range written {
		p.result("wrote %s", file)
	}
	return nil
}

// shown returns the report to show: with share, the copy without names and dates.
func shown(report reports.Report, share bool) (reports.Report, error) {
	if !share {
		return report, nil
	}
	return reports.Share(report)
}

// makeReport computes the report of a job and writes its files, with share as a copy
// without names and dates. It returns the paths and the full report.
func makeReport(ctx context.Context, p *printer, j *job, out string, chosen []outputs.Format, share bool) ([]string, reports.Report,
	error) {
	looks, err := readLooks(out)
	if err != nil {
		return nil, reports.Report{}, err
	}
	j.Config.Looks = looks
	fsys, step, done := p.reading(j.FS)
	j.Config.Progress = step
	report, err := process.Run(ctx, fsys, j.Name, j.Config)
	done()
	j.Config.Progress = nil
	var noNights *process.NothingUsable
	if errors.As(err, &noNights) {
		nothing(p, j, noNights.Inputs)
		return nil, report, printedError{err}
	}
	if err != nil {
		return nil, report, err
	}
	public, err := shown(report, share)
	if err != nil {
		return nil, report, err
	}
	written, err := outputs.Write(ctx, out, public, chosen)
	if err == nil && !share { // the ledger names the supplement, which may identify a person
		err = writeLook(out, looks, report)
	}
	return written, report, err
}
