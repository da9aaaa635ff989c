package intraday

import (
	"math/bits"
	"slices"

	"nof1/importers"
	"nof1/importers/record"
)

// SleepWindow is the time of one main sleep and the heart rates in it.
type SleepWindow struct {
	From, To int64 // seconds of the wall clock since 1970, half open
	Night    record.Date
	device   string
	rates    rateSums
}

// rateSums adds heart rates, in thousandths of a beat per minute, without keeping
// them.
type rateSums struct {
	N, Sum   int64
	Min, max int64
	tenths   [2]uint64  // which ten minutes of the sleep had one, the first 128
	pos      record.Pos // of the first
}

// coverStep is the length, in seconds, of what a heart rate covers.
const coverStep = 600

// one adds a heart rate some seconds after falling asleep.
func (s *rateSums) one(v, after int64) {
	if s.N == 0 || v < s.Min {
		s.Min = v
	}
	if v > s.max {
		s.max = v
	}
	s.N++
	s.Sum += v
	if step := uint64(after) / coverStep; step < 128 {
		s.tenths[step/64] |= 1 << (step % 64)
	}
}

// Add adds the sums of a further file.
func (s *rateSums) Add(other rateSums) {
	if other.N == 0 {
		return
	}
	if s.N == 0 {
		*s = other
		return
	}
	s.N += other.N
	s.Sum += other.Sum
	s.Min, s.max = min(s.Min, other.Min), max(s.max, other.max)
	s.tenths[0] |= other.tenths[0]
	s.tenths[1] |= other.tenths[1]
}

func (s *rateSums) coveredMinutes() int64 {
	return int64(bits.OnesCount64(s.tenths[0])+bits.OnesCount64(s.tenths[1])) * coverStep / 60
}

// sleepWindows returns the longest sleep of every night of a source that has no
// heart rate asleep yet, in order of time; all tells that every night has one.
// Where two nights overlap, the time of both is the first one's.
func sleepWindows(res *importers.Result, source string) (windows []SleepWindow, all bool) {
	has := map[record.Date]bool{}
	for _, r := range res.Records {
		if r.Metric == "sleep_hr" && r.Source == source {
			has[r.Night] = true
		}
	}
	longest := map[record.Date]int{} // its place in windows
	for _, s := range res.Sessions {
		w := SleepWindow{From: int64(s.Onset.Clock()) * 60, To: int64(s.Wake.Clock()) * 60, Night: s.Night, device: s.Device}
		if s.Source != source || !s.Onset.Timed || !s.Wake.Timed || w.To <= w.From {
			continue
		}
		if has[s.Night] {
			all = true
			continue
		}
		i, ok := longest[s.Night]
		if windows == nil {
			windows = make([]SleepWindow, 0, len(res.Sessions))
		}
		if !ok {
			longest[s.Night] = len(windows)
			windows = append(windows, w)
		} else if l := windows[i]; w.To-w.From > l.To-l.From || w.To-w.From == l.To-l.From && w.From < l.From {
			windows[i] = w
		}
	}
	slices.SortFunc(windows, func(a, b SleepWindow) int {
		if a.From != b.From {
			return int(a.From - b.From)
		}
		return int(a.Night - b.Night)
	})
	for i := 1; i < len(windows); i++ {
		w := &windows[i]
		w.From = max(w.From, windows[i-1].To)
		w.To = max(w.To, w.From)
	}
	return windows, all && len(windows) == 0
}
