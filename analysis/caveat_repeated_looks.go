package analysis

// Look is one analysis of a growing record: the same question asked of other
// files is another look.
type Look struct {
	Question string `json:"question"`      // supplement and primary outcome
	Inputs   string `json:"inputs_sha256"` // of all files read
}

// lookNumber counts the looks of a question up to this one. The same files
// again are the same look.
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

// repeatedLooks fires where a record without a planned end was looked at before:
// whoever stops when the answer pleases will be pleased too often.
func repeatedLooks(r review) []Caveat {
	if r.look < 2 || r.planned || r.model.arrange.design == DesignNone {
		return nil
	}
	return []Caveat{{ID: "repeated_looks", Severity: Moderate, Outcomes: r.metrics(), Measured: []Measure{{"looks", float64(r.look), ""}}}}
}
