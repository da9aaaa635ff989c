package inputs

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// write makes files below a new folder, each holding its own name.
func write(t *testing.T, names ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "anna.b")
	for _, n := range names {
		p := filepath.Join(dir, filepath.FromSlash(n))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(n), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// listed returns the files of a file system.
func listed(t *testing.T, fsys fs.FS) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestOpenInputs(t *testing.T) {
	dir := write(t, "a.csv", "sub/b.csv", "sub/deep/c.csv", "out/report.json", "nof1.yaml")
	other := write(t, "a.csv", "z.csv")
	at := func(d string, names ...string) string { return filepath.Join(append([]string{d}, names...)...) }
	for _, c := range []struct {
		name   string
		paths  []string
		want   []string
		person string
		named  bool
	}{
		{"folder", []string{dir}, []string{"a.csv", "nof1.yaml", "sub/b.csv", "sub/deep/c.csv"}, "anna.b", false},
		{"file", []string{at(dir, "a.csv")}, []string{"a.csv"}, "a", true},
		{"two files", []string{at(dir, "a.csv"), at(dir, "sub", "b.csv")}, []string{"a.csv", "b.csv"}, "a", true},
		{"names meet", []string{dir, other}, []string{
			"anna.b/a.csv", "anna.b/nof1.yaml", "anna.b/sub/b.csv", "anna.b/sub/deep/c.csv",
			"anna.b-2/a.csv", "anna.b-2/z.csv",
		}, "anna.b", false},
		{"file and folder", []string{at(dir, "sub", "b.csv"), other}, []string{"a.csv", "b.csv", "z.csv"}, "b", false},
		{"standard input", []string{"-"}, []string{"stdin"}, "stdin", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			in, err := Open(t.Context(), c.paths, strings.NewReader("date,tst\n"), at(dir, "out"))
			if err != nil {
				t.Fatal(err)
			}
			defer in.Close()
			if diff := cmp.Diff(c.want, listed(t, in.FS)); diff != "" {
				t.Errorf("files (-want +got):\n%s", diff)
			}
			if in.Name != c.person || in.Named != c.named {
				t.Errorf("name %q named %v: want %q %v", in.Name, in.Named, c.person, c.named)
			}
			if err := fstest.TestFS(in.FS, c.want...); err != nil {
				t.Error(err)
			}
		})
	}
	in, err := Open(t.Context(), []string{dir}, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(in.Configs) != 1 || string(in.Configs[0].Text) != "nof1.yaml" {
		t.Errorf("configurations %v: want nof1.yaml of the folder", in.Configs)
	}
}

func TestOpenInputsReadsAnywhere(t *testing.T) {
	in, err := Open(t.Context(), []string{"-"}, bytes.NewReader([]byte("PK\x03\x04rest")), "")
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	f, err := in.FS.Open("stdin.zip")
	if err != nil {
		t.Fatal(err)
	}
	at, ok := f.(io.ReaderAt)
	if !ok {
		t.Fatal("a spooled archive must be read in place")
	}
	b := make([]byte, 4)
	if _, err := at.ReadAt(b, 4); err != nil || string(b) != "rest" {
		t.Errorf("read %q, %v", b, err)
	}
}

func TestOpenInputsLinks(t *testing.T) {
	dir := write(t, "a.csv")
	far := write(t, "far.csv")
	for from, to := range map[string]string{
		filepath.Join(dir, "link.csv"): filepath.Join(far, "far.csv"),
		filepath.Join(dir, "loop"):     dir,
		filepath.Join(dir, "dangling"): filepath.Join(dir, "gone"),
	} {
		if err := os.Symlink(to, from); err != nil {
			t.Skipf("no links here: %v", err)
		}
	}
	in, err := Open(t.Context(), []string{dir}, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	if got := listed(t, in.FS); !slices.Equal(got, []string{"a.csv", "link.csv"}) {
		t.Errorf("files %v: want a.csv and link.csv", got)
	}
}

func TestOpenInputsFails(t *testing.T) {
	if _, err := Open(t.Context(), []string{filepath.Join(t.TempDir(), "gone")}, nil, ""); err == nil {
		t.Error("a PATH that is not there must be an error")
	}
	_, err := Open(t.Context(), []string{"-", "-"}, strings.NewReader(""), "")
	if !errors.Is(err, ErrTwice) {
		t.Errorf("standard input twice: %v, want ErrTwice", err)
	}
}
