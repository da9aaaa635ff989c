package main

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"nof1/importers"
	"nof1/importers/all"
)

// The bar counts every byte once even if files are read several times, and showing it
// does not change what is read.
func TestWatch(t *testing.T) {
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	for _, name := range []string{"one.csv", "two.csv"} {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = f.Write([]byte("date,tst\n2031-03-10,4" + strings.Repeat("0", len(name)-6) + "1\n"))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	tree := fstest.MapFS{
		"a/nights.csv": {Data: []byte("date,hrv_rmssd\n2031-03-10,41\n")},
		"empty.csv":    {},
		"export.zip":   {Data: packed.Bytes()},
	}
	var read int64
	watched := watch(tree, func(n int64) { read += n })
	got, err := importers.Read(t.Context(), watched, importers.Options{Formats: all.All()})
	if err != nil {
		t.Fatal(err)
	}
	want, err := importers.Read(t.Context(), tree, importers.Options{Formats: all.All()})
	if err != nil || len(got.Records) != len(want.Records) || len(got.Inputs) != len(want.Inputs) {
		t.Errorf("%v: %d records of %d files, want %d of %d", err, len(got.Records), len(got.Inputs), len(want.Records), len(want.Inputs))
	}
	total := totalSize(tree)
	if want := int64(len(tree["a/nights.csv"].Data) + packed.Len()); total != want {
		t.Errorf("a total of %d, want %d", total, want)
	}
	if read <= total/2 || read > total {
		t.Errorf("%d bytes told of %d", read, total)
	}
	before := read
	if f, err := watched.Open("a/nights.csv"); err != nil {
		t.Error(err)
	} else if _, err := io.ReadAll(f); err != nil || read != before {
		t.Errorf("%v: a file read again counts %d more bytes", err, read-before)
	}
	if err := fstest.TestFS(watched, "a/nights.csv", "export.zip"); err != nil {
		t.Error(err)
	}
}

// Without a terminal there is no bar, and the files are read as they are.
func TestReadingWithoutTerminal(t *testing.T) {
	var stderr bytes.Buffer
	p := &printer{stdout: io.Discard, stderr: &stderr}
	tree := fstest.MapFS{"a.csv": {Data: []byte("x")}}
	fsys, step, done := p.reading(tree)
	step("a.csv")
	done()
	if same, ok := fsys.(fstest.MapFS); !ok || len(same) != 1 || stderr.Len() > 0 {
		t.Errorf("%T, and standard error says %q", fsys, stderr.String())
	}
	if _, err := fs.Stat(fsys, "a.csv"); err != nil {
		t.Error(err)
	}
}

func TestShortened(t *testing.T) {
	if got := shortened("Takeout/Fitbit/Sleep/ä.json", 8); got != "…/ä.json" {
		t.Errorf("%q", got)
	}
	if got := shortened("ä.json", 8); got != "ä.json" {
		t.Errorf("%q", got)
	}
}
