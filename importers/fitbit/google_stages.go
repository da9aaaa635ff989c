package fitbit

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// GoogleStages reads UserSleepStages: a row a stage, of any sleep, in any order. The
// minutes of a sleep's stages are added up, and the sleep is named by the date on which
// its last stage ends. Light, deep and REM are asleep. Awakenings are the awake stages
// between the first and the last of sleep. Naps are left out and the clock is decided
// as in [GoogleSleeps].
var GoogleStages importers.Importer = importers.Rows{
	Format: importers.Format{ID: "google.sleep_stages",
		Columns: importers.Names("sleep_id", "sleep_stage_type", "sleep_stage_start", "sleep_stage_end")},
	Open: func(t *importers.Table, _ importers.Source, sink importers.Sink) func() bool {
		row := newGoogleRow(t, sink)
		sleeps := stagedSleeps{byID: map[string]*stagedSleep{}}
		t.AtEnd(func(c record.Counts) (record.Counts, error) {
			sleeps.emit(sink)
			return c, nil
		})
		return func() bool { return sleeps.add(row) }
	},
}

// stagedSleeps are the sleeps of a file.
type stagedSleeps struct {
	byID  map[string]*stagedSleep
	order []*stagedSleep
}

// add adds the current row to its sleep and reports whether it could be read.
func (g *stagedSleeps) add(r *googleRow) bool {
	id := r.cell("sleep_id").Text
	s, known := g.byID[id]
	if !known {
		s = &stagedSleep{minutes: map[string]float64{}, pos: r.t.Pos(-1)}
	}
	used := s.add(r)
	if used && !known {
		g.byID[strings.Clone(id)] = s
		g.order = append(g.order, s)
	}
	return used
}

// emit emits the sleeps once their clock is known.
func (g *stagedSleeps) emit(sink importers.Sink) {
	var votes clockVotes
	for _, s := range g.order {
		votes.add(s.text, s.offset, s.updated)
	}
	for _, s := range g.order {
		s.emit(votes.decide(), sink)
	}
}

// stagedSleep sums up one sleep. Its end is kept with the offset until the clock is
// known.
type stagedSleep struct {
	minutes map[string]float64
	first   time.Time // start of the first stage asleep
	last    time.Time // end of the last stage asleep
	end     time.Time // end of the last stage
	offset  string    // at that end
	text    string    // of that end
	updated string
	awake   []time.Time // starts of awake stages
	pos     record.Pos  // of the first row
}

// stageMetrics are the metrics of the stages of sleep.
var stageMetrics = map[string]string{"LIGHT": "light", "DEEP": "deep", "REM": "rem"}

// instant reads a time of the current row. One that cannot be read is a problem.
func (r *googleRow) instant(name string) (time.Time, bool) {
	at := r.cell(name)
	t, err := importers.GoogleInstant(at.Text)
	if err != nil {
		r.sink.Problem(record.Problem{Pos: at.Pos, Field: at.Field, Message: err.Error()})
	}
	return t, err == nil
}

// add adds the current row and reports whether it could be read.
func (s *stagedSleep) add(r *googleRow) bool {
	from, ok := r.instant("sleep_stage_start")
	if !ok {
		return false
	}
	to, ok := r.instant("sleep_stage_end")
	if !ok {
		return false
	}
	end := r.cell("sleep_stage_end")
	if to.Before(from) {
		r.sink.Problem(record.Problem{Pos: end.Pos, Field: end.Field, Message: "the stage ends before it starts"})
		return false
	}
	kind := strings.ToUpper(r.cell("sleep_stage_type").Text)
	metric, asleep := stageMetrics[kind]
	switch {
	case asleep:
		s.minutes[metric] += to.Sub(from).Minutes()
		if s.first.IsZero() || from.Before(s.first) {
			s.first = from
		}
		if to.After(s.last) {
			s.last = to
		}
	case kind == "AWAKE", kind == "WAKE":
		s.awake = append(s.awake, from)
	default:
		return false // classic sleeps have asleep and restless
	}
	if to.After(s.end) {
		s.end = to
		s.offset, s.text = strings.Clone(r.cell("end_utc_offset").Text), strings.Clone(end.Text)
		s.updated = strings.Clone(r.cell("sleep_stage_last_updated").Text)
	}
	return true
}

// emit emits the sums of one sleep.
func (s *stagedSleep) emit(clock googleClock, sink importers.Sink) {
	asleep := s.minutes["light"] + s.minutes["deep"] + s.minutes["rem"]
	if asleep == 0 {
		return
	}
	end, err := clock.wall(s.text, s.offset)
	if err != nil {
		sink.Problem(record.Problem{Pos: s.pos, Field: "end_utc_offset", Message: err.Error()})
		return
	}
	start := end.Add(s.first.Sub(s.end))
	if importers.IsNap(start, end, time.Duration(asleep*float64(time.Minute))) {
		return
	}
	between := 0
	slices.SortFunc(s.awake, func(a, b time.Time) int { return cmp.Compare(a.Unix(), b.Unix()) })
	for _, at := range s.awake {
		if at.After(s.first) && at.Before(s.last) {
			between++
		}
	}
	for _, v := range []struct {
		metric string
		value  float64
	}{
		{"tst", asleep}, {"light", s.minutes["light"]}, {"deep", s.minutes["deep"]}, {"rem", s.minutes["rem"]},
		{"awakenings", float64(between)},
	} {
		importers.EmitComputed(record.Record{Night: record.DateOf(end), Metric: v.metric, Value: v.value, Raw: "stages until " + s.text,
			RawUnit: "min", Source: googleSource, Pos: s.pos}, "sleep_stage_type", sink)
	}
}
