package reports

import (
	"nof1/analysis/protocol"
	"nof1/reports/words"
)

// Mechanism is one way a supplement is said to act: what is known of it in fixed
// words, what it would move if it were true, and what no wearable can show of it.
// It is the same for everyone and not computed from the nights.
type Mechanism struct {
	ID       string      `json:"id"`       // of the idea in the catalogue
	Name     string      `json:"name"`     // in the language of the report
	Says     string      `json:"says"`     // how the supplement is said to act
	Predicts []Predicted `json:"predicts"` // what would move if it did
	Cannot   string      `json:"cannot"`   // what these nights cannot show of it
}

// Predicted is an outcome an idea would move, with the grade of the evidence that
// the supplement moves it at all.
type Predicted struct {
	Metric    string `json:"metric"`    // id of the metric
	Direction string `json:"direction"` // "up" or "down"
	Grade     string `json:"grade"`     // "B", "C" or "D"; see [protocol.Expectation]
}

// Mechanisms returns the ways in which a supplement is said to act, in English. It is
// empty, not nil, for one without any. The error names a sentence that is missing.
func Mechanisms(supplement string) ([]Mechanism, error) {
	s := &words.Speaker{}
	out := mechanisms(s, supplement)
	return out, s.Err
}

func mechanisms(s *words.Speaker, supplement string) []Mechanism {
	out := []Mechanism{}
	row, _ := protocol.Lookup(supplement)
	for _, r := range row.Routes {
		m := Mechanism{ID: r.ID, Name: s.Word("mechanism." + r.ID + ".name"), Says: s.Word("mechanism." + r.ID + ".says"),
			Cannot: s.Word("mechanism." + r.ID + ".cannot")}
		for _, metric := range r.Predicts {
			if e, ok := row.Expectation(metric); ok {
				m.Predicts = append(m.Predicts, Predicted{metric, e.Direction, e.Grade})
			}
		}
		out = append(out, m)
	}
	return out
}
