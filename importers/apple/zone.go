package apple

import (
	"cmp"
	"slices"
	"time"
	_ "time/tzdata"
)

// zones are the zones that records name. Apple prints all times of an export with the
// offset of the phone on the day of the export, so the wall clock of a night follows
// from its instant and one of these.
type zones struct {
	byName map[string]uint8
	list   []*time.Location // the first is nil: no zone
}

func newZones() zones {
	return zones{byName: map[string]uint8{"": 0}, list: []*time.Location{nil}}
}

// index returns the index of a zone, 0 for a name that is not a zone and for new names
// after a thousand.
func (z *zones) index(name []byte) uint8 {
	if i, ok := z.byName[string(name)]; ok || len(z.list) > 250 || len(z.byName) >= 1000 {
		return i
	}
	i := uint8(0)
	if loc, err := time.LoadLocation(string(name)); err == nil && loc != time.Local {
		i = uint8(len(z.list))
		z.list = append(z.list, loc)
	}
	z.byName[string(name)] = i
	return i
}

// clock returns the wall clock a person lived by.
type clock struct {
	known    []zonedInstant // by time
	rest     *time.Location // far from any of them
	assumed  bool           // rest is the offset of the day of the export
	usedRest bool
}

type zonedInstant struct {
	at   uint32
	zone *time.Location
}

// zoneReach is how far, in seconds, the zone of a night holds for other records.
const zoneReach = 36 * 60 * 60

// clock returns the clock of a run: the zone a sleep record names, else the zone the
// user named, else the zone most records name, else the offset of the export.
func (a *run) clock() *clock {
	c := &clock{rest: a.zone}
	count := make([]int, len(a.zones.list))
	offsets := map[int8]bool{}
	for _, v := range a.intervals {
		offsets[v.offset] = true
		if v.zone > 0 {
			count[v.zone]++
			c.known = append(c.known, zonedInstant{v.start, a.zones.list[v.zone]})
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
		c.rest = a.zones.list[most]
	}
	if c.rest == nil {
		c.assume(a, offsets)
	}
	slices.SortStableFunc(c.known, func(x, y zonedInstant) int { return cmp.Compare(x.at, y.at) })
	return c
}

// assume uses the offsets as written. If they differ within the file, Apple did not
// write it, and they are the offsets of their time.
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

// wall returns an instant on the wall clock of its zone.
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
