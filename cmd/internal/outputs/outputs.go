// Package outputs writes a report into a folder, in the forms that were asked for.
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

// Format is one form a report is written in.
type Format struct {
	Name   string // as --format takes it
	File   string // what it writes; a Markdown text has drawings beside it
	Render func(context.Context, reports.Report) ([]Output, error)
}

// Output is one file of a report.
type Output struct {
	Name string
	Text []byte
}

// HTMLFile is the page, on which the PDF rests.
const HTMLFile = "report.html"

// All lists the forms in the order they are written.
var All = []Format{
	{"html", HTMLFile, one(HTMLFile, reports.WriteHTML)},
	{"json", "report.json", one("report.json", reports.WriteJSON)},
	{"md", "report.md", markdown},
	{"csv", "nights.csv", one("nights.csv", reports.WriteNightsCSV)},
	{"pdf", "report.pdf", pdf},
	{"onepage", "onepage.pdf", onePage},
}

// one is a form of a single file.
func one(name string, write func(io.Writer, reports.Report) error) func(context.Context, reports.Report) ([]Output, error) {
	return func(_ context.Context, r reports.Report) ([]Output, error) {
		var b bytes.Buffer
		err := write(&b, r)
		return []Output{{name, b.Bytes()}}, err
	}
}

// markdown is a text and its drawings beside it.
func markdown(ctx context.Context, r reports.Report) ([]Output, error) {
	out, err := one("report.md", reports.WriteMarkdown)(ctx, r)
	if err != nil {
		return nil, err
	}
	figures, err := reports.Figures(r)
	for _, f := range figures {
		out = append(out, Output{f.Name, f.SVG})
	}
	return out, err
}

// pdf is the page, printed.
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

// onePage is the report in short, printed on one page, to be sent to its person.
func onePage(ctx context.Context, r reports.Report) ([]Output, error) {
	var paper bytes.Buffer
	err := reports.WriteOnePagePDF(ctx, r, &paper)
	return []Output{{"onepage.pdf", paper.Bytes()}}, err
}

// UnknownError is returned for a form that does not exist.
type UnknownError struct {
	Name  string
	Known []string
}

// Error names the form.
func (e *UnknownError) Error() string { return fmt.Sprintf("--format %q is unknown", e.Name) }

// Choose returns the forms of these names, each once, in the order of [All]. The
// error is an *UnknownError.
func Choose(names []string) ([]Format, error) {
	var known []string
	for _, f := range All {
		known = append(known, f.Name)
	}
	for _, n := range names {
		if !slices.Contains(known, n) {
			return nil, &UnknownError{n, known}
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

// Write renders every file first, then writes each whole or not at all, for
// their owner alone. An error of writing is a *WriteError.
// Where no browser can print the PDF, everything else is written, the page in
// any case, and the *reports.NoBrowserError is returned.
func Write(ctx context.Context, dir string, report reports.Report, chosen []Format) ([]string, error) {
	var all []Output
	var none *reports.NoBrowserError
	for _, f := range chosen {
		files, err := f.Render(ctx, report)
		if errors.As(err, &none) {
			page, err := All[0].Render(ctx, report)
			if err != nil {
				return nil, err
			}
			if !slices.ContainsFunc(all, func(o Output) bool { return o.Name == HTMLFile }) {
				all = append(all, page...)
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, files...)
	}
	written, err := writeAll(dir, all)
	if err == nil && none != nil {
		return written, none
	}
	return written, err
}

// writeAll puts the files into a folder when all of them lie whole beside their
// places: a full disk leaves what was there before.
func writeAll(dir string, files []Output) (written []string, err error) {
	if err := MakeFolder(dir); err != nil {
		return nil, err
	}
	if err := Sweep(dir); err != nil {
		return nil, err
	}
	var ready []*Pending
	for _, o := range files {
		p, err := aside(filepath.Join(dir, o.Name), o.Text)
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
