package inputs

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// maxSpooled is the length of the longest stream that is kept, in bytes: more than any
// export, less than a disk. A test lowers it.
var maxSpooled int64 = 4 << 30

// EndlessError is returned for a stream that is too long to keep.
type EndlessError struct{ Path string }

// Error names the stream and the way out.
func (e *EndlessError) Error() string {
	return fmt.Sprintf("%s: longer than %d GB: give the file itself", e.Path, maxSpooled>>30)
}

// spooled is a copy of a stream in a temporary file that only this process can open.
type spooled struct {
	file   *os.File
	size   int64
	info   fs.FileInfo
	suffix string // the extension that fits the content: ".zip", ".gz" or ""
}

// spool copies a stream to a temporary file. The file is removed at once where the
// system keeps an open file without a name, so that nothing is left behind however the
// program ends; elsewhere Close removes it. A stream may stay silent for ever, so the
// context ends the wait as well.
func (in *Inputs) spool(ctx context.Context, path string, open func() (io.ReadCloser, error)) (*spooled, error) {
	f, err := os.CreateTemp("", "nof1-*")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	os.Remove(f.Name())
	s := &spooled{file: f}
	copied := make(chan error, 1)
	go func() { copied <- s.copy(ctx, open) }()
	select {
	case err = <-copied:
	case <-ctx.Done(): // the copy ends with the stream or with the program
		return nil, ctx.Err()
	}
	switch {
	case err != nil:
		s.close()
		return nil, fmt.Errorf("%s: %w", path, err)
	case s.size > maxSpooled:
		s.close()
		return nil, &EndlessError{path}
	}
	in.spooled = append(in.spooled, s)
	return s, nil
}

// copy reads the stream into the temporary file.
func (s *spooled) copy(ctx context.Context, open func() (io.ReadCloser, error)) error {
	r, err := open()
	if err != nil {
		return err
	}
	defer r.Close()
	if s.size, err = io.Copy(s.file, io.LimitReader(stoppable{ctx, r}, maxSpooled+1)); err != nil {
		return err
	}
	if s.info, err = s.file.Stat(); err != nil {
		return err
	}
	magic := make([]byte, 4)
	n, _ := s.file.ReadAt(magic, 0) // fewer bytes if the stream is shorter
	s.suffix = archiveSuffix(magic[:n])
	return nil
}

// stoppable is a reader that a context stops.
type stoppable struct {
	ctx  context.Context
	from io.Reader
}

func (s stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.from.Read(p)
}

// archiveSuffix returns the extension of the archive that begins with magic, or "".
func archiveSuffix(magic []byte) string {
	switch {
	case bytes.HasPrefix(magic, []byte("PK\x03\x04")):
		return ".zip"
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		return ".gz"
	}
	return ""
}

// fileNamed returns the stream as a file of this name.
func (s *spooled) fileNamed(name string) file {
	info := spooledInfo{s.info, name}
	return file{info, func() (fs.File, error) {
		return spooledFile{io.NewSectionReader(s.file, 0, s.size), info}, nil
	}}
}

func (s *spooled) close() {
	s.file.Close()
	os.Remove(s.file.Name()) // if spool could not remove it
}

// spooledFile is one reading of a spooled stream.
type spooledFile struct {
	*io.SectionReader
	info spooledInfo
}

func (s spooledFile) Stat() (fs.FileInfo, error) { return s.info, nil }
func (s spooledFile) Close() error               { return nil }

// spooledInfo is the file information of a spooled stream, with its own name.
type spooledInfo struct {
	fs.FileInfo
	name string
}

func (s spooledInfo) Name() string { return s.name }
