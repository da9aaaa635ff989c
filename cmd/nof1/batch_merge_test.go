package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPartsMerge: in 1, 2, 7 or 64 parts, done from the last to the first, the
// output is that of one batch, to the byte.
func TestPartsMerge(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	cohort := smallCohort(t, 9)
	whole := filepath.Join(t.TempDir(), "whole")
	batchOf(t, cohort, whole, 0)
	want := tree(t, whole)
	for _, n := range []int{1, 2, 7, 64} {
		out := filepath.Join(t.TempDir(), "parts")
		failed := 0
		for i := n - 1; i >= 0; i-- {
			cmd := exec.Command("nof1", "batch", cohort, "--out", out, "--shard", fmt.Sprintf("%d/%d", i, n), "--quiet")
			said, err := cmd.CombinedOutput()
			switch code := cmd.ProcessState.ExitCode(); code {
			case exitDone:
			case exitSomeFailed:
				failed++
			default:
				t.Fatalf("part %d of %d: %v\n%s", i, n, err, said)
			}
			if strings.Contains(string(said), "index.html") {
				t.Errorf("part %d of %d wrote an index", i, n)
			}
		}
		if failed != 1 {
			t.Errorf("%d of %d parts had the broken participant, want 1", failed, n)
		}
		if said, err := exec.Command("nof1", "index", out).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		if diff := cmp.Diff(want, tree(t, out)); diff != "" {
			t.Errorf("%d parts differ from one batch (-one +parts):\n%.2000s", n, diff)
		}
	}
}
