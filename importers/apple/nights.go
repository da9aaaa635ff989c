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

// Finish implements [importers.Run].
func (a *run) Finish(sink importers.Sink) {
	if len(a.files) == 0 {
		return
	}
	a.sources.labels()
	c := a.clock()
	nights := a.mainSleeps(c)
	for _, n := range nights {
		a.emitSleep(n, c, sink)
	}
	nights = append(nights, a.windows...)
	slices.SortStableFunc(nights, func(x, y datedNight) int { return cmp.Compare(x.night, y.night) })
	nights = slices.CompactFunc(nights, func(x, y datedNight) bool { return x.night == y.night })
	a.emitMedians(nights, c, sink)
	a.emitDaily(c, sink)
	a.emitDays(c, sink)
	for i, src := range a.sources.list { // changes of watch and of its system
		for _, b := range src.breaks(a.series(uint16(i)), c) {
			sink.Break(b)
		}
	}
	if c.assumed && c.usedRest {
		a.warnOfOffset(c, sink)
	}
}

// series returns the name of the series of a source, for breaks.
func (a *run) series(source uint16) string {
	return sourceName + "/" + a.sources.list[source].label
}

// of returns a record with the place and the device of what it is made of.
func (a *run) of(source, file uint16, line uint32) record.Record {
	return record.Record{Source: sourceName, Device: a.sources.list[source].label, Pos: a.pos(file, line)}
}

// datedNight is a main sleep with its date.
type datedNight struct {
	episode
	night record.Date
}

// mainSleeps returns one sleep a date, by date: the best of the sources' longest
// sleeps that end between 03:00 and 15:00, or that last three hours. A night of any
// source comes before a long nap of a better one. Of equal sources the one with more
// nights wins, so that the choice holds for the whole file.
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

// longestByDate returns the main sleep of every date of waking.
func longestByDate(sleeps []episode, c *clock) map[record.Date]candidate {
	best := map[record.Date]candidate{}
	for _, n := range sleeps {
		onset, wake := c.wall(n.onset), c.wall(n.wake)
		long := time.Duration(n.length())*time.Second >= importers.NapLongest
		inBand := wake.Hour() >= 3 && wake.Hour() < 15
		night := record.DateOf(wake)
		if !long && (!inBand || onset.Hour() >= importers.NightLate && record.DateOf(onset) == night) {
			continue // a nap
		}
		b, found := best[night]
		if !found || inBand && !b.inBand || inBand == b.inBand && n.length() > b.length() {
			best[night] = candidate{n, inBand}
		}
	}
	return best
}

// emitSleep emits one main sleep.
func (a *run) emitSleep(n datedNight, c *clock, sink importers.Sink) {
	r := a.of(n.source, n.file, n.line)
	r.Night = n.night
	onset, wake := c.wall(n.onset), c.wall(n.wake)
	end := func(t time.Time, metric string) importers.ClockCell {
		return importers.ClockCell{Text: t.Format(time.RFC3339), Field: metric, Pos: r.Pos}
	}
	importers.EmitSession(record.Session{Night: n.night, Onset: record.MomentOf(onset), Wake: record.MomentOf(wake), Source: r.Source,
		Device: r.Device, Pos: r.Pos}, end(onset, "bedtime"), end(wake, "waketime"), sink)
	minutes := func(metric string, seconds uint32) {
		r.Metric, r.Value, r.Raw, r.RawUnit = metric, float64(seconds)/60, fmt.Sprint(seconds), "s"
		importers.EmitComputed(r, metric, sink)
	}
	minutes("tib", n.inBed)
	if n.asleep == 0 {
		return
	}
	minutes("tst", n.asleep)
	if n.bedtime > 0 {
		minutes("sol", n.onset-n.bedtime)
	}
	awake := n.awakes || n.staged && a.sources.list[n.source].awake // the source writes times awake
	if awake || n.pieces {
		minutes("waso", n.wake-n.onset-n.asleep)
	}
	if awake {
		r.Metric, r.Value, r.Raw, r.RawUnit = "awakenings", float64(n.awakenings), fmt.Sprint(n.awakenings), ""
		importers.EmitComputed(r, r.Metric, sink)
	}
	if n.staged {
		minutes("deep", n.deep)
		minutes("rem", n.rem)
		minutes("light", n.light)
	}
}

// emitMedians emits the medians of the samples within the main sleeps, for each
// source by itself.
func (a *run) emitMedians(nights []datedNight, c *clock, sink importers.Sink) {
	var writers []string // of HRV
	for _, kind := range []kind{hrv, breaths, oxygen} {
		for i, src := range a.sources.list {
			source := uint16(i)
			samples := a.spotsOf(kind, source)
			if len(samples) == 0 {
				continue
			}
			counts := a.emitNightMedians(kind, source, samples, nights, sink)
			if kind != hrv {
				continue
			}
			for _, b := range samplingBreaks(counts) {
				b.Source = a.series(source)
				sink.Break(b)
			}
			warn := func(format string, args ...any) {
				sink.Problem(record.Problem{Pos: a.pos(samples[0].file, samples[0].line), Message: fmt.Sprintf(format, args...)})
			}
			if len(counts) == 0 {
				warn("%d samples of HRV by %q, none within a recorded sleep: the medians of whole days stand as a series of their own, %s",
					len(samples), src.label, sourceName+wholeDay)
				a.emitDayMedians(source, samples, c, sink)
				continue
			}
			writers = append(writers, src.label)
			if !src.watch { // many apps write RMSSD in place of SDNN
				warn("HRV written by %q, which is no Apple Watch: it may be RMSSD under the name of SDNN", src.label)
			}
		}
	}
	if len(writers) > 1 {
		sink.Problem(record.Problem{Pos: record.Pos{File: a.files[0]},
			Message: fmt.Sprintf("%d sources write HRV (%s): each is a series of its own", len(writers), strings.Join(writers, ", "))})
	}
}

// emitMedian emits the median of samples of one kind and source, at the first.
func (a *run) emitMedian(kind kind, source uint16, night record.Date, samples []placedSpot, suffix string, sink importers.Sink) {
	r, m := a.of(source, samples[0].file, samples[0].line), catalogue[kind]
	if suffix != "" {
		r.Source += wholeDay
	}
	r.Night, r.Metric, r.Value, r.RawUnit = night, m.ID, medianSpot(samples), m.Unit
	r.Raw = fmt.Sprintf("median of %d samples%s", len(samples), suffix)
	importers.EmitComputed(r, m.ID, sink)
}

// emitNightMedians emits the medians of one source and returns the number of samples
// of each night.
func (a *run) emitNightMedians(kind kind, source uint16, samples []placedSpot, nights []datedNight, sink importers.Sink) []nightCount {
	var counts []nightCount
	for _, n := range nights {
		if asleep := within(samples, n.onset, n.wake); len(asleep) > 0 {
			counts = append(counts, nightCount{n.night, len(asleep)})
			a.emitMedian(kind, source, n.night, asleep, "", sink)
		}
	}
	return counts
}

// wholeDay is what the source of a series of whole days adds to the vendor's name.
const wholeDay = "-day"

// emitDayMedians emits the medians of calendar days, for a source of HRV without
// samples within a sleep. They mix day and night, so they are never in one series with
// medians of nights.
func (a *run) emitDayMedians(source uint16, samples []placedSpot, c *clock, sink importers.Sink) {
	for len(samples) > 0 {
		day, n := record.DateOf(c.wall(samples[0].at)), 1
		for n < len(samples) && record.DateOf(c.wall(samples[n].at)) == day {
			n++
		}
		a.emitMedian(hrv, source, day, samples[:n], " of the day", sink)
		samples = samples[n:]
	}
}

// emitDaily emits what has one value a day. Resting heart rate is named by the
// local day it began on, wrist temperature by the morning it ended on. Of two values
// of one source and day the one that covers more of it wins, then the later in the file.
func (a *run) emitDaily(c *clock, sink importers.Sink) {
	best := map[dayKey]daily{}
	for _, d := range a.daily {
		k := dayKey{d.kind, record.DateOf(c.wall(d.start)), d.source}
		if d.kind == wristTemp {
			k.day = record.DateOf(c.wall(d.end))
		}
		if old, found := best[k]; !found || d.end-d.start >= old.end-old.start {
			best[k] = d
		}
	}
	keys := slices.SortedFunc(maps.Keys(best), func(x, y dayKey) int {
		return cmp.Or(cmp.Compare(x.kind, y.kind), cmp.Compare(x.source, y.source), cmp.Compare(x.day, y.day))
	})
	for _, k := range keys {
		d := best[k]
		r := a.of(d.source, d.file, d.line)
		r.Night, r.Metric, r.Value, r.Raw, r.RawUnit = k.day, catalogue[d.kind].ID, d.value, d.raw, d.unit
		sink.Record(r)
	}
}

func (a *run) warnOfOffset(c *clock, sink importers.Sink) {
	start := time.Unix(0, 0).In(c.rest)
	what := fmt.Sprintf("%s, the offset of the day of the export, was taken all year", start.Format("-07:00"))
	if _, offset := start.Zone(); offset == 0 {
		what = "UTC was taken for local time"
	}
	sink.Problem(record.Problem{Pos: record.Pos{File: a.files[0]},
		Message: "no time zone is written here: " + what + "; name yours with --zone"})
}
