package protocol

import (
	"bytes"
	_ "embed"
	"fmt"
	"sync"

	"gopkg.in/yaml.v3"
)

//go:embed formnotes.yaml
var formNotesYAML []byte

// FormsCompared is the statement that accompanies every comparison of forms.
const FormsCompared = "Forms differ in how much is absorbed. No form has been shown to work best for worry or sleep."

// FormNote describes a form beyond its chemistry. It is context, not a reason to choose
// the form.
type FormNote struct {
	ID         string   `yaml:"id"`         // id of a [Form]
	Label      string   `yaml:"label"`      // how labels state the amount
	Pitfalls   []string `yaml:"pitfalls"`   // common mistakes in logs
	Absorption Text     `yaml:"absorption"` // compared with other forms, never as a share of the dose
	Doubt      string   `yaml:"doubt"`      // why the comparison may not hold
	Gut        int      `yaml:"gut"`        // effect on the gut, from 1 (gentlest) to 5 (laxative); 0 if it depends on the product
}

// NoteOf returns the note of the form with the given id or alias and reports whether
// there is one.
func NoteOf(form string) (FormNote, bool) {
	f, ok := FormByName(form)
	if !ok {
		return FormNote{}, false
	}
	n, ok := formNotes()[f.ID]
	return n, ok
}

// formNotes parses the embedded file once. It panics on a mistake in the file, which
// the tests would find.
var formNotes = sync.OnceValue(func() map[string]FormNote {
	notes, err := parseFormNotes(formNotesYAML)
	if err != nil {
		panic(err)
	}
	return notes
})

// parseFormNotes returns the notes of formnotes.yaml by form id.
func parseFormNotes(text []byte) (map[string]FormNote, error) {
	var rows []FormNote
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&rows); err != nil {
		return nil, fmt.Errorf("formnotes.yaml: %w", err)
	}
	out := map[string]FormNote{}
	for _, n := range rows {
		if _, twice := out[n.ID]; twice {
			return nil, fmt.Errorf("formnotes.yaml: two notes for %s", n.ID)
		}
		out[n.ID] = n
	}
	return out, nil
}
