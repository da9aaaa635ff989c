package importers

import (
	"errors"
	"strings"

	"nof1/importers/record"
)

// refusal recognises a file that must not be used, so that its owner learns what
// to export instead.
type Refusal struct {
	Format
	Titled bool // the header may be below a title
	Alone  bool // no other header cells
	Advice string
}

// Refuses marks a format that is never read.
func (Refusal) Refuses() {}

// Identify implements [Importer].
func (r Refusal) Identify(h Head) bool {
	if r.Titled && h.Header == nil && !h.JSON {
		_, below, _ := strings.Cut(h.Text, "\n")
		line, _, _ := strings.Cut(below, "\n")
		h.Header = strings.FieldsFunc(line, func(c rune) bool { return strings.ContainsRune(";,\t\"", c) })
	}
	return r.Format.Identify(h) && (!r.Alone || len(h.Header) == len(r.Format.Columns))
}

// Read always refuses, with advice.
func (r Refusal) Read(Source, Sink) (record.Counts, error) {
	return record.Counts{}, errors.New(r.Advice)
}
