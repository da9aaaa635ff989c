package fitbit

import (
	"maps"
	"slices"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// GoogleStepMinutes reads steps_*.csv: steps of a minute or so, from every device
// that counted, several at a time. A day has the steps of the device that counted
// most, and they belong to the night after it. A month's file ends within a local
// day, so the days are made once all are read.
var GoogleStepMinutes importers.Importer = googleSteps{}

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

func (g googleSteps) Identify(h importers.Head) bool {
	return h.Has("timestamp", "steps") && (h.Has("data source") || strings.HasPrefix(strings.ToLower(h.Base), "steps"))
}

func (googleSteps) Start() importers.Gatherer {
	return googleSteps{newStepDays()}
}

func (g googleSteps) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	if g.run == nil {
		return importers.ReadAlone(g.Start(), src, sink)
	}
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := minuteRows{t: t, at: t.Index("timestamp"), from: t.Index("data source"), value: t.Index("steps"), zone: src.Zone}
	return r.Read(sink, func(at time.Time, steps float64, device string) bool {
		if steps < 0 {
			return false
		}
		g.run.Add(record.DateOf(at), device, steps, t.Pos(r.value))
		return true
	})
}

func (g googleSteps) Finish(sink importers.Sink) { g.run.Emit(sink) }

func newStepDays() *stepDays {
	return &stepDays{map[record.Date]map[string]float64{}, map[record.Date]record.Pos{}}
}

func (s *stepDays) Add(day record.Date, device string, steps float64, pos record.Pos) {
	if s.days[day] == nil {
		s.days[day] = map[string]float64{}
	}
	if _, seen := s.days[day][device]; !seen {
		device = strings.Clone(device)
	}
	s.days[day][device] += steps
	s.last[day] = pos
}

// Emit hands out the days in order; s may be nil.
func (s *stepDays) Emit(sink importers.Sink) {
	if s == nil {
		return
	}
	for _, d := range slices.Sorted(maps.Keys(s.days)) {
		most := 0.0
		for _, steps := range s.days[d] {
			most = max(most, steps)
		}
		if most > 0 {
			importers.EmitComputed(record.Record{Night: d + 1, Metric: "steps", Value: most, Raw: importers.FormatNumber(most), RawUnit: "n", Source: source, Pos: s.last[d]}, "steps", sink)
		}
	}
}

// StepList reads steps-*.json: a list of minutes with steps, in UTC written
// MM/DD/YY. It is the twin of [GoogleStepMinutes] without devices, and may count
// two at once; a day in both has the steps of either. Other lists of minutes look
// the same, so the name of the file decides.
var StepList importers.Importer = stepList{}

type stepList struct {
	run *stepDays // nil before start
}

func (stepList) Name() string { return "fitbit.steps" }

func (stepList) Wants() []string { return []string{"dateTime", "value"} }

func (stepList) Identify(h importers.Head) bool {
	return h.JSON && strings.HasPrefix(strings.ToLower(h.Base), "steps-") && h.Mentions("dateTime") && h.Mentions("value")
}

func (stepList) Start() importers.Gatherer { return stepList{newStepDays()} }

func (l stepList) Finish(sink importers.Sink) { l.run.Emit(sink) }

func (l stepList) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	if l.run == nil {
		return importers.ReadAlone(l.Start(), src, sink)
	}
	items, err := importers.NewJSONItems(src, "")
	if err != nil {
		return record.Counts{}, err
	}
	clock := importers.WallClock{Zone: src.Zone}
	var c record.Counts
	for items.Next() {
		o, err := items.Object()
		if err != nil {
			sink.Problem(record.Problem{Pos: items.Pos(), Message: err.Error()})
			c.Count(false)
			continue
		}
		if src.Zone == nil {
			return c, importers.ErrNoZone
		}
		utc, err := importers.ParseWall(o.Text("dateTime"), "01/02/06 15:04:05")
		if err != nil {
			sink.Problem(record.Problem{Pos: items.PosOf("dateTime"), Field: "dateTime", Message: err.Error()})
			c.Count(false)
			continue
		}
		steps, err := importers.Number(o.Text("value"))
		if err != nil || steps < 0 {
			sink.Problem(importers.BadCell(items.PosOf("value"), "value", o.Text("value"), "a count"))
			c.Count(false)
			continue
		}
		at, _ := clock.At(utc)
		l.run.Add(record.DateOf(at), "", steps, items.Pos())
		c.Count(true)
	}
	return items.End(c, sink)
}
