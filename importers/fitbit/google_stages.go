package fitbit

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// GoogleStages reads UserSleepStages: a row a stage, of any sleep, in any order.
// The minutes of a sleep's stages are added up, and the sleep is named by the
// date on which its last stage ends. Asleep is all that is light, deep or REM.
// Awakenings are the awake stages between the first and the last of sleep. Naps
// are left out as in [GoogleSleeps], and so is the clock decided.
var GoogleStages importers.Importer = googleStageTable{}

type googleStageTable struct{}

func (googleStageTable) Name() string { return "google.sleep_stages" }

func (googleStageTable) Wants() []string {
	return []string{"sleep_id", "sleep_stage_type", "sleep_stage_start", "sleep_stage_end"}
}

func (g googleStageTable) Identify(h importers.Head) bool { return h.Has(g.Wants()...) }

// stagedSleep adds up one sleep. The ends are kept with their offset until the
// clock is known.
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

// stageMetrics are the stages that are asleep.
var stageMetrics = map[string]string{"LIGHT": "light", "DEEP": "deep", "REM": "rem"}

func (googleStageTable) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	row := googleRow{t: t, sink: sink, index: map[string]int{}}
	for i, name := range t.Header() {
		row.index[importers.Normalise(name)] = i
	}
	sleeps := map[string]*stagedSleep{}
	var order []*stagedSleep
	var c record.Counts
	for t.Next() {
		id := row.cell("sleep_id").Text
		s := sleeps[id]
		if s == nil {
			s = &stagedSleep{minutes: map[string]float64{}, pos: t.Pos(-1)}
		}
		used := s.Add(&row)
		c.Count(used)
		if used && sleeps[id] == nil {
			sleeps[strings.Clone(id)] = s
			order = append(order, s)
		}
	}
	var votes clockVotes
	for _, s := range order {
		votes.Add(s.text, s.offset, s.updated)
	}
	clock := votes.decide()
	for _, s := range order {
		s.Emit(clock, sink)
	}
	return importers.TableEnd(t, c, sink)
}

// Add takes the current row and tells whether it could be read.
func (s *stagedSleep) Add(r *googleRow) bool {
	start, end := r.cell("sleep_stage_start"), r.cell("sleep_stage_end")
	from, err := importers.GoogleInstant(start.Text)
	if err != nil {
		r.sink.Problem(record.Problem{Pos: start.Pos, Field: start.Field, Message: err.Error()})
		return false
	}
	to, err := importers.GoogleInstant(end.Text)
	if err != nil {
		r.sink.Problem(record.Problem{Pos: end.Pos, Field: end.Field, Message: err.Error()})
		return false
	}
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

func (s *stagedSleep) Emit(clock googleClock, sink importers.Sink) {
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
	}{{"tst", asleep}, {"light", s.minutes["light"]}, {"deep", s.minutes["deep"]}, {"rem", s.minutes["rem"]}, {"awakenings", float64(between)}} {
		importers.EmitComputed(record.Record{Night: record.DateOf(end), Metric: v.metric, Value: v.value, Raw: "stages until " + s.text, RawUnit: "min",
			Source: googleSource, Pos: s.pos}, "sleep_stage_type", sink)
	}
}
