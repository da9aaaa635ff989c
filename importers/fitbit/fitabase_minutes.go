package fitbit

import (
	"maps"
	"slices"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// FitabaseMinutes reads minuteSleep_merged.csv: a row for every minute in bed, with the
// id of the sleep and 1 asleep, 2 restless or 3 awake. Time asleep is the minutes of 1,
// time in bed all minutes, WASO the others between the first and the last of 1. All
// sleeps of a date but naps are emitted; the join keeps the longest. The meaning of the
// values is that of Fitabase's data dictionary as remembered, no file was at hand.
var FitabaseMinutes importers.Importer = fitabase{importers.Rows{
	Format: importers.Format{ID: "fitabase.sleep_minutes", Columns: importers.Names("Id", "date", "value", "logId")},
	Open: func(t *importers.Table, src importers.Source, sink importers.Sink) func() bool {
		id, at, value, log := t.Index(fitabaseID...), t.Index("date"), t.Index("value"), t.Index("logId")
		t.Only(id, src.Person)
		sleeps := map[string]*minuteSleep{}
		t.AtEnd(func(c record.Counts) (record.Counts, error) {
			byLine := func(a, b *minuteSleep) int { return a.pos.Line - b.pos.Line }
			for _, s := range slices.SortedFunc(maps.Values(sleeps), byLine) {
				s.emit(sink)
			}
			return c, nil
		})
		return func() bool {
			when, ok := fitabaseCell(t, at, sink)
			if !ok {
				return false
			}
			key := t.Cell(id) + " " + t.Cell(log)
			if sleeps[key] == nil {
				sleeps[key] = &minuteSleep{pos: t.Pos(at)}
			}
			return sleeps[key].add(t, value, at, when, sink)
		}
	},
}}

// minuteSleep is one sleep while its minutes are counted.
type minuteSleep struct {
	first, last  time.Time // minute asleep
	asleep       float64   // minutes
	inBed        float64
	awakeBetween float64 // minutes not asleep before last
	pending      float64 // minutes not asleep since last
	pos          record.Pos
	from, to     importers.ClockCell
}

// add counts the current minute.
func (s *minuteSleep) add(t *importers.Table, value, at int, when time.Time, sink importers.Sink) bool {
	state := t.Cell(value)
	switch state {
	case "1", "2", "3":
	default:
		sink.Problem(t.BadCell(value, "1 asleep, 2 restless or 3 awake"))
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

// emit emits the sleep, unless it is a nap or has no minute asleep.
func (s *minuteSleep) emit(sink importers.Sink) {
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
		r := record.Record{Night: night, Metric: v.metric, Value: v.value, Raw: raw, Source: source, Pos: s.pos}
		importers.EmitComputed(r, s.to.Field, sink)
	}
	session := record.Session{Night: night, Onset: record.MomentOf(s.first), Wake: record.MomentOf(wake), Source: source, Pos: s.pos}
	importers.EmitSession(session, s.from, s.to, sink)
}
