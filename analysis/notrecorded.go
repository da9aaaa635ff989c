package analysis

import (
	"strings"

	"nof1/importers/record"
)

// watched lists what matters most to nights and is in most people's power to
// log, most important first, with the metrics and diary items that record it.
var watched = []struct {
	id    string
	items []string
}{
	{"alcohol", []string{"alcohol"}},
	{"caffeine", []string{"caffeine"}},
	{"illness", []string{"illness"}},
	{"medication", []string{"medication_start", "medication_stop", "medication_change"}},
	{"training_load", []string{"training_load", "strain", "steps", "active_energy"}},
	{"stress_event", []string{"stress_event", "stress"}},
	{"travel", []string{"travel"}},
	{"late_meal", []string{"late_meal"}},
	{"cycle_start", []string{"cycle_start"}},
}

// notRecorded lists the ids of what was in no file: what is not recorded was
// not checked.
func notRecorded(records []record.Record, entries []record.Entry, others map[string][]intake) []string {
	have := map[string]bool{}
	for _, r := range records {
		have[r.Metric] = true
	}
	for _, e := range entries {
		have[strings.ToLower(e.Item)] = true
	}
	for id := range others {
		have[id] = true
	}
	var out []string
	for _, w := range watched {
		recorded := false
		for _, i := range w.items {
			recorded = recorded || have[i]
		}
		if !recorded {
			out = append(out, w.id)
		}
	}
	return out
}
