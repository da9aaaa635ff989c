package importers

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"time"

	"nof1/importers/record"
)

// finish hands out the nights in the order of the sleep table; sleeps that only
// have stages follow.
func (e samsungExport) finish(sink Sink) {
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
func (run *samsungRun) addStagesAlone() {
	told := map[string]bool{}
	for _, s := range run.sleeps {
		told[s.id] = true
	}
	for _, id := range slices.Sorted(maps.Keys(run.stages)) {
		stages := run.stages[id]
		if told[id] {
			continue
		}
		span := stages.samsungSpan
		for _, s := range stages.list {
			span.start = earlier(span.start, s.start)
			if s.end.After(span.end) {
				span.end = s.end
			}
		}
		run.sleeps = append(run.sleeps, samsungSleep{samsungSpan: span, id: id,
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
func (run *samsungRun) local(sink Sink) bool {
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
			if s.offset == 0 || s.end.Sub(s.start) < napLongest || asUTC == asWall {
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
func morning(at time.Time) bool { return at.Hour() >= nightEarly && at.Hour() < 15 }

// night hands out one sleep.
func (run *samsungRun) night(s samsungSleep, local bool, windows []samsungWindow, sink Sink) {
	begin, end := s.wall(s.start, local), s.wall(s.end, local)
	var sums stageSums
	if stages := run.stages[s.id]; stages != nil {
		sums = sumStages(stages.list)
	}
	span := end.Sub(begin)
	if isNap(begin, end, span) {
		return
	}
	night := record.DateOf(end)
	emit := func(metric string, v float64, raw, unit string) {
		emitComputed(record.Record{Night: night, Metric: metric, Value: v, Raw: raw, RawUnit: unit, Source: samsungSource, Pos: s.pos}, metric, sink)
	}
	emit("tib", span.Minutes(), s.begin+" to "+s.stop, "")
	const raw = "sum of stages"
	sums.emit(func(metric string, v float64) { emit(metric, v, raw, "min") })
	if sums.asleep > 0 {
		emit("awakenings", float64(sums.awakenings), raw, "n")
	}
	efficient := sums.asleep > 0 // then it follows from TST and TIB
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
	session := record.Session{Night: night, Onset: record.MomentOf(begin), Wake: record.MomentOf(end), Source: samsungSource, Pos: s.pos}
	emitSession(session, clockCell{s.begin, "start_time", s.pos}, clockCell{s.stop, "end_time", s.pos}, sink)
}

// variability emits the means of the windows of a sleep.
func (run *samsungRun) variability(start, end time.Time, windows []samsungWindow, emit func(metric string, v float64, raw, unit string)) {
	from := sort.Search(len(windows), func(i int) bool { return !windows[i].at.Before(start) })
	to := sort.Search(len(windows), func(i int) bool { return !windows[i].at.Before(end) })
	for _, v := range meansOf(windows[from:max(from, to)]) {
		emit(v.metric, v.mean, fmt.Sprintf("mean of %d windows", v.n), "ms")
	}
}

type samsungMean struct {
	metric string
	mean   float64
	n      int
}

// meansOf returns the means of the values there are, RMSSD first.
func meansOf(windows []samsungWindow) (means []samsungMean) {
	rmssd, sdnn := samsungMean{metric: "hrv_rmssd"}, samsungMean{metric: "hrv_sdnn"}
	for _, w := range windows {
		rmssd.add(w.rmssd)
		sdnn.add(w.sdnn)
	}
	for _, m := range []samsungMean{rmssd, sdnn} {
		if m.n > 0 {
			m.mean /= float64(m.n)
			means = append(means, m)
		}
	}
	return means
}

// add sums a value that was measured.
func (m *samsungMean) add(v float64) {
	if v > 0 {
		m.mean += v
		m.n++
	}
}

// withoutSleeps makes nights of the side files alone, where no sleep says which
// of their windows belong to a night: a measurement that ends in the morning.
func (run *samsungRun) withoutSleeps(sink Sink) {
	for _, id := range slices.Sorted(maps.Keys(run.windows)) {
		windows := run.windows[id]
		slices.SortStableFunc(windows, func(a, b samsungWindow) int { return a.at.Compare(b.at) })
		last := windows[len(windows)-1]
		var clock wallClock
		if row, ok := run.measured[id]; ok {
			clock.learn(last.at, last.at.Add(row.offset))
		} else {
			clock.zone = run.zone
		}
		end, known := clock.at(last.at)
		if !known {
			sink.Problem(record.Problem{Pos: record.Pos{File: last.pos.File, Line: 1}, Message: "nothing tells the clock of these values: keep the whole export together, or name the clock with --zone, such as --zone Europe/Berlin"})
			continue
		}
		if !morning(end) {
			continue
		}
		for _, v := range meansOf(windows) {
			emitComputed(record.Record{Night: record.DateOf(end), Metric: v.metric, Value: v.mean, Raw: fmt.Sprintf("mean of %d windows", v.n), RawUnit: "ms", Source: samsungSource, Pos: windows[0].pos}, v.metric, sink)
		}
	}
}
