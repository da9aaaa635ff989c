package outputs

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// What is written holds a person's nights: nobody else on the computer reads it
// until its owner says so.
const (
	fileMode   = 0o600
	folderMode = 0o700
)

// MakeFolder creates a folder and what it lies in, for its owner alone.
func MakeFolder(dir string) error { return CannotWrite(dir, os.MkdirAll(dir, folderMode)) }

// WriteFile writes a file whole or not at all: aside in the same folder, then
// renamed. A file that is there keeps its permissions, a new one is for its owner
// alone. The error is a *WriteError.
func WriteFile(path string, text []byte) error {
	p, err := aside(path, text)
	if err != nil {
		return err
	}
	return p.rename()
}

// WriteError is a file or folder that could not be written: no fault of what was
// to be in it.
type WriteError struct {
	Path string // of the file, not of the one aside
	Err  error
}

// Error names the file and the reason.
func (e *WriteError) Error() string { return fmt.Sprintf("%s cannot be written: %v", e.Path, e.Err) }

// Unwrap returns the reason.
func (e *WriteError) Unwrap() error { return e.Err }

// CannotWrite makes a *WriteError of what a system call said about a path, nil of
// nil.
func CannotWrite(path string, err error) error {
	if err == nil {
		return nil
	}
	var call *fs.PathError
	var move *os.LinkError
	switch {
	case errors.As(err, &call):
		err = call.Err
	case errors.As(err, &move):
		err = move.Err
	}
	return &WriteError{path, err}
}

// Pending is a file being written beside its place, where it goes whole or not at
// all. Whoever creates one ends it by Place or Forget.
type Pending struct {
	path string
	file *os.File
	to   *bufio.Writer // nil until Write
	size int64
}

// Create begins a file; see [WriteFile]. The error is a *WriteError.
func Create(path string) (*Pending, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path))
	if err != nil {
		return nil, CannotWrite(path, err)
	}
	return &Pending{path: path, file: f}, nil
}

// Write adds to the file. The error is a *WriteError.
func (p *Pending) Write(text []byte) (int, error) {
	if p.to == nil {
		p.to = bufio.NewWriterSize(p.file, 64<<10)
	}
	n, err := p.to.Write(text)
	p.size += int64(n)
	return n, CannotWrite(p.path, err)
}

// Size is how many bytes were written so far.
func (p *Pending) Size() int64 { return p.size }

// Written gives what was written so far to read, while more is written.
func (p *Pending) Written() (io.ReaderAt, error) { return p.file, CannotWrite(p.path, p.flush()) }

func (p *Pending) flush() error {
	if p.to == nil {
		return nil
	}
	return p.to.Flush()
}

// whole brings all that was written to the disk, beside its place; after an error
// nothing is left there.
func (p *Pending) whole() error {
	mode := fs.FileMode(fileMode)
	if was, err := os.Stat(p.path); err == nil {
		mode = was.Mode().Perm()
	}
	err := errors.Join(p.flush(), chmod(p.file, mode))
	if err == nil {
		err = p.file.Sync() // or the name could come to the disk before the bytes
	}
	if err = errors.Join(err, p.file.Close()); err != nil {
		p.Forget()
		return CannotWrite(p.path, err)
	}
	return nil
}

// aside writes a whole file beside its place; after an error nothing is left there.
func aside(path string, text []byte) (*Pending, error) {
	p, err := Create(path)
	if err != nil {
		return nil, err
	}
	if _, err := p.file.Write(text); err != nil {
		p.Forget()
		return nil, CannotWrite(path, err)
	}
	return p, p.whole()
}

// chmod gives a new file another mode than the private one it is created with.
func chmod(f *os.File, mode fs.FileMode) error {
	if mode == fileMode {
		return nil
	}
	return f.Chmod(mode)
}

// Place puts the file where it belongs. The error is a *WriteError.
func (p *Pending) Place() error {
	if err := p.whole(); err != nil {
		return err
	}
	return p.rename()
}

func (p *Pending) rename() error {
	if err := os.Rename(p.file.Name(), p.path); err != nil {
		p.Forget()
		return CannotWrite(p.path, err)
	}
	return nil
}

// Forget takes the file aside away; after Place, and for nil, it does nothing.
func (p *Pending) Forget() {
	if p == nil {
		return
	}
	_ = p.file.Close()
	_ = os.Remove(p.file.Name()) // else the next run sweeps it
}

// leftOver are the names of files that were being written when a run was stopped.
var leftOver = regexp.MustCompile(`^\.(report\.[a-z]+|nights\.csv|[-_a-z0-9]+\.svg|status\.json|\.ledger|onepage\.pdf|index[-0-9]*\.[a-z]+|looks\.jsonl)\d+$`)

// Sweep takes away the files a stopped run was writing aside.
func Sweep(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if leftOver.MatchString(e.Name()) {
			if err := os.Remove(filepath.Join(dir, e.Name())); err != nil && !errors.Is(err, os.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}
