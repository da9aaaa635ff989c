package cohort

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nof1/cmd/internal/inputs"
	"nof1/cmd/internal/outputs"
)

func TestFolderName(t *testing.T) {
	long := strings.Repeat("é", 150)
	for id, want := range map[string]string{
		"anna":          "anna",
		"p 01":          "p 01",
		"Zoë 😀":         "Zoë 😀",
		"a/b":           "a%2Fb",
		"..":            "%2E.",
		".hidden":       "%2Ehidden",
		"50%":           "50%25",
		"a\nb":          "a%0Ab",
		"index.html":    "%69ndex.html",
		"index-2.html":  "%69ndex-2.html",
		"run.jsonl":     "%72un.jsonl",
		"index":         "index",
		"run":           "run",
		`c:\x`:          "c%3A%5Cx",
		"":              "%",
		"run-1-of-2":    "run-1-of-2",
		"index.htm":     "index.htm",
		"indexed notes": "indexed notes",
	} {
		if got := FolderName(id); got != want {
			t.Errorf("%q: %q, want %q", id, got, want)
		}
	}
	if a, b := FolderName(long+"a"), FolderName(long+"b"); a == b || len(a) > 255-30 {
		t.Errorf("long names: %d bytes, same: %v", len(a), a == b)
	}
}

// TestNamed: files go by their name without extension, unless two would go by
// the same.
func TestNamed(t *testing.T) {
	var list []found
	for _, name := range []string{"anna", "anna.zip", "ben.csv.gz", "carl.csv", "carl.tsv", "v1.2", "7.csv"} {
		short := inputs.PersonOf(name)
		if name == "anna" || name == "v1.2" { // folders
			short = name
		}
		list = append(list, found{Participant{ID: name, Paths: []string{name}}, short})
	}
	list = append(list, found{Participant{ID: "7", Person: "7"}, "7"}, found{Participant{ID: "x.1", Person: "x.1"}, "x.1"})
	var got []string
	for _, p := range withUniqueIDs(list) {
		got = append(got, p.ID)
	}
	want := []string{"7", "7.csv", "anna", "anna.zip", "ben", "carl.csv", "carl.tsv", "v1.2", "x.1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSafely(t *testing.T) {
	_, err := safely(func() (int, error) {
		var none []int
		return none[3], nil
	})
	var bug *panicked
	if !errors.As(err, &bug) || !strings.Contains(err.Error(), "internal error") || !strings.Contains(string(bug.stack), "TestSafely") {
		t.Errorf("error %v: want a panic with its stack", err)
	}
	if Exit(err) != 1 {
		t.Errorf("exit %d: want 1", Exit(err))
	}
	if n, err := safely(func() (int, error) { return 3, nil }); n != 3 || err != nil {
		t.Errorf("%d, %v: want 3", n, err)
	}
}

// TestSweep: only what a stopped run was writing aside goes.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	gone := []string{".report.html123", ".report.json9", ".status.json77", "..ledger5", ".onepage.pdf8", ".index.html1", ".index-2.html12",
		".nights.csv3"}
	stay := []string{".ledger", ".ledger-0-of-7", ".git", "report.html", ".report.html", "status.json", ".mine123"}
	for _, name := range append(gone, stay...) {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := outputs.Sweep(dir); err != nil {
		t.Fatal(err)
	}
	for _, name := range gone {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s is still there", name)
		}
	}
	for _, name := range stay {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Errorf("%s is gone", name)
		}
	}
}
