package importers

import "errors"

// refusal recognises a file that must not be used, so that its owner learns what
// to export instead.
type refusal struct {
	name   string
	wants  []string // header texts or JSON keys
	advice string
}

func (r refusal) Name() string { return r.name }

func (r refusal) Wants() []string { return r.wants }

func (r refusal) Identify(h Head) bool {
	for _, w := range r.wants {
		if !h.mentions(w) {
			return false
		}
	}
	return true
}

// Read always refuses, with advice.
func (r refusal) Read(Source, Sink) (Counts, error) { return Counts{}, errors.New(r.advice) }
