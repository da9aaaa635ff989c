package importers

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"nof1/importers/record"
)

// Two sleeps of at least fitbitSplitSleep less than fitbitSplitPause apart are
// one night in two parts.
const (
	fitbitSplitSleep = time.Hour
	fitbitSplitPause = 3 * time.Hour
)

// fitbitSplits counts the nights of all files that were slept in two parts. Fitbit
// calls one part the main sleep and the other none: the night's minutes are those
// of the main part alone, and its owner should know how often.
type fitbitSplits struct {
	sleeps []fitbitPart
}

type fitbitPart struct {
	from, to time.Time
	main     bool
	pos      record.Pos
}

// add notes a sleep that is long enough. One without sound times is no part of
// anything; its times are a Problem elsewhere.
func (f *fitbitSplits) add(o jsonObject, pos record.Pos) {
	from, err := parseWall(o.text("startTime"), fitbitSleepLayouts...)
	to, err2 := parseWall(o.text("endTime"), fitbitSleepLayouts...)
	if err == nil && err2 == nil && to.Sub(from) >= fitbitSplitSleep {
		f.sleeps = append(f.sleeps, fitbitPart{from, to, fitbitMain(o), pos})
	}
}

// report tells how many parts were left out, at the first of them in the first
// file.
func (f *fitbitSplits) report(sink Sink) {
	slices.SortStableFunc(f.sleeps, func(a, b fitbitPart) int { return cmp.Or(a.from.Compare(b.from), a.to.Compare(b.to)) })
	f.sleeps = slices.CompactFunc(f.sleeps, func(a, b fitbitPart) bool { // files overlap
		return a.from.Equal(b.from) && a.to.Equal(b.to)
	})
	n, first := 0, record.Pos{}
	for i, s := range f.sleeps {
		before := i > 0 && f.sleeps[i-1].main && s.from.Sub(f.sleeps[i-1].to) < fitbitSplitPause
		after := i+1 < len(f.sleeps) && f.sleeps[i+1].main && f.sleeps[i+1].from.Sub(s.to) < fitbitSplitPause
		if s.main || !before && !after {
			continue
		}
		if n == 0 || s.pos.Compare(first) < 0 {
			first = s.pos
		}
		n++
	}
	switch {
	case n == 1:
		sink.Problem(record.Problem{Pos: first, Field: "mainSleep", Message: "a night in two parts: the minutes are those of its main sleep, this one is left out"})
	case n > 1:
		sink.Problem(record.Problem{Pos: first, Field: "mainSleep", Message: fmt.Sprintf("%d nights in two parts, the first here: the minutes are those of the main sleeps, the others are left out", n)})
	}
}
