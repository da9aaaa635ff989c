package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// said collects what a running program says.
type said struct {
	mu   sync.Mutex
	text strings.Builder
}

// Write adds to it.
func (s *said) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(b)
}

// times waits until something was said n times.
func (s *said) times(t *testing.T, what string, n int) {
	t.Helper()
	for range 600 {
		s.mu.Lock()
		text := s.text.String()
		s.mu.Unlock()
		if strings.Count(text, what) >= n {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t.Fatalf("%q was not said %d times:\n%s", what, n, s.text.String())
}

// TestBatchWatches: files that come and change while it watches are read, in
// folders that come as well, and stops at Ctrl-C with the exit code of the last run.
func TestBatchWatches(t *testing.T) {
	cohort, out := t.TempDir(), filepath.Join(t.TempDir(), "out")
	put := func(name, text string) {
		path := filepath.Join(cohort, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("anna.csv", "date,tst\n2024-01-01,400\n")
	put("ben.csv", "date,tst\n2024-01-01,400\n")
	cmd := exec.Command("nof1", "batch", cohort, "--out", out, "--watch", "--format", "json")
	stdout, stderr := &said{}, &said{}
	cmd.Stdout, cmd.Stderr = stdout, stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	stdout.times(t, "2 participants: 2 done", 1)
	stderr.times(t, "stop with Ctrl-C", 1)
	put("carl/new/nights.csv", "date,tst\n2024-01-01,400\n2024-01-02,410\n")
	stdout.times(t, "3 participants: 1 done, 2 unchanged", 1)
	stderr.times(t, "stop with Ctrl-C", 2)
	put("carl/new/nights.csv", "date,tst\n2024-01-01,400\n2024-01-02,410\n2024-01-03,420\n")
	stdout.times(t, "3 participants: 1 done, 2 unchanged", 2)
	stderr.times(t, "stop with Ctrl-C", 3)
	put("dora.csv", "x")
	stdout.times(t, "4 participants: 0 done, 3 unchanged, 0 skipped, 1 failed", 1)
	stderr.times(t, "stop with Ctrl-C", 4)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitSomeFailed {
		t.Errorf("exit %d, want %d", code, exitSomeFailed)
	}
}

// TestSince: a date, a moment, or how long ago.
func TestSince(t *testing.T) {
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.Local)
	for text, want := range map[string]time.Time{
		"":                 {},
		"2026-03-01":       time.Date(2026, 3, 1, 0, 0, 0, 0, time.Local),
		"2026-03-01 09:30": time.Date(2026, 3, 1, 9, 30, 0, 0, time.Local),
		"36h":              now.Add(-36 * time.Hour),
		"7d":               time.Date(2026, 3, 3, 12, 0, 0, 0, time.Local),
	} {
		if got, err := since(text, now); err != nil || !got.Equal(want) {
			t.Errorf("%q: %v (%v), want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"yesterday", "-3h", "0h", "2026-13-01", "999999d", "d"} {
		if _, err := since(text, now); exitCode(err) != exitUsage {
			t.Errorf("%q: %v, want wrong usage", text, err)
		}
	}
}
