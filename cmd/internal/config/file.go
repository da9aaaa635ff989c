package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// FolderFile is the name of a folder's own configuration.
const FolderFile = "nof1.yaml"

// maxSettingsSize is the greatest size of a configuration or plan, in bytes. A plan of
// ten years takes 200 kB.
const maxSettingsSize = 1 << 20

// ReadFile reads a configuration or a plan without looking at its content. A file over
// maxSettingsSize is an error.
func ReadFile(path string) (File, error) {
	f, err := os.Open(path)
	if err != nil {
		return File{}, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxSettingsSize+1))
	if err == nil && len(text) > maxSettingsSize {
		err = fmt.Errorf("%s: larger than %d MB: not a settings file", path, maxSettingsSize>>20)
	}
	return File{path, text}, err
}

// InFolder reads a folder's own configuration: one file, or nil if the folder has
// none. A configuration that exists and cannot be read is a *Error, because it might
// change the result.
func InFolder(folder string) ([]File, error) {
	f, err := ReadFile(filepath.Join(folder, FolderFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, &Error{Lines: []string{err.Error()}}
	}
	return []File{f}, nil
}
