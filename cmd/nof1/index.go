package main

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"nof1/cmd/cohort"
	"nof1/cmd/process"
	"nof1/reports"
)

func indexCommand(p *printer) *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "index OUT",
		Short: "rebuild the index of a batch output, also after sharded runs",
		Long: "Index reads status.json and report.json of every participant in OUT, the output\n" +
			"folder of nof1 batch, and writes index.html, index.csv and index.json there.",
		RunE: func(cmd *cobra.Command, args []string) error {
			return indexFolder(cmd.Context(), p, args[0], asJSON)
		},
	}
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) != 1 {
			return usagef("want one OUT, got %d", len(args)).hint("%s OUT, where OUT is what nof1 batch wrote", cmd.CommandPath())
		}
		return nil
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "the index on standard output as well")
	cmd.Flags().BoolVar(&p.quiet, "quiet", false, "no warnings")
	return cmd
}

func indexFolder(ctx context.Context, p *printer, out string, asJSON bool) error {
	x, err := writeIndex(ctx, p, out, runtime.NumCPU())
	if err != nil {
		return err
	}
	if asJSON {
		return reports.WriteIndexJSON(p, x)
	}
	p.result("%s in %s", count(len(x.Participants), "participant"), filepath.Join(out, "index.html"))
	return nil
}

// writeIndex makes the index of an output folder from what stands in it and
// writes it.
func writeIndex(ctx context.Context, p *printer, out string, workers int) (reports.Index, error) {
	briefs, unfinished, err := cohort.Briefs(ctx, out, workers)
	if err != nil {
		return reports.Index{}, err
	}
	if len(briefs) == 0 {
		p.error(out + " holds no finished participant")
		p.hint("nof1 batch FOLDER --out " + typed([]string{out}))
		return reports.Index{}, toldError{process.ErrNothingUsable}
	}
	if len(unfinished) > 0 {
		p.warning(fmt.Sprintf("%s without status.json, not in the index: %s", count(len(unfinished), "folder"), firstNames(unfinished)))
	}
	x, err := reports.NewIndex(briefs)
	if err != nil {
		return x, err
	}
	return x, cohort.WriteIndex(out, x)
}
