package importers

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io/fs"
	"testing"
	"testing/fstest"

	"nof1/importers/record"
)

// files is a small tree written down in a test, by path.
type files map[string]string

func (f files) fs() fs.FS {
	m := fstest.MapFS{}
	for name, text := range f {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

// zipped packs files in the order given: name, text, name, text.
func zipped(t testing.TB, pairs ...string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		f, err := w.Create(pairs[i])
		if err == nil {
			_, err = f.Write([]byte(pairs[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func gzipped(t testing.TB, text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// read runs one importer on a text and returns what came out.
func read(t testing.TB, imp Importer, name, text string) (*collector, record.Counts) {
	t.Helper()
	var c collector
	src := SourceFromBytes(name, []byte(text))
	counts, err := imp.Read(src, &c)
	if err != nil {
		t.Fatal(err)
	}
	c.problems = append(c.problems, *src.damage...)
	return &c, counts.Add(record.Counts{Read: len(*src.damage), Skipped: len(*src.damage)})
}
