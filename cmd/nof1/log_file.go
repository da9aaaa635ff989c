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

// logEntry is one row to be written: the cells by the name of their column.
type logEntry map[string]string

// withLock runs do while nobody else that asks for it holds the lock of a path.
// A log is written by a rename, so that a lock on the file would not outlive its
// first line: the lock lies on the folder it stands in. It goes with the process
// that holds it.
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
	real, err := filepath.EvalSymlinks(abs)
	if errors.Is(err, fs.ErrNotExist) {
		return abs, nil
	}
	return real, err
}

// logFile is a log or diary as it stands, and how its lines are written.
type logFile struct {
	name      string // as the user knows it
	text      []byte
	header    []string
	delimiter rune
	crlf      bool
}

// readLogFile reads a file; one that is empty or not there gets the header.
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
		return f, fmt.Errorf("%s is not a CSV in UTF-8: save it as one, or name another file with --file", name)
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

// column is the place of the first of the names, -1 where there is none.
func (f logFile) column(names ...string) int {
	return importers.Head{Header: f.header}.Index(names...)
}

// columnNames are the headers a cell may stand under.
var columnNames = map[string][]string{"supplement": {"supplement", "name", "item"}, "note": {"note", "notes"}}

// cells puts a line under the header. A cell without a column is an error that
// says what to do; taken=yes goes without saying.
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

// placeTime writes a moment under date, time or both.
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
		return fmt.Errorf("%s has neither a column date nor time: name another file with --file", f.name)
	}
	return nil
}

// encode writes cells as one line.
func (f logFile) encode(cells []string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = f.delimiter, f.crlf
	err := w.Write(cells)
	w.Flush()
	return b.Bytes(), errors.Join(err, w.Error())
}

// head is the header line of the file.
func (f logFile) head() ([]byte, error) {
	if len(f.text) == 0 {
		return f.encode(f.header)
	}
	first, _, _ := bytes.Cut(f.text, []byte("\n"))
	return append(slices.Clone(first), '\n'), nil
}

// with returns the file with a line at its end, and where the line starts: what
// was there stays as it was, byte for byte.
func (f logFile) with(line []byte) (text []byte, at int, err error) {
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
	at = len(text)
	return append(text, line...), at, nil
}

// replace writes the file whole or not at all.
func replace(path string, text []byte) error {
	return outputs.WriteFile(path, text)
}
