// Package outputs writes a report into a folder, in the formats the user chose.
//
//  1. Look up the formats with [Choose].
//  2. Keep other runs out of the folder with [Lock].
//  3. Write all files with [Write].
//
// For example:
//
//	chosen, err := outputs.Choose([]string{"html", "json"})
//	unlock, err := outputs.Lock("nof1-report", false)
//	defer unlock()
//	written, err := outputs.Write(ctx, "nof1-report", report, chosen)
//
// Every file appears whole or not at all, and only its owner can read it. An unknown
// format is an [UnknownError], a folder in use an [InUseError], and a file that cannot
// be written a [WriteError].
package outputs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"nof1/reports"
)

// Format is one format a report can be written in.
type Format struct {
	Name   string // the value of --format
	File   string // the file it writes; a Markdown file has figures beside it
	Render func(context.Context, reports.Report) ([]Output, error)
}

// Output is one file of a report.
type Output struct {
	Name string
	Text []byte
}

// HTMLFile is the name of the HTML page, from which the PDF is printed.
const HTMLFile = "report.html"

// All lists the formats in the order they are written.
var All = []Format{
	{"html", HTMLFile, singleFile(HTMLFile, reports.WriteHTML)},
	{"json", "report.json", singleFile("report.json", reports.WriteJSON)},
	{"md", "report.md", markdown},
	{"csv", "nights.csv", singleFile("nights.csv", reports.WriteNightsCSV)},
	{"pdf", "report.pdf", pdf},
	{"onepage", "onepage.pdf", onePage},
}

// singleFile returns a Render function of a format with a single file.
func singleFile(name string, write func(io.Writer, reports.Report) error) func(context.Context, reports.Report) ([]Output, error) {
	return func(_ context.Context, r reports.Report) ([]Output, error) {
		var b bytes.Buffer
		err := write(&b, r)
		return []Output{{name, b.Bytes()}}, err
	}
}

// markdown renders a Markdown file and its figures.
func markdown(ctx context.Context, r reports.Report) ([]Output, error) {
	out, err := singleFile("report.md", reports.WriteMarkdown)(ctx, r)
	if err != nil {
		return nil, err
	}
	figures, err := reports.Figures(r)
	for _, f := range figures {
		out = append(out, Output{f.Name, f.SVG})
	}
	return out, err
}

// pdf prints the HTML page.
func pdf(ctx context.Context, r reports.Report) ([]Output, error) {
	var page, paper bytes.Buffer
	if err := reports.WriteHTML(&page, r); err != nil {
		return nil, err
	}
	if err := reports.WritePDF(ctx, page.Bytes(), &paper); err != nil {
		return nil, err
	}
	return []Output{{"report.pdf", paper.Bytes()}}, nil
}

// onePage prints the report in short on one page, to send to the participant.
func onePage(ctx context.Context, r reports.Report) ([]Output, error) {
	var paper bytes.Buffer
	err := reports.WriteOnePagePDF(ctx, r, &paper)
	return []Output{{"onepage.pdf", paper.Bytes()}}, err
}

// UnknownError is returned for a format that does not exist.
type UnknownError struct {
	Name  string
	Known []string
}

// Error names the format.
func (e *UnknownError) Error() string { return fmt.Sprintf("--format %q is unknown", e.Name) }

// Choose returns the formats with these names, each once, in the order of [All]. The
// error is an *UnknownError.
func Choose(names []string) ([]Format, error) {
	var allNames []string
	for _, f := range All {
		allNames = append(allNames, f.Name)
	}
	for _, n := range names {
		if !slices.Contains(allNames, n) {
			return nil, &UnknownError{n, allNames}
		}
	}
	var out []Format
	for _, f := range All {
		if slices.Contains(names, f.Name) {
			out = append(out, f)
		}
	}
	return out, nil
}

// Write renders all files, then writes each whole or not at all, and returns their
// paths. An error of writing is a *WriteError. If no browser can print the PDF, Write
// writes all other files and the HTML page, and returns a *reports.NoBrowserError.
func Write(ctx context.Context, dir string, report reports.Report, chosen []Format) ([]string, error) {
	var rendered []Output
	var noBrowser *reports.NoBrowserError
	for _, f := range chosen {
		files, err := f.Render(ctx, report)
		if errors.As(err, &noBrowser) {
			page, err := All[0].Render(ctx, report)
			if err != nil {
				return nil, err
			}
			if !slices.ContainsFunc(rendered, func(o Output) bool { return o.Name == HTMLFile }) {
				rendered = append(rendered, page...)
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		rendered = append(rendered, files...)
	}
	written, err := writeAll(dir, rendered)
	if err == nil && noBrowser != nil {
		return written, noBrowser
	}
	return written, err
}

// writeAll writes all files to temporary ones in the folder before it moves any of
// them into place, so that a full disk leaves the earlier files as they were.
func writeAll(dir string, files []Output) (written []string, err error) {
	if err := MakeFolder(dir); err != nil {
		return nil, err
	}
	if err := Sweep(dir); err != nil {
		return nil, err
	}
	var ready []*Pending
	for _, o := range files {
		p, err := writeAside(filepath.Join(dir, o.Name), o.Text)
		if err != nil {
			for _, p := range ready {
				p.Forget()
			}
			return nil, err
		}
		ready = append(ready, p)
	}
	for i, p := range ready {
		if err := p.rename(); err != nil {
			for _, p := range ready[i+1:] {
				p.Forget()
			}
			return written, err
		}
		written = append(written, p.path)
	}
	return written, nil
}
