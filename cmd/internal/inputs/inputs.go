// Package inputs makes one read-only file system of the files and folders a
// command was given. Archives stay closed, nothing is written to.
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

// Inputs is what the PATH arguments name, as one read-only file system: a
// folder gives its tree, a file stands under its base name, and of several the
// trees are merged; where names meet, each tree stands in a folder of its own.
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

// ErrTwice is returned for a standard input that is to be read twice.
var ErrTwice = errors.New("standard input can be read once: give - once")

// Open looks at every PATH. Files and folders below leave (the output folder, ""
// for none) are not part of it. A PATH that can be read only once, such as a pipe,
// is kept until Close. The caller closes what it gets. Errors: ErrTwice,
// *EndlessError, the context's, and those of the file system.
func Open(ctx context.Context, paths []string, stdin io.Reader, leave string) (*Inputs, error) {
	in := &Inputs{Named: true}
	var all []map[string]file
	var bases []string
	for i, p := range paths {
		if p == Stdin && slices.Index(paths, p) < i {
			return nil, ErrTwice
		}
		tree, base, err := in.tree(ctx, p, stdin, leave)
		if err != nil {
			in.Close()
			return nil, err
		}
		all, bases = append(all, tree), append(bases, base)
	}
	in.Name = PersonOf(bases[0])
	if paths[0] != Stdin && isDir(paths[0]) {
		in.Name = bases[0]
	}
	in.files = merge(all, bases)
	in.FS = newFileTree(in.files)
	return in, nil
}

// PersonOf is whom a file is taken to be about: its name without extension, and
// without ".gz" in any case.
func PersonOf(name string) string {
	if ext := path.Ext(name); strings.EqualFold(ext, ".gz") {
		name = strings.TrimSuffix(name, ext)
	}
	return strings.TrimSuffix(name, path.Ext(name))
}

// tree lists the files of one PATH by their names inside it.
func (in *Inputs) tree(ctx context.Context, p string, stdin io.Reader, leave string) (map[string]file, string, error) {
	if p == Stdin {
		s, err := in.spool(ctx, "standard input", func() (io.ReadCloser, error) { return io.NopCloser(stdin), nil })
		if err != nil {
			return nil, "", err
		}
		name := "stdin" + s.suffix
		in.Named = in.Named && name != "stdin.zip"
		return map[string]file{name: s.as(name)}, name, nil
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
		files, err := walkFolder(abs, leave)
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
	return map[string]file{base: s.as(base)}, base, nil
}

// Find returns the name in the input of a file the user typed: its name there,
// else its base name. Members of archives are taken at the user's word.
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

// File is a file of the inputs from outside.
type File struct {
	Path string // slash-separated, as in FS
	Info fs.FileInfo
}

// Files lists every file as it looked when the inputs were opened, sorted by path.
// Nothing is read.
func (in *Inputs) Files() []File {
	out := make([]File, 0, len(in.files))
	for path, f := range in.files {
		out = append(out, File{path, f.info})
	}
	slices.SortFunc(out, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return out
}

// Close forgets what was read from standard input.
func (in *Inputs) Close() {
	for _, s := range in.spooled {
		s.close()
	}
}

// walkFolder lists the regular files below a folder, and links to such files,
// by slash-separated name; the folder leave is left out.
func walkFolder(root, leave string) (map[string]file, error) {
	if info, err := os.Lstat(root); err == nil && info.Mode()&fs.ModeSymlink != 0 { // WalkDir follows none
		if root, err = filepath.EvalSymlinks(root); err != nil {
			return nil, err
		}
	}
	left := sync.OnceValue(func() fs.FileInfo {
		info, _ := os.Stat(leave) // nil where there is none, and so none to leave out
		return info
	})
	files := map[string]file{}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if p == root || leave == "" {
				return nil
			}
			if info, err := d.Info(); err == nil && left() != nil && os.SameFile(info, left()) {
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

// merge puts the trees into one; where two hold the same name, every tree
// stands below its base name, numbered where these meet too.
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
