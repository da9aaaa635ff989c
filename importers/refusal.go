package importers

import (
	"errors"
	"strings"

	"nof1/importers/record"
)

// refusal recognises a file that must not be used, so that its owner learns what
// to export instead.
type refusal struct {
	name   string
	wants  []string // header texts or JSON keys
	titled bool     // the header may stand below a title
	alone  bool     // no other header cells
	advice string
}

func (r refusal) Name() string { return r.name }

func (r refusal) Wants() []string { return r.wants }

func (r refusal) Identify(h Head) bool {
	if r.titled && h.Header == nil && !h.JSON {
		_, below, _ := strings.Cut(h.Text, "\n")
		line, _, _ := strings.Cut(below, "\n")
		h.Header = strings.FieldsFunc(line, func(c rune) bool { return strings.ContainsRune(";,\t\"", c) })
	}
	for _, w := range r.wants {
		if !h.mentions(w) {
			return false
		}
	}
	return !r.alone || len(h.Header) == len(r.wants)
}

// Read always refuses, with advice.
func (r refusal) Read(Source, Sink) (record.Counts, error) {
	return record.Counts{}, errors.New(r.advice)
}
