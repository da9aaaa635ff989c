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

// JSONItems reads the elements of one JSON array as a stream and knows the line
// each begins on. The array is the file itself or, in a file that is an object,
// the value of the key.
type JSONItems struct {
	file    string
	Text    io.ReadCloser // the opened file
	lines   *lineCounter
	Decoder *json.Decoder // of the array
	key     string
	Begun   bool // whether the begin of the array was read

	Raw   json.RawMessage // the current element; its memory is the next one's too
	keys  JSONObject      // of the element read last
	start int64           // its offset
	Err   error           // the first error; the elements before it were read
}

// NewJSONItems opens src; key is that of the array in a file that is an
// object.
func NewJSONItems(src Source, key string) (*JSONItems, error) {
	text, err := src.Text()
	if err != nil {
		return nil, err
	}
	lines := &lineCounter{text: text}
	return &JSONItems{file: src.Path, Text: text, lines: lines, Decoder: json.NewDecoder(lines), key: key}, nil
}

// Next moves to the next element and is false at the end of the array or where
// the text stops being JSON, which err tells.
func (j *JSONItems) Next() bool {
	if !j.Begun {
		j.Begun = true
		j.Err = j.enter()
	}
	if j.Err != nil || !j.Decoder.More() {
		return j.close()
	}
	if j.Err = j.Element(); j.Err != nil {
		return j.close()
	}
	return true
}

// Element reads the next value whole.
func (j *JSONItems) Element() error {
	j.lines.place(j.Decoder.InputOffset()) // what lies before is not asked for again
	if err := j.Decoder.Decode(&j.Raw); err != nil {
		return err
	}
	j.start = j.Decoder.InputOffset() - int64(len(j.Raw))
	return nil
}

// Skip passes over the next value, however long.
func (j *JSONItems) Skip() error {
	t, err := j.Decoder.Token()
	if err != nil {
		return err
	}
	return j.Leave(t)
}

// Leave passes over the rest of the value that begins with a token.
func (j *JSONItems) Leave(t json.Token) error {
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
		if t, err = j.Decoder.Token(); err != nil {
			return err
		}
		j.lines.place(j.Decoder.InputOffset())
	}
}

// close ends reading. An array that is not closed was cut off.
func (j *JSONItems) close() bool {
	if j.Err == nil && j.Decoder != nil {
		_, j.Err = j.Decoder.Token()
	}
	if j.Err == io.EOF {
		j.Err = io.ErrUnexpectedEOF
	}
	if j.Text != nil {
		_ = j.Text.Close() // a file only read: nothing is lost
		j.Text = nil
	}
	return false
}

// enter goes to the first element.
func (j *JSONItems) enter() error {
	t, err := j.Decoder.Token()
	if err != nil || t == json.Delim('[') {
		return err
	}
	if t != json.Delim('{') {
		return errors.New("not a list: want [...]")
	}
	for j.Decoder.More() {
		key, err := j.Decoder.Token()
		if err != nil {
			return err
		}
		if key == j.key {
			if t, err := j.Decoder.Token(); err != nil || t == json.Delim('[') {
				return err
			}
			return fmt.Errorf("%q is not a list: want [...]", j.key)
		}
		if err := j.Skip(); err != nil {
			return err
		}
	}
	return fmt.Errorf("no list %q in the file", j.key)
}

// Pos returns the position at which the current element begins.
func (j *JSONItems) Pos() record.Pos { return j.At(j.start) }

// PosOf returns the position of a key of the current element: of the key itself, at whatever depth it is first met, else the element.
func (j *JSONItems) PosOf(key string) record.Pos {
	i := bytes.Index(j.Raw, []byte(`"`+key+`"`))
	if i < 0 {
		return j.Pos()
	}
	at := j.Pos()
	before := j.Raw[:i]
	if n := bytes.Count(before, []byte("\n")); n > 0 {
		return record.Pos{File: at.File, Line: at.Line + n, Column: i - bytes.LastIndexByte(before, '\n')}
	}
	return record.Pos{File: at.File, Line: at.Line, Column: at.Column + i}
}

// At returns the position of a byte offset not before the last one asked for.
func (j *JSONItems) At(offset int64) record.Pos {
	line, column := j.lines.place(offset)
	return record.Pos{File: j.file, Line: line, Column: column}
}

// End turns what stopped the reading into a Problem where rows were used, and
// into an error where none were.
func (j *JSONItems) End(c record.Counts, sink Sink) (record.Counts, error) {
	if j.Err == nil {
		return c, nil
	}
	why := j.Err.Error()
	if errors.Is(j.Err, io.ErrUnexpectedEOF) {
		why = "the file ends too early: export it again"
	}
	err := errors.New("not sound JSON: " + why)
	if c.Used == 0 {
		return c, err
	}
	sink.Problem(record.Problem{Pos: record.Pos{File: j.file, Line: j.At(j.Decoder.InputOffset()).Line},
		Message: err.Error() + "; what stands before was read"})
	return c, nil
}

// MostElement is how many bytes are read for one element, which is kept in
// memory whole: a day of heart rates is a hundredth of it.
const MostElement = 16 << 20

// lineCounter passes text on and notes where its lines end, as far as they are
// still asked for. It fails if a single element goes on and on.
type lineCounter struct {
	text  io.Reader
	asked int64   // the offset asked for last
	read  int64   // bytes passed on
	ends  []int64 // offsets after line ends not yet counted
	line  int     // lines ended before the offset asked for last
	begin int64   // offset of that line's first byte
}

func (l *lineCounter) Read(p []byte) (int, error) {
	if l.read-l.asked > MostElement {
		return 0, fmt.Errorf("one value is longer than %d MB: not a list of nights", MostElement>>20)
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

// JSONObject is one element with its values unread.
type JSONObject map[string]json.RawMessage

// Object reads the current element as an object, good until the next one is read.
func (j *JSONItems) Object() (JSONObject, error) {
	clear(j.keys)
	o := j.keys
	if err := json.Unmarshal(j.Raw, &o); err != nil || o == nil {
		return nil, errors.New("not an object: want {...}")
	}
	j.keys = o
	return o, nil
}

// Text returns a value as the file has it, strings without their quotes,
// and "" for null and for a key that is not there.
func (o JSONObject) Text(key string) string {
	raw := bytes.TrimSpace(o[key])
	if len(raw) == 0 || raw[0] != '"' {
		if string(raw) == "null" {
			return ""
		}
		return string(raw) // unmarshalling it would only make an error of it, which costs
	}
	if inner := raw[1:max(1, len(raw)-1)]; bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return strings.TrimSpace(string(inner)) // no escapes
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return string(raw)
	}
	return strings.TrimSpace(s)
}

// Object returns the object under a key, empty if the key is missing.
func (o JSONObject) Object(key string) JSONObject {
	var inner JSONObject
	if json.Unmarshal(o[key], &inner) != nil {
		return nil
	}
	return inner
}

// JSONNight collects the records of one element of a JSON list. All have the
// position of the element, which shows that they belong together; problems have
// that of their key.
type JSONNight struct {
	Items  *JSONItems  // whose current element is read
	Night  record.Date // the date of waking
	Source string      // of all records
	Held   HeldRecords // the records so far
}

// Number returns the number under a key and its text, and false if it is missing. A
// text that is not a number is a problem.
func (j *JSONNight) Number(o JSONObject, key, want string) (v float64, text string, ok bool) {
	text = o.Text(key)
	if Missing(text) {
		return 0, "", false
	}
	v, err := Number(text)
	if err != nil {
		j.Held.Problem(BadCell(j.Items.PosOf(key), key, text, want))
		return 0, "", false
	}
	return v, text, true
}

// Add holds a value in the catalogue's unit; one outside the limits is a Problem
// at the key. It reports whether the value was kept.
func (j *JSONNight) Add(metric string, v float64, raw, unit, key string) bool {
	m, _ := record.MetricByID(metric)
	if v == 0 && m.ZeroMissing {
		return false
	}
	if err := CheckLimits(m, v); err != nil {
		j.Held.Problem(record.Problem{Pos: j.Items.PosOf(key), Field: key, Message: err.Error()})
		return false
	}
	j.Held.Record(record.Record{Night: j.Night, Metric: metric, Value: v, Raw: raw, RawUnit: unit, Source: j.Source, Pos: j.Items.Pos()})
	return true
}

// Positive adds the number under a key as a metric in its own unit; zero and
// less mean not measured.
func (j *JSONNight) Positive(o JSONObject, key, metric string) {
	m, _ := record.MetricByID(metric)
	if v, text, ok := j.Number(o, key, UnitWords(m.Unit)); ok && v > 0 {
		j.Add(metric, v, text, m.Unit, key)
	}
}

// EachItem opens a source as a JSON list and calls item for every element. An
// element counts as used if item returns true. See [NewJSONItems] for the key.
func EachItem(src Source, sink Sink, key string, item func(*JSONItems) bool) (record.Counts, error) {
	items, err := NewJSONItems(src, key)
	if err != nil {
		return record.Counts{}, err
	}
	var c record.Counts
	for items.Next() {
		c.Count(item(items))
	}
	return items.End(c, sink)
}

// EachObject is [EachItem] for a list of objects. Any other element is a problem.
func EachObject(src Source, sink Sink, key string, object func(*JSONItems, JSONObject) bool) (record.Counts, error) {
	return EachItem(src, sink, key, func(items *JSONItems) bool {
		o, err := items.Object()
		if err != nil {
			sink.Problem(record.Problem{Pos: items.Pos(), Message: err.Error()})
			return false
		}
		return object(items, o)
	})
}

// Problem returns what is wrong with the value of a key of the current element.
func (j *JSONItems) Problem(key string, err error) record.Problem {
	return record.Problem{Pos: j.PosOf(key), Field: key, Message: err.Error()}
}
