package cohort

import (
	"archive/zip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"nof1/cmd/internal/inputs"
)

// SeparateProcess runs [Cohort.One] for a participant with large files in a process of
// its own, so that a lack of memory does not end the work on the others.
type SeparateProcess func(context.Context, Participant) (Ended, error)

// MemoryError is returned for a participant that needs more memory than is allowed.
type MemoryError struct{ MiB int }

// Error returns the limit and what to do.
func (e *MemoryError) Error() string {
	return fmt.Sprintf("needs more than %d MiB of memory: allow more with --memory, or remove files", e.MiB)
}

// largeFiles is the total size in bytes, unpacked, from which a participant gets a
// process of its own. The rows of smaller files take a few hundred MiB at most.
const largeFiles = 16 << 20

// maxGzipRatio is the assumed ratio of unpacked to packed size of a gzip, which does
// not state its own.
const maxGzipRatio = 200

// isLarge reports whether a participant's files exceed largeFiles.
func isLarge(in *inputs.Inputs) bool {
	var bytes int64
	for _, f := range in.Files() {
		bytes += unpacked(in, f)
	}
	return bytes > largeFiles
}

// unpacked returns the size of a file in bytes, that of an archive after unpacking. For
// an archive that cannot be opened, which fails later, it returns the size on disk.
func unpacked(in *inputs.Inputs, f inputs.File) int64 {
	size := f.Info.Size()
	switch strings.ToLower(path.Ext(f.Path)) {
	case ".gz":
		return maxGzipRatio * size
	case ".zip", ".xlsx":
	default:
		return size
	}
	file, err := in.FS.Open(f.Path)
	if err != nil {
		return size
	}
	defer file.Close()
	readerAt, ok := file.(io.ReaderAt)
	if !ok {
		return size
	}
	z, err := zip.NewReader(readerAt, size)
	if err != nil {
		return size
	}
	var bytes int64
	for _, member := range z.File {
		n := int64(min(member.UncompressedSize64, largeFiles+1)) // the stated size may be wrong
		if slices.Contains([]string{".zip", ".gz"}, strings.ToLower(path.Ext(member.Name))) {
			n *= maxGzipRatio
		}
		if bytes += n; bytes > largeFiles {
			break
		}
	}
	return bytes
}

// Sent encodes how a participant ended for the process that asked.
func (e Ended) Sent() ([]byte, error) { return json.Marshal(e) }

// ReadEnded decodes what [Ended.Sent] wrote.
func ReadEnded(text []byte) (e Ended, err error) {
	err = json.Unmarshal(text, &e)
	return e, err
}
