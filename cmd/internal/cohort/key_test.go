package cohort

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"nof1/cmd/internal/inputs"
)

// refusing is a folder of which one file may not be read.
type refusing struct {
	fs.FS
	name string
}

func (r refusing) Open(name string) (fs.File, error) {
	if name == r.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return r.FS.Open(name)
}

// A file that may not be read is part of the key as what it is, and the key is
// another once it can be read. From outside, too, it looks different.
func TestKeyOfUnreadableFile(t *testing.T) {
	dir := t.TempDir()
	locked := filepath.Join(dir, "locked.csv")
	for _, name := range []string{filepath.Join(dir, "a.csv"), locked} {
		if err := os.WriteFile(name, []byte("a"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	key := func(refused string) (string, fingerprint) {
		in, err := inputs.Open(t.Context(), []string{dir}, nil, "")
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		in.FS = refusing{in.FS, refused}
		stamps := stampsOf(in)
		if len(stamps) != 2 || stamps[0].Path != "a.csv" || stamps[1].Path != "locked.csv" {
			t.Fatalf("files %v", stamps)
		}
		k, err := keyOf("rest", in, stamps, &fileSums{}, Participant{ID: "p"})
		if err != nil {
			t.Fatal(err)
		}
		return k, fingerprintOf("rest", stamps)
	}
	open, openLook := key("")
	if again, look := key(""); again != open || look != openLook {
		t.Error("the same files have another key")
	}
	if err := os.Chmod(locked, 0); err != nil {
		t.Fatal(err)
	}
	shut, shutLook := key("locked.csv") // which root would be let into
	if shutLook == openLook {
		t.Error("a locked file looks as it did")
	}
	if shut == open {
		t.Errorf("a locked file has the key %s of one that can be read", shut)
	}
}
