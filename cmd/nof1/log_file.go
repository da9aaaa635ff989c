package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"nof1/cmd/internal/outputs"
	"nof1/importers"
)

// The headers of a log and a diary that do not exist yet.
var (
	newLogHeader   = []string{"time", "supplement", "form", "amount", "unit", "basis", "taken", "note"}
	newDiaryHeader = []string{"time", "item", "value", "unit", "note"}
)

// logEntry is one row to be written: cells by column name.
type logEntry map[string]string

// withLock runs do while it holds the lock of a path. A log is locked by its folder,
// because a rename replaces the log itself with every line. The lock ends with the
// process at the latest.
func withLock(path string, do func() error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	if err := outputs.LockFile(f); err != nil {
		return errors.Join(fmt.Errorf("%s: cannot be locked: %w", path, err), f.Close())
	}
	return errors.Join(do(), f.Close())
}

// realPath follows links, so that a rename replaces the file and not the link.
func realPath(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	resolved, err := filepath.EvalSymlinks(abs)
	if errors.Is(err, fs.ErrNotExist) {
		return abs, nil
	}
	return resolved, err
}

// logFile is the content and format of a log or diary.
type logFile struct {
	name      string // for messages
	text      []byte
	header    []string
	delimiter rune
	crlf      bool
}

// readLogFile reads a file. A file that is empty or does not exist gets the header.
func readLogFile(name, path string, header []string) (logFile, error) {
	f := logFile{name: name, header: header, delimiter: ','}
	var err error
	f.text, err = os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err != nil || len(f.text) == 0 {
		return f, err
	}
	if bytes.IndexByte(f.text, 0) >= 0 || !utf8.Valid(f.text) {
		return f, fmt.Errorf("%s is not a CSV file in UTF-8: save it as one, or name another file with --file", name)
	}
	first, _, _ := bytes.Cut(bytes.TrimPrefix(f.text, []byte("\ufeff")), []byte("\n"))
	f.crlf = bytes.HasSuffix(first, []byte("\r"))
	for _, d := range []rune{';', '\t'} {
		if strings.Count(string(first), string(d)) > strings.Count(string(first), string(f.delimiter)) {
			f.delimiter = d
		}
	}
	r := csv.NewReader(bytes.NewReader(first))
	r.Comma, r.LazyQuotes = f.delimiter, true
	if f.header, err = r.Read(); err != nil && err != io.EOF {
		return f, fmt.Errorf("%s:1: not a header: %w", name, err)
	}
	return f, nil
}

// column returns the index of the first of the names in the header, or -1.
func (f logFile) column(names ...string) int {
	return importers.Head{Header: f.header}.Index(names...)
}

// columnNames are the alternative headers of columns that have several.
var columnNames = map[string][]string{"supplement": {"supplement", "name", "item"}, "note": {"note", "notes"}}

// cells returns the cells of a line in the order of the header. A cell without a column
// is an error, except taken=yes, which is the default.
func (f logFile) cells(line logEntry) ([]string, error) {
	out := make([]string, len(f.header))
	if err := f.placeTime(out, line["time"]); err != nil {
		return nil, err
	}
	wide := line["item"] != "" && f.column("item") < 0
	for _, key := range []string{"supplement", "item", "value", "form", "amount", "unit", "basis", "taken", "note"} {
		value, names := line[key], columnNames[key]
		if names == nil {
			names = []string{key}
		}
		if wide && key == "value" {
			names = []string{line["item"], strings.ReplaceAll(line["item"], "_", " ")}
		}
		i := f.column(names...)
		switch {
		case value == "", wide && key == "item":
		case i >= 0:
			out[i] = value
		case key == "taken" && value == "yes":
		default:
			return nil, fmt.Errorf("%s has no column %q: add it to the header, or name another file with --file", f.name, names[0])
		}
	}
	return out, nil
}

// placeTime writes a time into the columns date, time or both.
func (f logFile) placeTime(out []string, when string) error {
	date, clock := f.column("date"), f.column("time")
	switch {
	case date >= 0 && clock >= 0:
		out[date], out[clock], _ = strings.Cut(when, " ")
	case date >= 0:
		out[date] = when
	case clock >= 0:
		out[clock] = when
	default:
		return fmt.Errorf("%s has no column date or time: name another file with --file", f.name)
	}
	return nil
}

// encode returns cells as one line of CSV.
func (f logFile) encode(cells []string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = f.delimiter, f.crlf
	err := w.Write(cells)
	w.Flush()
	return b.Bytes(), errors.Join(err, w.Error())
}

// head returns the header line of the file.
func (f logFile) head() ([]byte, error) {
	if len(f.text) == 0 {
		return f.encode(f.header)
	}
	first, _, _ := bytes.Cut(f.text, []byte("\n"))
	return append(slices.Clone(first), '\n'), nil
}

// with returns the file with a line at its end, and where the line starts: what
// was there stays as it was, byte for byte.
func (f logFile) with(line []byte) (text []byte, offset int, err error) {
	text = slices.Clone(f.text)
	if len(text) == 0 {
		if text, err = f.head(); err != nil {
			return nil, 0, err
		}
	}
	if text[len(text)-1] != '\n' {
		if f.crlf {
			text = append(text, '\r')
		}
		text = append(text, '\n')
	}
	offset = len(text)
	return append(text, line...), offset, nil
}
