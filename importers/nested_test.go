package importers

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"nof1/importers/internal/fixture"
)

// archiveOf packs one file with a method.
func archiveOf(t *testing.T, name, text string, method uint16) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	if err == nil {
		_, err = f.Write([]byte(text))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// An archive inside an archive is read, packed or stored, as often as it takes.
func TestNestedArchive(t *testing.T) {
	const nights = "date,tst\n2031-03-10,431\n2031-03-11,432\n"
	for name, method := range map[string]uint16{"packed": zip.Deflate, "stored": zip.Store} {
		outer := archiveOf(t, "watch/part1.zip", fixture.Zipped(t, "a/nights.csv", nights, "b/notes.txt", "x"), method)
		counting := &countingFS{FS: fixture.Files{"export.zip": outer}.FS()}
		res, err := Read(t.Context(), counting, Options{Formats: AllFormats()})
		if err != nil || len(res.Inputs) != 2 {
			t.Fatalf("%s: %v, %+v", name, err, res.Inputs)
		}
		in := res.Inputs[0]
		if in.Path != "export.zip!/watch/part1.zip!/a/nights.csv" || in.Nights != 2 || in.SHA256 != sum(nights) {
			t.Errorf("%s: %+v", name, in)
		}
		if counting.open != 0 {
			t.Errorf("%s: %d files still open", name, counting.open)
		}
	}
}

// Packed archives inside an archive are kept in memory up to a limit of all
// together; the one beyond it says what to do.
func TestNestedArchiveTooLarge(t *testing.T) {
	s := scanner{ctx: t.Context(), inMemory: nestedInMemory - 100}
	outer := archiveOf(t, "i.zip", fixture.Zipped(t, "a.csv", strings.Repeat("x", 50)), zip.Deflate)
	sources, err := openArchive(fixture.Files{"e.zip": outer}.FS(), "e.zip", int64(len(outer)))
	if err != nil {
		t.Fatal(err)
	}
	sources[0].name = "e.zip!/i.zip"
	if err := s.add(sources[0]); err != nil || len(s.sources) != 0 || len(s.unread) != 1 ||
		!strings.Contains(s.unread[0].Reason, "unpack the outer one") {
		t.Errorf("%v, %+v, %+v", err, s.sources, s.unread)
	}
}
