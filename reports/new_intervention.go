package reports

import (
	"strings"

	"nof1/analysis"
)

// intervention copies what was taken and says its notes.
func (w *writer) intervention() Intervention {
	iv := w.res.Intervention
	out := Intervention{
		Supplement: some(iv.Supplement), Forms: filled(iv.Forms),
		ElementalMgMedian: known(iv.ElementalMg), AmountMedian: known(iv.Amount), AmountUnit: iv.AmountUnit, Basis: iv.Basis,
		CoStarted: filled(iv.CoStarted), CoSupplements: filled(iv.CoSupplements),
		Design: iv.Design, DesignLevel: iv.DesignLevel, Randomised: iv.Randomised, Blinded: iv.Blinded,
		Assumptions: []string{},
		DaysTaken:   iv.DaysTaken, DaysNotTaken: iv.DaysNotTaken, DaysUnknown: iv.DaysUnknown,
		Adherence: known(iv.Adherence), Onset: iv.Onset, Washout: iv.Washout,
		Phases: []Phase{}, DoseNotes: []Note{},
	}
	if iv.AmountLow != nil && iv.AmountHigh != nil {
		out.AmountRange = &[2]float64{*iv.AmountLow, *iv.AmountHigh}
	}
	if iv.DaysTaken > 0 {
		out.FirstDose, out.LastDose = &iv.FirstDose, &iv.LastDose
	}
	if iv.Deviations != nil {
		d := Deviations(*iv.Deviations)
		out.Deviations = &d
	}
	if iv.Blinding != nil {
		b := Blinding(*iv.Blinding)
		out.Blinding = &b
	}
	for _, n := range iv.Assumptions {
		out.Assumptions = append(out.Assumptions, w.note("assumption", n))
	}
	for _, n := range iv.DoseNotes {
		out.DoseNotes = append(out.DoseNotes, Note{ID: n.ID, Statement: w.note("dose", n)})
	}
	for _, p := range iv.Phases {
		out.Phases = append(out.Phases, partedPhase(p))
	}
	return out
}

// note says a note of one of the catalogue's groups, an unknown one in general
// words: a test keeps that from shipping.
func (w *writer) note(group string, n analysis.Note) string {
	id := group + "." + n.ID
	if !has(id) {
		id = group + ".other"
	}
	return w.say(id, values{
		"ID": n.ID, "Supplement": w.supplement(w.res.Intervention.Supplement),
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

// partedPhase is a phase of the document with its parts.
func partedPhase(p analysis.Phase) Phase {
	out := Phase{Label: p.Label, Kind: p.Kind, First: p.First, Last: p.Last, Days: p.Days, ExcludedDays: p.ExcludedDays, NightsUsed: p.NightsUsed}
	for _, part := range p.Parts {
		out.Parts = append(out.Parts, PhasePart{First: part.First, Last: part.Last, Days: part.Days, NightsUsed: part.NightsUsed,
			Form: some(part.Form), ElementalMg: part.ElementalMg, Product: some(part.Product)})
	}
	return out
}
