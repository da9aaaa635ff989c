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

	"nof1/reports"
)

// format is one form a report is written in.
type format struct {
	name, file string
	render     func(context.Context, reports.Report) ([]output, error)
}

// output is one file of a report.
type output struct {
	name string
	text []byte
}

const htmlFile = "report.html"

// formats lists what --format takes.
var formats = []format{
	{"html", htmlFile, one(htmlFile, reports.WriteHTML)},
	{"json", "report.json", one("report.json", reports.WriteJSON)},
	{"md", "report.md", markdown},
	{"csv", "nights.csv", one("nights.csv", reports.WriteNightsCSV)},
	{"pdf", "report.pdf", pdf},
}

// one is a form of a single file.
func one(name string, write func(io.Writer, reports.Report) error) func(context.Context, reports.Report) ([]output, error) {
	return func(_ context.Context, r reports.Report) ([]output, error) {
		var b bytes.Buffer
		err := write(&b, r)
		return []output{{name, b.Bytes()}}, err
	}
}

// markdown is a text and its drawings beside it.
func markdown(ctx context.Context, r reports.Report) ([]output, error) {
	out, err := one("report.md", reports.WriteMarkdown)(ctx, r)
	if err != nil {
		return nil, err
	}
	figures, err := reports.Figures(r)
	for _, f := range figures {
		out = append(out, output{f.Name, f.SVG})
	}
	return out, err
}

// pdf is the page, printed.
func pdf(ctx context.Context, r reports.Report) ([]output, error) {
	var page, paper bytes.Buffer
	if err := reports.WriteHTML(&page, r); err != nil {
		return nil, err
	}
	if err := reports.WritePDF(ctx, page.Bytes(), &paper); err != nil {
		return nil, err
	}
	return []output{{"report.pdf", paper.Bytes()}}, nil
}

// chosenFormats resolves the values of --format.
func chosenFormats(names []string) ([]format, error) {
	var known []string
	for _, f := range formats {
		known = append(known, f.name)
	}
	for _, n := range names {
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
// Where no browser can print the PDF, everything else is written, the page in
// any case, and the *reports.NoBrowserError is returned.
func writeFiles(ctx context.Context, dir string, report reports.Report, chosen []format) ([]string, error) {
	var all []output
	var none *reports.NoBrowserError
	for _, f := range chosen {
		files, err := f.render(ctx, report)
		if errors.As(err, &none) {
			page, err := formats[0].render(ctx, report)
			if err != nil {
				return nil, err
			}
			if !slices.ContainsFunc(all, func(o output) bool { return o.name == htmlFile }) {
				all = append(all, page...)
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, files...)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	var written []string
	for _, o := range all {
		path := filepath.Join(dir, o.name)
		if err := maybe.WriteFile(path, o.text, 0o644); err != nil {
			return written, err
		}
		written = append(written, path)
	}
	if none != nil {
		return written, none
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
		places := []string{out, filepath.Join(out, htmlFile)}
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
