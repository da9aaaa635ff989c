package apple

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// hand gives out what the run has gathered. user is the zone the user named, nil
// where none was.
func (a *run) hand(user *time.Location, sink importers.Sink) {
	if len(a.files) == 0 {
		return
	}
	a.sources.labels()
	c := a.clock(user)
	nights := a.mainSleeps(c)
	for _, n := range nights {
		a.handSleep(n, c, sink)
	}
	nights = append(nights, a.windows...)
	slices.SortStableFunc(nights, func(x, y datedNight) int { return cmp.Compare(x.night, y.night) })
	nights = slices.CompactFunc(nights, func(x, y datedNight) bool { return x.night == y.night })
	a.handSpots(nights, c, sink)
	a.handDaily(c, sink)
	a.handDays(c, sink)
	a.handBreaks(c, sink)
	a.sayAssumption(c, sink)
}

// series is the name of the series of a source, as breaks name it.
func (a *run) series(source uint16) string {
	return a.vendor + "/" + a.sources.list[source].label
}

// datedNight is a main sleep under its date.
type datedNight struct {
	episode
	night record.Date
}

// mainSleeps returns one sleep a date, by date: of every source the longest that
// ends between 03:00 and 15:00, or outside these hours where it lasted three, and
// of these sources the best. A night that any of them saw comes before a long nap
// of a better one. Equals are settled by the number of their nights, so that the
// choice holds over the whole of the file.
func (a *run) mainSleeps(c *clock) []datedNight {
	bySource := map[uint16][]interval{}
	for _, v := range a.intervals {
		bySource[v.source] = append(bySource[v.source], v)
	}
	a.intervals = nil
	candidates := map[record.Date][]candidate{}
	for _, source := range slices.Sorted(maps.Keys(bySource)) {
		asleep, inBed := sleepsOf(bySource[source])
		for night, n := range longestByDate(asleep, c) {
			candidates[night] = append(candidates[night], n)
			a.sources.list[source].sleeps++
			a.sources.list[source].awake = a.sources.list[source].awake || n.awakes
		}
		for night, n := range longestByDate(inBed, c) {
			candidates[night] = append(candidates[night], n)
		}
	}
	var out []datedNight
	for _, night := range slices.Sorted(maps.Keys(candidates)) {
		best := slices.MinFunc(candidates[night], func(x, y candidate) int {
			sx, sy := a.sources.list[x.source], a.sources.list[y.source]
			return cmp.Or(cmp.Compare(rank(x, sx), rank(y, sy)), cmp.Compare(sy.sleeps, sx.sleeps), cmp.Compare(sx.name, sy.name))
		})
		out = append(out, datedNight{best.episode, night})
	}
	return out
}

// candidate is a sleep that may be the night of its date. inBand: it ended
// between 03:00 and 15:00.
type candidate struct {
	episode
	inBand bool
}

// longestByDate returns the main sleep of every date of waking up.
func longestByDate(sleeps []episode, c *clock) map[record.Date]candidate {
	best := map[record.Date]candidate{}
	for _, n := range sleeps {
		onset, wake := c.at(n.onset), c.at(n.wake)
		long := time.Duration(n.length())*time.Second >= importers.NapLongest
		inBand := wake.Hour() >= 3 && wake.Hour() < 15
		if !long && (!inBand || onset.Hour() >= importers.NightLate && record.DateOf(onset) == record.DateOf(wake)) {
			continue // a nap
		}
		night := record.DateOf(wake)
		b, known := best[night]
		if !known || inBand && !b.inBand || inBand == b.inBand && n.length() > b.length() {
			best[night] = candidate{n, inBand}
		}
	}
	return best
}

// handSleep gives out one main sleep.
func (a *run) handSleep(n datedNight, c *clock, sink importers.Sink) {
	src := a.sources.list[n.source]
	pos := a.pos(n.file, n.line)
	minutes := func(metric string, seconds uint32) {
		importers.EmitComputed(record.Record{Night: n.night, Metric: metric, Value: float64(seconds) / 60, Raw: fmt.Sprint(seconds), RawUnit: "s",
			Source: a.vendor, Device: src.label, Pos: pos}, metric, sink)
	}
	onset, wake := c.at(n.onset), c.at(n.wake)
	s := record.Session{Night: n.night, Onset: record.MomentOf(onset), Wake: record.MomentOf(wake), Source: a.vendor, Device: src.label, Pos: pos}
	importers.EmitSession(s, importers.ClockCell{Text: onset.Format(time.RFC3339), Field: "bedtime", Pos: pos}, importers.ClockCell{Text: wake.Format(time.RFC3339), Field: "waketime", Pos: pos}, sink)
	minutes("tib", n.inBed)
	if n.asleep == 0 {
		return
	}
	minutes("tst", n.asleep)
	if n.bedtime > 0 {
		minutes("sol", n.onset-n.bedtime)
	}
	awake := n.awakes || n.staged && src.awake // it was looked for
	if awake || n.pieces {
		minutes("waso", n.wake-n.onset-n.asleep)
	}
	if awake {
		importers.EmitComputed(record.Record{Night: n.night, Metric: "awakenings", Value: float64(n.awakenings), Raw: fmt.Sprint(n.awakenings),
			Source: a.vendor, Device: src.label, Pos: pos}, "awakenings", sink)
	}
	if n.staged {
		minutes("deep", n.deep)
		minutes("rem", n.rem)
		minutes("light", n.light)
	}
}

// handSpots gives out the medians of the samples within the main sleeps, of every
// source for itself.
func (a *run) handSpots(nights []datedNight, c *clock, sink importers.Sink) {
	var writers []string // sources of nights
	for _, kind := range []kind{hrv, breaths, oxygen} {
		for source, src := range a.sources.list {
			samples := a.spotsOf(kind, uint16(source))
			if len(samples) == 0 {
				continue
			}
			counts := a.handMedians(kind, uint16(source), samples, nights, sink)
			if kind != hrv {
				continue
			}
			for _, b := range samplingBreaks(counts) {
				b.Source = a.series(uint16(source))
				sink.Break(b)
			}
			first := record.Pos{File: a.files[samples[0].file], Line: int(samples[0].line)}
			if len(counts) == 0 {
				sink.Problem(record.Problem{Pos: first, Message: fmt.Sprintf("%d samples of HRV by %q, none within a recorded sleep: the medians of whole days stand as a series of their own, %s", len(samples), src.label, a.vendor+wholeDay)})
				a.handDayMedians(uint16(source), samples, c, sink)
				continue
			}
			writers = append(writers, src.label)
			if !src.watch { // many apps put RMSSD where SDNN belongs
				sink.Problem(record.Problem{Pos: first, Message: fmt.Sprintf("HRV written by %q, which is no Apple Watch: it may be RMSSD under the name of SDNN", src.label)})
			}
		}
	}
	if len(writers) > 1 {
		sink.Problem(record.Problem{Pos: record.Pos{File: a.files[0]}, Message: fmt.Sprintf("%d sources write HRV (%s): each is a series of its own", len(writers), strings.Join(writers, ", "))})
	}
}

// handMedians gives out the medians of one source and returns on how many samples
// each night rests.
func (a *run) handMedians(kind kind, source uint16, samples []placedSpot, nights []datedNight, sink importers.Sink) (counts []nightCount) {
	for _, n := range nights {
		asleep := within(samples, n.onset, n.wake)
		if len(asleep) == 0 {
			continue
		}
		counts = append(counts, nightCount{n.night, len(asleep)})
		importers.EmitComputed(record.Record{Night: n.night, Metric: metrics[kind], Value: medianSpot(asleep),
			Raw: fmt.Sprintf("median of %d samples", len(asleep)), RawUnit: catalogue[kind].Unit, Source: a.vendor,
			Device: a.sources.list[source].label, Pos: a.pos(asleep[0].file, asleep[0].line)}, metrics[kind], sink)
	}
	return counts
}

// wholeDay is what the source of a series of whole days adds to the vendor's name.
const wholeDay = "-day"

// handDayMedians gives out the medians of the samples of calendar days, for a
// source of HRV of whose samples none lies within a sleep: awake and asleep mixed,
// so never in one series with those of nights.
func (a *run) handDayMedians(source uint16, samples []placedSpot, c *clock, sink importers.Sink) {
	for len(samples) > 0 {
		day, n := record.DateOf(c.at(samples[0].at)), 1
		for n < len(samples) && record.DateOf(c.at(samples[n].at)) == day {
			n++
		}
		importers.EmitComputed(record.Record{Night: day, Metric: "hrv_sdnn", Value: medianSpot(samples[:n]), Raw: fmt.Sprintf("median of %d samples of the day", n),
			RawUnit: "ms", Source: a.vendor + wholeDay, Device: a.sources.list[source].label, Pos: a.pos(samples[0].file, samples[0].line)}, "hrv_sdnn", sink)
		samples = samples[n:]
	}
}

// handDaily gives out what has one value a day. Resting heart rate is named by
// the local day it began on, wrist temperature by the morning it ended on. Of two
// values of one source and day the one that covers more of it stands, then the
// later in the file.
func (a *run) handDaily(c *clock, sink importers.Sink) {
	type key struct {
		kind   kind
		source uint16
		night  record.Date
	}
	best := map[key]daily{}
	for _, d := range a.daily {
		k := key{d.kind, d.source, record.DateOf(c.at(d.start))}
		if d.kind == wristTemp {
			k.night = record.DateOf(c.at(d.end))
		}
		if old, known := best[k]; !known || d.end-d.start >= old.end-old.start {
			best[k] = d
		}
	}
	keys := slices.SortedFunc(maps.Keys(best), func(x, y key) int {
		return cmp.Or(cmp.Compare(x.kind, y.kind), cmp.Compare(x.source, y.source), cmp.Compare(x.night, y.night))
	})
	for _, k := range keys {
		d := best[k]
		sink.Record(record.Record{Night: k.night, Metric: metrics[d.kind], Value: d.value, Raw: d.raw, RawUnit: d.unit,
			Source: a.vendor, Device: a.sources.list[d.source].label, Pos: a.pos(d.file, d.line)})
	}
}

// handBreaks gives out the changes of watch and of its system.
func (a *run) handBreaks(c *clock, sink importers.Sink) {
	for i, src := range a.sources.list {
		for _, b := range src.breaks(a.series(uint16(i)), c) {
			sink.Break(b)
		}
	}
}

func (a *run) sayAssumption(c *clock, sink importers.Sink) {
	if !c.assumed || !c.usedRest {
		return
	}
	_, offset := time.Unix(0, 0).In(c.rest).Zone()
	what := fmt.Sprintf("%s, the offset of the day of the export, was taken all year", time.Unix(0, 0).In(c.rest).Format("-07:00"))
	if offset == 0 {
		what = "UTC was taken for local time"
	}
	sink.Problem(record.Problem{Pos: record.Pos{File: a.files[0]}, Message: "no time zone is written here: " + what + "; name yours with --zone"})
}
