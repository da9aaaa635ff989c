package main

import (
	"slices"
	"strings"

	"nof1/analysis/protocol"
	"nof1/importers"
	"nof1/importers/record"
)

// possibleBreak is a known change at a vendor that may have affected this person on a
// day that the files do not show.
type possibleBreak struct {
	Date    string   `json:"date"` // YYYY-MM-DD, YYYY-MM or YYYY
	Source  string   `json:"source"`
	Reason  string   `json:"reason"`
	Reach   string   `json:"reach"`
	Metrics []string `json:"metrics"` // null: every metric of the source
}

// reachWords are the conditions of a possible break in words.
var reachWords = map[protocol.Reach]string{
	protocol.ReachAll: "exact day unknown", protocol.ReachDevice: "if you changed the device", protocol.ReachChoice: "if you switched it on",
}

// possibleBreaks returns the known changes without a certain day that may lie between
// two nights of their source. A change of the device is left out if the files show one
// themselves or name the device.
func possibleBreaks(res importers.Result) []possibleBreak {
	type history struct {
		first, last record.Date
		metrics     map[string]bool
		named       bool
	}
	sources := map[string]*history{}
	for _, r := range res.Records {
		k := sources[r.Source]
		if k == nil {
			k = &history{first: r.Night, last: r.Night, metrics: map[string]bool{}}
			sources[r.Source] = k
		}
		k.first, k.last = min(k.first, r.Night), max(k.last, r.Night)
		k.metrics[r.Metric] = true
		k.named = k.named || r.Device != ""
	}
	for _, b := range res.Breaks {
		if k := sources[b.Source]; k != nil && (b.Reason == "device" || b.Reason == "strap") {
			k.named = true
		}
	}
	out := []possibleBreak{}
	for _, b := range protocol.KnownBreaks() {
		k := sources[b.Source]
		from, to, err := b.Span()
		if k == nil || err != nil || b.Certain() || b.Reach == protocol.ReachDevice && k.named ||
			record.DateOf(from) > k.last || record.DateOf(to) <= k.first {
			continue
		}
		if b.Metrics == nil || slices.ContainsFunc(b.Metrics, func(m string) bool { return k.metrics[m] }) {
			out = append(out, possibleBreak{b.Date, b.Source, b.Reason, string(b.Reach), b.Metrics})
		}
	}
	return out
}

// printPossibleBreaks writes a line for each possible break and what to do about it.
func printPossibleBreaks(p *printer, res importers.Result) {
	for _, b := range possibleBreaks(res) {
		p.result("possible break %s: %s (%s), %s: name the night under breaks: in the configuration, %s",
			b.Date, b.Source, b.Reason, reachWords[protocol.Reach(b.Reach)], metricsWords(b.Metrics))
	}
}

// metricsWords spells out the metrics a break touches.
func metricsWords(metrics []string) string {
	if metrics == nil {
		return "every metric"
	}
	return strings.Join(metrics, ", ")
}
