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

// FormsCompared is what can be said of all forms together. It goes wherever
// forms are compared.
const FormsCompared = "Forms differ in how much is absorbed. No form has been shown to work best for worry or sleep."

// FormNote is what is known of a form beside its chemistry. It is context,
// never a reason to choose the form.
type FormNote struct {
	ID         string   `yaml:"id"`         // of [Form]
	Label      string   `yaml:"label"`      // how labels state the amount
	Pitfalls   []string `yaml:"pitfalls"`   // what goes wrong when it is logged
	Absorption Text     `yaml:"absorption"` // against other forms, never a share of the dose
	Doubt      string   `yaml:"doubt"`      // why the comparison may not hold
	Gut        int      `yaml:"gut"`        // 1 gentlest to 5 a laxative; 0 depends on the product
}

// NoteOf returns the note of a form by id or alias.
func NoteOf(form string) (FormNote, bool) {
	f, ok := FormByName(form)
	if !ok {
		return FormNote{}, false
	}
	n, ok := formNotes()[f.ID]
	return n, ok
}

// formNotes parses the embedded file once. A file that does not parse is a
// mistake made at build time, which the tests find.
var formNotes = sync.OnceValue(func() map[string]FormNote {
	notes, err := parseFormNotes(formNotesYAML)
	if err != nil {
		panic(err)
	}
	return notes
})

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
			return nil, fmt.Errorf("formnotes.yaml: %s stands twice", n.ID)
		}
		out[n.ID] = n
	}
	return out, nil
}
