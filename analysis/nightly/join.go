package nightly

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"nof1/importers/record"
)

// joined holds the values of every source on the calendar, one winner per night.
type joined struct {
	first  record.Date
	n      int // calendar nights
	values map[Column][]float64
	onsets map[string][]record.Moment // by source, one per night, untimed if unknown
}

// claims holds all records and sessions of one source.
type claims struct {
	records  []*record.Record
	sessions []*record.Session
}

// join chooses the values of every source and night and returns them on a calendar
// of n nights from first on. Its running time grows with the number of records plus
// the number of nights, not with their product.
func join(records []record.Record, sessions []record.Session, first record.Date, n int) *joined {
	j := &joined{first: first, n: n, values: map[Column][]float64{}, onsets: map[string][]record.Moment{}}
	for source, c := range gather(records, sessions, first, n) { // each source fills its own columns
		j.add(source, c)
	}
	return j
}

// gather groups records and sessions by source. It leaves out values that are not
// finite, sessions without a clock time and sessions outside the calendar.
func gather(records []record.Record, sessions []record.Session, first record.Date, n int) map[string]*claims {
	names := sourceNames(records, sessions)
	bySource := map[string]*claims{}
	var last [2]string
	var current *claims
	claimsOf := func(source, device string) *claims {
		if key := [2]string{source, device}; current == nil || key != last { // rows come in runs of one source
			name := names[key]
			if bySource[name] == nil {
				bySource[name] = &claims{}
			}
			last, current = key, bySource[name]
		}
		return current
	}
	for i := range records {
		if r := &records[i]; !math.IsNaN(r.Value) && !math.IsInf(r.Value, 0) {
			c := claimsOf(r.Source, r.Device)
			c.records = append(c.records, r)
		}
	}
	for i := range sessions {
		if s := &sessions[i]; s.Onset.Timed && s.Night >= first && int(s.Night-first) < n {
			c := claimsOf(s.Source, s.Device)
			c.sessions = append(c.sessions, s)
		}
	}
	return bySource
}

// add chooses the values and the sleep onset of every night of one source.
func (j *joined) add(source string, c *claims) {
	records := byNight(c.records, func(r *record.Record) record.Date { return r.Night })
	sessions := byNight(c.sessions, func(s *record.Session) record.Date { return s.Night })
	columns := map[string][]float64{}
	if len(c.sessions) > 0 {
		j.onsets[source] = make([]record.Moment, j.n)
	}
	for i := range j.n {
		night := j.first + record.Date(i)
		sameSleep := compete(records.of(night), func(r *record.Record) {
			xs := columns[r.Metric]
			if xs == nil {
				xs = missing(j.n)
				columns[r.Metric] = xs
			}
			if math.IsNaN(xs[i]) {
				xs[i] = r.Value
			}
		})
		if s := chooseSession(sessions.of(night), sameSleep); s != nil {
			j.onsets[source][i] = s.Onset
		}
	}
	for metric, xs := range columns {
		j.values[Column{metric, source}] = xs
	}
}

// sourceNames maps each pair of vendor and device to its source: vendor/device, or
// the vendor alone without a device. If a vendor has exactly one device, its rows
// without a device belong to that device.
func sourceNames(records []record.Record, sessions []record.Session) map[[2]string]string {
	names := map[[2]string]string{}
	for i := range records {
		if r := &records[i]; i == 0 || r.Source != records[i-1].Source || r.Device != records[i-1].Device {
			names[[2]string{r.Source, r.Device}] = ""
		}
	}
	for i := range sessions {
		names[[2]string{sessions[i].Source, sessions[i].Device}] = ""
	}
	devices := map[string][]string{}
	for key := range names {
		if key[1] != "" {
			devices[key[0]] = append(devices[key[0]], key[1])
		}
	}
	for key := range names {
		source, device := key[0], key[1]
		if device == "" && len(devices[source]) == 1 {
			device = devices[source][0]
		}
		names[key] = source
		if device != "" {
			names[key] = source + "/" + device
		}
	}
	return names
}

// inOrder returns the sleep onsets of every source that has any. The source with
// the most onsets comes first; ties are sorted by name.
func (j *joined) inOrder() [][]record.Moment {
	nights := map[string]int{}
	var names []string
	for name, onsets := range j.onsets {
		names = append(names, name)
		for _, m := range onsets {
			if m.Timed {
				nights[name]++
			}
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(nights[b], nights[a]), strings.Compare(a, b))
	})
	var out [][]record.Moment
	for _, name := range names {
		out = append(out, j.onsets[name])
	}
	return out
}
