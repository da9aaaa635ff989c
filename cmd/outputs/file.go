package outputs

import (
	"errors"
	"fmt"
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
	return p.place()
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

// pending is a file that lies whole beside its place.
type pending struct{ path, aside string }

// aside writes a file beside its place; after an error nothing is left there.
func aside(path string, text []byte) (pending, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path))
	if err != nil {
		return pending{}, CannotWrite(path, err)
	}
	p := pending{path, f.Name()}
	mode := fs.FileMode(fileMode)
	if was, err := os.Stat(path); err == nil {
		mode = was.Mode().Perm()
	}
	_, err = f.Write(text)
	err = errors.Join(err, chmod(f, mode))
	if err == nil {
		err = f.Sync() // or the name could come to the disk before the bytes
	}
	if err = errors.Join(err, f.Close()); err != nil {
		p.forget()
		return pending{}, CannotWrite(path, err)
	}
	return p, nil
}

// chmod gives a new file another mode than the private one it is created with.
func chmod(f *os.File, mode fs.FileMode) error {
	if mode == fileMode {
		return nil
	}
	return f.Chmod(mode)
}

// place puts the file where it belongs.
func (p pending) place() error {
	if err := os.Rename(p.aside, p.path); err != nil {
		p.forget()
		return CannotWrite(p.path, err)
	}
	return nil
}

// forget takes the file aside away.
func (p pending) forget() { _ = os.Remove(p.aside) } // else the next run sweeps it

// leftOver are the names of files that were being written when a run was stopped.
var leftOver = regexp.MustCompile(`^\.(report\.[a-z]+|nights\.csv|[-_a-z0-9]+\.svg|status\.json|\.stamp\.json|index[-0-9]*\.[a-z]+|looks\.jsonl)\d+$`)

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
