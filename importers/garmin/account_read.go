package garmin

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"nof1/importers"
)

// reader reads the elements of the account export.
type reader struct{ importers.JSONNight }

// seconds returns a duration in minutes.
func (r *reader) seconds(o importers.JSONObject, key string) (minutes float64, raw string, ok bool) {
	v, raw, ok := r.Number(o, key, "seconds")
	return v / 60, raw, ok
}

// sleep reads a sleep. An element without stages (the watch was off) is skipped.
func (r *reader) sleep(o importers.JSONObject, e *entry) {
	keys := []string{"deepSleepSeconds", "lightSleepSeconds", "remSleepSeconds"}
	var stages [3]float64
	var raw [3]string
	tst := 0.
	for i, key := range keys {
		var ok bool
		stages[i], raw[i], ok = r.seconds(o, key)
		if tst += stages[i]; !ok && !importers.Missing(o.Text(key)) {
			return // without one of its stages the sleep is unknown
		}
	}
	if tst <= 0 || !r.Add("tst", tst, strings.Trim(strings.Join(raw[:], "+"), "+"), "s", keys[1]) {
		return
	}
	if stages[0] > 0 || stages[2] > 0 { // light alone means unstaged
		for i, metric := range []string{"deep", "light", "rem"} {
			if raw[i] != "" && (stages[i] > 0 || i != 2) { // REM 0: a watch without
				r.Add(metric, stages[i], raw[i], "s", keys[i])
			}
		}
	}
	if awake, raw, ok := r.seconds(o, "awakeSleepSeconds"); ok {
		r.Add("waso", awake, raw, "s", "awakeSleepSeconds")
	}
	if n, raw, ok := r.Number(o, "awakeCount", "a count"); ok && n >= 0 {
		r.Add("awakenings", n, raw, "n", "awakeCount")
	}
	r.Positive(o, "averageRespiration", "respiratory_rate")
	r.Positive(o, "avgSleepStress", "stress_score")
	r.Positive(o.Object("spo2SleepSummary"), "averageSPO2", "spo2")
	r.Positive(o.Object("sleepScores"), "overallScore", "sleep_score")
	r.span(o, e)
}

// span reads when the sleep began and ended.
func (r *reader) span(o importers.JSONObject, e *entry) {
	var ends [2]time.Time
	for i, key := range []string{"sleepStartTimestampGMT", "sleepEndTimestampGMT"} {
		e.raw[i] = o.Text(key)
		if importers.Missing(e.raw[i]) {
			return
		}
		at, err := utc(e.raw[i])
		if err != nil {
			r.Held.Problem(r.Items.Problem(key, err))
			return
		}
		ends[i] = at
	}
	if r.Add("tib", ends[1].Sub(ends[0]).Minutes(), e.raw[0]+" to "+e.raw[1], "", "sleepEndTimestampGMT") {
		e.start, e.end = ends[0], ends[1]
	}
}

// utc reads a time in UTC without zone, or seconds or milliseconds since 1970.
func utc(text string) (time.Time, error) {
	if n, err := strconv.ParseFloat(text, 64); err == nil && !math.IsNaN(n) {
		if n > 1e11 {
			n /= 1000
		}
		if at := time.Unix(int64(n), 0).UTC(); importers.Plausible(at) {
			return at, nil
		}
	}
	return importers.ParseWall(strings.TrimSuffix(text, "Z"), "2006-01-02T15:04:05", "2006-01-02 15:04:05")
}

// health reads the health status of a night.
func (r *reader) health(o importers.JSONObject) {
	var metrics []importers.JSONObject
	if json.Unmarshal(o["metrics"], &metrics) != nil {
		r.Held.Problem(r.Items.Problem("metrics", errors.New("not a list of objects: want [{...}]")))
		return
	}
	for _, m := range metrics {
		switch strings.ToUpper(m.Text("type")) {
		case "HRV":
			r.Positive(m, "value", "hrv_rmssd")
		case "HR":
			r.Positive(m, "value", "sleep_hr")
		case "RESPIRATION":
			r.Positive(m, "value", "respiratory_rate")
		case "SPO2":
			r.Positive(m, "value", "spo2")
		case "SKIN_TEMP_C":
			r.skin(m)
		}
	}
}

// skin adds a skin temperature. A value up to 8 degrees is its difference from the
// baseline; 0 means not measured.
func (r *reader) skin(m importers.JSONObject) {
	v, text, ok := r.Number(m, "value", "degrees Celsius")
	switch {
	case !ok || v == 0:
	case math.Abs(v) <= 8:
		r.Add("skin_temp_deviation", v, text, "degC", "value")
	default:
		r.Add("skin_temp", v, text, "degC", "value")
	}
}

// daily reads a day's summary. A resting heart rate that may be a mean of several
// days goes into e.smoothed.
func (r *reader) daily(o importers.JSONObject, e *entry) {
	r.Positive(o, "currentDayRestingHeartRate", "resting_hr")
	if len(r.Held.Records) == 0 {
		smoothed := *r
		smoothed.Held = importers.HeldRecords{Sink: r.Held.Sink}
		smoothed.Positive(o, "restingHeartRate", "resting_hr")
		if len(smoothed.Held.Records) > 0 {
			e.smoothed = &smoothed.Held.Records[0]
		}
	}
	r.Night++
	r.Positive(o, "totalSteps", "steps")
	r.Positive(o, "activeKilocalories", "active_energy")
	r.Night--
}
