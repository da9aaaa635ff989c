package apple

import (
	"cmp"
	"maps"
	"slices"

	"nof1/importers"
	"nof1/importers/record"
)

// dayKey is one local day of a counted quantity, of one source or, where it is 0,
// of all.
type dayKey struct {
	kind   kind
	day    record.Date
	source uint16
}

// dayTotal is what was counted, and where the first record of it stands.
type dayTotal struct {
	sum float64
	pos record.Pos
}

func byDay(x, y dayKey) int {
	return cmp.Or(cmp.Compare(x.kind, y.kind), cmp.Compare(x.day, y.day), cmp.Compare(x.source, y.source))
}

// handDays gives out what is counted by the day. A phone and a watch count the
// same steps: of the sources of a day the one that counted most is taken.
func (a *run) handDays(c *clock, sink importers.Sink) {
	days := a.localDays(c)
	most := map[dayKey]dayTotal{}
	for _, k := range slices.SortedFunc(maps.Keys(days), byDay) {
		all := dayKey{kind: k.kind, day: k.day}
		if t := days[k]; t.sum > most[all].sum {
			most[all] = t
		}
	}
	for _, k := range slices.SortedFunc(maps.Keys(most), byDay) {
		t, metric := most[k], metrics[k.kind]
		importers.EmitComputed(record.Record{Night: k.day + 1, Metric: metric, Value: t.sum, Raw: importers.FormatNumber(t.sum),
			RawUnit: catalogue[k.kind].Unit, Source: a.vendor, Pos: t.pos}, metric, sink)
	}
}

// localDays sums the quarter hours by the days of the wall clock.
func (a *run) localDays(c *clock) map[dayKey]dayTotal {
	days := map[dayKey]dayTotal{}
	pages := slices.SortedFunc(maps.Keys(a.pages), func(x, y pageKey) int {
		return cmp.Or(cmp.Compare(x.day, y.day), cmp.Compare(x.kind, y.kind), cmp.Compare(x.source, y.source))
	})
	for _, p := range pages {
		page := a.pages[p]
		from := uint32(p.day) * record.SecondsPerDay
		_, first := c.at(from).Zone()
		_, last := c.at(from + record.SecondsPerDay - 1).Zone()
		k := dayKey{kind: p.kind, source: p.source}
		sum := 0.
		for q, v := range page.sums {
			if v == 0 {
				continue
			}
			at := from + uint32(q*quarterHour)
			day := record.Date((int64(at) + int64(first)) / record.SecondsPerDay)
			if first != last {
				day = record.DateOf(c.at(at))
			}
			if day != k.day {
				a.addTo(days, k, sum, page)
				k.day, sum = day, 0
			}
			sum += float64(v)
		}
		a.addTo(days, k, sum, page)
	}
	return days
}

// addTo adds what a page counted on a local day.
func (a *run) addTo(days map[dayKey]dayTotal, k dayKey, sum float64, page *dayPage) {
	if sum == 0 {
		return
	}
	t := days[k]
	if t.pos.Line == 0 {
		t.pos = a.pos(page.file, page.line)
	}
	t.sum += sum
	days[k] = t
}
