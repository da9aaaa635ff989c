package importers

import (
	"slices"
	"sort"
	"strings"
	"time"
)

// WallClock turns instants into the wall clock a person lived by: that of a zone
// the user named, else that of offsets the files themselves tell here and there.
type WallClock struct {
	Zone    *time.Location
	offsets []clockOffset
	sorted  bool
}

// clockOffset is what a wall clock was ahead of UTC from an instant on.
type clockOffset struct {
	from   time.Time
	offset time.Duration
}

// An offset holds until the next one is told, but no longer than clockReach, nor
// is it used for times further back. A day's worth of it is too little where the
// watch was off for a day.
const clockReach = 72 * time.Hour

// farthestOffset is further from UTC than any place is.
const farthestOffset = 15 * time.Hour

// Learn notes an instant and the wall clock at it; those that cannot belong
// together are ignored.
func (c *WallClock) Learn(utc, wall time.Time) {
	offset := wall.Sub(utc).Round(15 * time.Minute) // clocks are told to the minute at best
	if offset.Abs() <= farthestOffset {
		c.offsets, c.sorted = append(c.offsets, clockOffset{utc, offset}), false
	}
}

// At returns the wall clock of an instant, false where nothing tells it.
func (c *WallClock) At(utc time.Time) (time.Time, bool) {
	if c.Zone != nil {
		_, seconds := utc.In(c.Zone).Zone()
		return utc.UTC().Add(time.Duration(seconds) * time.Second), true
	}
	if !c.sorted {
		slices.SortStableFunc(c.offsets, func(a, b clockOffset) int { return a.from.Compare(b.from) })
		c.sorted = true
	}
	next := sort.Search(len(c.offsets), func(i int) bool { return c.offsets[i].from.After(utc) })
	if next > 0 && utc.Sub(c.offsets[next-1].from) <= clockReach {
		return utc.UTC().Add(c.offsets[next-1].offset), true
	}
	if next < len(c.offsets) && c.offsets[next].from.Sub(utc) <= clockReach {
		return utc.UTC().Add(c.offsets[next].offset), true
	}
	return time.Time{}, false
}

// ParseOffset reads "UTC+0900", "UTC-05:30", "+09:00" or "UTC+4".
func ParseOffset(text string) (time.Duration, bool) {
	text = strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(text)), "UTC")
	if len(text) == 2 {
		text = text[:1] + "0" + text[1:]
	}
	for _, layout := range []string{"-0700", "-07:00", "-07", "Z"} {
		if t, err := time.Parse(layout, text); err == nil {
			_, seconds := t.Zone()
			return time.Duration(seconds) * time.Second, true
		}
	}
	return 0, false
}
