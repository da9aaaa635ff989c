package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"nof1/cmd/internal/cohort"
	"nof1/cmd/internal/outputs"
	"nof1/cmd/internal/process"
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
			return usagef("want one OUT, got %d", len(args)).hint("%s OUT, where OUT is the output folder of nof1 batch", cmd.CommandPath())
		}
		return nil
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "the index on standard output as well")
	cmd.Flags().BoolVar(&p.quiet, "quiet", false, "no warnings")
	return cmd
}

func indexFolder(ctx context.Context, p *printer, out string, asJSON bool) error {
	if info, err := os.Stat(out); err != nil {
		return err
	} else if !info.IsDir() {
		return usagef("%s is not a folder", out).hint("nof1 index OUT, where OUT is the output folder of nof1 batch")
	}
	unlock, err := outputs.Lock(out, false)
	if err != nil {
		return err
	}
	defer unlock()
	ledger := cohort.OpenLedger(out)
	defer ledger.Close()
	n, err := makeIndex(ctx, p, out, runtime.NumCPU(), ledger, false)
	if err != nil {
		return err
	}
	if asJSON {
		return printFile(p, filepath.Join(out, "index.json"))
	}
	p.result("%s in %s", count(n, "participant"), filepath.Join(out, "index.html"))
	return nil
}

// makeIndex makes the index of an output folder and returns the number of participants
// in it. With keep it leaves an index in place that is still current.
func makeIndex(ctx context.Context, p *printer, out string, workers int, ledger *cohort.Ledger, keep bool) (int, error) {
	made, err := cohort.MakeIndex(ctx, out, workers, ledger, keep)
	if err != nil {
		return 0, err
	}
	if made.Participants == 0 {
		p.error(out + " holds no finished participant")
		p.hint("nof1 batch FOLDER --out " + typed([]string{out}))
		return 0, printedError{process.ErrNothingUsable}
	}
	if n := len(made.Unfinished); n > 0 {
		p.warning(fmt.Sprintf("%s without status.json, not in the index: %s", count(n, "folder"), firstNames(made.Unfinished)))
	}
	return made.Participants, nil
}

// printFile copies a file to standard output.
func printFile(p *printer, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(p, f)
	return err
}
