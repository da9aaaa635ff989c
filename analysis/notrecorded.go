package analysis

import (
	"slices"
	"strings"

	"nof1/importers/record"
)

// notRecorded returns the ids of what matters to nights and is in no file, the most
// important first. What is not recorded was not checked.
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
	for _, d := range byPlace(func(d doubt) int { return d.missed.place }) {
		if !slices.ContainsFunc(d.missed.recordedBy(), func(item string) bool { return have[item] }) {
			out = append(out, d.missed.id)
		}
	}
	return out
}
