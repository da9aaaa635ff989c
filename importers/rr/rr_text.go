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
var Text importers.Importer = numbers{}

type numbers struct{}

func (numbers) Name() string { return "rr.text" }

func (numbers) Wants() []string { return []string{"RR intervals, one number a line"} }

// Identify wants numbers on nine lines of ten, twenty at least, that can be
// intervals.
func (numbers) Identify(h importers.Head) bool {
	if h.JSON || len(h.Header) > 1 && !strings.HasPrefix(strings.TrimSpace(h.Text), "#") {
		return isKubiosReport(h)
	}
	if isKubiosReport(h) {
		return true
	}
	var rr []float64
	other := 0
	for line := range strings.Lines(h.Text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
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

// isKubiosReport tells Kubios' report of results from its series.
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
	var c record.Counts
	if err := r.readLines(src.Path, text, &c, sink); err != nil {
		return c, err
	}
	return r.End(c, sink)
}

// readLines takes the numbers of a file.
func (r *reading) readLines(file string, text io.Reader, c *record.Counts, sink importers.Sink) error {
	lines := bufio.NewScanner(text)
	n := 1
	for ; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		c.Read++
		v, ok := rrLine(line)
		if !ok {
			sink.Problem(record.Problem{Pos: record.Pos{File: file, Line: n, Column: 1}, Message: fmt.Sprintf("%q is not a number: want an interval between beats in milliseconds", line)})
			v = 0 // an artefact in its place: its neighbours are not next to each other
		}
		if len(r.rr) == 0 {
			r.pos = record.Pos{File: file, Line: n, Column: 1}
		}
		if r.rr = append(r.rr, v); len(r.rr) > most {
			return errTooLong
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return fmt.Errorf("line %d is longer than %d kB: want one interval a line", n, bufio.MaxScanTokenSize>>10)
	}
	return lines.Err()
}

// textSource names what a file comes from, as far as it shows.
func textSource(src importers.Source) string {
	folded := strings.ToLower(src.Path)
	switch {
	case eliteName.MatchString(strings.ToLower(src.Head.Base)), strings.Contains(folded, "elite"):
		return "rr-elite"
	case strings.Contains(folded, "kubios"), strings.Contains(strings.ToLower(src.Head.Text[:min(len(src.Head.Text), 512)]), "kubios"):
		return "rr-kubios"
	}
	return "rr-text"
}
