package importers

import (
	"archive/zip"
	"bytes"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"nof1/importers/internal/fixture"
)

// rawZip writes members that say what they like of themselves.
func rawZip(t *testing.T, headers ...zip.FileHeader) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, h := range headers {
		if h.CompressedSize64 == 0 {
			h.CompressedSize64 = 4
		}
		m, err := w.CreateRaw(&h)
		if err == nil {
			_, err = m.Write([]byte("data"))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestArchiveLimits(t *testing.T) {
	three := []zip.FileHeader{{Name: "a", UncompressedSize64: 4}, {Name: "b", UncompressedSize64: 4}, {Name: "c", UncompressedSize64: 4}}
	tests := []struct {
		name string
		zip  []byte
		most limits
		want string
	}{
		{"within", rawZip(t, three...), limits{3, 1 << 10, 1 << 20}, ""},
		{"too many files", rawZip(t, three...), limits{2, 1 << 10, 1 << 20}, "it holds 3 files, more than 2"},
		{"too long a list", rawZip(t, three...), limits{3, 100, 1 << 20}, "its list of files is longer than 0 MB"},
		{"one that says too much", rawZip(t, zip.FileHeader{Name: "a", UncompressedSize64: 1 << 40}), limits{3, 1 << 10, 3 << 30},
			"unpack to more than 3 GB"},
		{"together too much", rawZip(t, zip.FileHeader{Name: "a", UncompressedSize64: 2 << 30},
			zip.FileHeader{Name: "b", UncompressedSize64: 2 << 30}), limits{3, 1 << 10, 3 << 30}, "unpack to more than 3 GB"},
		{"a sum beyond 64 bits", rawZip(t, zip.FileHeader{Name: "a", UncompressedSize64: 1<<64 - 1},
			zip.FileHeader{Name: "b", UncompressedSize64: 2}), limits{3, 1 << 10, 3 << 30}, "unpack to more than 3 GB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fsys := fstest.MapFS{"e.zip": {Data: tt.zip}}
			members, err := listArchive(fsys, "e.zip", int64(len(tt.zip)), tt.most)
			if tt.want == "" {
				if err != nil || len(members) != 3 {
					t.Errorf("%d members, error %v", len(members), err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}

// Members that cannot be read are named one by one, with what to do; the others
// are read.
func TestArchiveMembersRefused(t *testing.T) {
	packed := rawZip(t,
		zip.FileHeader{Name: "SLEEP/sleep.csv", Flags: 1, UncompressedSize64: 4},
		zip.FileHeader{Name: "strange.csv", Method: 9, UncompressedSize64: 4},
		zip.FileHeader{Name: "dense.csv", Method: zip.Deflate, UncompressedSize64: 6 << 30},
		zip.FileHeader{Name: "short.csv", UncompressedSize64: 3},
		zip.FileHeader{Name: "good.csv", UncompressedSize64: 4},
	)
	sources, unread, err := Scan(t.Context(), fstest.MapFS{"e.zip": {Data: packed}})
	if err != nil {
		t.Fatal(err)
	}
	if got := paths(sources); len(got) != 1 || got[0] != "e.zip!/good.csv" {
		t.Errorf("sources %v", got)
	}
	got := fixture.Reasons(unread)
	for name, want := range map[string]string{
		"e.zip!/SLEEP/sleep.csv": "it is encrypted: unpack it with its password first",
		"e.zip!/strange.csv":     "packed by method 9 of zip, which is not read: unpack it first",
		"e.zip!/dense.csv":       "unpacks to more than 200 times its size",
		"e.zip!/short.csv":       "zip: not a valid zip file",
	} {
		if !strings.Contains(got[name], want) {
			t.Errorf("%s: %q, want %q", name, got[name], want)
		}
	}
}

// A member's path is a label: whatever it is, nothing is opened or written by it.
func TestArchivePathsAreLabels(t *testing.T) {
	dir := t.TempDir()
	names := []string{"../../escape.csv", "/etc/passwd.csv", "C:\\x\\y.csv", "a/../../b.csv"}
	var headers []zip.FileHeader
	for _, n := range names {
		headers = append(headers, zip.FileHeader{Name: n, UncompressedSize64: 4})
	}
	if err := os.WriteFile(dir+"/e.zip", rawZip(t, headers...), 0o600); err != nil {
		t.Fatal(err)
	}
	sources, unread, err := Scan(t.Context(), os.DirFS(dir))
	if err != nil || len(sources) != len(names) {
		t.Fatalf("%d sources, %d unread, error %v", len(sources), len(unread), err)
	}
	for _, s := range sources {
		if !strings.HasPrefix(s.Path, "e.zip!/") || s.SHA256 != sum("data") {
			t.Errorf("%s holds something else than its archive says", s.Path)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("%d files beside the archive, error %v", len(entries)-1, err)
	}
}

// A file of a zip may hold less or more than it says, the reading ends with it.
func TestArchiveReadsNoFurther(t *testing.T) {
	packed := rawZip(t, zip.FileHeader{Name: "long.csv", UncompressedSize64: 1 << 20})
	_, unread, err := Scan(t.Context(), fstest.MapFS{"e.zip": {Data: packed}})
	if err != nil || len(unread) != 1 || !strings.Contains(unread[0].Reason, "unexpected EOF") {
		t.Errorf("unread %+v, error %v", unread, err)
	}
}
