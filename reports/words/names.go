package words

import (
	"math"
	"strings"

	"nof1/analysis"
	"nof1/analysis/randomisation"
)

// SupplementName is the name of a supplement in a sentence. Names the catalogue
// does not know are the user's own.
func (s *Speaker) SupplementName(id string) string {
	if id == "" {
		return s.Word("word.anything")
	}
	return s.WordOr("supplement."+id, strings.ReplaceAll(id, "_", " "))
}

// FormName is the name of a form of the supplement.
func (s *Speaker) FormName(id string) string {
	return s.WordOr("form."+id, strings.ReplaceAll(id, "_", " "))
}

// TakenNames returns the names of what cannot be separated: the supplement and what
// was started with it, always together.
func (s *Speaker) TakenNames(supplement string, coStarted []string) string {
	names := []string{s.SupplementName(supplement)}
	for _, c := range coStarted {
		names = append(names, s.SupplementName(c))
	}
	return s.List(names)
}

// CodeWord returns the verdict in a word or two, in words that fit the metric. use is
// the last part of the sentence's id.
func (s *Speaker) CodeWord(metric string, code analysis.Code, use string) string {
	word := string(code)
	switch code {
	case analysis.CodeHigher:
		word = s.Quantity(metric).code(1)
	case analysis.CodeLower:
		word = s.Quantity(metric).code(-1)
	}
	return s.Word("code." + word + "." + use)
}

// Severity is the word for how much a caveat weighs.
func (s *Speaker) Severity(of analysis.Severity) string {
	return s.WordOr("severity."+string(of), string(of))
}

// NotChecked returns the sentence on what no file recorded. names are in the language
// of s; without any, the sentence is that everything was recorded.
func (s *Speaker) NotChecked(names []string) string {
	if len(names) == 0 {
		return s.Word("page.all_recorded")
	}
	return s.Say("page.not_checked", s.List(names))
}

// OrdersValues counts the orders at least as big, including the real one if all were
// tried.
func (s *Speaker) OrdersValues(r randomisation.Test) Values {
	asBig := math.Round(r.P * float64(r.Tried))
	if !r.Exact {
		asBig = math.Round(r.P*float64(r.Tried+1)) - 1
	}
	return Values{"AsBig": int(asBig), "Tried": r.Tried, "Exact": r.Exact, "Smallest": s.Probability(r.SmallestP)}
}
