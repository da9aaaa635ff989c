package apple

import (
	"cmp"
	"slices"
	"time"
	_ "time/tzdata"
)

// zones are the zones that records name. Apple prints all times of an
// export with the one offset the phone had on the day of the export, so the
// wall clock of a night comes from its instant and one of these.
type zones struct {
	byName map[string]uint8
	zones  []*time.Location // 0 stands for none
}

func newZones() zones {
	return zones{byName: map[string]uint8{"": 0}, zones: []*time.Location{nil}}
}

// index returns the number of a zone, 0 for a name that is none, and for any new
// one beyond a thousand.
func (z *zones) index(name []byte) uint8 {
	if i, ok := z.byName[string(name)]; ok || len(z.zones) > 250 || len(z.byName) >= 1000 {
		return i
	}
	i := uint8(0)
	if loc, err := time.LoadLocation(string(name)); err == nil && loc != time.Local {
		i = uint8(len(z.zones))
		z.zones = append(z.zones, loc)
	}
	z.byName[string(name)] = i
	return i
}

// clock knows which zone a person was in.
type clock struct {
	known    []zonedInstant // by time
	rest     *time.Location // far from any of them
	assumed  bool           // rest is nothing but the offset of the export
	usedRest bool
}

type zonedInstant struct {
	at   uint32
	zone *time.Location
}

// zoneReach is how far, in seconds, a zone written on a night holds for other
// records.
const zoneReach = 36 * 60 * 60

// clock works out the zones of a run: the one a sleep record names, then the one
// the user named, then that which most records name, then the offset of the
// export.
func (a *run) clock() *clock {
	c := &clock{rest: a.zone}
	count := make([]int, len(a.zones.zones))
	offsets := map[int8]bool{}
	for _, v := range a.intervals {
		offsets[v.offset] = true
		if v.zone > 0 {
			count[v.zone]++
			c.known = append(c.known, zonedInstant{v.start, a.zones.zones[v.zone]})
		}
	}
	for _, d := range a.daily {
		offsets[d.offset] = true
	}
	most := 0
	for i, n := range count {
		if n > count[most] {
			most = i
		}
	}
	if c.rest == nil {
		c.rest = a.zones.zones[most]
	}
	if c.rest == nil {
		c.assume(a, offsets)
	}
	slices.SortStableFunc(c.known, func(x, y zonedInstant) int { return cmp.Compare(x.at, y.at) })
	return c
}

// assume takes the offsets as written. Where they differ within the file it is
// not of Apple's own making, and they are the ones of the time.
func (c *clock) assume(a *run, offsets map[int8]bool) {
	if len(offsets) > 1 || a.ownOffset {
		for _, v := range a.intervals {
			c.known = append(c.known, zonedInstant{v.start, quarterZone(v.offset)})
		}
		for _, d := range a.daily {
			c.known = append(c.known, zonedInstant{d.start, quarterZone(d.offset)})
		}
		c.rest = quarterZone(int8(a.instants.zoneOffset / quarterHour))
		return
	}
	c.assumed = true
	c.rest = quarterZone(int8(a.instants.zoneOffset / quarterHour))
	for o := range offsets {
		c.rest = quarterZone(o)
	}
}

func quarterZone(offset int8) *time.Location {
	return time.FixedZone("", int(offset)*quarterHour)
}

// wall returns an instant on the wall clock of the zone it was lived in.
func (c *clock) wall(instant uint32) time.Time {
	i, _ := slices.BinarySearchFunc(c.known, instant, func(z zonedInstant, at uint32) int { return cmp.Compare(z.at, at) })
	best, distance := -1, int64(zoneReach)
	for _, j := range []int{i - 1, i} {
		if j < 0 || j >= len(c.known) {
			continue
		}
		if d := max(int64(c.known[j].at)-int64(instant), int64(instant)-int64(c.known[j].at)); d <= distance {
			best, distance = j, d
		}
	}
	zone := c.rest
	if best >= 0 {
		zone = c.known[best].zone
	} else {
		c.usedRest = true
	}
	return time.Unix(int64(instant), 0).In(zone)
}
