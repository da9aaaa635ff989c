// Package inputs joins the files and folders given to a command into one read-only
// file system.
//
//  1. Open the PATH arguments with [Open].
//  2. Read from FS; [Inputs.Files] lists what it holds without reading.
//  3. Close the result.
//
// For example:
//
//	in, err := inputs.Open(ctx, []string{"export.zip", "logs"}, os.Stdin, "")
//	defer in.Close()
//	names, err := fs.Glob(in.FS, "*.csv")
//
// Archives are not unpacked, and no input is ever written to. A device, a stream
// longer than 4 GB and a second "-" are errors.
package inputs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"nof1/cmd/internal/config"
)

// Inputs is one read-only file system of everything that the PATH arguments name. A
// folder adds the files below it, a file is found by its base name. If two PATHs hold
// the same name, the files of each PATH are in a folder of their own.
type Inputs struct {
	FS      fs.FS
	Name    string        // of the participant: the base name of the first PATH without extension
	Named   bool          // every PATH is a single table, not a folder or an archive
	Configs []config.File // nof1.yaml of the folders
	files   map[string]file
	spooled []*spooled
}

// Stdin is the PATH that means standard input.
const Stdin = "-"

// ErrTwice is returned if standard input is given twice.
var ErrTwice = errors.New("standard input can be read once: give - once")

// Open lists the files of every PATH, but not those below the folder except (the output
// folder, or ""). The content of a PATH that can be read only once, such as a pipe, is
// kept until Close. The caller closes the result. Errors: ErrTwice, *EndlessError, the
// context's, and those of the file system.
func Open(ctx context.Context, paths []string, stdin io.Reader, except string) (*Inputs, error) {
	in := &Inputs{Named: true}
	var trees []map[string]file
	var bases []string
	for i, p := range paths {
		if p == Stdin && slices.Index(paths, p) < i {
			return nil, ErrTwice
		}
		tree, base, err := in.tree(ctx, p, stdin, except)
		if err != nil {
			in.Close()
			return nil, err
		}
		trees, bases = append(trees, tree), append(bases, base)
	}
	in.Name = PersonOf(bases[0])
	if paths[0] != Stdin && isDir(paths[0]) {
		in.Name = bases[0]
	}
	in.files = merge(trees, bases)
	in.FS = newFileTree(in.files)
	return in, nil
}

// PersonOf returns the name of the person a file is assumed to be about: the file name
// without its extension and without ".gz".
func PersonOf(name string) string {
	if ext := path.Ext(name); strings.EqualFold(ext, ".gz") {
		name = strings.TrimSuffix(name, ext)
	}
	return strings.TrimSuffix(name, path.Ext(name))
}

// tree returns the files of one PATH by their names inside it, and the base name of
// the PATH.
func (in *Inputs) tree(ctx context.Context, p string, stdin io.Reader, except string) (map[string]file, string, error) {
	if p == Stdin {
		s, err := in.spool(ctx, "standard input", func() (io.ReadCloser, error) { return io.NopCloser(stdin), nil })
		if err != nil {
			return nil, "", err
		}
		name := "stdin" + s.suffix
		in.Named = in.Named && name != "stdin.zip"
		return map[string]file{name: s.fileNamed(name)}, name, nil
	}
	info, err := os.Stat(p)
	if err != nil {
		return nil, "", err
	}
	abs, err := filepath.Abs(p)
	if err != nil {
		return nil, "", err
	}
	base := filepath.Base(abs)
	if info.IsDir() {
		in.Named = false
		own, err := config.InFolder(p)
		if err != nil {
			return nil, "", err
		}
		in.Configs = append(in.Configs, own...)
		files, err := walkFolder(abs, except)
		return files, base, err
	}
	in.Named = in.Named && !strings.EqualFold(filepath.Ext(base), ".zip")
	if info.Mode().IsRegular() {
		return map[string]file{base: diskFile(abs, info)}, base, nil
	}
	if info.Mode()&fs.ModeDevice != 0 {
		return nil, "", fmt.Errorf("%s: a device, not a file", p)
	}
	s, err := in.spool(ctx, p, func() (io.ReadCloser, error) { return os.Open(abs) }) // a pipe
	if err != nil {
		return nil, "", err
	}
	return map[string]file{base: s.fileNamed(base)}, base, nil
}

// Find returns the name in the inputs of a file that the user typed, by its whole name
// or else by its base name, and reports whether it may exist. Archives are not opened,
// so any name may be that of a member.
func (in *Inputs) Find(file string) (string, bool) {
	for _, name := range []string{file, path.Base(file)} {
		if _, err := fs.Stat(in.FS, name); err == nil {
			return name, true
		}
	}
	archive := false
	for name := range in.files {
		if path.Base(name) == path.Base(file) {
			return path.Base(file), true
		}
		ext := strings.ToLower(path.Ext(name))
		archive = archive || ext == ".zip" || ext == ".gz"
	}
	return file, archive
}

// File is the name and file information of one input file.
type File struct {
	Path string // slash-separated, as in FS
	Info fs.FileInfo
}

// Files returns every file as it was when the inputs were opened, sorted by path. It
// reads no content.
func (in *Inputs) Files() []File {
	out := make([]File, 0, len(in.files))
	for path, f := range in.files {
		out = append(out, File{path, f.info})
	}
	slices.SortFunc(out, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return out
}

// Close removes the temporary copies of standard input and pipes.
func (in *Inputs) Close() {
	for _, s := range in.spooled {
		s.close()
	}
}

// walkFolder returns the regular files below a folder, and links to such files, by
// slash-separated name. It skips the folder except.
func walkFolder(root, except string) (map[string]file, error) {
	if info, err := os.Lstat(root); err == nil && info.Mode()&fs.ModeSymlink != 0 { // WalkDir follows none
		if root, err = filepath.EvalSymlinks(root); err != nil {
			return nil, err
		}
	}
	exceptInfo := sync.OnceValue(func() fs.FileInfo {
		info, _ := os.Stat(except) // nil: it does not exist yet
		return info
	})
	files := map[string]file{}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if p == root || except == "" {
				return nil
			}
			if info, err := d.Info(); err == nil && exceptInfo() != nil && os.SameFile(info, exceptInfo()) {
				return filepath.SkipDir
			}
			return nil
		}
		info, err := os.Stat(p)
		if err != nil || !info.Mode().IsRegular() {
			return nil // a link to a folder or to nothing, a socket
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(rel)] = diskFile(p, info)
		return nil
	})
	return files, err
}

// merge joins the trees. If two hold the same name, every tree is moved below its base
// name, to which a number is added if two base names are the same.
func merge(trees []map[string]file, bases []string) map[string]file {
	out := map[string]file{}
	total := 0
	for _, t := range trees {
		total += len(t)
		for name, o := range t {
			out[name] = o
		}
	}
	if len(out) == total {
		return out
	}
	clear(out)
	seen := map[string]int{}
	for i, t := range trees {
		prefix := bases[i]
		if seen[prefix]++; seen[prefix] > 1 {
			prefix = fmt.Sprintf("%s-%d", prefix, seen[prefix])
		}
		for name, o := range t {
			out[prefix+"/"+name] = o
		}
	}
	return out
}

func isDir(p string) bool {
	info, err := os.Stat(p)
	return err == nil && info.IsDir()
}
