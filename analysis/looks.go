package analysis

import (
	"nof1/analysis/schedule"
	"nof1/importers/record"
)

// Look is one analysis of a growing record. The same question with other files is
// another look.
type Look struct {
	Question string `json:"question"`      // supplement and primary outcome
	Inputs   string `json:"inputs_sha256"` // of all files read
	// Last is the last night of the record, 0 in ledgers without it.
	Last record.Date `json:"last_night,omitzero"`
}

// lookNumber returns the number of looks of a question up to this one. The same
// files again are the same look.
func lookNumber(before []Look, now Look) int {
	seen := map[string]bool{}
	n := 0
	for _, l := range before {
		if l.Question != now.Question || seen[l.Inputs] {
			continue
		}
		seen[l.Inputs] = true
		n++
		if l.Inputs == now.Inputs {
			return n
		}
	}
	return n + 1
}

// earlyLooks returns the number of looks of a question, this one included, that come
// before the stopping date of a plan and after its start. The same files again are
// the same look.
func earlyLooks(p *schedule.Plan, before []Look, now Look) int {
	if p == nil {
		return 0
	}
	seen := map[string]bool{}
	for _, l := range append(before[:len(before):len(before)], now) {
		if l.Question == now.Question && l.Last > p.Schedule.Start.Date && early(p, l.Last) {
			seen[l.Inputs] = true
		}
	}
	return len(seen)
}
