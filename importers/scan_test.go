package importers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"nof1/importers/internal/fixture"

	"github.com/google/go-cmp/cmp"
)

func sum(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}

func paths(sources []Source) (out []string) {
	for _, s := range sources {
		out = append(out, s.Path)
	}
	return out
}

func TestScan(t *testing.T) {
	const table = "date,tst\n2024-01-02,431\n"
	tree := fixture.Files{
		"b.csv":             table,
		"a.csv.gz":          fixture.Gzipped(t, table+"2024-01-03,1\n"),
		"sub/deep/c.csv":    "c",
		".hidden/d.csv":     table,
		"sub/.e.csv":        table,
		"__MACOSX/f.csv":    table,
		"nof1.yaml":         "supplement: {id: magnesium}\n",
		"old/report.json":   `{"schema": "nof1.report/1", "tool": {}}`,
		"old/nights.csv":    table,
		"out/index.json":    `{"schema":"nof1.index/1"}`,
		"out/anna/data.csv": table,
		"mine/report.json":  `{"schema": "other"}`,
		"torn.zip":          "PK\x03\x04 not really",
		"torn.csv.gz":       fixture.Gzipped(t, table)[:20],
		"export.zip": fixture.Zipped(t, "z/two.csv", "2", "__MACOSX/z/._two.csv", "x", "a one.csv", "1", "z/", "",
			"inner.zip", fixture.Zipped(t, "in.csv", "4", "deep.zip", fixture.Zipped(t, "x", "y")), "torn.zip", "PK",
			`win\three.csv.gz`, fixture.Gzipped(t, "3")),
	}
	sources, unread, err := Scan(t.Context(), tree.FS())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"a.csv.gz", "b.csv", "export.zip!/a one.csv", "export.zip!/inner.zip!/in.csv",
		"export.zip!/win/three.csv.gz", "export.zip!/z/two.csv",
		"mine/report.json", "sub/deep/c.csv"}
	if diff := cmp.Diff(want, paths(sources)); diff != "" {
		t.Errorf("sources -want +got:\n%s", diff)
	}
	wantUnread := map[string]string{
		"export.zip!/inner.zip!/deep.zip": "a zip three deep: unpack the outer one",
		"export.zip!/torn.zip":            "not a readable zip archive: zip: not a valid zip file",
		"nof1.yaml":                       "configuration",
		"torn.csv.gz":                     "cannot be read: unexpected EOF",
		"torn.zip":                        "not a readable zip archive: zip: not a valid zip file",
	}
	if diff := cmp.Diff(wantUnread, fixture.Reasons(unread)); diff != "" {
		t.Errorf("unread -want +got:\n%s", diff)
	}
	for path, text := range map[string]string{"b.csv": table, "a.csv.gz": table + "2024-01-03,1\n",
		"export.zip!/z/two.csv": "2", "export.zip!/win/three.csv.gz": "3"} {
		for _, s := range sources {
			if s.Path == path && s.SHA256 != sum(text) {
				t.Errorf("%s: SHA-256 %s, want that of the uncompressed bytes", path, s.SHA256)
			}
		}
	}
	for _, in := range unread {
		if in.Path == "nof1.yaml" && in.SHA256 != sum(tree["nof1.yaml"]) {
			t.Error("a file that is not read has no SHA-256")
		}
	}
}

// A source can be opened again and again, two at a time, and the archive is
// closed when nobody reads from it.
func TestScanOpensAgain(t *testing.T) {
	counting := &countingFS{FS: fixture.Files{"e.zip": fixture.Zipped(t, "a.csv", "date,tst\n", "b.csv", "x,y\n")}.FS()}
	sources, _, err := Scan(t.Context(), counting)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		a, errA := sources[0].Open()
		b, errB := sources[1].Text()
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		textA, _ := io.ReadAll(a)
		textB, _ := io.ReadAll(b)
		if string(textA) != "date,tst\n" || string(textB) != "x,y\n" {
			t.Errorf("read %q and %q", textA, textB)
		}
		if err := errors.Join(a.Close(), b.Close(), b.Close()); err != nil {
			t.Error(err)
		}
	}
	if counting.open != 0 {
		t.Errorf("%d files left open", counting.open)
	}
}

// countingFS counts files that are open, and gives no random access.
type countingFS struct {
	fs.FS
	open int
}

func (c *countingFS) Open(name string) (fs.File, error) {
	f, err := c.FS.Open(name)
	if err != nil {
		return nil, err
	}
	if d, ok := f.(fs.ReadDirFile); ok {
		return d, nil
	}
	c.open++
	return &countedFile{f, c}, nil
}

type countedFile struct {
	fs.File
	c *countingFS
}

func (f *countedFile) Close() error {
	f.c.open--
	return f.File.Close()
}

func TestScanRootWithOwnReport(t *testing.T) {
	tree := fixture.Files{
		"report.json": `{"schema": "nof1.report/1"}`, "report.html": "x", "nights.csv": "night,tst\n",
		"export.csv": "date,tst\n", "run-0-of-2.jsonl": "{}", "anna/nights.csv": "date,tst\n",
	}
	sources, unread, err := Scan(t.Context(), tree.FS())
	if err != nil || len(unread) > 0 {
		t.Fatal(err, unread)
	}
	if diff := cmp.Diff([]string{"anna/nights.csv", "export.csv"}, paths(sources)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestScanLinks(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "real.csv"), []byte("date,tst\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"file.csv": "real.csv", "dir": "folder", "gone": "nowhere"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	sources, unread, err := Scan(t.Context(), os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"file.csv", "real.csv"}, paths(sources)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	got := fixture.Reasons(unread)
	if len(got) != 2 || !strings.Contains(got["dir"], "link to a folder") || !strings.Contains(got["gone"], "no such file") {
		t.Errorf("unread %v", got)
	}
}

func TestScanStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := Scan(ctx, fixture.Files{"a.csv": "x"}.FS()); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want the context's", err)
	}
	if _, _, err := Scan(t.Context(), fstest.MapFS{}); err != nil {
		t.Errorf("an empty folder: %v", err)
	}
}

// What unpacks to absurdly more than it takes is given up, not read to the end.
func TestGuard(t *testing.T) {
	g := &guarded{r: strings.NewReader("12345"), left: 4}
	if _, err := io.ReadAll(g); err == nil {
		t.Error("read to the end")
	}
	g = &guarded{r: strings.NewReader("1234"), left: 4}
	if b, err := io.ReadAll(g); err != nil || len(b) != 4 {
		t.Errorf("%q, %v", b, err)
	}
}
