package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// writeBig writes a file for a participant of a cohort.
func writeBig(t *testing.T, path string, text func(io.Writer)) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	text(f)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestBatchMemory: of three people with large files one needs more memory than
// allowed and fails with the reason, one is done, one fails for another reason; the
// small ones are done, and a second run redoes none of those.
func TestBatchMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	cohort, work := smallCohort(t, 2), t.TempDir()
	writeBig(t, filepath.Join(cohort, "hungry", "supplements.csv"), repeated("date,supplement,taken\n", "2024-01-02,magnesium,yes\n",
		800_000, ""))
	writeBig(t, filepath.Join(cohort, "long", "nights.csv"), repeated("date,tst,hrv_rmssd\n2024-01-01,400,50\n2024-01-02,410,51\n", "\n",
		17<<20, ""))
	writeBig(t, filepath.Join(cohort, "noise.csv"), repeated("nothing\n", "0123456789\n", 3<<19, ""))
	args := []string{"batch", cohort, "--out", "out", "--memory", "96"}
	code, said := nof1In(t, work, nil, args...)
	if code != exitSomeFailed {
		t.Fatalf("exit %d: %s", code, said)
	}
	for _, want := range []string{
		"hungry: failed, ", ": needs more than 96 MiB of memory: allow more with --memory, or remove files\n",
		"long: done, ", "noise: failed, ", "anna: done, ", "p00: done, ", "7 participants: 4 done, 0 unchanged, 0 skipped, 3 failed",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("%q was not said:\n%s", want, said)
		}
	}
	for name, want := range map[string]string{"hungry": `"status":"failed","exit":1,"error":"needs more than 96 MiB`,
		"noise": `"status":"failed","exit":3,"error":"nothing usable: noise.csv: `, "long": `"status":"done"`} {
		if text, err := os.ReadFile(filepath.Join(work, "out", name, "status.json")); err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s: %s %v: want %s", name, text, err, want)
		}
	}
	if code, said := nof1In(t, work, nil, args...); code != exitSomeFailed || !strings.Contains(said, "long: unchanged") ||
		!strings.Contains(said, "0 done, 4 unchanged, 0 skipped, 3 failed") {
		t.Errorf("again: exit %d: %s", code, said)
	}
	if code, said := nof1In(t, work, nil, "batch", cohort, "--out", "out", "--memory", "3"); code != exitUsage || !strings.Contains(said,
		"--memory 3: want 64 or more") {
		t.Errorf("exit %d: %s", code, said)
	}
}
