package apple

import (
	"cmp"
	"slices"
	"sort"
)

// sleepGap is the longest time, in seconds, between two intervals of one sleep. A
// night has 20 to 40 of them.
const sleepGap = 90 * 60

// longestAwake is the longest time awake, in seconds, within one night.
const longestAwake = 3 * 60 * 60

// episode is one sleep of one source, in seconds since 1970 and seconds.
type episode struct {
	source, file           uint16
	line                   uint32
	onset, wake            uint32
	asleep                 uint32 // union of all stages asleep, 0 if only time in bed is known
	light, deep, rem       uint32
	inBed                  uint32 // union of time in bed and asleep
	bedtime                uint32 // begin of the time in bed, 0 if not written
	awakenings             int
	staged, pieces, awakes bool // has stages, gaps between pieces, times awake
}

// length returns what the longest sleep of a date is chosen by.
func (n episode) length() uint32 {
	if n.asleep > 0 {
		return n.asleep
	}
	return n.inBed
}

// sleepsOf returns the sleeps of one source by time, and separately its times in bed.
func sleepsOf(intervals []interval) (asleep, inBed []episode) {
	slices.SortFunc(intervals, func(a, b interval) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end), cmp.Compare(a.line, b.line))
	})
	var sleep, bed []interval
	for _, v := range intervals {
		switch {
		case v.stage == stageInBed:
			bed = append(bed, v)
		case v.stage != stageAwake || v.end-v.start <= longestAwake:
			sleep = append(sleep, v)
		}
	}
	beds := sessions(bed)
	for _, s := range sessions(sleep) {
		if n, ok := newEpisode(s, beds); ok {
			asleep = append(asleep, n)
		}
	}
	for _, b := range beds {
		first := b[0]
		n := episode{source: first.source, file: first.file, line: first.line, onset: first.start, wake: latest(b)}
		n.inBed = union(b, func(interval) bool { return true })
		inBed = append(inBed, n)
	}
	return asleep, inBed
}

// sessions cuts sorted intervals at gaps longer than sleepGap.
func sessions(intervals []interval) [][]interval {
	var out [][]interval
	from, end := 0, uint32(0)
	for i, v := range intervals {
		if i > from && v.start > end && v.start-end > sleepGap {
			out = append(out, intervals[from:i])
			from = i
		}
		if i == from {
			end = v.end
		}
		end = max(end, v.end)
	}
	if from < len(intervals) {
		out = append(out, intervals[from:])
	}
	return out
}

func latest(intervals []interval) (end uint32) {
	for _, v := range intervals {
		end = max(end, v.end)
	}
	return end
}

func isAsleep(v interval) bool { return v.stage != stageAwake && v.stage != stageInBed }

// newEpisode returns the sleep of a session, not ok if it has no time asleep.
// Overlapping intervals of one class count once. Light sleep written over another
// stage counts as that stage.
func newEpisode(session []interval, beds [][]interval) (episode, bool) {
	i := slices.IndexFunc(session, isAsleep)
	if i < 0 {
		return episode{}, false
	}
	first := session[i]
	n := episode{source: first.source, file: first.file, line: first.line, onset: first.start}
	for _, v := range session {
		if isAsleep(v) {
			n.wake = max(n.wake, v.end)
		}
		n.staged = n.staged || v.stage >= stageCore && v.stage <= stageREM
		n.awakes = n.awakes || v.stage == stageAwake
	}
	n.asleep = union(session, isAsleep)
	n.pieces = n.asleep < n.wake-n.onset
	of := func(stages ...stage) uint32 {
		return union(session, func(v interval) bool { return slices.Contains(stages, v.stage) })
	}
	n.deep, n.rem = of(stageDeep), of(stageREM)
	n.light = of(stageCore, stageDeep, stageREM) - of(stageDeep, stageREM)
	n.awakenings = awakenings(session, n.onset, n.wake)
	n.addBed(session, beds)
	return n, true
}

// addBed sets the time in bed: what the source writes of it, else the sleep with its
// gaps. Time awake in between is time in bed. The beds are in order of time and do not
// overlap.
func (n *episode) addBed(session []interval, beds [][]interval) {
	n.inBed = n.wake - n.onset
	var all []interval
	first := sort.Search(len(beds), func(i int) bool { return latest(beds[i]) > n.onset })
	for _, b := range beds[first:] {
		if b[0].start >= n.wake {
			break
		}
		all = append(all, b...)
	}
	if all == nil {
		return
	}
	if all[0].start <= n.onset {
		n.bedtime = all[0].start
	}
	all = append(all, session...)
	slices.SortStableFunc(all, func(a, b interval) int { return cmp.Compare(a.start, b.start) })
	n.inBed = union(all, func(interval) bool { return true })
}

// union returns how many seconds the chosen ones of sorted intervals cover.
func union(intervals []interval, choose func(interval) bool) (seconds uint32) {
	end := uint32(0)
	for _, v := range intervals {
		if !choose(v) || v.end <= end {
			continue
		}
		seconds += v.end - max(v.start, end)
		end = v.end
	}
	return seconds
}

// awakenings counts the times awake between times asleep. Times that touch are one.
func awakenings(session []interval, onset, wake uint32) (n int) {
	end := uint32(0)
	for _, v := range session {
		if v.stage != stageAwake || v.start < onset || v.end > wake {
			continue
		}
		if v.start > end {
			n++
		}
		end = max(end, v.end)
	}
	return n
}

// rank orders the sources of one night: a watch with stages, a watch without, another
// app with stages, another app, then entries by hand; then time in bed alone, then
// sleep that ended at another time of day.
func rank(n candidate, src *source) int {
	r := 0
	if !src.watch {
		r = 2
	}
	if !n.staged {
		r++
	}
	if src.byHand {
		r += 10
	}
	if n.asleep == 0 {
		r += 100
	}
	if !n.inBand {
		r += 1000
	}
	return r
}
