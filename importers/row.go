package importers

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxRow is the longest record, in bytes. A quote that is not closed within it
// is taken for a stray one.
const maxRow = 1 << 20

// rowReader splits text into records and keeps the place of every field.
// encoding/csv does the same for sound files; a quote that is never closed
// makes it swallow the rest of the file or stop, and here only the row is lost.
type rowReader struct {
	text      *bufio.Reader
	delimiter byte
	lines     []string // read ahead and given back
	number    int      // of the last line handed out
	ended     bool     // the last line read had no line end
	stray     [2]int   // the line of the stray quote met last, and up to which line it was not closed
	work      splitter // reused from record to record
}

// row is one record, good until the next one is read.
type row struct {
	fields    []field
	openQuote *field // a field whose quote is never closed, else nil
	cut       bool   // the text ended without a line end after it
}

func newRowReader(text io.Reader) *rowReader {
	return &rowReader{text: buffered(text), delimiter: ','}
}

// header skips empty lines, takes the delimiter from a "sep=" line or else from
// the header line itself, and returns the first record.
func (r *rowReader) header() (row, error) {
	for {
		line, err := r.line()
		if err != nil {
			return row{}, err
		}
		if strings.TrimSpace(line) == "" {
			continue
		}
		if d, ok := separatorLine(line); ok {
			r.delimiter = d
			return r.next()
		}
		r.delimiter = sniffDelimiter(line)
		return r.split(line)
	}
}

// separatorLine reads the `sep=;` that spreadsheets write and understand.
func separatorLine(line string) (byte, bool) {
	line = strings.Trim(strings.TrimRight(line, " \n"), `"`)
	if len(line) == len("sep=;") && strings.EqualFold(line[:4], "sep=") && strings.Contains(",;\t", line[4:]) {
		return line[4], true
	}
	return 0, false
}

// sniffDelimiter returns the most frequent of comma, semicolon and tab outside
// quotes; in doubt the comma.
func sniffDelimiter(line string) byte {
	var counts [256]int
	quoted := false
	for i := range len(line) {
		switch c := line[i]; {
		case c == '"':
			quoted = !quoted
		case !quoted:
			counts[c]++
		}
	}
	best := byte(',')
	for _, d := range []byte{';', '\t'} {
		if counts[d] > counts[best] {
			best = d
		}
	}
	return best
}

// next returns the next record; a line without text has one empty field.
func (r *rowReader) next() (row, error) {
	line, err := r.line()
	if err != nil {
		return row{}, err
	}
	return r.split(line)
}

// line returns the next line without its line end.
func (r *rowReader) line() (string, error) {
	if n := len(r.lines); n > 0 {
		line := r.lines[n-1]
		r.lines = r.lines[:n-1]
		r.number++
		return line, nil
	}
	var long []byte
	for {
		part, err := r.text.ReadSlice('\n')
		if err == nil && long == nil {
			r.number++
			return string(part[:len(part)-1]), nil
		}
		long = append(long, part...)
		switch {
		case err == nil:
			r.number++
			return string(long[:len(long)-1]), nil
		case err == io.EOF && len(long) == 0:
			return "", io.EOF
		case err == io.EOF:
			r.ended = true
			r.number++
			return string(long), nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return "", err
		case len(long) > maxRow:
			return "", fmt.Errorf("line %d is longer than %d bytes: not a table", r.number+1, maxRow)
		}
	}
}

// split cuts a record into fields, fetching further lines while a quote is open.
func (r *rowReader) split(line string) (row, error) {
	s := &r.work
	*s = splitter{reader: r, fields: s.fields[:0], first: line, text: line, line: r.number}
	for {
		more, err := s.field()
		if err != nil {
			return row{}, err
		}
		if !more {
			return row{s.fields, s.openQuote, r.ended && len(r.lines) == 0}, nil
		}
	}
}

// empty tells whether no cell has text.
func (r row) empty() bool {
	for _, f := range r.fields {
		if strings.TrimSpace(f.text) != "" {
			return false
		}
	}
	return true
}

// splitter holds one record while it is cut.
type splitter struct {
	reader    *rowReader
	fields    []field
	first     string   // first line of the record
	text      string   // the line in work
	at        int      // next byte of text
	line      int      // number of the line in work
	more      []string // lines fetched after the first
	size      int      // of these
	openQuote *field
}

// field takes one field and tells whether another follows.
func (s *splitter) field() (bool, error) {
	start := s.at
	quote := start
	for quote < len(s.text) && s.text[quote] == ' ' {
		quote++
	}
	if s.openQuote == nil && quote < len(s.text) && s.text[quote] == '"' {
		return s.quoted(start, quote)
	}
	end := strings.IndexByte(s.text[start:], s.reader.delimiter)
	if end < 0 {
		s.add(start, s.text[start:])
		return false, nil
	}
	s.add(start, s.text[start:start+end])
	s.at = start + end + 1
	return true, nil
}

func (s *splitter) add(start int, text string) {
	s.fields = append(s.fields, field{text, s.line, start + 1})
}

// quoted takes a field that opens with a quote at byte quote of the line.
func (s *splitter) quoted(start, quote int) (bool, error) {
	if end := strings.IndexByte(s.text[quote+1:], '"'); end >= 0 {
		next := quote + 1 + end + 1
		if next == len(s.text) || s.text[next] == s.reader.delimiter {
			s.add(start, s.text[quote+1:next-1])
			s.at = next + 1
			return next < len(s.text), nil
		}
	}
	return s.quotedSlowly(start, quote)
}

// quotedSlowly takes a quoted field that holds quotes or goes on over lines.
func (s *splitter) quotedSlowly(start, quote int) (bool, error) {
	f := field{line: s.line, column: start + 1}
	var b strings.Builder
	s.at = quote + 1
	for {
		end := strings.IndexByte(s.text[s.at:], '"')
		if end < 0 {
			b.WriteString(s.text[s.at:])
			b.WriteByte('\n')
			if ok, err := s.fetch(); err != nil {
				return false, err
			} else if !ok {
				return s.giveUp(f)
			}
			continue
		}
		b.WriteString(s.text[s.at : s.at+end])
		s.at += end + 1
		rest := s.text[s.at:]
		after := strings.TrimLeft(rest, " ")
		switch {
		case strings.HasPrefix(rest, `"`):
			b.WriteByte('"')
			s.at++
		case after == "":
			f.text = b.String()
			s.fields = append(s.fields, f)
			return false, nil
		case after[0] == s.reader.delimiter:
			f.text = b.String()
			s.fields = append(s.fields, f)
			s.at += len(rest) - len(after) + 1
			return true, nil
		case s.line > f.line:
			// A closing quote with text behind it on a later line: more likely
			// another field's opening quote than part of this text.
			return s.giveUp(f)
		default:
			b.WriteByte('"')
		}
	}
}

// fetch goes on to the next line; false when there is none within reach, or none
// in which the quote can end: that of a record before did not, and to look for it
// anew from every record takes the square of the time.
func (s *splitter) fetch() (bool, error) {
	stray := s.reader.stray
	if s.size > maxRow || s.line >= stray[0] && s.line < stray[1] {
		return false, nil
	}
	line, err := s.reader.line()
	if err == io.EOF {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	s.more = append(s.more, line)
	s.size += len(line) + 1
	s.text, s.at = line, 0
	s.line++
	return true, nil
}

// giveUp takes the record for its first line alone, with the quote of field f
// as an ordinary character, and hands the lines fetched since back.
func (s *splitter) giveUp(f field) (bool, error) {
	if s.line > f.line {
		s.reader.stray = [2]int{f.line, s.line}
	}
	for i := len(s.more) - 1; i >= 0; i-- {
		s.reader.lines = append(s.reader.lines, s.more[i])
	}
	s.reader.number -= len(s.more)
	*s = splitter{reader: s.reader, fields: s.fields[:0], first: s.first, text: s.first, line: s.reader.number, openQuote: &f}
	return true, nil
}

// lineMender passes text on with every line changed.
type lineMender struct {
	rows *rowReader
	mend func(string) string
	left string
}

// Read implements [io.Reader].
func (l *lineMender) Read(p []byte) (int, error) {
	if l.left == "" {
		line, err := l.rows.line()
		if err != nil {
			return 0, err
		}
		l.left = l.mend(line) + "\n"
		if l.rows.ended {
			l.left = strings.TrimSuffix(l.left, "\n")
		}
		if l.left == "" {
			return 0, io.EOF
		}
	}
	n := copy(p, l.left)
	l.left = l.left[n:]
	return n, nil
}
