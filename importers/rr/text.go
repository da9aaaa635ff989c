package rr

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// Text reads intervals between beats (RR), one number a line in milliseconds or
// seconds, with comment lines after "#": Elite HRV's raw files, the series that
// Kubios and its relatives write, and any other such file. Nothing in it says
// when it was taken: the file's name must have the date, as Elite HRV's has.
//
// See [timeDomain] for the arithmetic and its artefact rule. A report of Kubios
// in the same kind of file is refused.
var Text importers.Importer = numbers{importers.Format{ID: "rr.text", Columns: importers.Names("RR intervals, one number a line")}}

type numbers struct{ importers.Format }

// Identify implements [importers.Importer]. Nine lines of ten, and at least twenty,
// must be numbers that can be intervals.
func (numbers) Identify(h importers.Head) bool {
	if isKubiosReport(h) {
		return true
	}
	if h.JSON || len(h.Header) > 1 && !strings.HasPrefix(strings.TrimSpace(h.Text), "#") {
		return false
	}
	var rr []float64
	other := 0
	for line := range strings.Lines(h.Text) {
		line = strings.TrimSpace(line)
		if notData(line) {
			continue
		}
		if v, ok := rrLine(line); ok {
			rr = append(rr, v)
		} else {
			other++
		}
	}
	return len(rr) >= 20 && len(rr) >= 9*other && milliseconds(rr) == nil
}

// notData reports whether a trimmed line is empty or a comment.
func notData(line string) bool { return line == "" || strings.HasPrefix(line, "#") }

// isKubiosReport reports whether a file is Kubios' report of results rather than a
// series of intervals.
func isKubiosReport(h importers.Head) bool {
	return !h.JSON && strings.Contains(h.Text, "Kubios HRV") && strings.Contains(h.Text, "RMSSD")
}

func (numbers) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	if isKubiosReport(src.Head) {
		return record.Counts{}, errors.New("this is a report of Kubios, not its data: export the RR intervals as text")
	}
	at, err := fileMoment(src.Path)
	if err != nil {
		return record.Counts{}, err
	}
	text, err := src.Text()
	if err != nil {
		return record.Counts{}, err
	}
	defer text.Close()
	r := reading{source: textSource(src), at: at}
	c, err := r.readLines(src.Path, text, sink)
	if err != nil {
		return c, err
	}
	return r.emit(c, sink)
}

// readLines reads the numbers of a file.
func (r *reading) readLines(file string, text io.Reader, sink importers.Sink) (c record.Counts, err error) {
	lines := bufio.NewScanner(text)
	n := 1
	for ; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if notData(line) {
			continue
		}
		c.Read++
		pos := record.Pos{File: file, Line: n, Column: 1}
		v, ok := rrLine(line)
		if !ok { // 0, an artefact: the numbers around it are not next to each other
			sink.Problem(record.Problem{Pos: pos, Message: fmt.Sprintf("%q is not a number: want an interval between beats in milliseconds", line)})
		}
		if err := r.add(v, pos); err != nil {
			return c, err
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return c, fmt.Errorf("line %d is longer than %d kB: want one interval a line", n, bufio.MaxScanTokenSize>>10)
	}
	return c, lines.Err()
}

// textSource returns the source of a file: the program that wrote it, if the path or
// the text names one.
func textSource(src importers.Source) string {
	path, base, text := strings.ToLower(src.Path), strings.ToLower(src.Head.Base), src.Head.Text
	switch {
	case eliteName.MatchString(base), strings.Contains(path, "elite"):
		return "rr-elite"
	case strings.Contains(path, "kubios"), strings.Contains(strings.ToLower(text[:min(len(text), 512)]), "kubios"):
		return "rr-kubios"
	}
	return "rr-text"
}
