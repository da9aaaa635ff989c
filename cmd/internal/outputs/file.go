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

// Outputs hold a person's nights. Only the owner can read them, until the owner
// changes their permissions.
const (
	fileMode   = 0o600
	folderMode = 0o700
)

// MakeFolder creates a folder and its parents, which only the owner can read.
func MakeFolder(dir string) error { return CannotWrite(dir, os.MkdirAll(dir, folderMode)) }

// WriteFile writes a file whole or not at all: to a temporary file in the same folder,
// which is then renamed. An existing file keeps its permissions; only the owner can
// read a new one. The error is a *WriteError.
func WriteFile(path string, text []byte) error {
	p, err := writeAside(path, text)
	if err != nil {
		return err
	}
	return p.rename()
}

// WriteError is returned if a file or folder could not be written, whatever its
// content.
type WriteError struct {
	Path string // of the file, not of the temporary one
	Err  error
}

// Error returns the path and the reason.
func (e *WriteError) Error() string { return fmt.Sprintf("%s cannot be written: %v", e.Path, e.Err) }

// Unwrap returns the reason.
func (e *WriteError) Unwrap() error { return e.Err }

// CannotWrite wraps the error of a system call on a path in a *WriteError. It returns
// nil for nil.
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

// Pending is a temporary file that replaces another file whole or not at all. The
// caller of Create ends it with Place or Forget.
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

// Size returns the number of bytes written so far.
func (p *Pending) Size() int64 { return p.size }

// Written returns a reader of the bytes written so far. More may be written while it
// is read.
func (p *Pending) Written() (io.ReaderAt, error) { return p.file, CannotWrite(p.path, p.flush()) }

func (p *Pending) flush() error {
	if p.to == nil {
		return nil
	}
	return p.to.Flush()
}

// finish completes the temporary file and closes it. On an error it removes it.
func (p *Pending) finish() error {
	mode := fs.FileMode(fileMode)
	if existing, err := os.Stat(p.path); err == nil {
		mode = existing.Mode().Perm()
	}
	err := errors.Join(p.flush(), chmod(p.file, mode))
	if err == nil {
		err = p.file.Sync() // or the name could reach the disk before the bytes
	}
	if err = errors.Join(err, p.file.Close()); err != nil {
		p.Forget()
		return CannotWrite(p.path, err)
	}
	return nil
}

// writeAside writes a temporary file and closes it. On an error it removes it.
func writeAside(path string, text []byte) (*Pending, error) {
	p, err := Create(path)
	if err != nil {
		return nil, err
	}
	if _, err := p.file.Write(text); err != nil {
		p.Forget()
		return nil, CannotWrite(path, err)
	}
	return p, p.finish()
}

// chmod sets the mode of a new file, which is created with fileMode.
func chmod(f *os.File, mode fs.FileMode) error {
	if mode == fileMode {
		return nil
	}
	return f.Chmod(mode)
}

// Place moves the file to its final path. The error is a *WriteError.
func (p *Pending) Place() error {
	if err := p.finish(); err != nil {
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

// Forget removes the temporary file. It does nothing for nil and after Place.
func (p *Pending) Forget() {
	if p == nil {
		return
	}
	_ = p.file.Close()
	_ = os.Remove(p.file.Name()) // if it fails, the next run sweeps it
}

// leftOver matches the names of temporary files of a run that was stopped.
var leftOver = regexp.MustCompile(`^\.(report\.[a-z]+|nights\.csv|[-_a-z0-9]+\.svg|status\.json|\.ledger|onepage\.pdf|` +
	`index[-0-9]*\.[a-z]+|looks\.jsonl)\d+$`)

// Sweep removes the temporary files that a stopped run left in a folder.
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
