package fitbit

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// Two sleeps of at least splitSleep, less than splitPause apart, are one night in two
// parts.
const (
	splitSleep = time.Hour
	splitPause = 3 * time.Hour
)

// splits counts the nights of all files that were slept in two parts. Fitbit calls one
// part the main sleep and the other not. The minutes of the night are those of the main
// part alone, and its owner should know how often that is.
type splits struct {
	sleeps []part
}

// part is one sleep.
type part struct {
	from, to time.Time
	main     bool
	pos      record.Pos
}

// add notes a sleep that is long enough and whose times can be read. Other times are a
// problem elsewhere.
func (f *splits) add(o importers.JSONObject, pos record.Pos) {
	from, err := importers.ParseWall(o.Text("startTime"), sleepLayouts...)
	to, err2 := importers.ParseWall(o.Text("endTime"), sleepLayouts...)
	if err == nil && err2 == nil && to.Sub(from) >= splitSleep {
		f.sleeps = append(f.sleeps, part{from, to, isMain(o), pos})
	}
}

// report emits as a problem how many parts were left out, at the first of them in the
// first file.
func (f *splits) report(sink importers.Sink) {
	slices.SortStableFunc(f.sleeps, func(a, b part) int { return cmp.Or(a.from.Compare(b.from), a.to.Compare(b.to)) })
	f.sleeps = slices.CompactFunc(f.sleeps, func(a, b part) bool { // files overlap
		return a.from.Equal(b.from) && a.to.Equal(b.to)
	})
	n, first := 0, record.Pos{}
	for i, s := range f.sleeps {
		before := i > 0 && f.sleeps[i-1].main && s.from.Sub(f.sleeps[i-1].to) < splitPause
		after := i+1 < len(f.sleeps) && f.sleeps[i+1].main && f.sleeps[i+1].from.Sub(s.to) < splitPause
		if s.main || !before && !after {
			continue
		}
		if n == 0 || s.pos.Compare(first) < 0 {
			first = s.pos
		}
		n++
	}
	message := "a night in two parts: the minutes are those of its main sleep, this one is left out"
	if n > 1 {
		message = fmt.Sprintf("%d nights in two parts, the first here: the minutes are those of the main sleeps, the others are left out", n)
	}
	if n > 0 {
		sink.Problem(record.Problem{Pos: first, Field: "mainSleep", Message: message})
	}
}
