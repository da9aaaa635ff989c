package reports

import (
	"nof1/analysis"
	"nof1/reports/words"
)

// sayIntervention writes the notes on what was taken.
func (w *writer) sayIntervention() {
	iv := &w.res.Intervention
	for i := range iv.Assumptions {
		iv.Assumptions[i].Statement = w.note("assumption", iv.Assumptions[i])
	}
	for i := range iv.DoseNotes {
		iv.DoseNotes[i].Statement = w.note("dose", iv.DoseNotes[i])
	}
}

// note returns the sentence of a note in one of the catalogue's groups. An unknown note
// gets a general sentence; a test keeps that from shipping.
func (w *writer) note(group string, n analysis.Note) string {
	id := group + "." + n.ID
	if !words.Has(id) {
		id = group + ".other"
	}
	return w.Say(id, words.Values{
		"ID": n.ID, "Supplement": w.SupplementName(string(w.res.Intervention.Supplement)),
		"M": w.measures(n.Measured), "W": w.words(n.Words),
	})
}

// DesignGroup is the kind of a design in the catalogue.
func DesignGroup(design string, blinded bool) string {
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
