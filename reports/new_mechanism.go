package reports

import (
	"nof1/analysis/protocol"
	"nof1/reports/words"
)

// Mechanism is one way a supplement is said to act: what is known of it in fixed
// words, what it would move if it were true, and what no wearable can show of it.
// It is the same for everyone: nothing of it is computed from the nights.
type Mechanism struct {
	ID       string      `json:"id"`
	Name     string      `json:"name"`
	Says     string      `json:"says"`
	Predicts []Predicted `json:"predicts"`
	Cannot   string      `json:"cannot"`
}

// Predicted is an outcome an idea would move, with the grade of the evidence that
// the supplement moves it at all.
type Predicted struct {
	Metric    string `json:"metric"`
	Direction string `json:"direction"` // "up" or "down"
	Grade     string `json:"grade"`     // "B", "C" or "D"; see [protocol.Expectation]
}

// Mechanisms lists the ways a supplement is said to act, none where the catalogue
// has none. The error names a sentence that is missing.
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
