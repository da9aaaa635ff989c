package importers

import (
	"strings"
	"time"

	"nof1/importers/record"
)

// Google's tables of single measurements (Physical Activity_GoogleData). Their
// times are UTC, so without the user's zone the night is unknown and the file is
// refused; times with an offset of their own need none. What came from another
// device by way of Health Connect is left out.

// localTime reads an instant as the wall clock of the zone, or of its own offset
// where that is not UTC.
func localTime(text string, zone *time.Location) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil || !plausible(t) {
		if t, err = googleInstant(text); err != nil {
			return t, err
		}
	}
	if _, seconds := t.Zone(); seconds != 0 {
		return t, nil
	}
	if zone == nil {
		return t, errNoZone
	}
	clock := wallClock{zone: zone}
	wall, _ := clock.at(t)
	return wall, nil
}

// googleHRVMinutes reads heart_rate_variability_*.csv, RMSSD (ms) of every five
// minutes asleep, as [fitbitHRVDetails] reads its twin; there is no coverage. The
// standard deviation beside it, of five minutes, is not read. A month's file
// ends within a night, so the nights are made once all are read.
var googleHRVMinutes Importer = googleHRV{}

type googleHRV struct {
	run *fitbitDetailsRun // nil before start
}

var googleRMSSD = []string{
	"root mean square of successive differences milliseconds", "root mean square of successive differences ms",
}

func (googleHRV) Name() string { return "google.hrv_minutes" }

func (googleHRV) Wants() []string { return []string{"timestamp", googleRMSSD[0]} }

func (googleHRV) Identify(h Head) bool {
	return h.Has("timestamp") && h.Index(googleRMSSD...) >= 0 && !h.Has("coverage")
}

func (googleHRV) start() gatherer { return googleHRV{new(fitbitDetailsRun)} }

func (g googleHRV) finish(sink Sink) { fitbitDetails(g).finish(sink) }

func (g googleHRV) Read(src Source, sink Sink) (record.Counts, error) {
	if g.run == nil {
		return readAlone(g.start(), src, sink)
	}
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := minuteRows{t: t, at: t.Index("timestamp"), from: t.Index("data source"), value: t.Index(googleRMSSD...), zone: src.Zone}
	return r.read(sink, func(at time.Time, rmssd float64, _ string) bool {
		if rmssd < fitbitLowRMSSD || rmssd > fitbitHighRMSSD {
			return false
		}
		g.run.values = append(g.run.values, fiveMinutes{at, rmssd, t.Pos(r.value)})
		return true
	})
}

// minuteRows reads a table of a time and a value.
type minuteRows struct {
	t               *Table
	at, value, from int
	zone            *time.Location
	dates           bool // midnight is a date label
}

func (r minuteRows) time(text string) (time.Time, error) {
	if t, err := googleInstant(text); r.dates && err == nil && t.Equal(t.Truncate(24*time.Hour)) {
		return t, nil
	}
	return localTime(text, r.zone)
}

// read hands every row of this device's own to take, with the wall clock.
func (r minuteRows) read(sink Sink, take func(at time.Time, v float64, device string) bool) (record.Counts, error) {
	var c record.Counts
	for r.t.Next() {
		text, cell, device := r.t.Cell(r.at), r.t.Cell(r.value), r.t.Cell(r.from)
		if Missing(text) || Missing(cell) || strings.HasSuffix(device, foreignOrigin) {
			c.Count(false)
			continue
		}
		at, err := r.time(text)
		if err == errNoZone {
			return c, err
		}
		if err != nil {
			sink.Problem(r.t.problem(r.at, err))
			c.Count(false)
			continue
		}
		v, err := r.t.Number(cell)
		if err != nil {
			sink.Problem(BadCell(r.t.Pos(r.value), r.t.Name(r.value), cell, "a number"))
			c.Count(false)
			continue
		}
		c.Count(take(at, v, device))
	}
	return tableEnd(r.t, c, sink)
}

// googleBreathing reads respiratory_rate_sleep_summary_*.csv: breaths of
// each sleep, whose header speaks of thousandths of breaths per minute. Some
// files hold plain breaths, so a value above 100 is in thousandths. The time is
// UTC, but for midnight, which is a date label.
var googleBreathing Importer = milliBreaths{}

type milliBreaths struct{}

var milliBreathNames = []string{"full sleep stats - milli breaths per minute"}

func (milliBreaths) Name() string { return "google.respiratory_rate_sleep" }

func (milliBreaths) Wants() []string { return []string{"timestamp", milliBreathNames[0]} }

func (m milliBreaths) Identify(h Head) bool { return h.Has(m.Wants()...) }

func (milliBreaths) Read(src Source, sink Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := minuteRows{t: t, at: t.Index("timestamp"), from: t.Index("data source"), value: t.Index(milliBreathNames...), zone: src.Zone, dates: true}
	return r.read(sink, func(at time.Time, v float64, _ string) bool {
		if v > 100 {
			v /= 1000
		}
		return emitComputed(record.Record{Night: record.DateOf(at), Metric: "respiratory_rate", Value: v, Raw: t.Cell(r.value), RawUnit: "/min",
			Source: fitbitSource, Pos: t.Pos(r.value)}, t.Name(r.value), sink)
	})
}
