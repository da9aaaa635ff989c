package importers

import (
	"slices"
	"time"
)

// stageSpan is a stretch of one stage of sleep: "awake", "light", "deep" or
// "rem".
type stageSpan struct {
	start, end time.Time
	stage      string
}

// stageSums is a sleep by its stages, in minutes. WASO is the time awake between
// the first and the last stage asleep, awakenings how often that was.
type stageSums struct {
	asleep, light, deep, rem, waso float64
	awakenings                     int
}

// sumStages sums stages up, which it sorts. A minute told twice counts once, for
// the stage that began first.
func sumStages(spans []stageSpan) (s stageSums) {
	slices.SortStableFunc(spans, func(a, b stageSpan) int { return a.start.Compare(b.start) })
	by := map[string]*float64{"light": &s.light, "deep": &s.deep, "rem": &s.rem}
	var until time.Time
	awake, times := 0., 0 // since last asleep
	for _, span := range spans {
		start := span.start
		if start.Before(until) {
			start = until
		}
		if !span.end.After(start) {
			continue
		}
		until = span.end
		minutes := span.end.Sub(start).Minutes()
		if span.stage == "awake" && s.asleep > 0 {
			awake += minutes
			times++
		}
		if sum := by[span.stage]; sum != nil {
			*sum += minutes
			s.asleep += minutes
			s.waso += awake
			s.awakenings += times
			awake, times = 0, 0
		}
	}
	return s
}

// emit hands the sums out as metrics; nothing where nobody slept. Light sleep
// alone means that the stages were not told apart.
func (s stageSums) emit(emit func(metric string, v float64)) {
	if s.asleep == 0 {
		return
	}
	emit("tst", s.asleep)
	emit("waso", s.waso)
	if s.deep+s.rem > 0 {
		emit("light", s.light)
		emit("deep", s.deep)
		emit("rem", s.rem)
	}
}
