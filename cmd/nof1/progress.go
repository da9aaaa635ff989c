package main

import (
	"io"
	"io/fs"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
)

// reading returns a file system that shows progress while it is read, a function to
// call with the name of each file, and one to call at the end. Unless standard error is
// a terminal it returns fsys itself and shows nothing.
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

// shortened returns the end of a long path, the part that differs between files.
func shortened(path string, most int) string {
	if r := []rune(path); len(r) > most {
		return "…" + string(r[len(r)-most+1:])
	}
	return path
}

// totalSize returns the size of all files of a tree in bytes, at least 1. It skips files
// that cannot be listed.
func totalSize(fsys fs.FS) int64 {
	total := int64(0)
	_ = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil // reading it later returns the error
		}
		if info, err := fs.Stat(fsys, name); err == nil {
			total += info.Size()
		}
		return nil
	})
	return max(total, 1)
}

// watchedFS counts how much of its files has been read. A byte that is read twice counts
// once.
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
	if readerAt, ok := f.(io.ReaderAt); ok {
		return &watchedReaderAt{watched, readerAt}, nil
	}
	return watched, nil
}

// Stat implements [fs.StatFS].
func (w *watchedFS) Stat(name string) (fs.FileInfo, error) { return fs.Stat(w.FS, name) }

// ReadDir implements [fs.ReadDirFS].
func (w *watchedFS) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(w.FS, name) }

// upTo records that a file was read up to an offset.
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
	read int64 // offset of the next byte
}

// Read implements [io.Reader].
func (f *watchedFile) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	f.read += int64(n)
	f.fs.upTo(f.name, f.read)
	return n, err
}

// watchedReaderAt is a file with random access, as archives need.
type watchedReaderAt struct {
	*watchedFile
	readerAt io.ReaderAt
}

// ReadAt implements [io.ReaderAt]. The directory at the end of an archive, which is read
// first, does not count as having read everything before it.
func (f *watchedReaderAt) ReadAt(p []byte, off int64) (int, error) {
	n, err := f.readerAt.ReadAt(p, off)
	f.fs.mu.Lock()
	done := f.fs.seen[f.name]
	f.fs.mu.Unlock()
	if off <= done+readAhead {
		f.fs.upTo(f.name, off+int64(n))
	}
	return n, err
}

// readAhead is the greatest distance in bytes between two reads of an archive that count
// as reading on in order.
const readAhead = 1 << 20
