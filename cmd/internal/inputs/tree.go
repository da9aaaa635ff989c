package inputs

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"
)

// file is one file of a file tree: its information when it was found, and how to open
// it. The opened file is an io.ReaderAt, so that archives can be read in place.
type file struct {
	info fs.FileInfo
	open func() (fs.File, error)
}

// diskFile returns a file on disk.
func diskFile(p string, info fs.FileInfo) file {
	return file{info, func() (fs.File, error) { return os.Open(p) }}
}

// fileTree is a read-only file system of named files. Its folders are those in the
// names.
type fileTree struct {
	files   map[string]file
	folders map[string][]fs.DirEntry
}

// newFileTree returns the file system of files by slash-separated name.
func newFileTree(files map[string]file) *fileTree {
	t := &fileTree{files, map[string][]fs.DirEntry{".": nil}}
	listed := map[string]bool{".": true}
	for name := range files {
		dir := path.Dir(name)
		t.folders[dir] = append(t.folders[dir], treeEntry{tree: t, name: name})
		for ; !listed[dir]; dir = path.Dir(dir) {
			listed[dir] = true
			up := path.Dir(dir)
			t.folders[up] = append(t.folders[up], treeEntry{tree: t, name: dir, dir: true})
		}
	}
	for _, entries := range t.folders {
		slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	}
	return t
}

// Open opens a file or folder by name. An error gives the name in the tree, not the
// path on disk.
func (t *fileTree) Open(name string) (fs.File, error) {
	if found, ok := t.files[name]; ok {
		f, err := found.open()
		var pathErr *fs.PathError
		if errors.As(err, &pathErr) {
			err = &fs.PathError{Op: pathErr.Op, Path: name, Err: pathErr.Err}
		}
		return f, err
	}
	if entries, ok := t.folders[name]; ok {
		return &openFolder{treeEntry{tree: t, name: name, dir: true}, entries}, nil
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// treeEntry is a file or folder of a fileTree as an fs.DirEntry. For folders it is
// also the fs.FileInfo.
type treeEntry struct {
	tree *fileTree
	name string
	dir  bool
}

func (e treeEntry) Name() string { return path.Base(e.name) }
func (e treeEntry) IsDir() bool  { return e.dir }
func (e treeEntry) Type() fs.FileMode {
	if e.dir {
		return fs.ModeDir
	}
	return 0
}

func (e treeEntry) Info() (fs.FileInfo, error) {
	if e.dir {
		return e, nil
	}
	f, err := e.tree.Open(e.name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.Stat()
}

func (e treeEntry) Size() int64        { return 0 }
func (e treeEntry) Mode() fs.FileMode  { return fs.ModeDir | 0o555 }
func (e treeEntry) ModTime() time.Time { return time.Time{} }
func (e treeEntry) Sys() any           { return nil }

// openFolder is a folder being listed.
type openFolder struct {
	treeEntry
	rest []fs.DirEntry
}

func (f *openFolder) Stat() (fs.FileInfo, error) { return f.treeEntry, nil }
func (f *openFolder) Close() error               { return nil }
func (f *openFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.name, Err: fs.ErrInvalid}
}

// ReadDir implements [fs.ReadDirFile].
func (f *openFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 || n > len(f.rest) {
		if n > 0 && len(f.rest) == 0 {
			return nil, io.EOF
		}
		n = len(f.rest)
	}
	out := slices.Clone(f.rest[:n])
	f.rest = f.rest[n:]
	return out, nil
}
