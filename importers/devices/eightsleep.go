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

// EightSleep reads sleep_nights.json of Eight Sleep: sessions that begin at "ts",
// UTC, with stages one after another in seconds, and series of samples that may be
// empty. Needs importers.Source.Zone: without it the date of a night is not known and the
// file is not read.
//
// Time in bed leaves out "out" before and after; sleep onset is the first stage
// asleep, WASO is awake and out of bed from there to the last. Heart rate,
// breathing and heart rate variability are means of the samples, the formula of
// the last is not stated. Naps stand among the nights: see [importers.IsNap].
var EightSleep importers.Importer = eightSleepNights{}

const eightSleepSource = "eight-sleep"

type eightSleepNights struct{}

func (eightSleepNights) Name() string { return "eightsleep.nights" }

func (eightSleepNights) Wants() []string { return []string{"ts", "stages", "timeseries"} }

func (e eightSleepNights) Identify(h importers.Head) bool {
	if !h.JSON {
		return false
	}
	for _, key := range e.Wants() {
		if !h.Mentions(key) {
			return false
		}
	}
	return true
}

func (eightSleepNights) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	if src.Zone == nil {
		return record.Counts{}, importers.ErrNoZone
	}
	items, err := importers.NewJSONItems(src, "sessions")
	if err != nil {
		return record.Counts{}, err
	}
	var c record.Counts
	for items.Next() {
		night := eightNight{items: items, sink: sink, zone: src.Zone}
		used, err := night.Read()
		if err != nil {
			sink.Problem(record.Problem{Pos: items.Pos(), Message: err.Error()})
		}
		c.Count(used)
	}
	return items.End(c, sink)
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
	zone  *time.Location
	night record.Date
}

func (n *eightNight) Read() (bool, error) {
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
	begin, end := start.Add(seconds(h.onset)).In(n.zone), start.Add(seconds(h.wake)).In(n.zone)
	if h.asleep == 0 || !importers.Plausible(end) || importers.IsNap(begin, end, seconds(h.asleep)) {
		return false, nil
	}
	n.night = record.DateOf(end)
	if !n.Emit("tst", h.asleep/60, "stages", "s") {
		return false, nil
	}
	n.Emit("tib", h.inBed/60, "stages", "s")
	n.Emit("sol", h.latency/60, "stages", "s")
	n.Emit("waso", (h.wake-h.onset-h.asleep)/60, "stages", "s")
	n.Emit("awakenings", float64(h.awakenings), "stages", "n")
	for _, stage := range []string{"deep", "rem", "light"} {
		n.Emit(stage, h.stage[stage]/60, "stages", "s")
	}
	for _, series := range []struct{ key, metric, unit string }{
		{"hrv", "hrv_unknown", "ms"}, {"heartRate", "sleep_hr", "bpm"}, {"respiratoryRate", "respiratory_rate", "/min"},
	} {
		if v, ok := meanSample(s.Timeseries[series.key]); ok {
			n.Emit(series.metric, v, series.key, series.unit)
		}
	}
	cell := importers.ClockCell{Text: s.TS.String(), Field: "ts", Pos: n.items.PosOf("ts")}
	importers.EmitSession(record.Session{Night: n.night, Onset: record.MomentOf(begin), Wake: record.MomentOf(end), Source: eightSleepSource, Pos: cell.Pos}, cell, cell, n.sink)
	return true, nil
}

func (n *eightNight) Emit(metric string, v float64, key, unit string) bool {
	return importers.EmitComputed(record.Record{Night: n.night, Metric: metric, Value: v, Raw: "from " + key, RawUnit: unit, Source: eightSleepSource, Pos: n.items.PosOf(key)}, key, n.sink)
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// hypnogram is a session's stages summed up, in seconds; onset and wake count from
// its beginning.
type hypnogram struct {
	onset, wake, asleep, inBed, latency float64
	awakenings                          int
	stage                               map[string]float64
}

// hypnogram leaves a session without sleep all zero. The error is for a duration
// that cannot be one.
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

// meanSample returns the mean of the samples [time, value] that are above 0.
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
