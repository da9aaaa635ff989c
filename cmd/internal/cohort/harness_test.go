//go:build unix

package cohort

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"nof1/analysis"
	"nof1/cmd/internal/inputs"
	"nof1/cmd/internal/outputs"
	"nof1/cmd/internal/process"
	"nof1/reports"
)

// cpuTime is the CPU time of this process so far, user and system.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// harnessPeople is how many participants BenchmarkHarness has.
const harnessPeople = 1000

// BenchmarkHarness is what a batch costs in CPU time for each participant, with
// reports that take no time to make: a plain pool that opens the files and writes
// the report; the batch, which finds and lists participants, looks at their files,
// takes their sums, and writes status, run log and ledger; the batch again with
// nothing changed, its index left as it is; and the index.
func BenchmarkHarness(b *testing.B) {
	nothing := func(_ context.Context, _ fs.FS, name string, _ process.Config) (reports.Report, error) {
		return reports.Report{Schema: reports.Schema, Participant: name, Summary: reports.Summary{Code: "cant_tell"},
			Answer: analysis.Answer{Intervention: analysis.Intervention{Design: "AB"}}}, nil
	}
	loose, own := tables(b, harnessPeople), inFolders(b, tables(b, harnessPeople))
	aged(b, loose)
	aged(b, own)
	b.Run("tables", func(b *testing.B) { harness(b, loose, nothing) })
	b.Run("folders", func(b *testing.B) { harness(b, own, nothing) })
}

// aged makes all files of a folder an hour old, so that their look tells them.
func aged(b *testing.B, folder string) {
	b.Helper()
	long := time.Now().Add(-time.Hour)
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return os.Chtimes(path, long, long)
	})
	if err != nil {
		b.Fatal(err)
	}
}

// inFolders gives every file of a folder a folder of its own.
func inFolders(b *testing.B, folder string) string {
	b.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		b.Fatal(err)
	}
	out := b.TempDir()
	for _, e := range entries {
		own := filepath.Join(out, inputs.PersonOf(e.Name()))
		if err := os.Mkdir(own, 0o700); err != nil {
			b.Fatal(err)
		}
		if err := os.Rename(filepath.Join(folder, e.Name()), filepath.Join(own, e.Name())); err != nil {
			b.Fatal(err)
		}
	}
	return out
}

// harness measures each of the ways over one folder.
func harness(b *testing.B, folder string, nothing reporter) {
	batch := func(out string, index bool) {
		c := cohortIn(b, folder, out, nothing)
		c.Ledger = OpenLedger(out)
		defer c.Ledger.Close()
		if _, err := runAll(b, c); err != nil {
			b.Fatal(err)
		}
		if index {
			if _, err := MakeIndex(b.Context(), out, c.Workers, c.Ledger, true); err != nil {
				b.Fatal(err)
			}
		}
	}
	out := filepath.Join(b.TempDir(), "out")
	fresh := func(b *testing.B) {
		if err := os.RemoveAll(out); err != nil {
			b.Fatal(err)
		}
	}
	for _, c := range []struct {
		name    string
		prepare func(*testing.B)
		do      func()
	}{
		{"pool", fresh, func() { plainPool(b, folder, out, nothing) }},
		{"batch", fresh, func() { batch(out, false) }},
		{"index", func(*testing.B) {}, func() {
			l := OpenLedger(out)
			defer l.Close()
			if _, err := MakeIndex(b.Context(), out, 2, l, false); err != nil {
				b.Fatal(err)
			}
		}},
		{"unchanged", func(*testing.B) {}, func() { batch(out, true) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			var took time.Duration
			for b.Loop() {
				c.prepare(b)
				began := cpuTime(b)
				c.do()
				took += cpuTime(b) - began
			}
			b.ReportMetric(float64(took.Microseconds())/float64(b.N)/harnessPeople, "CPU-µs/participant")
		})
	}
}

// plainPool is the least that makes the reports of a folder.
func plainPool(b *testing.B, folder, out string, report reporter) {
	b.Helper()
	defer runtime.KeepAlive(make([]byte, heapFloor))
	c := cohortIn(b, folder, out, report)
	entries, err := os.ReadDir(folder)
	if err != nil {
		b.Fatal(err)
	}
	each(c.Workers, len(entries), func(i int) {
		name := entries[i].Name()
		in, err := inputs.Open(b.Context(), []string{filepath.Join(folder, name)}, nil, "")
		if err != nil {
			b.Error(err)
			return
		}
		defer in.Close()
		r, err := report(b.Context(), in.FS, name, c.base)
		if err == nil {
			_, err = outputs.Write(b.Context(), filepath.Join(out, name), r, c.Formats)
		}
		if err != nil {
			b.Error(err)
		}
	})
}
