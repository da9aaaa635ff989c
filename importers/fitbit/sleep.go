package fitbit

import (
	"fmt"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

const source = "fitbit"

// Sleep reads sleep-*.json: a list of sleeps, newest first, in local time without zone.
// dateOfSleep is the date of waking. Only main sleeps that the device recorded are read.
// Naps and sleeps typed in by hand are skipped, and so is the other part of a night slept
// in two, see [splits]. A main sleep of type "classic" (too short, or without heart rate)
// has no stages.
//
// The file's efficiency is not time asleep by time in bed and is not read. The clock does
// not jump on the nights of a clock change, so the wake time of those is an hour off.
var Sleep importers.Importer = &importers.Gathered{
	Format: importers.Format{ID: "fitbit.sleep", Columns: importers.Names("dateOfSleep", "startTime", "endTime")},
	Claims: func(h importers.Head) bool {
		return h.JSON && h.Mentions("dateOfSleep") && (h.Mentions("startTime") || h.Mentions("logId"))
	},
	New: func() importers.Run { return &sleepRun{byID: map[string]int{}} },
}

// Read collects the sleeps. Files overlap at their borders, and of two sleeps with one
// logId the later is kept. If both are in this file, the other counts as skipped.
func (r *sleepRun) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	before, repeated := len(r.sleeps), 0
	c, err := importers.EachObject(src, sink, "sleep", func(items *importers.JSONItems, o importers.JSONObject) bool {
		n := readSleep(items, o, &r.split, sink)
		if n != nil && r.add(n) >= before {
			repeated++
		}
		return n != nil
	})
	c.Used -= repeated
	c.Skipped += repeated
	return c, err
}

// sleepRun collects the main sleeps of all files.
type sleepRun struct {
	sleeps []*mainSleep
	byID   map[string]int // place in sleeps
	split  splits
}

// add keeps a sleep and returns the place of the one it replaces, -1 if it replaces
// nothing.
func (r *sleepRun) add(n *mainSleep) (replaced int) {
	replaced = -1
	if old, known := r.byID[n.id]; known && n.id != "" {
		*r.sleeps[old] = mainSleep{}
		replaced = old
	}
	r.byID[n.id] = len(r.sleeps)
	r.sleeps = append(r.sleeps, n)
	return replaced
}

// Finish emits the sleeps in the order of the files.
func (r *sleepRun) Finish(sink importers.Sink) {
	for i, n := range r.sleeps {
		n.emit(sink)
		r.sleeps[i] = nil // frees its memory
	}
	r.split.report(sink)
}

// mainSleep is one main sleep before it is emitted.
type mainSleep struct {
	id          string
	session     *record.Session
	onset, wake importers.ClockCell
	records     []record.Record
}

func (n *mainSleep) emit(sink importers.Sink) {
	for _, r := range n.records {
		sink.Record(r)
	}
	if n.session != nil {
		importers.EmitSession(*n.session, n.onset, n.wake, sink)
	}
}

// metrics is how many values a sleep has at most.
const metrics = 9

// readSleep returns the sleep of an element, nil if nothing of it is used.
func readSleep(items *importers.JSONItems, o importers.JSONObject, split *splits, sink importers.Sink) *mainSleep {
	if o.Text("logType") == "manual" {
		return nil
	}
	if split.add(o, items.Pos()); !isMain(o) {
		return nil
	}
	night, err := importers.DateLabel(o.Text("dateOfSleep"))
	if err != nil {
		sink.Problem(items.Problem("dateOfSleep", err))
		return nil
	}
	most := metrics
	if o.Text("type") == "classic" {
		most -= len(stages)
	}
	r := reader{importers.JSONNight{Items: items, Night: night, Source: source,
		Held: importers.HeldRecords{Sink: sink, Records: make([]record.Record, 0, most)}}}
	r.minutes(o)
	r.stages(o)
	if len(r.Held.Records) == 0 {
		return nil
	}
	n := &mainSleep{id: o.Text("logId"), records: r.Held.Records}
	r.clock(o, n)
	return n
}

var sleepLayouts = []string{"2006-01-02T15:04:05", "2006-01-02T15:04"}

// isMain reports whether a sleep is the main one of its date. The key is mainSleep in
// exports and isMainSleep in the web interface. A sleep without either is a main one.
func isMain(o importers.JSONObject) bool {
	for _, key := range []string{"mainSleep", "isMainSleep"} {
		if flag := o.Text(key); flag != "" {
			return flag == "true"
		}
	}
	return true
}

// reader collects the records of one sleep.
type reader struct{ importers.JSONNight }

// value reads the number under a key and adds it as a metric. It is not ok if the key is
// missing or the value is not a number, which is a problem.
func (r *reader) value(o importers.JSONObject, key, metric string) (float64, bool) {
	m, _ := record.MetricByID(metric)
	v, text, ok := r.Number(o, key, importers.UnitWords(m.Unit))
	if ok {
		r.Add(metric, v, text, m.Unit, key)
	}
	return v, ok
}

// minutes reads what both types of sleep have. A sleep without minutes asleep gives
// nothing.
func (r *reader) minutes(o importers.JSONObject) {
	tst, known := r.value(o, "minutesAsleep", "tst")
	if !known || tst <= 0 {
		return
	}
	tib, known := r.value(o, "timeInBed", "tib")
	if known && importers.Fits("tst", tst) && importers.Fits("tib", tib) && tst <= tib {
		r.Add("sleep_efficiency", 100*tst/tib, o.Text("minutesAsleep")+"/"+o.Text("timeInBed"), "min", "timeInBed")
	}
	sol, known := r.value(o, "minutesToFallAsleep", "sol")
	if known && importers.Fits("sol", sol) || importers.Missing(o.Text("minutesToFallAsleep")) {
		r.waso(o, tst, tib, sol)
	}
}

// waso computes the time awake between falling asleep and waking up from minutesAwake.
// That is timeInBed less minutesAsleep, so it holds the time to fall asleep and the time
// in bed after waking up as well, except in files whose four parts add up to timeInBed.
func (r *reader) waso(o importers.JSONObject, tst, tib, sol float64) {
	awake, text, known := r.Number(o, "minutesAwake", "minutes")
	after, _, sound := r.Number(o, "minutesAfterWakeup", "minutes")
	if !known || !sound && !importers.Missing(o.Text("minutesAfterWakeup")) {
		return
	}
	waso := max(0, awake-sol-after)
	if tst+awake+sol+after == tib {
		waso = awake
	}
	r.Add("waso", waso, text, "min", "minutesAwake")
}

// stages are the values of the summary of a sleep with stages.
var stages = []struct{ stage, key, metric string }{
	{"light", "minutes", "light"},
	{"deep", "minutes", "deep"},
	{"rem", "minutes", "rem"},
	{"wake", "count", "awakenings"},
}

// stages reads the summary of a sleep with stages. Its count of "wake" includes
// awakenings of half a minute. A problem is at the summary, not at the stage.
func (r *reader) stages(o importers.JSONObject) {
	summary := o.Object("levels").Object("summary")
	if len(r.Held.Records) == 0 || o.Text("type") == "classic" || summary.Text("deep") == "" {
		return
	}
	pos := r.Items.PosOf("summary")
	for _, s := range stages {
		text := summary.Object(s.stage).Text(s.key)
		if importers.Missing(text) {
			continue
		}
		field := "levels.summary." + s.stage + "." + s.key
		m, _ := record.MetricByID(s.metric)
		v, err := importers.Number(text)
		if err != nil {
			r.Held.Problem(importers.BadCell(pos, field, text, importers.UnitWords(m.Unit)))
			continue
		}
		if v == 0 && m.ZeroMissing {
			continue
		}
		if err := importers.CheckLimits(m, v); err != nil {
			r.Held.Problem(record.Problem{Pos: pos, Field: field, Message: err.Error()})
			continue
		}
		r.Held.Record(record.Record{Night: r.Night, Metric: s.metric, Value: v, Raw: text, RawUnit: m.Unit, Source: source, Pos: r.Items.Pos()})
	}
}

// clock adds the session with its clock times, if both ends can be read and the end is
// on the date of the night.
func (r *reader) clock(o importers.JSONObject, n *mainSleep) {
	start, ok := r.time(o, "startTime")
	if !ok {
		return
	}
	end, ok := r.time(o, "endTime")
	if !ok {
		return
	}
	if wake := record.DateOf(end); wake != r.Night {
		r.Held.Problem(r.Items.Problem("endTime", fmt.Errorf("the sleep of %s ends on %s: its clock times were left out", r.Night, wake)))
		return
	}
	n.onset = importers.ClockCell{Text: o.Text("startTime"), Field: "startTime", Pos: r.Items.Pos()}
	n.wake = importers.ClockCell{Text: o.Text("endTime"), Field: "endTime", Pos: r.Items.Pos()}
	n.session = &record.Session{Night: r.Night, Onset: record.MomentOf(start), Wake: record.MomentOf(end), Source: source, Pos: r.Items.Pos()}
}

// time reads a time. One that cannot be read is a problem.
func (r *reader) time(o importers.JSONObject, key string) (time.Time, bool) {
	at, err := importers.ParseWall(o.Text(key), sleepLayouts...)
	if err != nil {
		r.Held.Problem(r.Items.Problem(key, err))
	}
	return at, err == nil
}
