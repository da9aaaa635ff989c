package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestNoNetwork runs the commands where there is no network at all, and again
// with every connection watched: they do not need one and do not try.
func TestNoNetwork(t *testing.T) {
	in, work := writePerson(t, "effect"), t.TempDir()
	program, err := exec.LookPath("nof1")
	if err != nil {
		t.Fatal(err)
	}
	all := [][]string{
		{"demo"}, {"check", in}, {"report", in, "--format", "html,json,md,csv"}, {"correlate", in}, {"power", in},
		{"verify", "nof1-report/report.json", in}, {"batch", filepath.Dir(in), "--out", "batch"}, {"list", "importers"}, {"version"},
	}
	ran := false
	if err := exec.Command("unshare", "-n", "true").Run(); err == nil {
		ran = true
		for _, args := range all {
			cmd := exec.Command("unshare", append([]string{"-n", program}, args...)...)
			cmd.Dir = work
			if said, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("without a network, nof1 %s: %v: %s", strings.Join(args, " "), err, said)
			}
		}
	}
	trace := filepath.Join(work, "trace")
	if err := exec.Command("strace", "-f", "-o", trace, "true").Run(); err == nil {
		ran = true
		for _, args := range all {
			cmd := exec.Command("strace", append([]string{"-f", "-e", "trace=socket,connect", "-o", trace, program}, args...)...)
			cmd.Dir = work
			if said, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("nof1 %s: %v: %s", strings.Join(args, " "), err, said)
			}
			text, err := os.ReadFile(trace)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(text), "exited with 0") {
				t.Fatalf("nothing was traced: %s", text)
			}
			if strings.Contains(string(text), "AF_INET") || strings.Contains(string(text), "connect(") {
				t.Errorf("nof1 %s:\n%s", strings.Join(args, " "), text)
			}
		}
	}
	if !ran {
		t.Skip("neither a network namespace nor strace here")
	}
}
