package importers

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"nof1/importers/record"
)

// hand gives out what the run has gathered. user is the zone the user named, nil
// where none was.
func (a *appleRun) hand(user *time.Location, sink Sink) {
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
func (a *appleRun) series(source uint16) string {
	return a.vendor + "/" + a.sources.list[source].label
}

// datedNight is a main sleep under its date.
type datedNight struct {
	appleNight
	night record.Date
}

// mainSleeps returns one sleep a date, by date: of every source the longest that
// ends between 03:00 and 15:00, or outside these hours where it lasted three, and
// of these sources the best. A night that any of them saw comes before a long nap
// of a better one. Equals are settled by the number of their nights, so that the
// choice holds over the whole of the file.
func (a *appleRun) mainSleeps(c *appleClock) []datedNight {
	bySource := map[uint16][]appleInterval{}
	for _, v := range a.intervals {
		bySource[v.source] = append(bySource[v.source], v)
	}
	a.intervals = nil
	candidates := map[record.Date][]appleCandidate{}
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
		best := slices.MinFunc(candidates[night], func(x, y appleCandidate) int {
			sx, sy := a.sources.list[x.source], a.sources.list[y.source]
			return cmp.Or(cmp.Compare(rank(x, sx), rank(y, sy)), cmp.Compare(sy.sleeps, sx.sleeps), cmp.Compare(sx.name, sy.name))
		})
		out = append(out, datedNight{best.appleNight, night})
	}
	return out
}

// appleCandidate is a sleep that may be the night of its date. inBand: it ended
// between 03:00 and 15:00.
type appleCandidate struct {
	appleNight
	inBand bool
}

// longestByDate returns the main sleep of every date of waking up.
func longestByDate(sleeps []appleNight, c *appleClock) map[record.Date]appleCandidate {
	best := map[record.Date]appleCandidate{}
	for _, n := range sleeps {
		onset, wake := c.at(n.onset), c.at(n.wake)
		long := time.Duration(n.length())*time.Second >= napLongest
		inBand := wake.Hour() >= 3 && wake.Hour() < 15
		if !long && (!inBand || onset.Hour() >= nightLate && record.DateOf(onset) == record.DateOf(wake)) {
			continue // a nap
		}
		night := record.DateOf(wake)
		b, known := best[night]
		if !known || inBand && !b.inBand || inBand == b.inBand && n.length() > b.length() {
			best[night] = appleCandidate{n, inBand}
		}
	}
	return best
}

// handSleep gives out one main sleep.
func (a *appleRun) handSleep(n datedNight, c *appleClock, sink Sink) {
	src := a.sources.list[n.source]
	pos := a.pos(n.file, n.line)
	minutes := func(metric string, seconds uint32) {
		emitComputed(record.Record{Night: n.night, Metric: metric, Value: float64(seconds) / 60, Raw: fmt.Sprint(seconds), RawUnit: "s",
			Source: a.vendor, Device: src.label, Pos: pos}, metric, sink)
	}
	onset, wake := c.at(n.onset), c.at(n.wake)
	s := record.Session{Night: n.night, Onset: record.MomentOf(onset), Wake: record.MomentOf(wake), Source: a.vendor, Device: src.label, Pos: pos}
	emitSession(s, clockCell{onset.Format(time.RFC3339), "bedtime", pos}, clockCell{wake.Format(time.RFC3339), "waketime", pos}, sink)
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
		emitComputed(record.Record{Night: n.night, Metric: "awakenings", Value: float64(n.awakenings), Raw: fmt.Sprint(n.awakenings),
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
func (a *appleRun) handSpots(nights []datedNight, c *appleClock, sink Sink) {
	var hrv []string // sources of nights
	for _, kind := range []appleKind{appleSDNN, appleBreaths, appleOxygen} {
		for source, src := range a.sources.list {
			samples := a.spotsOf(kind, uint16(source))
			if len(samples) == 0 {
				continue
			}
			counts := a.handMedians(kind, uint16(source), samples, nights, sink)
			if kind != appleSDNN {
				continue
			}
			for _, b := range samplingBreaks(counts) {
				b.Source = a.series(uint16(source))
				sink.Break(b)
			}
			first := record.Pos{File: a.files[samples[0].file], Line: int(samples[0].line)}
			if len(counts) == 0 {
				sink.Problem(record.Problem{Pos: first, Message: fmt.Sprintf("%d samples of HRV by %q, none within a recorded sleep: the medians of whole days stand as a series of their own, %s", len(samples), src.label, a.vendor+appleDay)})
				a.handDayMedians(uint16(source), samples, c, sink)
				continue
			}
			hrv = append(hrv, src.label)
			if !src.watch { // many apps put RMSSD where SDNN belongs
				sink.Problem(record.Problem{Pos: first, Message: fmt.Sprintf("HRV written by %q, which is no Apple Watch: it may be RMSSD under the name of SDNN", src.label)})
			}
		}
	}
	if len(hrv) > 1 {
		sink.Problem(record.Problem{Pos: record.Pos{File: a.files[0]}, Message: fmt.Sprintf("%d sources write HRV (%s): each is a series of its own", len(hrv), strings.Join(hrv, ", "))})
	}
}

// handMedians gives out the medians of one source and returns on how many samples
// each night rests.
func (a *appleRun) handMedians(kind appleKind, source uint16, samples []placedSpot, nights []datedNight, sink Sink) (counts []nightCount) {
	for _, n := range nights {
		asleep := within(samples, n.onset, n.wake)
		if len(asleep) == 0 {
			continue
		}
		counts = append(counts, nightCount{n.night, len(asleep)})
		emitComputed(record.Record{Night: n.night, Metric: appleMetrics[kind], Value: medianSpot(asleep),
			Raw: fmt.Sprintf("median of %d samples", len(asleep)), RawUnit: appleMetric[kind].Unit, Source: a.vendor,
			Device: a.sources.list[source].label, Pos: a.pos(asleep[0].file, asleep[0].line)}, appleMetrics[kind], sink)
	}
	return counts
}

// appleDay is what the source of a series of whole days adds to the vendor's name.
const appleDay = "-day"

// handDayMedians gives out the medians of the samples of calendar days, for a
// source of HRV of whose samples none lies within a sleep: awake and asleep mixed,
// so never in one series with those of nights.
func (a *appleRun) handDayMedians(source uint16, samples []placedSpot, c *appleClock, sink Sink) {
	for len(samples) > 0 {
		day, n := record.DateOf(c.at(samples[0].at)), 1
		for n < len(samples) && record.DateOf(c.at(samples[n].at)) == day {
			n++
		}
		emitComputed(record.Record{Night: day, Metric: "hrv_sdnn", Value: medianSpot(samples[:n]), Raw: fmt.Sprintf("median of %d samples of the day", n),
			RawUnit: "ms", Source: a.vendor + appleDay, Device: a.sources.list[source].label, Pos: a.pos(samples[0].file, samples[0].line)}, "hrv_sdnn", sink)
		samples = samples[n:]
	}
}

// handDaily gives out what has one value a day. Resting heart rate is named by
// the local day it began on, wrist temperature by the morning it ended on. Of two
// values of one source and day the one that covers more of it stands, then the
// later in the file.
func (a *appleRun) handDaily(c *appleClock, sink Sink) {
	type key struct {
		kind   appleKind
		source uint16
		night  record.Date
	}
	best := map[key]appleDaily{}
	for _, d := range a.daily {
		k := key{d.kind, d.source, record.DateOf(c.at(d.start))}
		if d.kind == appleWristTemp {
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
		sink.Record(record.Record{Night: k.night, Metric: appleMetrics[d.kind], Value: d.value, Raw: d.raw, RawUnit: d.unit,
			Source: a.vendor, Device: a.sources.list[d.source].label, Pos: a.pos(d.file, d.line)})
	}
}

// handBreaks gives out the changes of watch and of its system.
func (a *appleRun) handBreaks(c *appleClock, sink Sink) {
	for i, src := range a.sources.list {
		for _, b := range src.breaks(a.series(uint16(i)), c) {
			sink.Break(b)
		}
	}
}

func (a *appleRun) sayAssumption(c *appleClock, sink Sink) {
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
