package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"

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
// writes it, the further pages first.
func writeIndex(ctx context.Context, p *printer, out string, workers int) (reports.Index, error) {
	briefs, unfinished, err := readBriefs(ctx, out, workers)
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
	return x, writeIndexFiles(out, x)
}

// firstNames names the first of many.
func firstNames(names []string) string {
	s := ""
	for i, n := range names[:min(len(names), shownNames)] {
		if i > 0 {
			s += ", "
		}
		s += n
	}
	if n := len(names) - shownNames; n > 0 {
		s += fmt.Sprintf(" and %d more", n)
	}
	return s
}

// readBriefs reads every participant's status and report.
func readBriefs(ctx context.Context, out string, workers int) (briefs []reports.Brief, unfinished []string, err error) {
	entries, err := os.ReadDir(out)
	if err != nil {
		return nil, nil, err
	}
	found := make([]*reports.Brief, len(entries))
	errs := make([]error, len(entries))
	each(workers, len(entries), func(i int) {
		if ctx.Err() == nil && entries[i].IsDir() {
			found[i], errs[i] = readBrief(out, entries[i].Name())
		}
	})
	if err := errors.Join(append(errs, ctx.Err())...); err != nil {
		return nil, nil, err
	}
	for i, b := range found {
		switch {
		case b != nil:
			briefs = append(briefs, *b)
		case entries[i].IsDir() && entries[i].Name()[0] != '.':
			unfinished = append(unfinished, entries[i].Name())
		}
	}
	return briefs, unfinished, nil
}

// readBrief reads one participant; nil where it is not finished. A report that
// should be there and cannot be read is the participant's failure.
func readBrief(out, name string) (*reports.Brief, error) {
	dir := filepath.Join(out, name)
	s, ok := readStatus(dir)
	if !ok {
		return nil, nil
	}
	var report *reports.Report
	if s.Status == "done" {
		text, err := os.ReadFile(filepath.Join(dir, "report.json"))
		if err == nil {
			report = &reports.Report{}
			err = json.Unmarshal(text, report)
		}
		if err != nil {
			s.Status, s.Error, report = "failed", said("report.json: "+err.Error()+": run the batch again"), nil
		}
	}
	b, err := reports.NewBrief(s, name, report)
	return &b, err
}

func writeIndexFiles(out string, x reports.Index) error {
	if err := sweep(out); err != nil {
		return err
	}
	pages, err := reports.IndexHTML(x)
	if err != nil {
		return err
	}
	var asJSON, asCSV bytes.Buffer
	if err := errors.Join(reports.WriteIndexJSON(&asJSON, x), reports.WriteIndexCSV(&asCSV, x)); err != nil {
		return err
	}
	slices.Reverse(pages) // the first page last: it links to the others
	files := append([]reports.Page{{Name: "index.json", HTML: asJSON.Bytes()}, {Name: "index.csv", HTML: asCSV.Bytes()}}, pages...)
	for _, f := range files {
		if err := renameio.WriteFile(filepath.Join(out, f.Name), f.HTML, 0o644, renameio.WithTempDir(out)); err != nil {
			return err
		}
	}
	return removeOldPages(out, len(pages))
}

// removeOldPages takes away pages of an earlier, longer index.
func removeOldPages(out string, pages int) error {
	for n := pages + 1; ; n++ {
		err := os.Remove(filepath.Join(out, fmt.Sprintf("index-%d.html", n)))
		if errors.Is(err, os.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
