package cohort

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"nof1/cmd/internal/outputs"
	"nof1/reports"
)

// Log is the log of a run, with a line for each participant. It is the only output
// that is appended to.
type Log struct {
	file *os.File
	Err  error // the first error of Add
}

// Line is one line of the run log.
type Line struct {
	Participant string  `json:"participant"`
	Status      string  `json:"status"` // done, failed, skipped, unchanged or gone
	Seconds     float64 `json:"seconds"`
	Error       *string `json:"error"`
	Stack       string  `json:"stack,omitempty"` // of an internal error
}

// OpenLog opens the log for appending. It first ends a line that a stopped run left
// unfinished.
func OpenLog(out string, s Shard) (*Log, error) {
	f, err := os.OpenFile(filepath.Join(out, s.LogName()), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, outputs.CannotWrite(filepath.Join(out, s.LogName()), err)
	}
	end, err := f.Seek(0, io.SeekEnd)
	if err == nil && end > 0 {
		last := make([]byte, 1)
		if _, err = f.ReadAt(last, end-1); err == nil && last[0] != '\n' {
			_, err = f.Write([]byte("\n"))
		}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &Log{file: f}, nil
}

// Add appends one line in one write. It keeps the first error in Err.
func (l *Log) Add(line Line) {
	if err := reports.EncodeJSON(l.file, line, ""); l.Err == nil {
		l.Err = err
	}
}

// Close closes the file.
func (l *Log) Close() error { return l.file.Close() }
