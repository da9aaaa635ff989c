package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"nof1/cmd/process/people"
	"nof1/reports"
)

// FuzzReport reads any bytes as a report to verify: a report that can be written
// again, or wrong usage.
func FuzzReport(f *testing.F) {
	in, out := f.TempDir(), f.TempDir()
	p, err := people.Make(1, "effect")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range p.Names() {
		if err := os.WriteFile(filepath.Join(in, name), p.Files[name], 0o600); err != nil {
			f.Fatal(err)
		}
	}
	if code := run([]string{"report", in, "--out", out, "--format", "json", "--quiet"}, nil, io.Discard, io.Discard); code != exitDone {
		f.Fatalf("exit %d", code)
	}
	text, err := os.ReadFile(filepath.Join(out, reportFile))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	for _, text := range []string{"", "{}", "[]", "null", `{"schema":"nof1.report/1"}`, `{"schema":"nof1.report/2"}`, `{"schema":"nof1.report/1","settings":{"seed":-1}}`, `{"schema":"nof1.report/1","settings":{"zone":"Mars"}}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		old, err := readReport(reportFile, b)
		var usage *usageError
		if err != nil && !errors.As(err, &usage) {
			t.Fatalf("not told as wrong usage: %v", err)
		}
		if err == nil {
			_ = reports.WriteJSON(io.Discard, old.Report) // may refuse, must not panic
		}
	})
}
