package importers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"nof1/importers/record"
)

// Scan lists every file of a tree, of the zip archives and gz files in it, in
// place: nothing is unpacked to disk. It returns the files to identify, and as
// inputs with a reason those that cannot be read or are configuration, both
// sorted by path. Dot files, __MACOSX and folders that hold a report or an
// index of ours are passed over. The error is the context's, or of a tree that
// cannot be listed at all.
//
// Every file but large ones is read once from end to end for its SHA-256, as a
// stream; of a large one [Read] takes it along the way.
func Scan(ctx context.Context, fsys fs.FS) ([]Source, []record.Input, error) {
	s := scanner{ctx: ctx, fsys: fsys}
	if err := fs.WalkDir(fsys, ".", s.visit); err != nil {
		return nil, nil, err
	}
	slices.SortStableFunc(s.sources, func(a, b Source) int { return strings.Compare(a.Path, b.Path) })
	slices.SortStableFunc(s.unread, func(a, b record.Input) int { return strings.Compare(a.Path, b.Path) })
	return s.sources, s.unread, nil
}

type scanner struct {
	ctx     context.Context
	fsys    fs.FS
	ownRoot bool // the root holds a report of ours: pass its files over by name
	sources []Source
	unread  []record.Input

	inMemory int64 // bytes of archives packed inside archives
}

func (s *scanner) visit(name string, d fs.DirEntry, err error) error {
	if ctxErr := s.ctx.Err(); ctxErr != nil {
		return ctxErr
	}
	if err != nil {
		if name == "." {
			return err
		}
		s.leave(record.Input{Path: name}, err.Error())
		return nil
	}
	if name == "." && d.IsDir() {
		s.ownRoot = ownOutput(s.fsys, name)
		return nil
	}
	if hidden(name) {
		return skip(d)
	}
	if d.IsDir() {
		if ownOutput(s.fsys, name) {
			return fs.SkipDir
		}
		return nil
	}
	if s.ownRoot && path.Dir(name) == "." && ownName(name) {
		return nil
	}
	return s.file(name)
}

func skip(d fs.DirEntry) error {
	if d.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// hidden reports whether a path is nothing a person put there.
func hidden(name string) bool {
	for _, part := range strings.Split(name, "/") {
		if strings.HasPrefix(part, ".") && part != "." && part != ".." || part == "__MACOSX" {
			return true
		}
	}
	return false
}

// ownOutput reports whether a folder holds a report or an index of ours, whose
// tables would otherwise be taken for data.
func ownOutput(fsys fs.FS, dir string) bool {
	for file, schema := range map[string]string{"report.json": `"nof1.report/`, "index.json": `"nof1.index/`} {
		f, err := fsys.Open(path.Join(dir, file))
		if err != nil {
			continue
		}
		start := make([]byte, 512)
		n, _ := io.ReadFull(f, start)
		_ = f.Close()
		if strings.Contains(string(start[:n]), schema) {
			return true
		}
	}
	return false
}

// ownName reports whether a file is called as one of ours.
func ownName(name string) bool {
	switch base, ext, _ := strings.Cut(name, "."); {
	case base == "report", base == "index", base == "status" && ext == "json", name == "nights.csv":
		return true
	}
	return strings.HasPrefix(name, "run") && strings.HasSuffix(name, ".jsonl")
}

// file adds one file of the tree, or what is in it.
func (s *scanner) file(name string) error {
	info, err := fs.Stat(s.fsys, name) // follows a link, as opening does
	switch {
	case err != nil:
		s.leave(record.Input{Path: name}, err.Error())
		return nil
	case info.IsDir():
		s.leave(record.Input{Path: name}, "a link to a folder: name the folder itself")
		return nil
	case !info.Mode().IsRegular():
		s.leave(record.Input{Path: name}, "not a regular file")
		return nil
	}
	open := func() (io.ReadCloser, error) { return s.fsys.Open(name) }
	if isZip(name) {
		return s.zip(name, info.Size())
	}
	touched := func() bool {
		now, err := fs.Stat(s.fsys, name)
		return err != nil || now.Size() != info.Size() || !now.ModTime().Equal(info.ModTime())
	}
	return s.add(member{name: name, packed: info.Size(), changed: info.ModTime(), open: open, touched: touched})
}

// zip adds the members of an archive.
func (s *scanner) zip(name string, size int64) error {
	members, err := openArchive(s.fsys, name, size)
	if err != nil {
		in := record.Input{Path: name}
		in.SHA256, _, _ = s.read(func() (io.ReadCloser, error) { return s.fsys.Open(name) }, false)
		s.leave(in, fmt.Sprintf("not a readable zip archive: %v", err))
		return s.ctx.Err()
	}
	for _, m := range members {
		if hidden(m.name) {
			continue
		}
		m.name = name + "!/" + m.name
		if err := s.add(m); err != nil {
			return err
		}
	}
	return nil
}

// add reads a file through and lists it.
func (s *scanner) add(m member) error {
	name, open := m.name, unpacking(m.name, m.packed, m.open)
	in := record.Input{Path: name}
	if isZip(name) {
		return s.nested(m, open)
	}
	sum, head, err := s.read(open, m.packed >= hashLater && !isWorkbook(name) && !isConfiguration(name))
	if ctxErr := s.ctx.Err(); ctxErr != nil {
		return ctxErr
	}
	in.SHA256 = sum
	switch {
	case err != nil:
		s.leave(in, fmt.Sprintf("cannot be read: %v", err))
	case isConfiguration(name):
		s.leave(in, "configuration")
	case isWorkbook(name) && IsPacked(head):
		s.workbook(m, sum, open)
	default:
		src := Source{Path: name, SHA256: sum, Head: NewHead(name, head), Changed: m.changed, Damage: new([]record.Problem),
			Opener: open, touched: m.touched}
		s.sources = append(s.sources, src)
	}
	return nil
}

// workbook adds the sheets of a workbook: the first under the file's own path,
// the others as if they were members of it.
func (s *scanner) workbook(m member, sum string, open func() (io.ReadCloser, error)) {
	w := &workbook{open: open}
	defer w.release()
	sheets, err := w.sheets()
	if err != nil {
		s.leave(record.Input{Path: m.name, SHA256: sum}, fmt.Sprintf("not a readable workbook: %v", err))
		return
	}
	for i, sheet := range sheets {
		path := m.name
		if i > 0 {
			path += "!/" + sheet
		}
		src := Source{Path: path, SHA256: sum, Changed: m.changed, sheet: sheet, book: w, Damage: new([]record.Problem), touched: m.touched,
			Opener: func() (io.ReadCloser, error) { return w.Text(sheet) }}
		_, head, err := s.read(src.Opener, false)
		if err != nil {
			s.leave(record.Input{Path: path, SHA256: sum}, fmt.Sprintf("not a readable sheet: %v", err))
			continue
		}
		if i > 0 && strings.Trim(string(head), ",\n") == "" {
			continue // the empty sheets of a new workbook
		}
		src.Head = NewHead(path, head)
		s.sources = append(s.sources, src)
	}
}

// leave lists a file that is not read, with the reason.
func (s *scanner) leave(in record.Input, reason string) {
	in.Reason = reason
	s.unread = append(s.unread, in)
}

// read returns the sha-256 of all of a file and its beginning; with headAlone the
// sum is left out, and so is reading on.
func (s *scanner) read(open func() (io.ReadCloser, error), headAlone bool) (sum string, head []byte, err error) {
	f, err := open()
	if err != nil {
		return "", nil, err
	}
	defer f.Close()
	head, err = io.ReadAll(io.LimitReader(f, HeadSize))
	if err != nil {
		return "", nil, err
	}
	if headAlone {
		return "", head, nil
	}
	hash := sha256.New()
	hash.Write(head)
	if len(head) == HeadSize { // there may be more
		if _, err := io.Copy(hash, stopping{s.ctx, f}); err != nil {
			return "", nil, err
		}
	}
	return hex.EncodeToString(hash.Sum(nil)), head, nil
}

// stopping is a reader that ends with its context.
type stopping struct {
	ctx context.Context
	io.Reader
}

func (r stopping) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}

func isZip(name string) bool { return strings.EqualFold(path.Ext(name), ".zip") }

func isConfiguration(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".yaml" || ext == ".yml"
}
