package importers

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"nof1/importers/internal/fixture"
)

// A large file is read once, its SHA-256 taken on the way, and known again.
func TestReadLargeFileOnce(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.xml", "b.xml"} {
		out, err := os.Create(filepath.Join(dir, name))
		if err == nil {
			_, err = fixture.GenerateApple(out, hashLater+1000)
		}
		if err == nil {
			err = out.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, "a.xml"))
	if err != nil {
		t.Fatal(err)
	}
	opened := &openings{FS: os.DirFS(dir)}
	res, err := Read(t.Context(), opened, Options{Formats: AllFormats()})
	if err != nil {
		t.Fatal(err)
	}
	if in := res.Inputs[0]; in.SHA256 != sum(string(text)) || in.Importer != "apple.export" || in.Reason != "" {
		t.Errorf("%s: SHA-256 %s, reason %q", in.Path, in.SHA256, in.Reason)
	}
	if in := res.Inputs[1]; in.SHA256 != sum(string(text)) || in.Reason != "same content as a.xml" {
		t.Errorf("%s: SHA-256 %s, reason %q", in.Path, in.SHA256, in.Reason)
	}
	if opened.bytes > 2*int64(len(text))+4*HeadSize {
		t.Errorf("%d bytes read of %d", opened.bytes, 2*len(text))
	}
}

// openings counts what is read.
type openings struct {
	fs.FS
	bytes int64
}

func (o *openings) Open(name string) (fs.File, error) {
	f, err := o.FS.Open(name)
	if err != nil {
		return nil, err
	}
	if d, ok := f.(fs.ReadDirFile); ok {
		if info, err := f.Stat(); err == nil && info.IsDir() {
			return d, nil
		}
	}
	return &openedFile{f, o}, nil
}

type openedFile struct {
	fs.File
	o *openings
}

func (f *openedFile) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	f.o.bytes += int64(n)
	return n, err
}

// A large file that breaks off, or is nobody's, or whose reading is stopped.
func TestReadLargeFileTroubles(t *testing.T) {
	var b strings.Builder
	if _, err := fixture.GenerateApple(&b, 2*hashLater); err != nil {
		t.Fatal(err)
	}
	other := strings.Repeat("x", hashLater+1)
	res, err := Read(t.Context(), fixture.Files{"other.txt": other, "small.csv": fixture.TwoNights}.FS(), Options{Formats: AllFormats()})
	if err != nil || res.Inputs[0].SHA256 != sum(other) || res.Inputs[0].Importer != "" {
		t.Errorf("nobody's: %v: %+v", err, res.Inputs)
	}
	for _, name := range []string{"export.xml", "other.txt"} {
		tree := fixture.Files{name: b.String()}
		if name == "other.txt" {
			tree[name] = other
		}
		broken := &brokenFS{FS: tree.FS(), left: hashLater / 2, then: func() error { return errors.New("the disk is gone") }}
		res, err := Read(t.Context(), broken, Options{Formats: AllFormats()})
		if !errors.Is(err, ErrNothingUsable) || res.Inputs[0].Reason != "cannot be read: the disk is gone" {
			t.Errorf("%s broken: %v, %+v", name, err, res.Inputs)
		}
		ctx, cancel := context.WithCancel(t.Context())
		stopped := &brokenFS{FS: tree.FS(), left: hashLater / 2, then: func() error { cancel(); return nil }}
		if _, err := Read(ctx, stopped, Options{Formats: AllFormats()}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s stopped: error %v", name, err)
		}
	}
}

// brokenFS does something when so much was read.
type brokenFS struct {
	fs.FS
	left int
	then func() error
}

func (b *brokenFS) Open(name string) (fs.File, error) {
	f, err := b.FS.Open(name)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err != nil || info.IsDir() {
		return f, err
	}
	return &brokenFile{f, b}, nil
}

type brokenFile struct {
	fs.File
	b *brokenFS
}

func (f *brokenFile) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	if f.b.left -= n; f.b.left < 0 {
		if broken := f.b.then(); broken != nil {
			return 0, broken
		}
	}
	return n, err
}

// growing is a file that another program adds a line to whenever it is opened.
type growing struct {
	file  fstest.MapFS
	times int
}

func (g *growing) Open(name string) (fs.File, error) {
	f, err := g.file.Open(name)
	if name == "nights.csv" {
		g.times++
		g.file[name] = &fstest.MapFile{Data: fmt.Appendf(g.file[name].Data, "2024-02-%02d,400\n", g.times)}
	}
	return f, err
}

// A file that changes between being identified and being read is reported, not
// analysed.
func TestReadChangingFile(t *testing.T) {
	g := &growing{file: fstest.MapFS{"nights.csv": {Data: []byte("date,tst\n2024-01-01,401\n")}}}
	_, err := Read(t.Context(), g, Options{Formats: AllFormats()})
	var changed *ChangedError
	if !errors.As(err, &changed) || err.Error() != "nights.csv changed while it was read: run it again when nothing writes to it" {
		t.Errorf("error %v", err)
	}
	if _, err := Read(t.Context(), g.file, Options{Formats: AllFormats()}); err != nil {
		t.Errorf("when it has come to rest: %v", err)
	}
}

// A large file is read once, so that a change while it is read would only be seen
// in its sum: it is reported, whichever half it befalls, and so is a workbook's.
func TestReadLargeChangingFile(t *testing.T) {
	var b strings.Builder
	if _, err := fixture.GenerateApple(&b, 2*hashLater); err != nil {
		t.Fatal(err)
	}
	book := fixture.WorkbookOf(t, "a", [][]any{{"date", "tst"}, {"2031-03-05", 420}, {"2031-03-06", 420}})
	for _, c := range []struct {
		name, text string
		after      int // bytes read when it is written to
		changes    bool
	}{
		{"export.xml", b.String(), HeadSize + 1, true},
		{"export.xml", b.String(), b.Len() - 10, true},
		{"export.xml", b.String(), 10 * b.Len(), false},
		{"nights.xlsx", book, len(book) + 1, true},
		{"nights.xlsx", book, 100 * len(book), false},
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, c.name)
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		past := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
		if err := os.Chtimes(path, past, past); err != nil {
			t.Fatal(err)
		}
		written := false
		fsys := &brokenFS{FS: os.DirFS(dir), left: c.after, then: func() error {
			if written {
				return nil
			}
			written = true
			f, err := os.OpenFile(path, os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			_, err = f.WriteAt([]byte(c.text[len(c.text)/2:len(c.text)/2+1]), int64(len(c.text)/2))
			return errors.Join(err, f.Close()) // the same bytes, at another time
		}}
		res, err := Read(t.Context(), fsys, Options{Formats: AllFormats()})
		if changed := errors.As(err, new(*ChangedError)); changed != c.changes || !changed && err != nil {
			t.Errorf("%s after %d of %d bytes: error %v, %+v", c.name, c.after, len(c.text), err, res.Inputs)
		}
		if written != c.changes {
			t.Errorf("%s after %d of %d bytes: written %v", c.name, c.after, len(c.text), written)
		}
	}
}
