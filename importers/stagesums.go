package importers

import (
	"slices"
	"time"
)

// StageSpan is a stretch of one stage of sleep: "awake", "light", "deep" or
// "rem".
type StageSpan struct {
	Start, End time.Time
	Stage      string
}

// StageSums is a sleep by its stages, in minutes. WASO is the time awake between
// the first and the last stage asleep, awakenings how often that was.
type StageSums struct {
	Asleep, light, deep, rem, waso float64
	Awakenings                     int
}

// SumStages sums stages up, which it sorts. A minute told twice counts once, for
// the stage that began first.
func SumStages(spans []StageSpan) (s StageSums) {
	slices.SortStableFunc(spans, func(a, b StageSpan) int { return a.Start.Compare(b.Start) })
	by := map[string]*float64{"light": &s.light, "deep": &s.deep, "rem": &s.rem}
	var until time.Time
	awake, times := 0., 0 // since last asleep
	for _, span := range spans {
		start := span.Start
		if start.Before(until) {
			start = until
		}
		if !span.End.After(start) {
			continue
		}
		until = span.End
		minutes := span.End.Sub(start).Minutes()
		if span.Stage == "awake" && s.Asleep > 0 {
			awake += minutes
			times++
		}
		if sum := by[span.Stage]; sum != nil {
			*sum += minutes
			s.Asleep += minutes
			s.waso += awake
			s.Awakenings += times
			awake, times = 0, 0
		}
	}
	return s
}

// Emit hands the sums out as metrics; nothing where nobody slept. Light sleep
// alone means that the stages were not told apart.
func (s StageSums) Emit(emit func(metric string, v float64)) {
	if s.Asleep == 0 {
		return
	}
	emit("tst", s.Asleep)
	emit("waso", s.waso)
	if s.deep+s.rem > 0 {
		emit("light", s.light)
		emit("deep", s.deep)
		emit("rem", s.rem)
	}
}
