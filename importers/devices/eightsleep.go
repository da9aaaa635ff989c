package devices

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

const eightSleepSource = "eight-sleep"

// EightSleep reads sleep_nights.json of Eight Sleep: sessions that begin at "ts",
// UTC, with stages one after another in seconds, and series of samples that may be
// empty. The file is refused without [importers.Source].Zone, because the date of
// a night depends on it.
//
// Time in bed leaves out "out" before and after; sleep onset is the first stage
// asleep, WASO is awake and out of bed from there to the last. Heart rate,
// breathing and heart rate variability are means of the samples; the formula of
// the last is not stated. Naps are sessions like nights and are left out: see
// [importers.IsNap].
var EightSleep importers.Importer = eightSleepNights{importers.Format{ID: "eightsleep.nights",
	Columns: importers.Names("ts", "stages", "timeseries")}}

type eightSleepNights struct{ importers.Format }

// Identify implements [importers.Importer].
func (e eightSleepNights) Identify(h importers.Head) bool { return h.JSON && e.Format.Identify(h) }

// Read implements [importers.Importer].
func (eightSleepNights) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	if src.Zone == nil {
		return record.Counts{}, importers.ErrNoZone
	}
	return importers.EachItem(src, sink, "sessions", func(items *importers.JSONItems) bool {
		used, err := (&eightNight{items: items, sink: sink}).read(src.Zone)
		if err != nil {
			sink.Problem(record.Problem{Pos: items.Pos(), Message: err.Error()})
		}
		return used
	})
}

// eightSession is one element of the list.
type eightSession struct {
	TS     json.Number `json:"ts"`
	Stages []struct {
		Stage    string  `json:"stage"`
		Duration float64 `json:"duration"` // s
	} `json:"stages"`
	Timeseries map[string]json.RawMessage `json:"timeseries"`
}

// eightNight reads one session.
type eightNight struct {
	items *importers.JSONItems
	sink  importers.Sink
	night record.Date
}

func (n *eightNight) read(zone *time.Location) (bool, error) {
	var s eightSession
	if err := json.Unmarshal(n.items.Raw, &s); err != nil {
		return false, errors.New("not a session: want ts in seconds and stages with a duration in seconds")
	}
	start, ok := importers.EpochSeconds(s.TS.String())
	if !ok {
		return false, errors.New("no ts: want seconds since 1970")
	}
	h, err := s.hypnogram()
	if err != nil {
		return false, err
	}
	begin, end := start.Add(seconds(h.onset)).In(zone), start.Add(seconds(h.wake)).In(zone)
	if h.asleep == 0 || !importers.Plausible(end) || importers.IsNap(begin, end, seconds(h.asleep)) {
		return false, nil
	}
	n.night = record.DateOf(end)
	if !n.emit("tst", h.asleep/60, "stages", "s") {
		return false, nil
	}
	n.emit("tib", h.inBed/60, "stages", "s")
	n.emit("sol", h.latency/60, "stages", "s")
	n.emit("waso", (h.wake-h.onset-h.asleep)/60, "stages", "s")
	n.emit("awakenings", float64(h.awakenings), "stages", "n")
	for _, stage := range []string{"deep", "rem", "light"} {
		n.emit(stage, h.stage[stage]/60, "stages", "s")
	}
	for _, series := range []struct{ key, metric, unit string }{
		{"hrv", "hrv_unknown", "ms"}, {"heartRate", "sleep_hr", "bpm"}, {"respiratoryRate", "respiratory_rate", "/min"},
	} {
		if v, ok := meanSample(s.Timeseries[series.key]); ok {
			n.emit(series.metric, v, series.key, series.unit)
		}
	}
	cell := importers.ClockCell{Text: s.TS.String(), Field: "ts", Pos: n.items.PosOf("ts")}
	importers.EmitSession(importers.MainSleep(eightSleepSource, n.night, begin, end), cell, cell, n.sink)
	return true, nil
}

func (n *eightNight) emit(metric string, v float64, key, unit string) bool {
	return importers.EmitComputed(record.Record{Night: n.night, Metric: metric, Value: v, Raw: "from " + key, RawUnit: unit,
		Source: eightSleepSource, Pos: n.items.PosOf(key)}, key, n.sink)
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// hypnogram is the sum of a session's stages, in seconds; onset and wake count from
// its beginning.
type hypnogram struct {
	onset, wake, asleep, inBed, latency float64
	awakenings                          int
	stage                               map[string]float64
}

// hypnogram sums the stages up. All figures of a session without sleep are zero. The
// error is for a duration that is negative or too long.
func (s eightSession) hypnogram() (hypnogram, error) {
	h := hypnogram{stage: map[string]float64{}}
	now, bed, lastBed, awake := 0., -1., 0., true
	for _, st := range s.Stages {
		if st.Duration < 0 || st.Duration > 48*3600 {
			return h, fmt.Errorf("a stage of %s s: want 0 to 48 hours", importers.FormatNumber(st.Duration))
		}
		name := strings.ToLower(st.Stage)
		if name != "out" && bed < 0 {
			bed = now
		}
		asleep := name == "light" || name == "deep" || name == "rem"
		if asleep && st.Duration > 0 {
			switch {
			case h.asleep == 0:
				h.onset, h.latency = now, now-bed
			case awake:
				h.awakenings++
			}
			h.asleep += st.Duration
			h.stage[name] += st.Duration
			h.wake = now + st.Duration
		}
		awake = !asleep
		now += st.Duration
		if name != "out" {
			lastBed = now
		}
	}
	h.inBed = lastBed - max(0, bed)
	return h, nil
}

// meanSample returns the mean of the samples [time, value] that are above 0, and
// false if there are none.
func meanSample(raw json.RawMessage) (float64, bool) {
	var samples [][]any
	if json.Unmarshal(raw, &samples) != nil {
		return 0, false
	}
	sum, n := 0., 0
	for _, s := range samples {
		if len(s) < 2 {
			continue
		}
		if v, ok := s[1].(float64); ok && v > 0 {
			sum += v
			n++
		}
	}
	return sum / float64(max(n, 1)), n > 0
}
