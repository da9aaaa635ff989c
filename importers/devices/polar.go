package devices

import (
	"fmt"
	"regexp"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

const polarSource = "polar"

// The nightly lists of Polar Flow's account export, one element a night, named by
// the date of waking. They are based on another project's notes on a real export, so
// they are read leniently. 0 and less mean not measured.
//
// PolarRecovery reads nightly_recovery_*.json: the means over about four hours
// from half an hour after falling asleep of RMSSD (ms), the beat interval (60000
// divided by it is the heart rate) and the breath interval (60000 divided by it is
// breaths a minute).
//
// PolarSleep reads sleep_result_*.json: the time asleep and awake and the stages,
// durations in ISO 8601. A file with a hypnogram also says when the sleep began and
// ended, by the clock it was recorded on.
//
// PolarScore reads sleep_score_*.json.
var (
	PolarRecovery importers.Importer = polarFormat("polar.nightly_recovery", "meanNightlyRecoveryRmssd", (*polarReader).recovery)
	PolarSleep    importers.Importer = polarFormat("polar.sleep", "phaseDurations", (*polarReader).sleep)
	PolarScore    importers.Importer = polarFormat("polar.sleep_score", "sleepScoreResult", (*polarReader).score)
)

// polarList is a list whose elements are nights.
type polarList struct {
	importers.Format
	read func(*polarReader, importers.JSONObject)
}

// polarFormat returns the list whose elements have a key.
func polarFormat(id, key string, read func(*polarReader, importers.JSONObject)) polarList {
	return polarList{importers.Format{ID: id, Columns: importers.Names("night", key)}, read}
}

// Identify implements [importers.Importer].
func (p polarList) Identify(h importers.Head) bool { return h.JSON && p.Format.Identify(h) }

// Read implements [importers.Importer].
func (p polarList) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	return importers.EachObject(src, sink, "", func(items *importers.JSONItems, o importers.JSONObject) bool {
		night, err := importers.DateLabel(o.Text("night"))
		if err != nil {
			sink.Problem(items.Problem("night", err))
			return false
		}
		r := polarReader{JSONNight: importers.JSONNight{Items: items, Night: night, Source: polarSource, Held: importers.HeldRecords{Sink: sink}}}
		p.read(&r, o)
		for _, rec := range r.Held.Records {
			sink.Record(rec)
		}
		if r.session != nil && len(r.Held.Records) > 0 {
			importers.EmitSession(*r.session, r.ends[0], r.ends[1], sink)
		}
		return len(r.Held.Records) > 0
	})
}

type polarReader struct {
	importers.JSONNight
	session *record.Session
	ends    [2]importers.ClockCell
}

func (r *polarReader) recovery(o importers.JSONObject) {
	r.Positive(o, "meanNightlyRecoveryRmssd", "hrv_rmssd")
	r.interval(o, "meanNightlyRecoveryRri", "sleep_hr")
	r.interval(o, "meanNightlyRecoveryRespirationInterval", "respiratory_rate")
	r.Positive(o, "recoveryIndicator", "readiness_score")
}

// interval adds a rate per minute from an interval in milliseconds.
func (r *polarReader) interval(o importers.JSONObject, key, metric string) {
	if ms, text, ok := r.Number(o, key, "milliseconds"); ok && ms > 0 {
		r.Add(metric, 60000/ms, text, "ms", key)
	}
}

func (r *polarReader) score(o importers.JSONObject) {
	r.Positive(o.Object("sleepScoreResult"), "sleepScore", "sleep_score")
}

func (r *polarReader) sleep(o importers.JSONObject) {
	e := o.Object("evaluation")
	r.clock(o.Object("sleepResult").Object("hypnogram"))
	if !r.duration(e, "asleepDuration", "tst", true) {
		return
	}
	r.duration(e, "sleepSpan", "tib", true)
	pauses := e.Object("interruptions")
	r.duration(pauses, "totalDuration", "waso", false)
	if n, text, ok := r.Number(pauses, "totalCount", "a count"); ok && n >= 0 {
		r.Add("awakenings", n, text, "n", "totalCount")
	}
	for _, stage := range []string{"light", "deep", "rem"} {
		r.duration(e.Object("phaseDurations"), stage, stage, true)
	}
}

// duration adds a duration and reports whether it did. With positive, a duration of
// 0 is left out.
func (r *polarReader) duration(o importers.JSONObject, key, metric string, positive bool) bool {
	text := o.Text(key)
	if importers.Missing(text) {
		return false
	}
	minutes, err := isoMinutes(text)
	if err != nil {
		r.Held.Problem(r.Items.Problem(key, err))
		return false
	}
	return !(positive && minutes <= 0) && r.Add(metric, minutes, text, "min", key)
}

// clock reads the begin and end of the sleep, and the night from its end.
func (r *polarReader) clock(hypnogram importers.JSONObject) {
	var at [2]time.Time
	for i, key := range []string{"sleepStart", "sleepEnd"} {
		text := hypnogram.Text(key)
		if importers.Missing(text) {
			return
		}
		var err error
		if at[i], err = time.Parse(time.RFC3339, text); err != nil {
			if at[i], err = importers.ParseWall(text, "2006-01-02T15:04:05"); err != nil {
				r.Held.Problem(r.Items.Problem(key, err))
				return
			}
		}
		r.ends[i] = importers.ClockCell{Text: text, Field: key, Pos: r.Items.Pos()}
	}
	if !importers.Plausible(at[0]) || !importers.Plausible(at[1]) {
		return
	}
	r.Night = record.DateOf(at[1])
	r.session = new(importers.MainSleep(polarSource, r.Night, at[0], at[1]))
}

var isoDuration = regexp.MustCompile(`^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$`)

// isoMinutes reads an ISO 8601 duration of hours, minutes and seconds.
func isoMinutes(text string) (float64, error) {
	m := isoDuration.FindStringSubmatch(text)
	if m == nil || text == "PT" {
		return 0, fmt.Errorf("%q is not a duration: want PT7H30M", text)
	}
	minutes := 0.
	for i, factor := range []float64{60, 1, 1. / 60} {
		if m[i+1] != "" {
			v, err := importers.Number(m[i+1])
			if err != nil {
				return 0, fmt.Errorf("%q is not a duration: want PT7H30M", text)
			}
			minutes += v * factor
		}
	}
	return minutes, nil
}
