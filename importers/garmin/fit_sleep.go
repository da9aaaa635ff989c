package garmin

import (
	"time"

	"nof1/importers"
	"nof1/importers/record"

	"github.com/muktihari/fit/profile/typedef"
)

// levels are the stages of sleep by level. The level "unmeasurable" is not a stage.
var levels = map[typedef.SleepLevel]string{typedef.SleepLevelAwake: "awake", typedef.SleepLevelLight: "light",
	typedef.SleepLevelDeep: "deep", typedef.SleepLevelRem: "rem"}

// longestStage is the longest stage. A longer one is the pause between two sleeps.
const longestStage = 4 * time.Hour

// fitSleep is one sleep of a FIT file.
type fitSleep struct {
	begin, end time.Time
	spans      []importers.StageSpan
	message    int // where it begins
}

// sleeps divides the stages, which are in order, into sleeps.
func (f *fitFile) sleeps() []fitSleep {
	var sleeps []fitSleep
	for i, s := range f.stages {
		if i == 0 || s.from.Sub(f.stages[i-1].from) > longestStage {
			sleeps = append(sleeps, fitSleep{begin: s.from, message: s.message})
		}
		sleep := &sleeps[len(sleeps)-1]
		sleep.end = s.from
		if i+1 < len(f.stages) && f.stages[i+1].from.Sub(s.from) <= longestStage {
			sleep.end = f.stages[i+1].from
		} else if end, ok := f.endAfter(s.from); ok {
			sleep.end = end
		}
		sleep.spans = append(sleep.spans, importers.StageSpan{Start: s.from, End: sleep.end, Stage: levels[s.level]})
	}
	return sleeps
}

// endAfter returns the first end of a sleep after the begin of its last stage.
func (f *fitFile) endAfter(last time.Time) (end time.Time, ok bool) {
	for _, e := range f.ends {
		if e.After(last) && e.Sub(last) <= longestStage && (!ok || e.Before(end)) {
			end, ok = e, true
		}
	}
	return end, ok
}

// emit emits the sleep, with the file's assessment if it is the only one. It returns
// false if the local clock is not known.
func (s fitSleep) emit(f *fitFile, only bool, sink importers.Sink) bool {
	sums := importers.SumStages(s.spans)
	onset, ok := f.clock.At(s.begin)
	wake, both := f.clock.At(s.end)
	if sums.Asleep == 0 {
		return true
	}
	if !ok || !both {
		return false
	}
	if importers.IsNap(onset, wake, time.Duration(sums.Asleep*float64(time.Minute))) {
		return true
	}
	night, pos := record.DateOf(wake), f.pos(s.message)
	raw := "stages from " + s.begin.UTC().Format(time.RFC3339) + " to " + s.end.UTC().Format(time.RFC3339)
	add := func(metric string, v float64) {
		importers.EmitComputed(record.Record{Night: night, Metric: metric, Value: v, Raw: raw, RawUnit: "s",
			Source: source, Pos: pos}, metric, sink)
	}
	sums.Emit(add)
	add("tib", s.end.Sub(s.begin).Minutes())
	if only && f.awakenings >= 0 {
		add("awakenings", float64(f.awakenings))
	}
	if only && f.score > 0 {
		add("sleep_score", f.score)
	}
	cell := func(at time.Time) importers.ClockCell {
		return importers.ClockCell{Text: at.UTC().Format(time.RFC3339), Field: "sleep_level", Pos: pos}
	}
	importers.EmitSession(importers.MainSleep(source, night, onset, wake), cell(s.begin), cell(s.end), sink)
	return true
}
