package main

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nof1/cmd/validate/people"
)

// smallCohort writes a folder of made-up participants, some of them broken.
func smallCohort(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name string, text []byte) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	anna, err := people.Make(1, "effect")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range anna.Files {
		write("anna/"+name, text)
	}
	write("broken.zip", []byte("PK\x03\x04"))
	for i := range n {
		var b strings.Builder
		b.WriteString("date,tst,hrv_rmssd\n")
		r := rand.New(rand.NewPCG(3, uint64(i)))
		for k := range 30 + i {
			fmt.Fprintf(&b, "%s,%d,%d\n", time.Date(2024, 1, 1+k, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), 400+r.IntN(90), 40+r.IntN(30))
		}
		write(fmt.Sprintf("p%02d.csv", i), []byte(b.String()))
	}
	return dir
}

// tree reads a folder but for its run logs.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, ".jsonl") {
			return err
		}
		text, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		out[rel] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// batchOf runs the batch as a process; after a delay above 0 it is killed.
func batchOf(t *testing.T, cohort, out string, delay time.Duration) int {
	t.Helper()
	cmd := exec.Command("nof1", "batch", cohort, "--out", out, "--quiet")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if delay > 0 {
		timer := time.AfterFunc(delay, func() { cmd.Process.Kill() })
		defer timer.Stop()
	}
	cmd.Wait()
	code := cmd.ProcessState.ExitCode()
	if code != exitSomeFailed && code != -1 {
		t.Fatalf("exit %d: %s", code, stderr.String())
	}
	return code
}

// TestBatchKilled kills runs at random moments and takes them up again: every
// file is whole at any moment, and in the end all is as if nothing had happened.
func TestBatchKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	cohort := smallCohort(t, 12)
	undisturbed := filepath.Join(t.TempDir(), "out")
	began := time.Now()
	batchOf(t, cohort, undisturbed, 0)
	whole := time.Since(began)
	want := tree(t, undisturbed)
	r := rand.New(rand.NewPCG(1, 2))
	out := filepath.Join(t.TempDir(), "out")
	const kills = 40
	killed := 0
	for range kills {
		if batchOf(t, cohort, out, time.Duration(1+r.Int64N(int64(whole)))) == -1 {
			killed++
		} else if err := os.RemoveAll(out); err != nil { // it finished: start afresh
			t.Fatal(err)
		}
		if _, err := os.Stat(out); err != nil {
			continue
		}
		for name, text := range tree(t, out) {
			if is, ok := want[name]; ok && is != text && !strings.HasPrefix(name, "index") {
				t.Fatalf("%s is not whole after a kill: %d bytes, want %d", name, len(text), len(is))
			}
		}
	}
	if killed < kills/4 {
		t.Errorf("only %d of %d runs were killed before their end: the test shows little", killed, kills)
	}
	batchOf(t, cohort, out, 0)
	if diff := cmp.Diff(names(want), names(tree(t, out))); diff != "" {
		t.Errorf("files (-undisturbed +killed):\n%s", diff)
	}
	for name, text := range tree(t, out) {
		if text != want[name] {
			t.Errorf("%s differs from the undisturbed run", name)
		}
	}
}

func names(files map[string]string) map[string]bool {
	out := map[string]bool{}
	for n := range files {
		out[n] = true
	}
	return out
}

// TestBatchInterrupted: Ctrl-C ends a run cleanly: the index is there, exit 1,
// the message says how to go on.
func TestBatchInterrupted(t *testing.T) {
	cohort, out := smallCohort(t, 40), filepath.Join(t.TempDir(), "out")
	cmd := exec.Command("nof1", "batch", cohort, "--out", out, "--workers", "1")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for range 2000 { // until a few are done
		if log, _ := os.ReadFile(filepath.Join(out, "run.jsonl")); strings.Count(string(log), "\n") > 3 {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitFailed || !strings.Contains(stderr.String(), "run the same command to continue") {
		t.Errorf("exit %d, want %d; stderr:\n%s", code, exitFailed, stderr.String())
	}
	if _, err := os.Stat(filepath.Join(out, "index.html")); err != nil {
		t.Error(err)
	}
}

// TestBatchLosesItsRights: when the output may not be written to any more halfway,
// the run stops and says so; what was done is whole, and the same command goes on
// once it may.
func TestBatchLosesItsRights(t *testing.T) {
	folder, work := smallCohort(t, 40), t.TempDir()
	program, err := exec.LookPath("nof1")
	if err != nil {
		t.Fatal(err)
	}
	as, out := asNobody(t, work, folder, filepath.Dir(program)), filepath.Join(work, "out")
	lost := make(chan error)
	go func() {
		for range 2000 { // until a few are done
			if log, _ := os.ReadFile(filepath.Join(out, "run.jsonl")); strings.Count(string(log), "\n") > 3 {
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
		lost <- os.Chmod(out, 0o500)
	}()
	code, said := nof1In(t, work, as, "batch", folder, "--out", out, "--workers", "1", "--quiet")
	if err := <-lost; err != nil {
		t.Fatal(err)
	}
	if code != exitFailed || !strings.Contains(said, "permission denied") || !strings.Contains(said, "nof1: error: "+out) {
		t.Errorf("exit %d: %s", code, said)
	}
	before := tree(t, out)
	if err := os.Chmod(out, 0o700); err != nil {
		t.Fatal(err)
	}
	if code, said := nof1In(t, work, as, "batch", folder, "--out", out, "--quiet"); code != exitSomeFailed {
		t.Errorf("taken up again: exit %d: %s", code, said)
	}
	after := tree(t, out)
	for name, text := range before {
		if filepath.Base(name) == "report.json" && after[name] != text {
			t.Errorf("%s was not whole: %d bytes, then %d", name, len(text), len(after[name]))
		}
	}
	if len(before) < 4 || len(after) < 40*3 {
		t.Errorf("%d files before and %d after: the test shows little", len(before), len(after))
	}
}
