package analysis

import (
	"strconv"

	"nof1/importers/record"
)

// medicineChange blocks every verdict where a medicine was started, stopped or
// changed within 14 days of a switch.
func medicineChange(r review) []Caveat {
	var out []Caveat
	for _, e := range r.entries {
		switch e.Item {
		case "medication_start", "medication_stop", "medication_change":
		default:
			continue
		}
		if e.YesNo && e.Value == 0 {
			continue
		}
		d, ok := r.toSwitch(e.When.Day + nightAfterDay)
		if !ok || abs(d) > medicineBlocks {
			continue
		}
		out = append(out, Caveat{ID: "medicine_change", Severity: Stop, Blocks: true, Outcomes: r.metrics(),
			Measured: []Measure{{"distance", float64(d), "days"}},
			Words:    map[string]string{"date": e.When.Day.String(), "what": e.Item, "days": strconv.Itoa(abs(d))},
			Nights:   []record.Date{e.When.Day + nightAfterDay}})
	}
	return out
}
