package importers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
)

// hashLater is the size, as it lies on disk, from which a file is not read for
// its SHA-256 alone: the sum is taken while the importer reads it.
const hashLater = 8 << 20

// sum reads a file through for its SHA-256.
func (s Source) sum(ctx context.Context) (string, error) {
	d := &digest{ctx: ctx, open: s.Opener, hash: sha256.New()}
	f, err := d.Open()
	if err != nil {
		return "", err
	}
	defer f.Close()
	return d.Finish()
}

// digest hands a file to an importer and takes the SHA-256 of what passes. Only
// the first stream is listened to; an importer may open the file again.
type digest struct {
	ctx  context.Context
	open func() (io.ReadCloser, error)
	hash hash.Hash
	file io.ReadCloser // the first stream, open until finish
	err  error         // what ended it, nil at its end
	done bool
}

// digested returns the source with its digest listening.
func (s Source) digested(ctx context.Context) (Source, *digest) {
	d := &digest{ctx: ctx, open: s.Opener, hash: sha256.New()}
	s.Opener = d.Open
	return s, d
}

// Open returns the bytes from the start.
func (d *digest) Open() (io.ReadCloser, error) {
	f, err := d.open()
	if err != nil || d.file != nil {
		return f, err
	}
	d.file = f
	return io.NopCloser(d), nil // closed by finish, which reads what is left
}

// Read implements [io.Reader].
func (d *digest) Read(p []byte) (int, error) {
	if err := d.ctx.Err(); err != nil {
		d.err, d.done = err, true
		return 0, err
	}
	n, err := d.file.Read(p)
	d.hash.Write(p[:n])
	if err != nil {
		d.done = true
		if err != io.EOF {
			d.err = err
		}
	}
	return n, err
}

// finish reads what the importer left and returns the SHA-256 of the whole file.
func (d *digest) Finish() (string, error) {
	if d.file == nil {
		if _, err := d.Open(); err != nil {
			return "", err
		}
	}
	defer d.file.Close()
	for buf := make([]byte, HeadSize); !d.done; {
		_, _ = d.Read(buf) // the error stays in d
	}
	if d.err != nil {
		return "", d.err
	}
	return hex.EncodeToString(d.hash.Sum(nil)), nil
}
