package importers

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

// MaxRow is the longest record, in bytes. A quote that is not closed within it
// is taken for a stray one.
const MaxRow = 1 << 20

// RowReader splits text into records and keeps the position of every field.
// encoding/csv does the same for sound files; a quote that is never closed
// makes it swallow the rest of the file or stop, and here only the row is lost.
type RowReader struct {
	Text      *bufio.Reader // what is still to be read
	Delimiter byte          // a comma, semicolon or tab
	lines     []string      // read ahead and given back
	Number    int           // of the last line returned
	ended     bool          // the last line read had no line end
	stray     [2]int        // the line of the stray quote met last, and up to which line it was not closed
	work      splitter      // reused from record to record
}

// Row is one record, good until the next one is read.
type Row struct {
	Fields    []Field // in the order of the line
	OpenQuote *Field  // a field whose quote is never closed, else nil
	cut       bool    // the text ended without a line end after it
}

// NewRowReader returns a reader of comma-separated text, until [RowReader.Header] finds
// another delimiter.
func NewRowReader(text io.Reader) *RowReader {
	return &RowReader{Text: buffered(text), Delimiter: ','}
}

// Header skips empty lines, takes the delimiter from a "sep=" line or else from
// the header line itself, and returns the first record.
func (r *RowReader) Header() (Row, error) {
	for {
		line, err := r.Line()
		if err != nil {
			return Row{}, err
		}
		if strings.TrimSpace(line) == "" {
			continue
		}
		if d, ok := separatorLine(line); ok {
			r.Delimiter = d
			return r.Next()
		}
		r.Delimiter = sniffDelimiter(line)
		return r.Split(line)
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

// Next returns the next record; a line without text has one empty field.
func (r *RowReader) Next() (Row, error) {
	line, err := r.Line()
	if err != nil {
		return Row{}, err
	}
	return r.Split(line)
}

// Line returns the next line without its line end.
func (r *RowReader) Line() (string, error) {
	if n := len(r.lines); n > 0 {
		line := r.lines[n-1]
		r.lines = r.lines[:n-1]
		r.Number++
		return line, nil
	}
	var long []byte
	for {
		part, err := r.Text.ReadSlice('\n')
		if err == nil && long == nil {
			r.Number++
			return string(part[:len(part)-1]), nil
		}
		long = append(long, part...)
		switch {
		case err == nil:
			r.Number++
			return string(long[:len(long)-1]), nil
		case err == io.EOF && len(long) == 0:
			return "", io.EOF
		case err == io.EOF:
			r.ended = true
			r.Number++
			return string(long), nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return "", err
		case len(long) > MaxRow:
			return "", fmt.Errorf("line %d is longer than %d bytes: not a table", r.Number+1, MaxRow)
		}
	}
}

// Split cuts a record into fields, fetching further lines while a quote is open.
func (r *RowReader) Split(line string) (Row, error) {
	s := &r.work
	*s = splitter{reader: r, fields: s.fields[:0], first: line, text: line, line: r.Number}
	for {
		more, err := s.field()
		if err != nil {
			return Row{}, err
		}
		if !more {
			return Row{s.fields, s.openQuote, r.ended && len(r.lines) == 0}, nil
		}
	}
}

// Empty reports whether no cell has text.
func (r Row) Empty() bool {
	for _, f := range r.Fields {
		if strings.TrimSpace(f.Text) != "" {
			return false
		}
	}
	return true
}

// splitter holds one record while it is cut.
type splitter struct {
	reader    *RowReader
	fields    []Field
	first     string   // first line of the record
	text      string   // the line in work
	at        int      // next byte of text
	line      int      // number of the line in work
	more      []string // lines fetched after the first
	size      int      // of these
	openQuote *Field
}

// field takes one field and reports whether another follows.
func (s *splitter) field() (bool, error) {
	start := s.at
	quote := start
	for quote < len(s.text) && s.text[quote] == ' ' {
		quote++
	}
	if s.openQuote == nil && quote < len(s.text) && s.text[quote] == '"' {
		return s.quoted(start, quote)
	}
	end := strings.IndexByte(s.text[start:], s.reader.Delimiter)
	if end < 0 {
		s.add(start, s.text[start:])
		return false, nil
	}
	s.add(start, s.text[start:start+end])
	s.at = start + end + 1
	return true, nil
}

func (s *splitter) add(start int, text string) {
	s.fields = append(s.fields, Field{text, s.line, start + 1})
}

// quoted takes a field that opens with a quote at byte quote of the line.
func (s *splitter) quoted(start, quote int) (bool, error) {
	if end := strings.IndexByte(s.text[quote+1:], '"'); end >= 0 {
		next := quote + 1 + end + 1
		if next == len(s.text) || s.text[next] == s.reader.Delimiter {
			s.add(start, s.text[quote+1:next-1])
			s.at = next + 1
			return next < len(s.text), nil
		}
	}
	return s.quotedSlowly(start, quote)
}

// quotedSlowly takes a quoted field that holds quotes or goes on over lines.
func (s *splitter) quotedSlowly(start, quote int) (bool, error) {
	f := Field{Line: s.line, Column: start + 1}
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
			f.Text = b.String()
			s.fields = append(s.fields, f)
			return false, nil
		case after[0] == s.reader.Delimiter:
			f.Text = b.String()
			s.fields = append(s.fields, f)
			s.at += len(rest) - len(after) + 1
			return true, nil
		case s.line > f.Line:
			// A closing quote with text behind it on a later line: more likely
			// another field's opening quote than part of this text.
			return s.giveUp(f)
		default:
			b.WriteByte('"')
		}
	}
}

// fetch goes on to the next line. It returns false if no line is within reach, or if
// the quote is known not to end: a record before has looked for its end already, and
// a search from every record takes the square of the time.
func (s *splitter) fetch() (bool, error) {
	stray := s.reader.stray
	if s.size > MaxRow || s.line >= stray[0] && s.line < stray[1] {
		return false, nil
	}
	line, err := s.reader.Line()
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
func (s *splitter) giveUp(f Field) (bool, error) {
	if s.line > f.Line {
		s.reader.stray = [2]int{f.Line, s.line}
	}
	for i := len(s.more) - 1; i >= 0; i-- {
		s.reader.lines = append(s.reader.lines, s.more[i])
	}
	s.reader.Number -= len(s.more)
	*s = splitter{reader: s.reader, fields: s.fields[:0], first: s.first, text: s.first, line: s.reader.Number, openQuote: &f}
	return true, nil
}

// LineMender passes text on with every line changed.
type LineMender struct {
	Rows *RowReader          // gives the lines
	Mend func(string) string // returns the line that takes a line's place
	left string
}

// Read implements [io.Reader].
func (l *LineMender) Read(p []byte) (int, error) {
	if l.left == "" {
		line, err := l.Rows.Line()
		if err != nil {
			return 0, err
		}
		l.left = l.Mend(line) + "\n"
		if l.Rows.ended {
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
