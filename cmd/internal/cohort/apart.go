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
	"nof1/reports"
)

// Apart works on a participant whose files are large in a process of its own, by
// the same [Cohort.One], so that the memory it takes cannot end the work on the
// others.
type Apart func(context.Context, Participant) (Ended, error)

// TooMuchError is returned for a participant that needs more memory than it may take.
type TooMuchError struct{ MiB int }

// Error says what to do about it.
func (e *TooMuchError) Error() string {
	return fmt.Sprintf("it needs more than %d MiB of memory: allow more by --memory, or give it fewer files", e.MiB)
}

// large is from how many bytes on, unpacked, files are read apart: below it their
// rows take some hundred MiB at most.
const large = 16 << 20

// gzipMost is how much a gzip is taken to unpack to, which it does not say.
const gzipMost = 200

// isLarge tells whether a participant's files are large.
func isLarge(in *inputs.Inputs) bool {
	var bytes int64
	for _, f := range in.Files() {
		bytes += unpacked(in, f)
	}
	return bytes > large
}

// unpacked is how many bytes a file has, archives unpacked. One that cannot be
// opened has those it has, and fails when it is read.
func unpacked(in *inputs.Inputs, f inputs.File) int64 {
	size := f.Info.Size()
	switch strings.ToLower(path.Ext(f.Path)) {
	case ".gz":
		return gzipMost * size
	case ".zip", ".xlsx":
	default:
		return size
	}
	file, err := in.FS.Open(f.Path)
	if err != nil {
		return size
	}
	defer file.Close()
	at, ok := file.(io.ReaderAt)
	if !ok {
		return size
	}
	z, err := zip.NewReader(at, size)
	if err != nil {
		return size
	}
	var bytes int64
	for _, member := range z.File {
		n := int64(min(member.UncompressedSize64, large+1)) // what it says may be a lie
		if slices.Contains([]string{".zip", ".gz"}, strings.ToLower(path.Ext(member.Name))) {
			n *= gzipMost
		}
		if bytes += n; bytes > large {
			break
		}
	}
	return bytes
}

// sentEnded is an Ended on its way from the process apart.
type sentEnded struct {
	Status    reports.Status
	Unchanged bool
	Unsaid    bool
	Stack     []byte
	Seconds   float64
}

// Sent writes how a participant ended for the process that asked.
func (e Ended) Sent() ([]byte, error) {
	return json.Marshal(sentEnded{e.Status, e.Unchanged, e.Unsaid, e.Stack, e.Seconds})
}

// ReadEnded reads what [Ended.Sent] wrote.
func ReadEnded(text []byte) (Ended, error) {
	var x sentEnded
	err := json.Unmarshal(text, &x)
	return Ended{Status: x.Status, Unchanged: x.Unchanged, Unsaid: x.Unsaid, Stack: x.Stack, Seconds: x.Seconds}, err
}
