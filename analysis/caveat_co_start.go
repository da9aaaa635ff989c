package analysis

import "nof1/importers/record"

const coStartDays = 14 // another supplement first taken this close to the start cannot be told apart

// coStart names every other supplement first taken within 14 days of the start
// of a before/after: the change, if any, belongs to all of them together.
func coStart(r review) []Caveat {
	night, ok := r.model.arrange.start()
	if !ok || r.model.arrange.design == DesignRandomised {
		return nil
	}
	start := night - nightAfterDay // the day of the first dose
	var out []Caveat
	for _, name := range sortedKeys(r.others) {
		first, ok := firstTaken(r.others[name])
		if !ok || abs(int(first-start)) > coStartDays {
			continue
		}
		out = append(out, Caveat{ID: "co_start", Severity: High, Outcomes: r.metrics(),
			Measured: []Measure{{"days_apart", float64(first - start), "days"}},
			Words:    map[string]string{"supplement": name, "date": first.String()},
			Nights:   []record.Date{first + nightAfterDay}})
	}
	return out
}

func firstTaken(in []intake) (first record.Date, ok bool) {
	for _, x := range in {
		if x.taken == record.TakenYes && (!ok || x.when.Day < first) {
			first, ok = x.when.Day, true
		}
	}
	return first, ok
}
