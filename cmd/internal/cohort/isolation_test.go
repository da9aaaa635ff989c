package cohort

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nof1/cmd/internal/outputs"
	"nof1/cmd/internal/process"
	"nof1/reports"
)

// reporter makes a report, instead of reading anything.
type reporter func(context.Context, fs.FS, string, process.Config) (reports.Report, error)

// cohortIn prepares a cohort that reports by the given function.
func cohortIn(t testing.TB, folder, out string, report reporter) *Cohort {
	t.Helper()
	chosen, err := outputs.Choose([]string{"json"})
	if err != nil {
		t.Fatal(err)
	}
	c := &Cohort{Folder: folder, Out: out, Workers: 2, Formats: chosen, report: report}
	if err := c.Prepare(); err != nil {
		t.Fatal(err)
	}
	return c
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

// runAll runs a cohort as the batch does, with a run log.
func runAll(t testing.TB, c *Cohort) ([]Ended, error) {
	t.Helper()
	list, _, err := c.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		t.Fatal(err)
	}
	if c.Ledger != nil {
		c.Ledger.Begin(c.Shard)
	}
	log, err := OpenLog(c.Out, c.Shard)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	var all []Ended
	err = c.Run(t.Context(), list, func(e Ended) bool {
		log.Add(e.Line())
		all = append(all, e)
		return true
	})
	return all, errors.Join(err, log.Err)
}

// TestRunIsolates: a panic and an error end one participant each, with a reason
// and for the panic its stack in the run log; the others are done.
func TestRunIsolates(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	c := cohortIn(t, tables(t, 20), out, func(_ context.Context, _ fs.FS, name string, _ process.Config) (reports.Report, error) {
		switch name {
		case "p00007":
			panic("a night without a morning")
		case "p00011":
			return reports.Report{}, errors.New("the moon\nwas full")
		}
		return reports.Report{Schema: reports.Schema, Participant: name}, nil
	})
	all, err := runAll(t, c)
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]int{}
	for _, e := range all {
		words[e.Word()]++
	}
	if words["done"] != 18 || words["failed"] != 2 {
		t.Errorf("%v: want 18 done, 2 failed", words)
	}
	for name, want := range map[string]string{"p00007": "internal error: a night without a morning: please report it",
		"p00011": "the moon; was full"} {
		s, ok := readStatus(filepath.Join(out, name))
		if !ok || s.Status != "failed" || s.Exit != 1 || s.Error == nil || *s.Error != want {
			t.Errorf("%s: %+v", name, s)
		}
	}
	log, err := os.ReadFile(filepath.Join(out, "run.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(log), "TestRunIsolates") {
		t.Error("no stack of the panic in the run log")
	}
}

// TestRunFullDisk: an output that cannot be written is nobody's failure: it stops
// the run.
func TestRunFullDisk(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	c := cohortIn(t, tables(t, 3), out, func(context.Context, fs.FS, string, process.Config) (reports.Report, error) {
		return reports.Report{}, nil
	})
	if err := os.MkdirAll(filepath.Join(out, "p00001", "report.json"), 0o755); err != nil { // in the way
		t.Fatal(err)
	}
	if _, err := runAll(t, c); err == nil || !strings.Contains(err.Error(), "report.json") {
		t.Errorf("error %v: want what could not be written", err)
	}
}

// TestRunStops: told not to go on, a run ends without an error and does no more
// than what had begun.
func TestRunStops(t *testing.T) {
	c := cohortIn(t, tables(t, 50), filepath.Join(t.TempDir(), "out"), func(context.Context, fs.FS, string, process.Config) (reports.Report,
		error) {
		return reports.Report{}, nil
	})
	list, _, err := c.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	if err := c.Run(t.Context(), list, func(Ended) bool { n++; return false }); err != nil || n == 0 || n > 1+c.Workers {
		t.Errorf("%d ended, error %v", n, err)
	}
}
