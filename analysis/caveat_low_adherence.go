package analysis

import "nof1/importers/record"

// lowAdherence fires where more than 30 % of an on-phase was not taken or is
// unknown.
func lowAdherence(r review) []Caveat {
	var out []Caveat
	if r.model.arrange.plan != nil {
		return plannedAdherence(r)
	}
	if !r.model.arrange.phased() {
		return nil
	}
	for _, p := range r.model.arrange.phases {
		if p.Kind != "on" {
			continue
		}
		taken, not := 0, 0
		for d := p.First; d <= p.Last; d++ {
			switch r.calendar.state(d) {
			case record.TakenYes:
				taken++
			case record.NotTaken:
				not++
			}
		}
		if float64(taken) >= adherenceLimit*float64(p.Days) {
			continue
		}
		out = append(out, Caveat{ID: "low_adherence", Severity: Moderate, Outcomes: r.metrics(),
			Words: map[string]string{"phase": p.Label},
			Measured: []Measure{
				{"taken", float64(taken), "days"}, {"not_taken", float64(not), "days"},
				{"unknown", float64(p.Days - taken - not), "days"},
				{"adherence", 100 * float64(taken) / float64(p.Days), "%"}}})
	}
	return out
}
