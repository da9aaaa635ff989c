package importers

import (
	"time"

	"nof1/importers/record"

	"github.com/muktihari/fit/profile/typedef"
)

// garminLevels are the stages of sleep by level; one that could not be measured
// has none.
var garminLevels = map[typedef.SleepLevel]string{typedef.SleepLevelAwake: "awake", typedef.SleepLevelLight: "light",
	typedef.SleepLevelDeep: "deep", typedef.SleepLevelRem: "rem"}

// A stage that goes on for longer is taken for the pause between two sleeps.
const garminLongestStage = 4 * time.Hour

// garminFITSleep is one sleep of a FIT file.
type garminFITSleep struct {
	begin, end time.Time
	spans      []stageSpan
	message    int // where it begins
}

// sleeps parts the stages, which are in order, into sleeps.
func (f *garminFITFile) sleeps() []garminFITSleep {
	var sleeps []garminFITSleep
	for i, s := range f.stages {
		if i == 0 || s.from.Sub(f.stages[i-1].from) > garminLongestStage {
			sleeps = append(sleeps, garminFITSleep{begin: s.from, message: s.message})
		}
		sleep := &sleeps[len(sleeps)-1]
		sleep.end = s.from
		if i+1 < len(f.stages) && f.stages[i+1].from.Sub(s.from) <= garminLongestStage {
			sleep.end = f.stages[i+1].from
		} else if end, ok := f.endAfter(s.from); ok {
			sleep.end = end
		}
		sleep.spans = append(sleep.spans, stageSpan{s.from, sleep.end, garminLevels[s.level]})
	}
	return sleeps
}

// endAfter returns the first end of a sleep after the begin of its last stage.
func (f *garminFITFile) endAfter(last time.Time) (end time.Time, ok bool) {
	for _, e := range f.ends {
		if e.After(last) && e.Sub(last) <= garminLongestStage && (!ok || e.Before(end)) {
			end, ok = e, true
		}
	}
	return end, ok
}

// emit hands out the sleep; the file's assessment goes with it where it is the
// only one. It is false where the wall clock is not known.
func (s garminFITSleep) emit(f *garminFITFile, only bool, sink Sink) bool {
	sums := sumStages(s.spans)
	onset, known := f.clock.at(s.begin)
	wake, both := f.clock.at(s.end)
	if sums.asleep == 0 {
		return true
	}
	if !known || !both {
		return false
	}
	if isNap(onset, wake, time.Duration(sums.asleep*float64(time.Minute))) {
		return true
	}
	night, pos := record.DateOf(wake), f.pos(s.message)
	raw := "stages from " + s.begin.UTC().Format(time.RFC3339) + " to " + s.end.UTC().Format(time.RFC3339)
	add := func(metric string, v float64) {
		emitComputed(record.Record{Night: night, Metric: metric, Value: v, Raw: raw, RawUnit: "s", Source: garminSource, Pos: pos}, metric, sink)
	}
	sums.emit(add)
	add("tib", s.end.Sub(s.begin).Minutes())
	if only && f.awakenings >= 0 {
		add("awakenings", float64(f.awakenings))
	}
	if only && f.score > 0 {
		add("sleep_score", f.score)
	}
	cell := func(at time.Time) clockCell { return clockCell{at.UTC().Format(time.RFC3339), "sleep_level", pos} }
	emitSession(record.Session{Night: night, Onset: record.MomentOf(onset), Wake: record.MomentOf(wake), Source: garminSource, Pos: pos}, cell(s.begin), cell(s.end), sink)
	return true
}
