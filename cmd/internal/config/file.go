package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Own is the name of the configuration a folder may hold for itself.
const Own = "nof1.yaml"

// mostSettings is the longest configuration or plan: a plan of ten years has
// 200 kB.
const mostSettings = 1 << 20

// ReadFile reads a configuration or a plan. A file too long to be one is an
// error; what it says is not looked at.
func ReadFile(path string) (File, error) {
	f, err := os.Open(path)
	if err != nil {
		return File{}, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, mostSettings+1))
	if err == nil && len(text) > mostSettings {
		err = fmt.Errorf("%s: larger than %d MB: not settings", path, mostSettings>>20)
	}
	return File{path, text}, err
}

// InFolder reads the configuration that a folder holds for itself: none, or one.
// One that is there and cannot be read is a *Error: it might change the answer.
func InFolder(folder string) ([]File, error) {
	f, err := ReadFile(filepath.Join(folder, Own))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, &Error{[]string{err.Error()}}
	}
	return []File{f}, nil
}
