package apple

import (
	"cmp"
	"maps"
	"slices"

	"nof1/importers"
	"nof1/importers/record"
)

// dayKey is one local day of one kind and source, or of all sources if that is 0.
type dayKey struct {
	kind   kind
	day    record.Date
	source uint16
}

// dayTotal is what was counted on a day, and the place of its first record.
type dayTotal struct {
	sum float64
	pos record.Pos
}

func byDay(x, y dayKey) int {
	return cmp.Or(cmp.Compare(x.kind, y.kind), cmp.Compare(x.day, y.day), cmp.Compare(x.source, y.source))
}

// emitDays emits what is counted by the day. A phone and a watch count the same
// steps: each day has the count of the source that counted most.
func (a *run) emitDays(c *clock, sink importers.Sink) {
	days := a.localDays(c)
	most := map[dayKey]dayTotal{}
	for _, k := range slices.SortedFunc(maps.Keys(days), byDay) {
		all := dayKey{kind: k.kind, day: k.day}
		if t := days[k]; t.sum > most[all].sum {
			most[all] = t
		}
	}
	for _, k := range slices.SortedFunc(maps.Keys(most), byDay) {
		t, m := most[k], catalogue[k.kind]
		importers.EmitComputed(record.Record{Night: k.day + 1, Metric: m.ID, Value: t.sum, Raw: importers.FormatNumber(t.sum),
			RawUnit: m.Unit, Source: sourceName, Pos: t.pos}, m.ID, sink)
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
		_, first := c.wall(from).Zone()
		_, last := c.wall(from + record.SecondsPerDay - 1).Zone()
		k := dayKey{kind: p.kind, source: p.source}
		sum := 0.
		add := func() {
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
		for q, v := range page.sums {
			if v == 0 {
				continue
			}
			instant := from + uint32(q*quarterHour)
			day := record.Date((int64(instant) + int64(first)) / record.SecondsPerDay)
			if first != last {
				day = record.DateOf(c.wall(instant))
			}
			if day != k.day {
				add()
				k.day, sum = day, 0
			}
			sum += float64(v)
		}
		add()
	}
	return days
}
