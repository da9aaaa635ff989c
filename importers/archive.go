package importers

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"

	"nof1/importers/record"
)

// maxInMemory is the largest archive read into memory, if the file system
// gives no random access.
const maxInMemory = 1 << 30

// member is one file of an archive.
type member struct {
	name    string
	packed  int64     // bytes in the archive
	changed time.Time // as the archive says, zero if it does not
	open    func() (io.ReadCloser, error)
	stored  func() (fs.File, error) // with random access, for one that is not packed; else nil
	touched func() bool             // of a file of its own: whether it was written since; else nil
}

// openArchive lists a zip archive of a file system, sorted by name. Its
// directory is read once; the file is open only while a member of it is.
func openArchive(fsys fs.FS, name string, size int64) ([]member, error) {
	return listArchive(fsys, name, size, archiveLimits)
}

// listArchive is openArchive within limits.
func listArchive(fsys fs.FS, name string, size int64, most limits) ([]member, error) {
	a := &archive{fsys: fsys, name: name}
	if err := a.acquire(); err != nil {
		return nil, err
	}
	defer a.release()
	listing := &listingReader{ReaderAt: a, left: most.directory}
	r, err := zip.NewReader(listing, size)
	listing.done = true
	if listing.left < 0 {
		return nil, fmt.Errorf("its list of files is longer than %d MB: unpack it and name the folder", most.directory>>20)
	}
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // a name is a label here, never a path
		return nil, err
	}
	if err := most.check(r.File, size); err != nil {
		return nil, err
	}
	r.RegisterDecompressor(zip.Deflate, func(packed io.Reader) io.ReadCloser {
		return flate.NewReader(bufio.NewReaderSize(packed, HeadSize)) // it reads 4 KiB at a time else
	})
	var members []member
	for _, f := range r.File {
		if f.FileInfo().IsDir() {
			continue
		}
		label := strings.ToValidUTF8(strings.ReplaceAll(f.Name, `\`, "/"), "?")
		m := member{name: label, packed: int64(f.CompressedSize64), changed: f.Modified, open: func() (io.ReadCloser, error) {
			return a.open(f)
		}}
		if f.Method == zip.Store && f.Flags&1 == 0 && f.CompressedSize64 == f.UncompressedSize64 {
			m.stored = func() (fs.File, error) { return a.section(f) }
		}
		members = append(members, m)
	}
	slices.SortStableFunc(members, func(x, y member) int { return strings.Compare(x.name, y.name) })
	return members, nil
}

// archive is a zip file that is opened when the first of its members is and
// closed with the last.
type archive struct {
	fsys  fs.FS
	name  string
	mu    sync.Mutex
	users int
	file  fs.File
	at    io.ReaderAt
}

func (a *archive) acquire() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.users == 0 {
		f, err := a.fsys.Open(a.name)
		if err != nil {
			return err
		}
		at, ok := f.(io.ReaderAt)
		if !ok {
			if at, err = inMemory(f); err != nil {
				return errors.Join(err, f.Close())
			}
		}
		a.file, a.at = f, at
	}
	a.users++
	return nil
}

func inMemory(f io.Reader) (io.ReaderAt, error) {
	b, err := io.ReadAll(io.LimitReader(f, maxInMemory+1))
	if err == nil && len(b) > maxInMemory {
		err = fmt.Errorf("larger than %d bytes on a file system without random access: unpack it first", maxInMemory)
	}
	return bytes.NewReader(b), err
}

func (a *archive) release() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.users--; a.users == 0 {
		_ = a.file.Close() // only read from
		a.file, a.at = nil, nil
	}
}

// ReadAt implements [io.ReaderAt] between acquire and release.
func (a *archive) ReadAt(p []byte, off int64) (int, error) { return a.at.ReadAt(p, off) }

func (a *archive) open(f *zip.File) (io.ReadCloser, error) {
	switch {
	case f.Mode()&fs.ModeSymlink != 0:
		return nil, errors.New("a link inside an archive: put the file itself there")
	case f.Flags&1 != 0:
		return nil, errors.New("it is encrypted: unpack it with its password first")
	case f.Method != zip.Store && f.Method != zip.Deflate:
		return nil, fmt.Errorf("it is packed by method %d of zip, which is not read: unpack it first", f.Method)
	case tooDense(f):
		return nil, errTooDense
	}
	if err := a.acquire(); err != nil {
		return nil, err
	}
	r, err := f.Open()
	if err != nil {
		a.release()
		return nil, err
	}
	return &closing{Reader: r, close: func() error { defer a.release(); return r.Close() }}, nil
}

// closing is a reader with a close function that runs once.
type closing struct {
	io.Reader
	close func() error
}

func (c *closing) Close() error {
	if c.close == nil {
		return nil
	}
	defer func() { c.close = nil }()
	return c.close()
}

// unpacking returns an open function that also undoes gzip where the name says
// so, and stops at a file that unpacks to absurdly more than it takes.
func unpacking(name string, packed int64, open func() (io.ReadCloser, error)) func() (io.ReadCloser, error) {
	gz := strings.EqualFold(path.Ext(name), ".gz")
	if !gz && !strings.Contains(name, "!/") {
		return open
	}
	return func() (io.ReadCloser, error) {
		f, err := open()
		if err != nil {
			return nil, err
		}
		r := io.Reader(f)
		if gz {
			if r, err = gzip.NewReader(f); err != nil {
				return nil, errors.Join(err, f.Close())
			}
		}
		return &closing{&guarded{r: r, left: unpackedMost(packed)}, f.Close}, nil
	}
}

// nestedInMemory is how many bytes of archives packed inside archives are kept in
// memory, of all together: a packed archive has no random access. One that is
// merely stored, as most are, is read where it lies.
const nestedInMemory = 48 << 20

// nested adds the members of an archive inside an archive, as in Garmin's account
// export, whose watch files lie in zips of their own.
func (s *scanner) nested(m member, open func() (io.ReadCloser, error)) error {
	members, err := s.innerMembers(m, open)
	if ctxErr := s.ctx.Err(); ctxErr != nil {
		return ctxErr
	}
	if err != nil {
		in := record.Input{Path: m.name}
		in.SHA256, _, _ = s.read(open, false)
		s.leave(in, err.Error())
		return s.ctx.Err()
	}
	for _, one := range members {
		if hidden(one.name) {
			continue
		}
		one.name = m.name + "!/" + one.name
		if err := s.add(one); err != nil {
			return err
		}
	}
	return nil
}

// innerMembers lists an archive inside an archive.
func (s *scanner) innerMembers(m member, open func() (io.ReadCloser, error)) ([]member, error) {
	if strings.Count(m.name, "!/") > 1 {
		return nil, errors.New("a zip three deep: unpack the outer one")
	}
	inner, size, err := s.innerFile(m, open)
	if err != nil {
		return nil, err
	}
	members, err := openArchive(inner, m.name, size)
	if err != nil {
		return nil, fmt.Errorf("not a readable zip archive: %v", err)
	}
	return members, nil
}

// innerFile gives random access to an archive inside an archive.
func (s *scanner) innerFile(m member, open func() (io.ReadCloser, error)) (fs.FS, int64, error) {
	if m.stored != nil {
		return singleFile(m.stored), m.packed, nil
	}
	r, err := open()
	if err != nil {
		return nil, 0, fmt.Errorf("cannot be read: %v", err)
	}
	defer r.Close()
	left := nestedInMemory - s.inMemory
	b, err := io.ReadAll(io.LimitReader(stopping{s.ctx, r}, left+1))
	switch {
	case err != nil:
		return nil, 0, fmt.Errorf("cannot be read: %v", err)
	case int64(len(b)) > left:
		return nil, 0, errors.New("a zip packed inside a zip, too large to read in place: unpack the outer one")
	}
	s.inMemory += int64(len(b))
	return singleFile(func() (fs.File, error) {
		return section{io.NewSectionReader(bytes.NewReader(b), 0, int64(len(b))), func() {}}, nil
	}), int64(len(b)), nil
}

// singleFile is a file system of one file of any name.
type singleFile func() (fs.File, error)

// Open implements [fs.FS].
func (o singleFile) Open(string) (fs.File, error) { return o() }

// section is a stretch of an open file, with random access.
type section struct {
	*io.SectionReader
	done func()
}

// Stat is not supported: nobody asks.
func (section) Stat() (fs.FileInfo, error) { return nil, errors.ErrUnsupported }

// Close implements [fs.File].
func (s section) Close() error { s.done(); return nil }

// section opens a member that is not packed where it lies.
func (a *archive) section(f *zip.File) (fs.File, error) {
	if err := a.acquire(); err != nil {
		return nil, err
	}
	at, err := f.DataOffset()
	if err != nil {
		a.release()
		return nil, err
	}
	return section{io.NewSectionReader(a, at, int64(f.CompressedSize64)), a.release}, nil
}
