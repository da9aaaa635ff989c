package fitbit

import (
	"maps"
	"slices"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// GoogleStepMinutes reads steps_*.csv: steps of a minute or so, from every device that
// counted, several at a time. A day has the steps of the device that counted most, and
// they belong to the night after it. A month's file ends within a local day, so the
// days are made after the last file.
var GoogleStepMinutes importers.Importer = &importers.Gathered{
	Format: importers.Format{ID: "google.steps", Columns: importers.Names("timestamp", "steps")},
	Claims: func(h importers.Head) bool {
		return h.Has("timestamp", "steps") && (h.Has("data source") || strings.HasPrefix(strings.ToLower(h.Base), "steps"))
	},
	New: func() importers.Run { return googleSteps{newStepDays()} },
}

type googleSteps struct{ *stepDays }

// stepDays are the steps of each day and device.
type stepDays struct {
	days map[record.Date]map[string]float64
	last map[record.Date]record.Pos // of the last row of the day
}

// Read adds up the steps of a file.
func (g googleSteps) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	rows := minuteRows{value: []string{"steps"}}
	return rows.read(src, sink, func(t *importers.Table, i int, at time.Time, steps float64, device string) bool {
		if steps < 0 {
			return false
		}
		g.add(record.DateOf(at), device, steps, t.Pos(i))
		return true
	})
}

func newStepDays() *stepDays {
	return &stepDays{map[record.Date]map[string]float64{}, map[record.Date]record.Pos{}}
}

// add adds steps of a device. The device may be text of the current row.
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

// Finish emits the days in order.
func (s *stepDays) Finish(sink importers.Sink) {
	for _, d := range slices.Sorted(maps.Keys(s.days)) {
		most := 0.0
		for _, steps := range s.days[d] {
			most = max(most, steps)
		}
		if most > 0 {
			importers.EmitComputed(record.Record{Night: d + 1, Metric: "steps", Value: most, Raw: importers.FormatNumber(most), RawUnit: "n",
				Source: source, Pos: s.last[d]}, "steps", sink)
		}
	}
}

// StepList reads steps-*.json: a list of minutes with steps, in UTC written MM/DD/YY.
// It is the twin of [GoogleStepMinutes] without devices, and may count two at once. A
// day in both has the steps of either. Other lists of minutes look the same, so the
// name of the file decides.
var StepList importers.Importer = &importers.Gathered{
	Format: importers.Format{ID: "fitbit.steps", Columns: importers.Names("dateTime", "value")},
	Claims: func(h importers.Head) bool {
		return h.JSON && strings.HasPrefix(strings.ToLower(h.Base), "steps-") && h.Mentions("dateTime") && h.Mentions("value")
	},
	New: func() importers.Run { return stepList{newStepDays()} },
}

type stepList struct{ *stepDays }

// Read adds up the steps of a file.
func (l stepList) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	items, err := importers.NewJSONItems(src, "")
	if err != nil {
		return record.Counts{}, err
	}
	var c record.Counts
	for items.Next() {
		o, err := items.Object()
		if err != nil {
			sink.Problem(record.Problem{Pos: items.Pos(), Message: err.Error()})
		}
		if err == nil && src.Zone == nil {
			return c, importers.ErrNoZone
		}
		c.Count(err == nil && l.addElement(items, o, src.Zone, sink))
	}
	return items.End(c, sink)
}

// addElement adds the steps of one element and reports whether it has any.
func (l stepList) addElement(items *importers.JSONItems, o importers.JSONObject, zone *time.Location, sink importers.Sink) bool {
	utc, err := importers.ParseWall(o.Text("dateTime"), "01/02/06 15:04:05")
	if err != nil {
		sink.Problem(items.Problem("dateTime", err))
		return false
	}
	steps, err := importers.Number(o.Text("value"))
	if err != nil || steps < 0 {
		sink.Problem(importers.BadCell(items.PosOf("value"), "value", o.Text("value"), "a count"))
		return false
	}
	clock := importers.WallClock{Zone: zone}
	at, _ := clock.At(utc)
	l.add(record.DateOf(at), "", steps, items.Pos())
	return true
}
