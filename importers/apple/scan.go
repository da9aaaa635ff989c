package apple

import (
	"bytes"
	"errors"
	"io"
)

// errUnusual is returned for XML that the scanner leaves to encoding/xml.
var errUnusual = errors.New("unusual XML")

const (
	scanWindow = 128 << 10
	longestTag = 1 << 20
)

// scanner finds the Record elements of an export without reading the rest of it as
// XML. It goes from one '<' to the next, which an attribute cannot contain, and reads
// a tag only if it is of a type that is used. It gives up at anything that could hide
// a tag: a comment, CDATA, a processing instruction.
type scanner struct {
	text    io.Reader
	buf     []byte
	at, end int  // the window is buf[:end], at is the next byte
	ended   bool // nothing follows the window
	line    int  // line of buf[counted]
	counted int

	use    func(*element)
	broken func(line int) // called for a tag of a record that cannot be read
	read   int            // records of any type
	open   bool           // a record used whose element has not ended
	record element        // it, its texts in kept
	kept   []byte
	closed bool // the root element has ended
}

func newScanner(text io.Reader, use func(*element), broken func(line int)) *scanner {
	return &scanner{text: text, buf: make([]byte, scanWindow), line: 1, use: use, broken: broken}
}

// fill drops what lies before at and reads on. It reports whether it could read more.
func (s *scanner) fill() (bool, error) {
	if s.ended {
		return false, nil
	}
	s.countLines()
	if s.at == 0 && s.end == len(s.buf) {
		if len(s.buf) >= longestTag {
			return false, nil
		}
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	s.end = copy(s.buf, s.buf[s.at:s.end])
	s.at, s.counted = 0, 0
	n, err := io.ReadAtLeast(s.text, s.buf[s.end:], 1)
	s.end += n
	switch {
	case err == io.EOF, err == io.ErrUnexpectedEOF:
		s.ended = true
	case err != nil:
		return false, err
	}
	return n > 0, nil
}

// countLines brings the line up to at.
func (s *scanner) countLines() {
	s.line += bytes.Count(s.buf[s.counted:s.at], []byte("\n"))
	s.counted = s.at
}

// enter goes past the begin of the root element. It ignores what comes before: the
// document type with its comments.
func (s *scanner) enter() error {
	root := []byte("<HealthData")
	for {
		if i := bytes.Index(s.buf[:s.end], root); i >= 0 && i+len(root) < s.end {
			s.at = i + len(root)
			return nil
		}
		more, err := s.fill()
		if err != nil {
			return err
		}
		if !more {
			return errUnusual
		}
	}
}

// longestName is how many bytes identify a tag.
const longestName = len("<MetadataEntry ")

// scan calls use for every record of a type that is used, in the order of the file.
func (s *scanner) scan() error {
	if err := s.enter(); err != nil {
		return err
	}
	for {
		i := bytes.IndexByte(s.buf[s.at:s.end], '<')
		if i < 0 {
			s.at = s.end
		} else {
			s.at += i
		}
		if s.end-s.at < longestName && !s.ended {
			if _, err := s.fill(); err != nil {
				return err
			}
			continue
		}
		if s.at == s.end {
			break
		}
		if err := s.tag(); err != nil {
			return err
		}
	}
	s.finish()
	return nil
}

// tag reads the tag at the cursor and goes past its name at least.
func (s *scanner) tag() error {
	rest := s.buf[s.at:s.end]
	if len(rest) < 2 {
		s.at = s.end
		return nil
	}
	switch rest[1] {
	case 'R':
		if named(rest, "<Record") {
			return s.recordTag()
		}
	case 'M':
		if s.open && named(rest, "<MetadataEntry") {
			return s.metadataTag()
		}
	case '/':
		if s.open && named(rest, "</Record") {
			s.finish()
		}
		s.closed = s.closed || named(rest, "</HealthData")
	case '!', '?':
		return errUnusual
	}
	s.at++
	return nil
}

// named reports whether a tag has a name.
func named(tag []byte, name string) bool {
	if len(tag) <= len(name) || string(tag[:len(name)]) != name {
		return false
	}
	switch tag[len(name)] {
	case ' ', '\t', '\n', '\r', '/', '>':
		return true
	}
	return false
}

// finish calls use for the record that is open.
func (s *scanner) finish() {
	if s.open {
		s.open = false
		s.use(&s.record)
	}
}

// recordTag reads the tag of a record if it is of a type that is used.
func (s *scanner) recordTag() error {
	s.finish()
	s.read++
	const first = `<Record type="`
	rest := s.buf[s.at:s.end]
	if len(rest) > len(first) && string(rest[:len(first)]) == first {
		if i := bytes.IndexByte(rest[len(first):], '"'); i >= 0 {
			id := rest[len(first) : len(first)+i]
			kind := kindOf(id)
			if kind == unread && bytes.IndexByte(id, '&') < 0 {
				s.at += len(first) + i
				return nil
			}
			if kind != unread && s.usualTag(kind, rest[len(first)+i+1:]) {
				return nil
			}
		}
	}
	return s.unusualTag(rest)
}

// usualTag reads the tag of a record of a known kind if the other attributes are in
// the order in which Apple writes them, and reports whether they were.
func (s *scanner) usualTag(kind kind, tag []byte) bool {
	r := &s.record
	*r = element{kind: kind, escaped: true}
	rest, ok := r.usual(tag)
	if !ok {
		return false
	}
	s.countLines()
	r.line = s.line
	s.at = s.end - len(rest)
	s.begin(rest[0] == '/')
	return true
}

// begin calls use for the record if its element is empty, and else leaves it open.
func (s *scanner) begin(empty bool) {
	if empty {
		s.use(&s.record)
		return
	}
	s.open = true
	s.record.keep(&s.kept)
}

// unusualTag reads the tag of a record with its attributes in any order.
func (s *scanner) unusualTag(rest []byte) error {
	for {
		r := &s.record
		*r = element{escaped: true}
		attributes := attributeReader{rest: rest[len("<Record"):]}
		for attributes.next() {
			r.set(attributes.name, attributes.value)
		}
		more, err := s.behind(rest, &attributes)
		if err != nil {
			return err
		}
		if more {
			rest = s.buf[s.at:s.end]
			continue
		}
		r.line = s.line
		switch {
		case attributes.broken:
			s.broken(s.line)
		case r.kind != unread:
			s.begin(attributes.empty())
		}
		return nil
	}
}

// behind goes past the tag that was read and sets the line to the tag's. If the tag
// is longer than the window it reads on instead, and more is true. Of a broken tag
// only the name is passed over.
func (s *scanner) behind(tag []byte, a *attributeReader) (more bool, err error) {
	if a.broken && !hasEnd(tag[1:]) {
		if more, err = s.fill(); more || err != nil {
			return more, err
		}
	}
	s.countLines()
	if a.broken {
		s.at++
	} else {
		s.at = s.end - len(a.rest)
	}
	return false, nil
}

// metadataTag reads a metadata entry of the open record.
func (s *scanner) metadataTag() error {
	for {
		var key, value []byte
		tag := s.buf[s.at:s.end]
		attributes := attributeReader{rest: tag[len("<MetadataEntry"):]}
		for attributes.next() {
			switch name := string(attributes.name); {
			case name == "key" && key == nil:
				key = attributes.plain()
			case name == "value" && value == nil:
				value = attributes.plain()
			}
		}
		more, err := s.behind(tag, &attributes)
		if more {
			continue
		}
		s.record.metadata(key, bytes.Clone(value))
		return err
	}
}

// hasEnd reports whether a tag ends within b: by its '>' or by the begin of another.
func hasEnd(b []byte) bool {
	for i := 0; i < len(b); i++ {
		switch c := b[i]; c {
		case '"', '\'':
			j := bytes.IndexByte(b[i+1:], c)
			if j < 0 {
				return false
			}
			i += j + 1
		case '>', '<':
			return true
		}
	}
	return false
}
