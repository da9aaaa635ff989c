package reports

import (
	"strings"

	"nof1/analysis"
)

// sayIntervention says the notes on what was taken.
func (w *writer) sayIntervention() {
	iv := &w.res.Intervention
	for i := range iv.Assumptions {
		iv.Assumptions[i].Statement = w.note("assumption", iv.Assumptions[i])
	}
	for i := range iv.DoseNotes {
		iv.DoseNotes[i].Statement = w.note("dose", iv.DoseNotes[i])
	}
}

// note says a note of one of the catalogue's groups, an unknown one in general
// words: a test keeps that from shipping.
func (w *writer) note(group string, n analysis.Note) string {
	id := group + "." + n.ID
	if !has(id) {
		id = group + ".other"
	}
	return w.say(id, values{
		"ID": n.ID, "Supplement": w.supplement(string(w.res.Intervention.Supplement)),
		"M": w.measures(n.Measured), "W": w.words(n.Words),
	})
}

// supplement is the name of a supplement in a sentence. Names the catalogue
// does not know are the user's own.
func (s *speaker) supplement(id string) string {
	if id == "" {
		return s.word("word.anything")
	}
	return s.wordOr("supplement."+id, strings.ReplaceAll(id, "_", " "))
}

// form is the name of a form of the supplement.
func (s *speaker) form(id string) string {
	return s.wordOr("form."+id, strings.ReplaceAll(id, "_", " "))
}

// taken names everything that cannot be told apart: the supplement and what
// was started with it, always together.
func (s *speaker) taken(supplement string, coStarted []string) string {
	names := []string{s.supplement(supplement)}
	for _, c := range coStarted {
		names = append(names, s.supplement(c))
	}
	return s.list(names)
}

// designGroup is the kind of a design in the catalogue.
func designGroup(design string, blinded bool) string {
	switch {
	case design == "randomised_blocks" && blinded:
		return "blinded"
	case design == "randomised_blocks":
		return "randomised"
	case design == "as_needed", design == "none":
		return design
	case design == "" || design == "AB":
		return "before_after"
	}
	return "repeated"
}
