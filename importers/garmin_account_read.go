package importers

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"

	"nof1/importers/record"
)

// jsonNight collects the records of one element of a JSON list. All stand where
// the element begins, so that they can be told to belong together; problems stand
// at their key.
type jsonNight struct {
	items  *jsonItems
	night  record.Date
	source string
	held   heldRecords
}

// number returns the number under a key and its text; false where it is missing
// or, as a Problem, no number.
func (j *jsonNight) number(o jsonObject, key, want string) (v float64, text string, ok bool) {
	text = o.text(key)
	if Missing(text) {
		return 0, "", false
	}
	v, err := Number(text)
	if err != nil {
		j.held.Problem(BadCell(j.items.posOf(key), key, text, want))
		return 0, "", false
	}
	return v, text, true
}

// add holds a value in the catalogue's unit; one outside the limits is a Problem
// at the key. It tells whether the value was taken.
func (j *jsonNight) add(metric string, v float64, raw, unit, key string) bool {
	m, _ := record.MetricByID(metric)
	if v == 0 && m.ZeroMissing {
		return false
	}
	if err := CheckLimits(m, v); err != nil {
		j.held.Problem(record.Problem{Pos: j.items.posOf(key), Field: key, Message: err.Error()})
		return false
	}
	j.held.Record(record.Record{Night: j.night, Metric: metric, Value: v, Raw: raw, RawUnit: unit, Source: j.source, Pos: j.items.pos()})
	return true
}

// positive adds the number under a key as a metric in its own unit; zero and
// less mean not measured.
func (j *jsonNight) positive(o jsonObject, key, metric string) {
	m, _ := record.MetricByID(metric)
	if v, text, ok := j.number(o, key, unitWords(m.Unit)); ok && v > 0 {
		j.add(metric, v, text, m.Unit, key)
	}
}

// garminReader reads the elements of the account export.
type garminReader struct{ jsonNight }

// seconds returns a duration in minutes.
func (r *garminReader) seconds(o jsonObject, key string) (minutes float64, raw string, ok bool) {
	v, raw, ok := r.number(o, key, "seconds")
	return v / 60, raw, ok
}

// sleep reads a sleep; one without stages (the watch was off, a stub) is none.
func (r *garminReader) sleep(o jsonObject, e *garminEntry) {
	keys := []string{"deepSleepSeconds", "lightSleepSeconds", "remSleepSeconds"}
	var stages [3]float64
	var raw [3]string
	tst := 0.
	for i, key := range keys {
		known := false
		stages[i], raw[i], known = r.seconds(o, key)
		if tst += stages[i]; !known && !Missing(o.text(key)) {
			return // a stage that cannot be read leaves the sleep unknown
		}
	}
	if tst <= 0 || !r.add("tst", tst, strings.Trim(strings.Join(raw[:], "+"), "+"), "s", keys[1]) {
		return
	}
	if stages[0] > 0 || stages[2] > 0 { // light alone means unstaged
		for i, metric := range []string{"deep", "light", "rem"} {
			if raw[i] != "" && (stages[i] > 0 || i != 2) { // REM 0: a watch without
				r.add(metric, stages[i], raw[i], "s", keys[i])
			}
		}
	}
	if awake, raw, ok := r.seconds(o, "awakeSleepSeconds"); ok {
		r.add("waso", awake, raw, "s", "awakeSleepSeconds")
	}
	if n, raw, ok := r.number(o, "awakeCount", "a count"); ok && n >= 0 {
		r.add("awakenings", n, raw, "n", "awakeCount")
	}
	r.positive(o, "averageRespiration", "respiratory_rate")
	r.positive(o, "avgSleepStress", "stress_score")
	r.positive(o.object("spo2SleepSummary"), "averageSPO2", "spo2")
	r.positive(o.object("sleepScores"), "overallScore", "sleep_score")
	r.span(o, e)
}

// span reads when the sleep began and ended.
func (r *garminReader) span(o jsonObject, e *garminEntry) {
	var ends [2]time.Time
	for i, key := range []string{"sleepStartTimestampGMT", "sleepEndTimestampGMT"} {
		e.raw[i] = o.text(key)
		if Missing(e.raw[i]) {
			return
		}
		at, err := garminUTC(e.raw[i])
		if err != nil {
			r.held.Problem(record.Problem{Pos: r.items.posOf(key), Field: key, Message: err.Error()})
			return
		}
		ends[i] = at
	}
	if r.add("tib", ends[1].Sub(ends[0]).Minutes(), e.raw[0]+" to "+e.raw[1], "", "sleepEndTimestampGMT") {
		e.start, e.end = ends[0], ends[1]
	}
}

// garminUTC reads a time in UTC without zone, or seconds or milliseconds since
// 1970.
func garminUTC(text string) (time.Time, error) {
	if n, err := strconv.ParseFloat(text, 64); err == nil && !math.IsNaN(n) {
		if n > 1e11 {
			n /= 1000
		}
		if at := time.Unix(int64(n), 0).UTC(); plausible(at) {
			return at, nil
		}
	}
	return parseWall(strings.TrimSuffix(text, "Z"), "2006-01-02T15:04:05", "2006-01-02 15:04:05")
}

// health reads the health status of a night.
func (r *garminReader) health(o jsonObject) {
	var metrics []jsonObject
	if json.Unmarshal(o["metrics"], &metrics) != nil {
		r.held.Problem(record.Problem{Pos: r.items.posOf("metrics"), Field: "metrics", Message: "not a list of objects: want [{...}]"})
		return
	}
	for _, m := range metrics {
		switch strings.ToUpper(m.text("type")) {
		case "HRV":
			r.positive(m, "value", "hrv_rmssd")
		case "HR":
			r.positive(m, "value", "sleep_hr")
		case "RESPIRATION":
			r.positive(m, "value", "respiratory_rate")
		case "SPO2":
			r.positive(m, "value", "spo2")
		case "SKIN_TEMP_C":
			r.skin(m)
		}
	}
}

// skin adds a skin temperature, which stands for itself or for its difference
// from the baseline. 0 means not measured.
func (r *garminReader) skin(m jsonObject) {
	v, text, ok := r.number(m, "value", "degrees Celsius")
	switch {
	case !ok || v == 0:
	case math.Abs(v) <= 8:
		r.add("skin_temp_deviation", v, text, "degC", "value")
	default:
		r.add("skin_temp", v, text, "degC", "value")
	}
}

// daily reads a day's summary. A resting heart rate that may be smoothed is kept
// apart.
func (r *garminReader) daily(o jsonObject, e *garminEntry) {
	r.positive(o, "currentDayRestingHeartRate", "resting_hr")
	if len(r.held.records) == 0 {
		smoothed := *r
		smoothed.held = heldRecords{Sink: r.held.Sink}
		smoothed.positive(o, "restingHeartRate", "resting_hr")
		if len(smoothed.held.records) > 0 {
			e.smoothed = &smoothed.held.records[0]
		}
	}
	r.night++
	r.positive(o, "totalSteps", "steps")
	r.positive(o, "activeKilocalories", "active_energy")
	r.night--
}
