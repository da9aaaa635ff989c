package main

import (
	"errors"
	"io"

	"nof1/cmd/internal/process"
	"nof1/reports"

	"github.com/spf13/cobra"
)

func correlateCommand(p *printer, stdin io.Reader) *cobra.Command {
	f := &inputFlags{stdin: stdin}
	cmd := &cobra.Command{
		Use:   "correlate PATH...",
		Short: "every logged item against every outcome: a screen, not a verdict",
		Long: "Correlate compares the nights with and without each thing you logged (other\n" +
			"supplements, journal answers, alcohol, caffeine, training, ratings, bedtime),\n" +
			"for every outcome, once, on the same night. It says how many pairs it tried.\n" +
			"A night without a row is unknown, never a no.",
		Example: "  nof1 correlate export.zip diary.csv",
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.correlate(cmd, p, args)
		},
	}
	f.add(cmd, p)
	f.addLanguage(cmd)
	return cmd
}

// correlate makes the report without writing it, and prints its associations.
func (f *inputFlags) correlate(cmd *cobra.Command, p *printer, paths []string) error {
	j, err := f.open(cmd, paths, "")
	if err != nil {
		return err
	}
	defer j.Close()
	fsys, step, done := p.reading(j.FS)
	j.Config.Progress = step
	report, err := process.Run(cmd.Context(), fsys, j.Name, j.Config)
	done()
	var noNights *process.NothingUsable
	if errors.As(err, &noNights) {
		nothing(p, j, noNights.Inputs)
		return printedError{err}
	}
	if err != nil {
		return err
	}
	warn(p, report, paths)
	if f.json {
		return reports.WriteAssociationsJSON(p, report)
	}
	return reports.WriteAssociations(p, report, reports.TextOptions{Color: p.color(), Width: p.width()})
}
