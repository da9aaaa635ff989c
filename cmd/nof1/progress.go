package main

import (
	"io"
	"io/fs"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
)

// reading returns the file system to read instead, what to call with the name of
// each file and what to call at the end. Where standard error is a terminal a bar
// tells how much of all bytes was read; else it is the same file system and
// nothing is told.
func (p *printer) reading(fsys fs.FS) (watched fs.FS, step func(string), done func()) {
	if p.quiet || !isTerminal(p.stderr) {
		return fsys, func(string) {}, func() {}
	}
	const doing = "reading"
	bar := progressbar.NewOptions64(totalSize(fsys),
		progressbar.OptionSetWriter(p.stderr),
		progressbar.OptionSetDescription(doing),
		progressbar.OptionShowBytes(true),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
	)
	return watch(fsys, func(bytes int64) { _ = bar.Add64(bytes) }), // a bar that cannot be drawn is no error
		func(name string) { bar.Describe(doing + " " + shortened(printable(name), 40)) },
		func() { _ = bar.Finish() }
}

// shortened keeps the end of a path, which tells files apart.
func shortened(path string, most int) string {
	if r := []rune(path); len(r) > most {
		return "…" + string(r[len(r)-most+1:])
	}
	return path
}

// totalSize is the size of all files of a tree, at least 1; what cannot be listed
// is left out.
func totalSize(fsys fs.FS) int64 {
	total := int64(0)
	_ = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil // reading it tells what is wrong
		}
		if info, err := fs.Stat(fsys, name); err == nil {
			total += info.Size()
		}
		return nil
	})
	return max(total, 1)
}

// watchedFS tells how much of its files has been read, each byte once, however
// often it is read.
type watchedFS struct {
	fs.FS
	mu   sync.Mutex
	seen map[string]int64 // how far each file was read
	read func(bytes int64)
}

func watch(fsys fs.FS, read func(bytes int64)) *watchedFS {
	return &watchedFS{FS: fsys, seen: map[string]int64{}, read: read}
}

// Open implements [fs.FS].
func (w *watchedFS) Open(name string) (fs.File, error) {
	f, err := w.FS.Open(name)
	if err != nil {
		return nil, err
	}
	if _, ok := f.(fs.ReadDirFile); ok {
		if info, err := f.Stat(); err != nil || info.IsDir() {
			return f, nil
		}
	}
	watched := &watchedFile{File: f, fs: w, name: name}
	if at, ok := f.(io.ReaderAt); ok {
		return &watchedAt{watched, at}, nil
	}
	return watched, nil
}

// Stat implements [fs.StatFS].
func (w *watchedFS) Stat(name string) (fs.FileInfo, error) { return fs.Stat(w.FS, name) }

// ReadDir implements [fs.ReadDirFS].
func (w *watchedFS) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(w.FS, name) }

// upTo notes that a file was read up to an offset.
func (w *watchedFS) upTo(name string, end int64) {
	w.mu.Lock()
	more := end - w.seen[name]
	if more > 0 {
		w.seen[name] = end
	}
	w.mu.Unlock()
	if more > 0 {
		w.read(more)
	}
}

type watchedFile struct {
	fs.File
	fs   *watchedFS
	name string
	at   int64
}

// Read implements [io.Reader].
func (f *watchedFile) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	f.at += int64(n)
	f.fs.upTo(f.name, f.at)
	return n, err
}

// watchedAt is a file with random access, as archives need.
type watchedAt struct {
	*watchedFile
	at io.ReaderAt
}

// ReadAt implements [io.ReaderAt]. The directory at the end of an archive is read
// first, and is not taken for the whole of it.
func (f *watchedAt) ReadAt(p []byte, off int64) (int, error) {
	n, err := f.at.ReadAt(p, off)
	f.fs.mu.Lock()
	known := f.fs.seen[f.name]
	f.fs.mu.Unlock()
	if off <= known+readAhead {
		f.fs.upTo(f.name, off+int64(n))
	}
	return n, err
}

// readAhead is how far on from what was read last an archive's next member may
// begin to count as read in order.
const readAhead = 1 << 20
