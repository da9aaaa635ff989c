package outputs

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func names(t *testing.T, dir string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

// A new file is for its owner alone; one that is there keeps its permissions.
func TestWriteFileModes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	if err := MakeFolder(dir); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "report.html")
	mode := func(path string) string {
		at, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return at.Mode().Perm().String()
	}
	for _, text := range []string{"first", "second"} {
		if err := WriteFile(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if mode(dir) != "-rwx------" || mode(path) != "-rw-------" {
		t.Errorf("folder %s, file %s", mode(dir), mode(path))
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(path, []byte("third")); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil || string(text) != "third" || mode(path) != "-rw-r--r--" {
		t.Errorf("%q with %s (%v), want the third text with the permissions it was given", text, mode(path), err)
	}
	if all := names(t, dir); len(all) != 1 {
		t.Errorf("left beside it: %v", all)
	}
}

// What cannot be written leaves nothing beside its place, and the error names it.
func TestWriteFileInTheWay(t *testing.T) {
	dir := t.TempDir()
	inTheWay := filepath.Join(dir, "report.json")
	if err := os.MkdirAll(filepath.Join(inTheWay, "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{inTheWay, filepath.Join(dir, "nowhere", "report.json")} {
		var cannot *WriteError
		if err := WriteFile(path, []byte("x")); !errors.As(err, &cannot) || cannot.Path != path || strings.Count(err.Error(), path) != 1 ||
			errors.Unwrap(cannot) == nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	if all := names(t, dir); !slices.Equal(all, []string{"report.json"}) {
		t.Errorf("left there: %v", all)
	}
}

// Where one of several files cannot be written, none is new.
func TestWriteAllOrNothing(t *testing.T) {
	dir := t.TempDir()
	if err := WriteFile(filepath.Join(dir, "a"), []byte("old")); err != nil {
		t.Fatal(err)
	}
	_, err := writeAll(dir, []Output{{"a", []byte("new")}, {filepath.Join("nowhere", "b"), []byte("new")}})
	text, readErr := os.ReadFile(filepath.Join(dir, "a"))
	if err == nil || readErr != nil || string(text) != "old" || len(names(t, dir)) != 1 {
		t.Errorf("error %v, a holds %q, folder %v", err, text, names(t, dir))
	}
}

// Sweep takes away what a stopped run left aside, and nothing else.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	left := []string{".report.html123", ".status.json7", ".nights.csv99", ".looks.jsonl5", ".index-2.html4"}
	kept := []string{".config", ".report.html", "report.html", "report.html123", ".my.report.html12"}
	for _, name := range append(left, kept...) {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := Sweep(dir); err != nil {
		t.Fatal(err)
	}
	slices.Sort(kept)
	if all := names(t, dir); !slices.Equal(all, kept) {
		t.Errorf("%v is there, want %v", all, kept)
	}
	if err := Sweep(filepath.Join(dir, "nowhere")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// One run at a time writes into a folder; shared locks go together. A folder made
// for nothing goes away again.
func TestLock(t *testing.T) {
	if !Locks {
		t.Skip("no locks on this system")
	}
	dir := filepath.Join(t.TempDir(), "out")
	unlock, err := Lock(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, shared := range []bool{false, true} {
		var busy *InUseError
		if _, err := Lock(dir, shared); !errors.As(err, &busy) || busy.Dir != dir || !strings.Contains(err.Error(), "another run") {
			t.Errorf("shared %t: %v, want it in use", shared, err)
		}
	}
	unlock()
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the empty folder stayed: %v", err)
	}

	first, err := Lock(dir, true)
	if err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(filepath.Join(dir, "report.json"), nil); err != nil {
		t.Fatal(err)
	}
	second, err := Lock(dir, true)
	if err != nil {
		t.Fatalf("shared locks exclude each other: %v", err)
	}
	second()
	first()
	if all := names(t, dir); len(all) != 1 {
		t.Errorf("%v, want what was written to stay", all)
	}
	again, err := Lock(dir, false)
	if err != nil {
		t.Fatalf("still locked: %v", err)
	}
	again()
}

func TestChoose(t *testing.T) {
	chosen, err := Choose([]string{"pdf", "html", "pdf"})
	if err != nil || len(chosen) != 2 || chosen[0].Name != "html" || chosen[1].Name != "pdf" {
		t.Errorf("%v (%v), want html and pdf in the order they are written", chosen, err)
	}
	var unknown *UnknownError
	if _, err := Choose([]string{"html", "docx"}); !errors.As(err, &unknown) || unknown.Name != "docx" || !slices.Contains(unknown.Known,
		"csv") || !strings.Contains(err.Error(), `"docx"`) {
		t.Errorf("%v, want the unknown one named", err)
	}
}
