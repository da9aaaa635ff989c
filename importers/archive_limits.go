package importers

import (
	"archive/zip"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
)

const (
	// bombSize and bombRatio are beyond what an export unpacks to. Apple's grow to
	// 4 GB and pack to about a twentieth; below bombSize nothing is stopped, as
	// reading streams and costs time alone.
	bombSize  = 512 << 20
	bombRatio = 200
	// archiveSize is the same for all files of an archive that are read.
	archiveSize = 1 << 30
)

// unpackedMost is what a file of some bytes in an archive may unpack to.
func unpackedMost(packed int64) int64 { return max(bombSize, bombRatio*packed) }

var errTooDense = fmt.Errorf("it unpacks to more than %d times its size", bombRatio)

// limits are how much an archive may list and unpack to, beyond what any export
// does: the largest known, Samsung's, has some hundred thousand side files.
type limits struct {
	members   int   // files
	directory int64 // bytes of their list
	unpacked  int64 // bytes of all files together, as they say
}

var archiveLimits = limits{members: 500_000, directory: 128 << 20, unpacked: 64 << 30}

// check returns an error for an archive beyond the limits. A file that unpacks to
// more than it says is an error on reading.
func (most limits) check(files []*zip.File, packed int64) error {
	if len(files) > most.members {
		return fmt.Errorf("it holds %d files, more than %d: unpack it and name the folder", len(files), most.members)
	}
	if err := overlap(files); err != nil {
		return err
	}
	left := uint64(max(most.unpacked, bombRatio*packed))
	read := uint64(max(archiveSize, bombRatio*packed))
	for _, f := range files {
		if f.UncompressedSize64 > left { // the files of a bomb may be one and the same
			return fmt.Errorf("its files say they unpack to more than %d GB: unpack it and name the folder",
				max(most.unpacked, bombRatio*packed)>>30)
		}
		left -= f.UncompressedSize64
		if tooDense(f) {
			continue
		}
		if f.UncompressedSize64 > read {
			return fmt.Errorf("its files together unpack to more than %d times its size", bombRatio)
		}
		read -= f.UncompressedSize64
	}
	return nil
}

// tooDense tells a member that is not read, as it is no export's.
func tooDense(f *zip.File) bool {
	return f.UncompressedSize64 > uint64(unpackedMost(int64(f.CompressedSize64)))
}

// overlap returns an error where two members share bytes, as only archives do
// that were made to unpack to more than any disk holds.
func overlap(files []*zip.File) error {
	type span struct{ from, to uint64 }
	var spans []span
	for _, f := range files {
		from, err := f.DataOffset()
		if err != nil || f.CompressedSize64 == 0 {
			continue // reading it will tell
		}
		spans = append(spans, span{uint64(from), uint64(from) + f.CompressedSize64})
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	for i := 1; i < len(spans); i++ {
		if spans[i].from < spans[i-1].to {
			return errors.New("its files share their bytes: not an export")
		}
	}
	return nil
}

// listingReader fails when more is read than left says, until done.
type listingReader struct {
	io.ReaderAt
	left int64
	done bool
}

// ReadAt implements [io.ReaderAt].
func (l *listingReader) ReadAt(p []byte, off int64) (int, error) {
	if l.done {
		return l.ReaderAt.ReadAt(p, off)
	}
	if l.left -= int64(len(p)); l.left < 0 {
		return 0, io.ErrShortBuffer // the field left says so, not this error
	}
	return l.ReaderAt.ReadAt(p, off)
}

// guarded fails when more is read than left says.
type guarded struct {
	r    io.Reader
	left int64
}

// Read implements [io.Reader].
func (g *guarded) Read(p []byte) (int, error) {
	n, err := g.r.Read(p)
	if g.left -= int64(n); g.left < 0 {
		return 0, errTooDense
	}
	return n, err
}
