package intraday

import (
	"math/bits"
	"slices"

	"nof1/importers"
	"nof1/importers/record"
)

// sleepWindow is the time of one main sleep and the heart rates in it.
type sleepWindow struct {
	from, to int64 // seconds of the wall clock since 1970, half open
	night    record.Date
	device   string
	rates    rateSums
}

// rateSums adds up heart rates, in thousandths of a beat per minute.
type rateSums struct {
	n, sum   int64
	min, max int64
	tenths   [2]uint64  // which ten minutes of the sleep had one, the first 128
	pos      record.Pos // of the first
}

// coverStep is the time, in seconds, that a heart rate covers.
const coverStep = 600

// one adds a heart rate some seconds after falling asleep.
func (s *rateSums) one(v, after int64) {
	if s.n == 0 || v < s.min {
		s.min = v
	}
	if v > s.max {
		s.max = v
	}
	s.n++
	s.sum += v
	if step := uint64(after) / coverStep; step < 128 {
		s.tenths[step/64] |= 1 << (step % 64)
	}
}

// add adds the sums of a further file.
func (s *rateSums) add(other rateSums) {
	if other.n == 0 {
		return
	}
	if s.n == 0 {
		*s = other
		return
	}
	s.n += other.n
	s.sum += other.sum
	s.min, s.max = min(s.min, other.min), max(s.max, other.max)
	s.tenths[0] |= other.tenths[0]
	s.tenths[1] |= other.tenths[1]
}

func (s *rateSums) coveredMinutes() int64 {
	return int64(bits.OnesCount64(s.tenths[0])+bits.OnesCount64(s.tenths[1])) * coverStep / 60
}

// sleepWindows returns the longest sleep of every night of a source that has no heart
// rate asleep yet, in order of time. all is true if every night has one. The time that
// two nights share belongs to the first.
func sleepWindows(res *importers.Result, source string) (windows []sleepWindow, all bool) {
	has := map[record.Date]bool{}
	for _, r := range res.Records {
		if r.Metric == "sleep_hr" && r.Source == source {
			has[r.Night] = true
		}
	}
	longest := map[record.Date]int{} // its place in windows
	for _, s := range res.Sessions {
		w := sleepWindow{from: int64(s.Onset.Clock()) * 60, to: int64(s.Wake.Clock()) * 60, night: s.Night, device: s.Device}
		if s.Source != source || !s.Onset.Timed || !s.Wake.Timed || w.to <= w.from {
			continue
		}
		if has[s.Night] {
			all = true
			continue
		}
		i, ok := longest[s.Night]
		if windows == nil {
			windows = make([]sleepWindow, 0, len(res.Sessions))
		}
		if !ok {
			longest[s.Night] = len(windows)
			windows = append(windows, w)
		} else if l := windows[i]; w.to-w.from > l.to-l.from || w.to-w.from == l.to-l.from && w.from < l.from {
			windows[i] = w
		}
	}
	slices.SortFunc(windows, func(a, b sleepWindow) int {
		if a.from != b.from {
			return int(a.from - b.from)
		}
		return int(a.night - b.night)
	})
	for i := 1; i < len(windows); i++ {
		w := &windows[i]
		w.from = max(w.from, windows[i-1].to)
		w.to = max(w.to, w.from)
	}
	return windows, all && len(windows) == 0
}
