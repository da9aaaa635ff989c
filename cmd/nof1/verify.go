package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"nof1/analysis"
	"nof1/cmd/internal/config"
	"nof1/cmd/internal/outputs"
	"nof1/cmd/internal/process"
	"nof1/reports"

	"github.com/spf13/cobra"
)

// reportFile is the name of the report that can be computed again.
const reportFile = "report.json"

// verifySchema is the name and version of what verify --json writes.
const verifySchema = "nof1.verify/1"

// verifyFlags are the flags of the verify command.
type verifyFlags struct {
	config string
	json   bool
	all    bool
	stdin  io.Reader
}

func verifyCommand(p *printer, stdin io.Reader) *cobra.Command {
	f := &verifyFlags{stdin: stdin}
	cmd := &cobra.Command{
		Use:   "verify REPORT PATH...",
		Short: "compute a report again from its inputs and compare",
		Long: "Verify computes a report again from the files it was made from, with the settings\n" +
			"in the report, and compares every file by its hash, every number and every\n" +
			"sentence. REPORT is a report.json or its folder; the page, the text and the table\n" +
			"beside it are compared byte by byte. Exit 0 if everything is the same, 1 if\n" +
			"anything differs. The differences that explain the others come first; --all lists\n" +
			"every one.",
		Example: "  nof1 verify nof1-report/report.json export.zip supplements.csv",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 2 {
				return usagef("want a report and the files it was made from").hint("%s REPORT PATH...", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd.Context(), p, args[0], args[1:])
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.config, "config", "", "also compare this configuration `FILE` with the report's")
	flags.BoolVar(&f.json, "json", false, "machine output on standard output: every difference")
	flags.BoolVar(&f.all, "all", false, "every difference, not only the first ones")
	flags.BoolVar(&p.quiet, "quiet", false, "no progress and no warnings")
	flags.BoolVar(&p.noColor, "no-color", false, "no colours")
	return cmd
}

func (f *verifyFlags) run(ctx context.Context, p *printer, path string, paths []string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, reportFile)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	old, err := readReport(path, text)
	if err != nil {
		return err
	}
	report, err := f.recompute(ctx, p, old, filepath.Dir(path), paths)
	if err != nil {
		return err
	}
	found, err := differences(ctx, path, text, report)
	if err != nil {
		return err
	}
	var files []string
	for _, file := range report.Inputs {
		files = append(files, file.Path)
	}
	missing := printNotGiven(p, old.Inputs, files, paths)
	if f.json {
		err = writeVerified(p, path, found)
	} else {
		printVerified(p, path, found, f.all)
	}
	if err != nil || len(found) == 0 {
		return err
	}
	p.error(path + ": " + count(len(found), "difference") + " between the report and what nof1 " + Version + " makes of " + typed(paths))
	p.hint(verifyHint(found, missing))
	return printedError{errors.New("the report differs")}
}

// oldReport is a report as it was written.
type oldReport struct {
	reports.Report
	config process.Config
}

// mostLooks is more looks at one record than anyone makes.
const mostLooks = 100_000

// readReport reads a report with the settings it was made with.
func readReport(path string, text []byte) (oldReport, error) {
	report, err := reports.ReadJSON(bytes.NewReader(text))
	if err != nil {
		return oldReport{}, usagef("%s: not a report of nof1: %v", path, err).hint("REPORT is the %s that nof1 report wrote", reportFile)
	}
	if report.Shared {
		return oldReport{}, usagef("%s is a copy to share: it does not hold the settings and files it was made with", path).
			hint("verify the report that was made without --share")
	}
	var raw struct{ Settings json.RawMessage }
	if err := json.Unmarshal(text, &raw); err != nil {
		return oldReport{}, fmt.Errorf("%s: %w", path, err)
	}
	cfg, err := process.FromSettings(raw.Settings)
	if err != nil {
		return oldReport{}, usagef("%s: %s", path, strings.Join(strings.Fields(err.Error()), " ")).
			hint("nof1 verify reads a report exactly as nof1 report wrote it")
	}
	if n := report.Look.Number; n < 0 || n > mostLooks {
		return oldReport{}, usagef("%s: look %d: want a number up to %d", path, n, mostLooks)
	}
	return oldReport{report, cfg}, nil
}

// recompute makes the report again from the PATHs, with the settings and the number of
// looks of the old one. It does not read from the old report's folder.
func (f *verifyFlags) recompute(ctx context.Context, p *printer, old oldReport, folder string, paths []string) (reports.Report, error) {
	in, err := openPaths(ctx, paths, f.stdin, folder)
	if err != nil {
		return reports.Report{}, err
	}
	defer in.Close()
	cfg := old.config
	cfg.Named, cfg.Version, cfg.Participant = in.Named, Version, old.Participant
	cfg.ConfigSHA256 = old.Tool.ConfigSHA256
	for i := 1; i < old.Look.Number; i++ {
		cfg.Looks = append(cfg.Looks, analysis.Look{Question: old.Look.Question, Inputs: fmt.Sprint("earlier look ", i)})
	}
	if f.config != "" {
		file, err := readConfigFile(f.config)
		if err != nil {
			return reports.Report{}, err
		}
		now, err := config.Read(append([]config.File{file}, in.Configs...), nil)
		if err != nil {
			return reports.Report{}, err
		}
		cfg.ConfigSHA256 = now.ConfigSHA256
	}
	fsys, step, done := p.reading(in.FS)
	cfg.Progress = step
	report, err := process.Run(ctx, fsys, old.Participant, cfg)
	done()
	var noNights *process.NothingUsable
	if errors.As(err, &noNights) {
		var found []string
		for _, file := range noNights.Inputs {
			found = append(found, file.Path)
		}
		missing := printNotGiven(p, old.Inputs, found, paths)
		nothing(p, &job{in, cfg, paths}, noNights.Inputs)
		if missing {
			p.hint(hintSamePaths)
		}
		return report, printedError{err}
	}
	if errors.Is(err, process.ErrConfig) { // in the report, not in this command line
		err = fmt.Errorf("the settings in the report cannot be used: %v", err)
	}
	return report, err
}

// differences compares the report, and its other formats in the same folder except PDF,
// whose bytes are not reproducible.
func differences(ctx context.Context, path string, text []byte, now reports.Report) ([]reports.Discrepancy, error) {
	var b bytes.Buffer
	if err := reports.WriteJSON(&b, now); err != nil {
		return nil, err
	}
	found, err := reports.Compare(text, b.Bytes())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for _, f := range outputs.All {
		if _, err := os.Stat(filepath.Join(filepath.Dir(path), f.File)); err != nil || f.Name == "json" || filepath.Ext(f.File) == ".pdf" {
			continue
		}
		files, err := f.Render(ctx, now)
		if err != nil {
			return nil, err
		}
		for _, o := range files {
			found = append(found, otherForm(filepath.Dir(path), o)...)
		}
	}
	return found, nil
}

// otherForm compares one more file of the report byte by byte.
func otherForm(folder string, now outputs.Output) []reports.Discrepancy {
	d := reports.Discrepancy{Kind: reports.FileDiffers, Where: now.Name}
	was, err := os.ReadFile(filepath.Join(folder, now.Name))
	switch {
	case err != nil:
		d.Recomputed = fmt.Sprint(len(now.Text)) + " bytes"
	case bytes.Equal(was, now.Text):
		return nil
	default:
		offset := 0
		for offset < min(len(was), len(now.Text)) && was[offset] == now.Text[offset] {
			offset++
		}
		d.Where = fmt.Sprintf("%s:%d", now.Name, 1+bytes.Count(was[:offset], []byte("\n")))
		d.Report, d.Recomputed = around(was, offset), around(now.Text, offset)
	}
	return []reports.Discrepancy{d}
}

// around returns the text around one byte, within its line, as a JSON string.
func around(text []byte, offset int) string {
	from := max(offset-20, 1+bytes.LastIndexByte(text[:offset], '\n'))
	part := text[from:min(len(text), offset+40)]
	if end := bytes.IndexByte(part, '\n'); end >= offset-from {
		part = part[:end]
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(string(part)); err != nil {
		return `""` // strings always encode
	}
	return string(bytes.TrimSpace(b.Bytes()))
}
