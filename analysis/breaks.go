package analysis

import (
	"maps"
	"slices"
	"sort"
	"strings"

	"nof1/analysis/protocol"
	"nof1/importers/record"
)

// settledNights is the number of nights in a row that a new device must be seen for
// a change of device, so that one night with a borrowed ring does not count.
const settledNights = 3

// Breaks returns the breaks of a study by date: those in its files and settings,
// known changes of the vendor, and changes of the device.
func Breaks(s Study) []record.Break { return gatherBreaks(s, s.Records) }

// gatherBreaks returns the breaks of a study, with records in place of its own.
func gatherBreaks(s Study, records []record.Record) []record.Break {
	out := append(slices.Clone(s.Breaks), s.Settings.Breaks...)
	span := map[string][2]record.Date{}
	for _, r := range records {
		d, ok := span[r.Source]
		if !ok {
			d = [2]record.Date{r.Night, r.Night}
		}
		span[r.Source] = [2]record.Date{min(d[0], r.Night), max(d[1], r.Night)}
	}
	for _, k := range protocol.KnownBreaks() {
		night, err := record.ParseDate(k.Date)
		d, seen := span[k.Source]
		if k.Certain() && err == nil && seen && night > d[0] && night <= d[1] {
			out = append(out, record.Break{Night: night, Source: k.Source, Reason: "catalogue", Detail: k.Reason, Metrics: k.Metrics})
		}
	}
	out = append(out, deviceChanges(records)...)
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i], out[j]
		switch {
		case a.Night != b.Night:
			return a.Night < b.Night
		case a.Source != b.Source:
			return a.Source < b.Source
		}
		return a.Reason < b.Reason
	})
	return slices.CompactFunc(out, func(a, b record.Break) bool {
		return a.Night == b.Night && a.Source == b.Source && a.Reason == b.Reason && slices.Equal(a.Metrics, b.Metrics)
	})
}

// deviceChanges returns the nights from which a source's device column names another
// device for good.
func deviceChanges(records []record.Record) []record.Break {
	devices := map[string]map[record.Date]string{}
	for _, r := range records {
		if r.Device == "" {
			continue
		}
		if devices[r.Source] == nil {
			devices[r.Source] = map[record.Date]string{}
		}
		if d, ok := devices[r.Source][r.Night]; !ok || r.Device > d {
			devices[r.Source][r.Night] = r.Device
		}
	}
	var out []record.Break
	for _, source := range slices.Sorted(maps.Keys(devices)) {
		nights := slices.Sorted(maps.Keys(devices[source]))
		current := ""
		for i, n := range nights {
			d := devices[source][n]
			if d == current || !settled(devices[source], nights[i:], d) {
				continue
			}
			if current != "" {
				out = append(out, record.Break{Night: n, Source: source, Reason: "device", Detail: current + " -> " + d})
			}
			current = d
		}
	}
	return out
}

func settled(device map[record.Date]string, nights []record.Date, d string) bool {
	for _, n := range nights[:min(settledNights, len(nights))] {
		if device[n] != d {
			return false
		}
	}
	return true
}

// touches reports whether a break affects a metric of a source.
func touches(b record.Break, metric, source string) bool {
	vendor, _, _ := strings.Cut(source, "/")
	if b.Source != "" && b.Source != vendor && b.Source != source {
		return false
	}
	return len(b.Metrics) == 0 || slices.Contains(b.Metrics, metric)
}
