package importers

import (
	"bytes"
	"errors"
	"io"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"nof1/importers/record"
)

// HeadSize is how many leading bytes of a file importers identify it by.
const HeadSize = 64 << 10

// magicSize is how many leading bytes identify a binary file.
const magicSize = 16

// Source is one opened input: a file, an archive member or an un-gzipped file.
type Source struct {
	Path   string         // relative to the input, archive members after "!/"
	Head   Head           // its first bytes and what they show
	SHA256 string         // of the uncompressed bytes, lower-case hex
	Zone   *time.Location // of files without an offset; nil if the user named no zone
	Person string         // id of the person to read from a file of several; "" for all

	// Changed is when the file was last written, the zero time if that is not
	// known: the last resort for dates without a year.
	Changed time.Time

	sheet  string                        // of a workbook, as text with a line for every row; else ""
	book   *workbook                     // whose sheet it is, else nil
	Opener func() (io.ReadCloser, error) // opens the uncompressed bytes from their begin
	Damage *[]record.Problem             // rows the table could not make out, counted by Read

	// touched reports whether the file was written since it was listed, where that is
	// not seen in what is read: nil for a member of an archive, which has a checksum.
	touched func() bool
}

// SourceFromBytes returns a source that reads b; it never fails to open.
func SourceFromBytes(name string, b []byte) Source {
	s := Source{Path: name, Damage: new([]record.Problem), Opener: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(b)), nil
	}}
	s.Head = NewHead(name, b[:min(len(b), HeadSize)])
	return s
}

// content identifies what a source holds: the sheets of a workbook share its hash.
func (s Source) content() string { return s.SHA256 + s.sheet }

// Open returns the uncompressed bytes from the start, of a workbook's sheet its
// text. It can be called again.
func (s Source) Open() (io.ReadCloser, error) { return s.Opener() }

// Text returns the file as UTF-8 from the start: byte order mark stripped,
// UTF-16 and Windows-1252 decoded, every line end a line feed.
func (s Source) Text() (io.ReadCloser, error) {
	raw, err := s.Opener()
	if err != nil {
		return nil, err
	}
	return textCloser{NewText(raw), raw}, nil
}

type textCloser struct {
	io.Reader
	io.Closer
}

// NewHead returns the head of a file from its name and its first bytes.
func NewHead(name string, raw []byte) Head {
	text, err := io.ReadAll(NewText(bytes.NewReader(raw)))
	if err != nil {
		return Head{Base: baseName(name)}
	}
	h := Head{Base: baseName(name), Text: cutAtCharacter(string(text), len(raw) == HeadSize)}
	if binary(h.Text) {
		h.Text, h.Magic = "", string(raw[:min(len(raw), magicSize)])
		return h
	}
	start := strings.TrimLeft(h.Text, " \t\n")
	h.JSON = strings.HasPrefix(start, "{") || strings.HasPrefix(start, "[")
	if h.JSON || strings.HasPrefix(start, "<") {
		return h
	}
	t, err := NewTable(name, strings.NewReader(h.Text), nil)
	if err == nil && len(t.Header()) > 1 {
		h.Header, h.folded = t.Header(), folded(t.Header()) // every importer looks it up
	}
	return h
}

// baseName is the last element of a path, also inside an archive, without ".gz".
func baseName(name string) string {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	if lower := strings.ToLower(base); strings.HasSuffix(lower, ".gz") {
		base = base[:len(base)-len(".gz")]
	}
	return base
}

// cutAtCharacter drops what a cut in the middle of a character leaves behind:
// the fallback decoder has turned it into other characters, so the last few
// bytes of a cut text go.
func cutAtCharacter(s string, cut bool) string {
	if !cut {
		return s
	}
	for i := 0; i < utf8.UTFMax && s != ""; i++ {
		_, size := utf8.DecodeLastRuneInString(s)
		if size == 1 && s[len(s)-1] < utf8.RuneSelf {
			break
		}
		s = s[:len(s)-size]
	}
	return s
}

// binary reports whether a text holds characters that text files do not have.
func binary(s string) bool {
	if strings.ContainsRune(s, 0) {
		return true
	}
	odd := 0
	for _, r := range s {
		if r < ' ' && r != '\t' && r != '\n' && r != '\f' || r == utf8.RuneError {
			odd++
		}
	}
	return odd*20 > len(s)
}

// Table opens the source as delimited text. The error is for a source that cannot
// be read or is not a table.
func (s Source) Table() (*Table, error) {
	return s.EditedTable(func(text io.Reader) io.Reader { return text })
}

// EditedTable opens the source as [Source.Table] does, after its text has passed
// through edit, for files whose text must be mended first.
func (s Source) EditedTable(edit func(io.Reader) io.Reader) (*Table, error) {
	text, err := s.Text()
	if err != nil {
		return nil, err
	}
	if s.Damage != nil {
		*s.Damage = nil
	}
	t, err := NewTable(s.Path, edit(text), s.Damage)
	if err != nil {
		return nil, errors.Join(err, text.Close())
	}
	t.Closer, t.sheet, t.Own = text, s.sheet != "", s.Head.Own
	return t, nil
}
