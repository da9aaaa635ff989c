package importers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"nof1/importers/record"
)

// jsonItems reads the elements of one JSON array as a stream and knows the line
// each begins on. The array is the file itself or, in a file that is an object,
// the value of the key.
type jsonItems struct {
	file    string
	text    io.ReadCloser
	lines   *lineCounter
	decoder *json.Decoder
	key     string
	begun   bool

	raw   json.RawMessage // the current element; its memory is the next one's too
	keys  jsonObject      // of the element read last
	start int64           // its offset
	err   error
}

// newJSONItems opens src; key is where the array stands in a file that is an
// object.
func newJSONItems(src Source, key string) (*jsonItems, error) {
	text, err := src.Text()
	if err != nil {
		return nil, err
	}
	lines := &lineCounter{text: text}
	return &jsonItems{file: src.Path, text: text, lines: lines, decoder: json.NewDecoder(lines), key: key}, nil
}

// next moves to the next element and is false at the end of the array or where
// the text stops being JSON, which err tells.
func (j *jsonItems) next() bool {
	if !j.begun {
		j.begun = true
		j.err = j.enter()
	}
	if j.err != nil || !j.decoder.More() {
		return j.close()
	}
	if j.err = j.element(); j.err != nil {
		return j.close()
	}
	return true
}

// element reads the next value whole.
func (j *jsonItems) element() error {
	j.lines.place(j.decoder.InputOffset()) // what lies before is not asked for again
	if err := j.decoder.Decode(&j.raw); err != nil {
		return err
	}
	j.start = j.decoder.InputOffset() - int64(len(j.raw))
	return nil
}

// skip passes over the next value, however long.
func (j *jsonItems) skip() error {
	t, err := j.decoder.Token()
	if err != nil {
		return err
	}
	return j.leave(t)
}

// leave passes over the rest of the value that begins with a token.
func (j *jsonItems) leave(t json.Token) error {
	for depth := 0; ; {
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth <= 0 {
			return nil
		}
		var err error
		if t, err = j.decoder.Token(); err != nil {
			return err
		}
		j.lines.place(j.decoder.InputOffset())
	}
}

// close ends reading. An array that is not closed was cut off.
func (j *jsonItems) close() bool {
	if j.err == nil && j.decoder != nil {
		_, j.err = j.decoder.Token()
	}
	if j.err == io.EOF {
		j.err = io.ErrUnexpectedEOF
	}
	if j.text != nil {
		_ = j.text.Close() // a file only read: nothing is lost
		j.text = nil
	}
	return false
}

// enter goes to the first element.
func (j *jsonItems) enter() error {
	t, err := j.decoder.Token()
	if err != nil || t == json.Delim('[') {
		return err
	}
	if t != json.Delim('{') {
		return errors.New("not a list: want [...]")
	}
	for j.decoder.More() {
		key, err := j.decoder.Token()
		if err != nil {
			return err
		}
		if key == j.key {
			if t, err := j.decoder.Token(); err != nil || t == json.Delim('[') {
				return err
			}
			return fmt.Errorf("%q is not a list: want [...]", j.key)
		}
		if err := j.skip(); err != nil {
			return err
		}
	}
	return fmt.Errorf("no list %q in the file", j.key)
}

// pos is where the current element begins.
func (j *jsonItems) pos() record.Pos { return j.at(j.start) }

// posOf is where the value of a key of the current element stands: the key
// itself, at whatever depth it is first met, else the element.
func (j *jsonItems) posOf(key string) record.Pos {
	i := bytes.Index(j.raw, []byte(`"`+key+`"`))
	if i < 0 {
		return j.pos()
	}
	at := j.pos()
	before := j.raw[:i]
	if n := bytes.Count(before, []byte("\n")); n > 0 {
		return record.Pos{File: at.File, Line: at.Line + n, Column: i - bytes.LastIndexByte(before, '\n')}
	}
	return record.Pos{File: at.File, Line: at.Line, Column: at.Column + i}
}

func (j *jsonItems) at(offset int64) record.Pos {
	line, column := j.lines.place(offset)
	return record.Pos{File: j.file, Line: line, Column: column}
}

// end turns what stopped the reading into a Problem where rows were used, and
// into an error where none were.
func (j *jsonItems) end(c record.Counts, sink Sink) (record.Counts, error) {
	if j.err == nil {
		return c, nil
	}
	why := j.err.Error()
	if errors.Is(j.err, io.ErrUnexpectedEOF) {
		why = "the file ends too early: export it again"
	}
	err := errors.New("not sound JSON: " + why)
	if c.Used == 0 {
		return c, err
	}
	sink.Problem(record.Problem{Pos: record.Pos{File: j.file, Line: j.at(j.decoder.InputOffset()).Line}, Message: err.Error() + "; what stands before was read"})
	return c, nil
}

// mostElement is how many bytes are read for one element, which is kept in
// memory whole: a day of heart rates is a hundredth of it.
const mostElement = 16 << 20

// lineCounter passes text on and notes where its lines end, as far as they are
// still asked for. It fails where a single element goes on and on.
type lineCounter struct {
	text  io.Reader
	asked int64   // the offset asked for last
	read  int64   // bytes passed on
	ends  []int64 // offsets after line ends not yet counted
	line  int     // lines ended before the offset asked for last
	begin int64   // offset of that line's first byte
}

func (l *lineCounter) Read(p []byte) (int, error) {
	if l.read-l.asked > mostElement {
		return 0, fmt.Errorf("one value is longer than %d MB: not a list of nights", mostElement>>20)
	}
	n, err := l.text.Read(p)
	for i, b := range p[:n] {
		if b == '\n' {
			l.ends = append(l.ends, l.read+int64(i)+1)
		}
	}
	l.read += int64(n)
	return n, err
}

// place returns line and byte column, from 1, of an offset not before the last
// one asked for.
func (l *lineCounter) place(offset int64) (line, column int) {
	l.asked = max(l.asked, offset)
	passed, _ := slices.BinarySearch(l.ends, offset+1)
	if passed > 0 {
		l.line += passed
		l.begin = l.ends[passed-1]
		l.ends = slices.Delete(l.ends, 0, passed)
	}
	return l.line + 1, int(offset-l.begin) + 1
}

// jsonObject is one element with its values unread.
type jsonObject map[string]json.RawMessage

// object reads the current element as an object, good until the next one is read.
func (j *jsonItems) object() (jsonObject, error) {
	clear(j.keys)
	o := j.keys
	if err := json.Unmarshal(j.raw, &o); err != nil || o == nil {
		return nil, errors.New("not an object: want {...}")
	}
	j.keys = o
	return o, nil
}

// text returns a value as it stands in the file, strings without their quotes,
// and "" for null and for a key that is not there.
func (o jsonObject) text(key string) string {
	raw := bytes.TrimSpace(o[key])
	if len(raw) == 0 || raw[0] != '"' {
		if string(raw) == "null" {
			return ""
		}
		return string(raw) // unmarshalling it would only make an error of it, which costs
	}
	if inner := raw[1:max(1, len(raw)-1)]; bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return strings.TrimSpace(string(inner)) // nothing in it stands for something else
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return string(raw)
	}
	return strings.TrimSpace(s)
}

// object returns the object under a key, empty where there is none.
func (o jsonObject) object(key string) jsonObject {
	var inner jsonObject
	if json.Unmarshal(o[key], &inner) != nil {
		return nil
	}
	return inner
}
