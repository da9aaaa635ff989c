package cohort

import (
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"

	"nof1/cmd/inputs"
)

// lockedFS holds one file that may not be read.
type lockedFS struct{ fstest.MapFS }

// Open refuses the file.
func (l lockedFS) Open(name string) (fs.File, error) {
	if name == "locked.csv" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return l.MapFS.Open(name)
}

// ReadDir lists it all the same.
func (l lockedFS) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := l.MapFS.ReadDir(name)
	for i, e := range entries {
		if e.Name() == "locked.csv" {
			entries[i] = lockedEntry{e}
		}
	}
	return entries, err
}

type lockedEntry struct{ fs.DirEntry }

// Info refuses, as opening does.
func (lockedEntry) Info() (fs.FileInfo, error) {
	return nil, &fs.PathError{Op: "stat", Path: "locked.csv", Err: fs.ErrPermission}
}

// A file that may not be read is part of the key as what it is, and the key is
// another once it can be read.
func TestKeyOfUnreadableFile(t *testing.T) {
	files := fstest.MapFS{"a.csv": {Data: []byte("a")}, "locked.csv": {Data: []byte("b")}}
	key := func(fsys fs.FS) string {
		in := &inputs.Inputs{FS: fsys}
		stamps, err := stampsOf(in)
		if err != nil {
			t.Fatal(err)
		}
		if names := []string{stamps[0].Path, stamps[1].Path}; !slices.Equal(names, []string{"a.csv", "locked.csv"}) {
			t.Fatalf("files %v", names)
		}
		k, err := keyOf("rest", in, stamps, &fileSums{}, Participant{ID: "p"})
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	locked, open := key(lockedFS{files}), key(files)
	if locked == open || locked != key(lockedFS{files}) {
		t.Errorf("keys %s and %s", locked, open)
	}
}
