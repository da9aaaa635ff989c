package fitbit

import (
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/intraday"
	"nof1/importers/record"
)

// Google's tables of single measurements (Physical Activity_GoogleData). Their
// times are UTC, so without the user's zone the night is unknown and the file is
// refused; times with an offset of their own need none. What came from another
// device by way of Health Connect is left out.

// GoogleHRVMinutes reads heart_rate_variability_*.csv, RMSSD (ms) of every five
// minutes asleep, as [HRVDetails] reads its twin; there is no coverage. The
// standard deviation beside it, of five minutes, is not read. A month's file
// ends within a night, so the nights are made once all are read.
var GoogleHRVMinutes importers.Importer = googleHRV{}

type googleHRV struct {
	run *detailsRun // nil before start
}

var googleRMSSD = []string{
	"root mean square of successive differences milliseconds", "root mean square of successive differences ms",
}

func (googleHRV) Name() string { return "google.hrv_minutes" }

func (googleHRV) Wants() []string { return []string{"timestamp", googleRMSSD[0]} }

func (googleHRV) Identify(h importers.Head) bool {
	return h.Has("timestamp") && h.Index(googleRMSSD...) >= 0 && !h.Has("coverage")
}

func (googleHRV) Start() importers.Gatherer { return googleHRV{new(detailsRun)} }

func (g googleHRV) Finish(sink importers.Sink) { fitbitDetails(g).Finish(sink) }

func (g googleHRV) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	if g.run == nil {
		return importers.ReadAlone(g.Start(), src, sink)
	}
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := minuteRows{t: t, at: t.Index("timestamp"), from: t.Index("data source"), value: t.Index(googleRMSSD...), zone: src.Zone}
	return r.Read(sink, func(at time.Time, rmssd float64, _ string) bool {
		if rmssd < lowRMSSD || rmssd > highRMSSD {
			return false
		}
		g.run.values = append(g.run.values, fiveMinutes{at, rmssd, t.Pos(r.value)})
		return true
	})
}

// minuteRows reads a table of a time and a value.
type minuteRows struct {
	t               *importers.Table
	at, value, from int
	zone            *time.Location
	dates           bool // midnight is a date label
}

func (r minuteRows) time(text string) (time.Time, error) {
	if t, err := importers.GoogleInstant(text); r.dates && err == nil && t.Equal(t.Truncate(24*time.Hour)) {
		return t, nil
	}
	return importers.LocalTime(text, r.zone)
}

// Read hands every row of this device's own to take, with the wall clock.
func (r minuteRows) Read(sink importers.Sink, take func(at time.Time, v float64, device string) bool) (record.Counts, error) {
	var c record.Counts
	for r.t.Next() {
		text, cell, device := r.t.Cell(r.at), r.t.Cell(r.value), r.t.Cell(r.from)
		if importers.Missing(text) || importers.Missing(cell) || strings.HasSuffix(device, intraday.ForeignOrigin) {
			c.Count(false)
			continue
		}
		at, err := r.time(text)
		if err == importers.ErrNoZone {
			return c, err
		}
		if err != nil {
			sink.Problem(r.t.Problem(r.at, err))
			c.Count(false)
			continue
		}
		v, err := r.t.Number(cell)
		if err != nil {
			sink.Problem(importers.BadCell(r.t.Pos(r.value), r.t.Name(r.value), cell, "a number"))
			c.Count(false)
			continue
		}
		c.Count(take(at, v, device))
	}
	return importers.TableEnd(r.t, c, sink)
}

// GoogleBreathing reads respiratory_rate_sleep_summary_*.csv: breaths of
// each sleep, whose header speaks of thousandths of breaths per minute. Some
// files hold plain breaths, so a value above 100 is in thousandths. The time is
// UTC, but for midnight, which is a date label.
var GoogleBreathing importers.Importer = milliBreaths{}

type milliBreaths struct{}

var milliBreathNames = []string{"full sleep stats - milli breaths per minute"}

func (milliBreaths) Name() string { return "google.respiratory_rate_sleep" }

func (milliBreaths) Wants() []string { return []string{"timestamp", milliBreathNames[0]} }

func (m milliBreaths) Identify(h importers.Head) bool { return h.Has(m.Wants()...) }

func (milliBreaths) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := minuteRows{t: t, at: t.Index("timestamp"), from: t.Index("data source"), value: t.Index(milliBreathNames...), zone: src.Zone, dates: true}
	return r.Read(sink, func(at time.Time, v float64, _ string) bool {
		if v > 100 {
			v /= 1000
		}
		return importers.EmitComputed(record.Record{Night: record.DateOf(at), Metric: "respiratory_rate", Value: v, Raw: t.Cell(r.value), RawUnit: "/min",
			Source: source, Pos: t.Pos(r.value)}, t.Name(r.value), sink)
	})
}
