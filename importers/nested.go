package importers

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"nof1/importers/record"
)

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
		in.SHA256, _, _ = s.Read(open, false)
		s.Leave(in, err.Error())
		return s.ctx.Err()
	}
	for _, one := range members {
		if hidden(one.name) {
			continue
		}
		one.name = m.name + "!/" + one.name
		if err := s.Add(one); err != nil {
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

// singleFile is a file system of one file, whatever it is called.
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
