package cohort

import (
	"os"
	"path/filepath"
	"testing"

	"nof1/cmd/inputs"
)

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
	key := func() (string, mark) {
		in, err := inputs.Open(t.Context(), []string{dir}, nil, "")
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		stamps := stampsOf(in)
		if len(stamps) != 2 || stamps[0].Path != "a.csv" || stamps[1].Path != "locked.csv" {
			t.Fatalf("files %v", stamps)
		}
		k, err := keyOf("rest", in, stamps, &fileSums{}, Participant{ID: "p"})
		if err != nil {
			t.Fatal(err)
		}
		return k, markOf("rest", stamps)
	}
	open, openLook := key()
	if again, look := key(); again != open || look != openLook {
		t.Error("the same files have another key")
	}
	if err := os.Chmod(locked, 0); err != nil {
		t.Fatal(err)
	}
	shut, shutLook := key()
	if shutLook == openLook {
		t.Error("a locked file looks as it did")
	}
	if _, err := os.ReadFile(locked); err == nil {
		t.Skip("nothing is locked for this user")
	}
	if shut == open {
		t.Errorf("a locked file has the key %s of one that can be read", shut)
	}
}
