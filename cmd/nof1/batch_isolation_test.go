package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"nof1/cmd/process"
	"nof1/reports"
)

// batchIn prepares a batch that reports by the given function instead of reading
// anything.
func batchIn(t testing.TB, folder, out string, report func(context.Context, fs.FS, string, process.Config) (reports.Report, error)) (*batch, *bytes.Buffer) {
	t.Helper()
	var stderr bytes.Buffer
	p := &printer{stdout: &bytes.Buffer{}, stderr: &stderr}
	cmd := batchCommand(p, strings.NewReader(""))
	cmd.SetContext(t.Context())
	b, err := flagsOf(t, cmd, folder, out).prepare(cmd, p, folder)
	if err != nil {
		t.Fatal(err)
	}
	b.report = report
	return b, &stderr
}

// flagsOf are the flags of a plain run.
func flagsOf(t testing.TB, cmd *cobra.Command, folder, out string) *batchFlags {
	t.Helper()
	f := &batchFlags{workers: 2}
	f.out, f.formats = out, []string{"json"}
	f.overrides = map[string]string{}
	if err := cmd.ParseFlags([]string{folder}); err != nil {
		t.Fatal(err)
	}
	return f
}

// tables writes n one-line tables, each one a participant.
func tables(t testing.TB, n int) string {
	t.Helper()
	dir := t.TempDir()
	for i := range n {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("p%05d.csv", i)), []byte("date,tst\n2024-01-01,400\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func runBatch(t testing.TB, b *batch) tally {
	t.Helper()
	list, err := b.list(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(b.out, 0o755); err != nil {
		t.Fatal(err)
	}
	log, err := openRunLog(b.out, b.shard)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	done, err := b.run(t.Context(), list, log)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// TestBatchIsolates: a panic and an error end one participant each, with a reason
// and for the panic its stack in the run log; the others are done.
func TestBatchIsolates(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	b, _ := batchIn(t, tables(t, 20), out, func(_ context.Context, _ fs.FS, name string, _ process.Config) (reports.Report, error) {
		switch name {
		case "p00007":
			panic("a night without a morning")
		case "p00011":
			return reports.Report{}, errors.New("the moon\nwas full")
		}
		return reports.Report{Schema: reports.Schema, Participant: name}, nil
	})
	done := runBatch(t, b)
	if done.done != 18 || strings.Join(done.failed, " ") != "p00007 p00011" {
		t.Errorf("%+v", done)
	}
	for name, want := range map[string]string{"p00007": "internal error: a night without a morning: please report it", "p00011": "the moon; was full"} {
		s, ok := readStatus(filepath.Join(out, name))
		if !ok || s.Status != "failed" || s.Exit != exitFailed || s.Error == nil || *s.Error != want {
			t.Errorf("%s: %+v", name, s)
		}
	}
	log, err := os.ReadFile(filepath.Join(out, "run.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(log), "TestBatchIsolates") {
		t.Error("no stack of the panic in the run log")
	}
}

// TestBatchFullDisk: an output that cannot be written is nobody's failure: it
// stops the run.
func TestBatchFullDisk(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	b, _ := batchIn(t, tables(t, 3), out, func(context.Context, fs.FS, string, process.Config) (reports.Report, error) {
		return reports.Report{}, nil
	})
	if err := os.MkdirAll(filepath.Join(out, "p00001", "report.json"), 0o755); err != nil { // in the way
		t.Fatal(err)
	}
	list, err := b.list(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	log, err := openRunLog(out, b.shard)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	b.quiet = true
	if _, err := b.run(t.Context(), list, log); err == nil || !strings.Contains(err.Error(), "report.json") {
		t.Errorf("error %v: want what could not be written", err)
	}
}

// BenchmarkBatch is what the batch costs beyond the work: finding, looking at,
// and recording a participant whose report takes no time, with two files made
// durable for each, and one left as it is.
func BenchmarkBatch(b *testing.B) {
	const n = 2000
	nothing := func(_ context.Context, _ fs.FS, name string, _ process.Config) (reports.Report, error) {
		return reports.Report{Schema: reports.Schema}, nil
	}
	folder := tables(b, n)
	for _, again := range []bool{false, true} {
		b.Run(fmt.Sprintf("unchanged=%v", again), func(b *testing.B) {
			out := filepath.Join(b.TempDir(), "out")
			for b.Loop() {
				if !again {
					if err := os.RemoveAll(out); err != nil {
						b.Fatal(err)
					}
				}
				x, _ := batchIn(b, folder, out, nothing)
				x.quiet = true
				runBatch(b, x)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/n, "µs/participant")
		})
	}
}
