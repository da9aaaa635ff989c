package samsung

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// Finish hands out the nights in the order of the sleep table; sleeps that only
// have stages follow.
func (e export) Finish(sink importers.Sink) {
	if e.run == nil {
		return
	}
	run := e.run
	run.addStagesAlone()
	local := run.local(sink)
	windows := run.allWindows()
	for _, s := range run.sleeps {
		run.night(s, local, windows, sink)
	}
	if len(run.sleeps) == 0 {
		run.withoutSleeps(sink)
	}
}

// addStagesAlone makes sleeps of stages whose row in the sleep table is not
// there.
func (run *run) addStagesAlone() {
	told := map[string]bool{}
	for _, s := range run.sleeps {
		told[s.id] = true
	}
	for _, id := range slices.Sorted(maps.Keys(run.stages)) {
		stages := run.stages[id]
		if told[id] {
			continue
		}
		span := stages.span
		for _, s := range stages.list {
			span.start = earlier(span.start, s.Start)
			if s.End.After(span.end) {
				span.end = s.End
			}
		}
		run.sleeps = append(run.sleeps, sleep{span: span, id: id,
			begin: span.start.Format(time.DateTime), stop: span.end.Format(time.DateTime), pos: stages.pos})
	}
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// local decides whether the tables' times are local rather than UTC: the side
// files tell, else the hours of waking do.
func (run *run) local(sink importers.Sink) bool {
	var utc, wall int
	for id, s := range run.measured {
		if len(run.windows[id]) == 0 || s.offset == 0 {
			continue
		}
		first := run.windows[id][0].at
		for _, w := range run.windows[id] {
			first = earlier(first, w.at)
		}
		near := func(at time.Time) bool { return first.Sub(at).Abs() <= 65*time.Minute }
		if near(s.start) {
			utc++
		} else if near(s.start.Add(-s.offset)) {
			wall++
		}
	}
	why := "by the side files"
	if utc+wall == 0 {
		why = "since otherwise you would mostly wake up in the afternoon or evening"
		for _, s := range run.sleeps {
			asUTC, asWall := morning(s.end.Add(s.offset)), morning(s.end)
			if s.offset == 0 || s.end.Sub(s.start) < importers.NapLongest || asUTC == asWall {
				continue
			} else if asUTC {
				utc++
			} else {
				wall++
			}
		}
	}
	if wall <= utc {
		return false
	}
	if len(run.sleeps) > 0 {
		sink.Problem(record.Problem{Pos: record.Pos{File: run.sleeps[0].pos.File, Line: 1}, Field: "start_time",
			Message: fmt.Sprintf("the times are taken for local ones, not UTC as Samsung writes them, %s", why)})
	}
	return true
}

// morning tells whether a wall clock is one at which nights end.
func morning(at time.Time) bool { return at.Hour() >= importers.NightEarly && at.Hour() < 15 }

// night hands out one sleep.
func (run *run) night(s sleep, local bool, windows []window, sink importers.Sink) {
	begin, end := s.wall(s.start, local), s.wall(s.end, local)
	var sums importers.StageSums
	if stages := run.stages[s.id]; stages != nil {
		sums = importers.SumStages(stages.list)
	}
	span := end.Sub(begin)
	if importers.IsNap(begin, end, span) {
		return
	}
	night := record.DateOf(end)
	emit := func(metric string, v float64, raw, unit string) {
		importers.EmitComputed(record.Record{Night: night, Metric: metric, Value: v, Raw: raw, RawUnit: unit, Source: source, Pos: s.pos}, metric, sink)
	}
	emit("tib", span.Minutes(), s.begin+" to "+s.stop, "")
	const raw = "sum of stages"
	sums.Emit(func(metric string, v float64) { emit(metric, v, raw, "min") })
	if sums.Asleep > 0 {
		emit("awakenings", float64(sums.Awakenings), raw, "n")
	}
	efficient := sums.Asleep > 0 // then it follows from TST and TIB
	for _, r := range s.cells {
		if r.Metric == "sleep_efficiency" {
			if efficient {
				continue
			}
			efficient = true // the original one comes first
		}
		r.Night = night
		sink.Record(r)
	}
	run.variability(s.utc(s.start, local), s.utc(s.end, local), windows, emit)
	session := record.Session{Night: night, Onset: record.MomentOf(begin), Wake: record.MomentOf(end), Source: source, Pos: s.pos}
	importers.EmitSession(session, importers.ClockCell{Text: s.begin, Field: "start_time", Pos: s.pos}, importers.ClockCell{Text: s.stop, Field: "end_time", Pos: s.pos}, sink)
}

// variability emits the means of the windows of a sleep.
func (run *run) variability(start, end time.Time, windows []window, emit func(metric string, v float64, raw, unit string)) {
	from := sort.Search(len(windows), func(i int) bool { return !windows[i].at.Before(start) })
	to := sort.Search(len(windows), func(i int) bool { return !windows[i].at.Before(end) })
	for _, v := range meansOf(windows[from:max(from, to)]) {
		emit(v.metric, v.mean, fmt.Sprintf("mean of %d windows", v.n), "ms")
	}
}

type mean struct {
	metric string
	mean   float64
	n      int
}

// meansOf returns the means of the values there are, RMSSD first.
func meansOf(windows []window) (means []mean) {
	rmssd, sdnn := mean{metric: "hrv_rmssd"}, mean{metric: "hrv_sdnn"}
	for _, w := range windows {
		rmssd.Add(w.rmssd)
		sdnn.Add(w.sdnn)
	}
	for _, m := range []mean{rmssd, sdnn} {
		if m.n > 0 {
			m.mean /= float64(m.n)
			means = append(means, m)
		}
	}
	return means
}

// Add sums a value that was measured.
func (m *mean) Add(v float64) {
	if v > 0 {
		m.mean += v
		m.n++
	}
}

// withoutSleeps makes nights of the side files alone, where no sleep says which
// of their windows belong to a night: a measurement that ends in the morning.
func (run *run) withoutSleeps(sink importers.Sink) {
	for _, id := range slices.Sorted(maps.Keys(run.windows)) {
		windows := run.windows[id]
		slices.SortStableFunc(windows, func(a, b window) int { return a.at.Compare(b.at) })
		last := windows[len(windows)-1]
		var clock importers.WallClock
		if row, ok := run.measured[id]; ok {
			clock.Learn(last.at, last.at.Add(row.offset))
		} else {
			clock.Zone = run.zone
		}
		end, known := clock.At(last.at)
		if !known {
			sink.Problem(record.Problem{Pos: record.Pos{File: last.pos.File, Line: 1}, Message: "nothing tells the clock of these values: keep the whole export together, or name the clock with --zone, such as --zone Europe/Berlin"})
			continue
		}
		if !morning(end) {
			continue
		}
		for _, v := range meansOf(windows) {
			importers.EmitComputed(record.Record{Night: record.DateOf(end), Metric: v.metric, Value: v.mean, Raw: fmt.Sprintf("mean of %d windows", v.n), RawUnit: "ms", Source: source, Pos: windows[0].pos}, v.metric, sink)
		}
	}
}
