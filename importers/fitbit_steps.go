package importers

import (
	"maps"
	"slices"
	"strings"
	"time"

	"nof1/importers/record"
)

// googleStepMinutes reads steps_*.csv: steps of a minute or so, from every device
// that counted, several at a time. A day has the steps of the device that counted
// most, and they belong to the night after it. A month's file ends within a local
// day, so the days are made once all are read.
var googleStepMinutes Importer = googleSteps{}

type googleSteps struct {
	run *stepDays // nil before start
}

// stepDays are the steps of each day and device.
type stepDays struct {
	days map[record.Date]map[string]float64
	last map[record.Date]record.Pos // of the last row of the day
}

func (googleSteps) Name() string { return "google.steps" }

func (googleSteps) Wants() []string { return []string{"timestamp", "steps"} }

func (g googleSteps) Identify(h Head) bool {
	return h.Has("timestamp", "steps") && (h.Has("data source") || strings.HasPrefix(strings.ToLower(h.Base), "steps"))
}

func (googleSteps) start() gatherer {
	return googleSteps{newStepDays()}
}

func (g googleSteps) Read(src Source, sink Sink) (record.Counts, error) {
	if g.run == nil {
		return readAlone(g.start(), src, sink)
	}
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := minuteRows{t: t, at: t.Index("timestamp"), from: t.Index("data source"), value: t.Index("steps"), zone: src.Zone}
	return r.read(sink, func(at time.Time, steps float64, device string) bool {
		if steps < 0 {
			return false
		}
		g.run.add(record.DateOf(at), device, steps, t.Pos(r.value))
		return true
	})
}

func (g googleSteps) finish(sink Sink) { g.run.emit(sink) }

func newStepDays() *stepDays {
	return &stepDays{map[record.Date]map[string]float64{}, map[record.Date]record.Pos{}}
}

func (s *stepDays) add(day record.Date, device string, steps float64, pos record.Pos) {
	if s.days[day] == nil {
		s.days[day] = map[string]float64{}
	}
	if _, seen := s.days[day][device]; !seen {
		device = strings.Clone(device)
	}
	s.days[day][device] += steps
	s.last[day] = pos
}

// emit hands out the days in order; s may be nil.
func (s *stepDays) emit(sink Sink) {
	if s == nil {
		return
	}
	for _, d := range slices.Sorted(maps.Keys(s.days)) {
		most := 0.0
		for _, steps := range s.days[d] {
			most = max(most, steps)
		}
		if most > 0 {
			emitComputed(record.Record{Night: d + 1, Metric: "steps", Value: most, Raw: number(most), RawUnit: "n", Source: fitbitSource, Pos: s.last[d]}, "steps", sink)
		}
	}
}

// fitbitStepList reads steps-*.json: a list of minutes with steps, in UTC written
// MM/DD/YY. It is the twin of [googleStepMinutes] without devices, and may count
// two at once; a day in both has the steps of either. Other lists of minutes look
// the same, so the name of the file decides.
var fitbitStepList Importer = stepList{}

type stepList struct {
	run *stepDays // nil before start
}

func (stepList) Name() string { return "fitbit.steps" }

func (stepList) Wants() []string { return []string{"dateTime", "value"} }

func (stepList) Identify(h Head) bool {
	return h.JSON && strings.HasPrefix(strings.ToLower(h.Base), "steps-") && h.mentions("dateTime") && h.mentions("value")
}

func (stepList) start() gatherer { return stepList{newStepDays()} }

func (l stepList) finish(sink Sink) { l.run.emit(sink) }

func (l stepList) Read(src Source, sink Sink) (record.Counts, error) {
	if l.run == nil {
		return readAlone(l.start(), src, sink)
	}
	items, err := newJSONItems(src, "")
	if err != nil {
		return record.Counts{}, err
	}
	clock := wallClock{zone: src.Zone}
	var c record.Counts
	for items.next() {
		o, err := items.object()
		if err != nil {
			sink.Problem(record.Problem{Pos: items.pos(), Message: err.Error()})
			c.Count(false)
			continue
		}
		if src.Zone == nil {
			return c, errNoZone
		}
		utc, err := parseWall(o.text("dateTime"), "01/02/06 15:04:05")
		if err != nil {
			sink.Problem(record.Problem{Pos: items.posOf("dateTime"), Field: "dateTime", Message: err.Error()})
			c.Count(false)
			continue
		}
		steps, err := Number(o.text("value"))
		if err != nil || steps < 0 {
			sink.Problem(BadCell(items.posOf("value"), "value", o.text("value"), "a count"))
			c.Count(false)
			continue
		}
		at, _ := clock.at(utc)
		l.run.add(record.DateOf(at), "", steps, items.pos())
		c.Count(true)
	}
	return items.end(c, sink)
}
