// Package tree makes small trees of files, archives and packed files for tests.
package importers

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io/fs"
	"testing"
	"testing/fstest"
)

// files is a small tree written down in a test, by path.
type files map[string]string

// fs returns the tree as a file system.
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

// gzipped returns a text packed as gz.
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
