package fitbit

import (
	"slices"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// FitabaseMinutes reads minuteSleep_merged.csv: a row for every minute in bed,
// with the id of the sleep and 1 asleep, 2 restless or 3 awake. Time asleep is
// the minutes of 1, time in bed all minutes, WASO the others between the first
// and the last of 1. All sleeps of a date but naps are handed out; the join keeps
// the longest. The meaning of the values is that of Fitabase's data dictionary as
// remembered, no file was at hand.
var FitabaseMinutes importers.Importer = fitabaseMinuteTable{}

type fitabaseMinuteTable struct{}

func (fitabaseMinuteTable) Name() string { return "fitabase.sleep_minutes" }

func (fitabaseMinuteTable) Wants() []string { return []string{"Id", "date", "value", "logId"} }

func (f fitabaseMinuteTable) Identify(h importers.Head) bool { return h.Has(f.Wants()...) }

func (fitabaseMinuteTable) People(src importers.Source) []string {
	return importers.TablePeople(src, fitabaseID...)
}

// minuteSleep is one sleep as its minutes are counted.
type minuteSleep struct {
	first, last  time.Time // minute asleep
	asleep       float64   // minutes
	inBed        float64
	awakeBetween float64 // minutes not asleep before last
	pending      float64 // minutes not asleep since last
	pos          record.Pos
	from, to     importers.ClockCell
}

func (fitabaseMinuteTable) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	id, at, value, log := t.Index(fitabaseID...), t.Index("date"), t.Index("value"), t.Index("logId")
	sleeps := map[string]*minuteSleep{}
	var c record.Counts
	for t.Next() {
		if src.Person != "" && t.Cell(id) != src.Person {
			continue
		}
		when, err := fitabaseTime(t.Cell(at))
		if err != nil {
			sink.Problem(t.Problem(at, err))
			c.Count(false)
			continue
		}
		key := t.Cell(id) + " " + t.Cell(log)
		if sleeps[key] == nil {
			sleeps[key] = &minuteSleep{pos: t.Pos(at)}
		}
		c.Count(sleeps[key].Add(t, value, at, when, sink))
	}
	order := make([]*minuteSleep, 0, len(sleeps))
	for _, s := range sleeps {
		order = append(order, s)
	}
	slices.SortFunc(order, func(a, b *minuteSleep) int { return a.pos.Line - b.pos.Line })
	for _, s := range order {
		s.Emit(sink)
	}
	return importers.TableEnd(t, c, sink)
}

// Add counts the current minute.
func (s *minuteSleep) Add(t *importers.Table, value, at int, when time.Time, sink importers.Sink) bool {
	state := t.Cell(value)
	switch state {
	case "1", "2", "3":
	default:
		sink.Problem(importers.BadCell(t.Pos(value), t.Name(value), state, "1 asleep, 2 restless or 3 awake"))
		return false
	}
	s.inBed++
	if state != "1" {
		s.pending++
		return true
	}
	cell := importers.ClockCell{Text: t.Cell(at), Field: t.Name(at), Pos: s.pos}
	if s.asleep == 0 {
		s.first, s.from, s.pending = when, cell, 0
	}
	s.asleep++
	s.awakeBetween += s.pending
	s.pending = 0
	s.last, s.to = when, cell
	return true
}

func (s *minuteSleep) Emit(sink importers.Sink) {
	if s.asleep == 0 {
		return
	}
	wake := s.last.Add(time.Minute)
	if importers.IsNap(s.first, wake, time.Duration(s.asleep)*time.Minute) {
		return
	}
	night := record.DateOf(wake)
	raw := s.from.Text + " to " + s.to.Text
	for _, v := range []struct {
		metric string
		value  float64
	}{{"tst", s.asleep}, {"tib", s.inBed}, {"waso", s.awakeBetween}} {
		importers.EmitComputed(record.Record{Night: night, Metric: v.metric, Value: v.value, Raw: raw, Source: source, Pos: s.pos}, s.to.Field, sink)
	}
	importers.EmitSession(record.Session{Night: night, Onset: record.MomentOf(s.first), Wake: record.MomentOf(wake), Source: source, Pos: s.pos}, s.from, s.to, sink)
}
