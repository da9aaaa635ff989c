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

// Finish emits the nights in the order of the sleep table, then the sleeps that only
// have stages.
func (run *run) Finish(sink importers.Sink) {
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

// addStagesAlone makes sleeps of stages that have no row in the sleep table.
func (run *run) addStagesAlone() {
	listed := map[string]bool{}
	for _, s := range run.sleeps {
		listed[s.id] = true
	}
	for _, id := range slices.Sorted(maps.Keys(run.stages)) {
		stages := run.stages[id]
		if listed[id] {
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

// local reports whether the tables' times are local rather than UTC. The side files
// decide, or else the hours of waking. Local times are a problem.
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

// morning reports whether a local time is one at which nights end.
func morning(at time.Time) bool { return at.Hour() >= importers.NightEarly && at.Hour() < 15 }

// night emits one sleep.
func (run *run) night(s sleep, local bool, windows []window, sink importers.Sink) {
	begin, end := s.wall(s.start, local), s.wall(s.end, local)
	span := end.Sub(begin)
	if importers.IsNap(begin, end, span) {
		return
	}
	var sums importers.StageSums
	if stages := run.stages[s.id]; stages != nil {
		sums = importers.SumStages(stages.list)
	}
	night := record.DateOf(end)
	emit := func(metric string, v float64, raw, unit string) {
		importers.EmitComputed(record.Record{Night: night, Metric: metric, Value: v, Raw: raw, RawUnit: unit,
			Source: source, Pos: s.pos}, metric, sink)
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
	emitMeans(between(windows, s.utc(s.start, local), s.utc(s.end, local)), emit)
	onset := importers.ClockCell{Text: s.begin, Field: "start_time", Pos: s.pos}
	wake := importers.ClockCell{Text: s.stop, Field: "end_time", Pos: s.pos}
	importers.EmitSession(importers.MainSleep(source, night, begin, end), onset, wake, sink)
}

// between returns the windows, which are sorted, from start to before end.
func between(windows []window, start, end time.Time) []window {
	from := sort.Search(len(windows), func(i int) bool { return !windows[i].at.Before(start) })
	to := sort.Search(len(windows), func(i int) bool { return !windows[i].at.Before(end) })
	return windows[from:max(from, to)]
}

// emitMeans emits the mean RMSSD and SDNN of the windows that have them.
func emitMeans(windows []window, emit func(metric string, v float64, raw, unit string)) {
	for _, m := range []struct {
		metric string
		value  func(window) float64
	}{{"hrv_rmssd", func(w window) float64 { return w.rmssd }}, {"hrv_sdnn", func(w window) float64 { return w.sdnn }}} {
		sum, n := 0., 0
		for _, w := range windows {
			if v := m.value(w); v > 0 {
				sum += v
				n++
			}
		}
		if n > 0 {
			emit(m.metric, sum/float64(n), fmt.Sprintf("mean of %d windows", n), "ms")
		}
	}
}

// withoutSleeps makes nights of the side files alone, for an export without sleeps:
// each measurement that ends in the morning is a night.
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
		end, ok := clock.At(last.at)
		if !ok {
			sink.Problem(record.Problem{Pos: record.Pos{File: last.pos.File, Line: 1},
				Message: "nothing tells the clock of these values: keep the whole export together, " +
					"or name the clock with --zone, such as --zone Europe/Berlin"})
			continue
		}
		if !morning(end) {
			continue
		}
		emitMeans(windows, func(metric string, v float64, raw, unit string) {
			importers.EmitComputed(record.Record{Night: record.DateOf(end), Metric: metric, Value: v, Raw: raw, RawUnit: unit,
				Source: source, Pos: windows[0].pos}, metric, sink)
		})
	}
}
