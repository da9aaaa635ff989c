package fitbit

import (
	"fmt"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

const source = "fitbit"

// Sleep reads sleep-*.json: a list of sleeps, newest first, in local time
// without zone. dateOfSleep is the date of waking. Only main sleeps that the
// device recorded are read: naps and sleeps typed in by hand are skipped, and so
// is the other part of a night slept in two, see [splits]. A main sleep of
// type "classic" (too short, or without heart rate) has no stages.
//
// The file's efficiency is not time asleep by time in bed and is never used. The
// clock does not jump on the nights of a clock change, so the wake time of those
// is an hour off.
var Sleep importers.Importer = sleeps{}

type sleeps struct {
	run *sleepRun // nil before start
}

func (sleeps) Name() string { return "fitbit.sleep" }

func (sleeps) Wants() []string { return []string{"dateOfSleep", "startTime", "endTime"} }

func (sleeps) Identify(h importers.Head) bool {
	return h.JSON && strings.Contains(h.Text, `"dateOfSleep"`) &&
		(strings.Contains(h.Text, `"startTime"`) || strings.Contains(h.Text, `"logId"`))
}

func (sleeps) Start() importers.Gatherer {
	return sleeps{&sleepRun{byID: map[string]int{}}}
}

// Read gathers the sleeps: files overlap at their borders, and of two sleeps with
// one logId the later stands. Within a file the other counts as skipped. Without
// start it hands out those of this one file.
func (f sleeps) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	if f.run == nil {
		return importers.ReadAlone(f.Start(), src, sink)
	}
	items, err := importers.NewJSONItems(src, "sleep")
	if err != nil {
		return record.Counts{}, err
	}
	var c record.Counts
	before := len(f.run.sleeps)
	for items.Next() {
		n := readFitbitSleep(items, &f.run.split, sink)
		c.Count(n != nil)
		if n != nil && f.run.Add(n) >= before {
			c.Used--
			c.Skipped++
		}
	}
	return items.End(c, sink)
}

// sleepRun gathers the main sleeps of all files of one run.
type sleepRun struct {
	sleeps []*fitbitNight
	byID   map[string]int // place in sleeps
	split  splits
}

// Add keeps a sleep and returns the place of the one it stands for, -1 where
// there was none.
func (r *sleepRun) Add(n *fitbitNight) (replaced int) {
	replaced = -1
	if old, known := r.byID[n.id]; known && n.id != "" {
		*r.sleeps[old] = fitbitNight{}
		replaced = old
	}
	r.byID[n.id] = len(r.sleeps)
	r.sleeps = append(r.sleeps, n)
	return replaced
}

// Finish hands out the sleeps in the order of the files.
func (f sleeps) Finish(sink importers.Sink) {
	if f.run == nil {
		return
	}
	for i, n := range f.run.sleeps {
		n.Emit(sink)
		f.run.sleeps[i] = nil // its memory is needed no more
	}
	f.run.split.report(sink)
}

// fitbitNight is one main sleep before it is handed out.
type fitbitNight struct {
	id          string
	session     *record.Session
	onset, wake importers.ClockCell
	records     []record.Record
}

func (n *fitbitNight) Emit(sink importers.Sink) {
	for _, r := range n.records {
		sink.Record(r)
	}
	if n.session != nil {
		importers.EmitSession(*n.session, n.onset, n.wake, sink)
	}
}

// metrics is how many values a sleep has at most.
const metrics = 9

// readFitbitSleep returns the current element, nil where nothing of it is used.
func readFitbitSleep(items *importers.JSONItems, split *splits, sink importers.Sink) *fitbitNight {
	o, err := items.Object()
	if err != nil {
		sink.Problem(record.Problem{Pos: items.Pos(), Message: err.Error()})
		return nil
	}
	if o.Text("logType") == "manual" {
		return nil
	}
	if split.Add(o, items.Pos()); !main(o) {
		return nil
	}
	night, err := importers.DateLabel(o.Text("dateOfSleep"))
	if err != nil {
		sink.Problem(record.Problem{Pos: items.PosOf("dateOfSleep"), Field: "dateOfSleep", Message: err.Error()})
		return nil
	}
	most := metrics
	if o.Text("type") == "classic" {
		most -= len(stages)
	}
	r := reader{items: items, night: night, held: importers.HeldRecords{Sink: sink, Records: make([]record.Record, 0, most)}}
	r.minutes(o)
	r.stages(o)
	if len(r.held.Records) == 0 {
		return nil
	}
	n := &fitbitNight{id: o.Text("logId"), records: r.held.Records}
	r.clock(o, n)
	return n
}

var sleepLayouts = []string{"2006-01-02T15:04:05", "2006-01-02T15:04"}

// main tells whether the sleep is the main one of its date. Exports say
// mainSleep, the web interface isMainSleep; where neither is said it is.
func main(o importers.JSONObject) bool {
	for _, key := range []string{"mainSleep", "isMainSleep"} {
		if flag := o.Text(key); flag != "" {
			return flag == "true"
		}
	}
	return true
}

// reader collects the records of one sleep. All stand where the sleep
// begins in the file, so that they can be told to belong together; problems stand
// where they are.
type reader struct {
	items *importers.JSONItems
	night record.Date
	held  importers.HeldRecords
}

// jsonPlace names a value for a message.
type jsonPlace struct {
	field string
	pos   record.Pos
}

func (r *reader) place(key string) jsonPlace { return jsonPlace{key, r.items.PosOf(key)} }

func (r *reader) Problem(at jsonPlace, message string) {
	r.held.Problem(record.Problem{Pos: at.pos, Field: at.field, Message: message})
}

func (r *reader) Add(metric string, v float64, raw, unit string, at jsonPlace) {
	m, _ := record.MetricByID(metric)
	if v == 0 && m.ZeroMissing {
		return
	}
	if err := importers.CheckLimits(m, v); err != nil {
		r.Problem(at, err.Error())
		return
	}
	r.held.Record(record.Record{Night: r.night, Metric: metric, Value: v, Raw: raw, RawUnit: unit, Source: source, Pos: r.items.Pos()})
}

// value reads the number under a key and adds it as a metric. It is not ok where
// the key is missing or the value is no number, which is a Problem.
func (r *reader) value(o importers.JSONObject, key, metric string, at jsonPlace) (v float64, ok bool) {
	text := o.Text(key)
	if importers.Missing(text) {
		return 0, false
	}
	m, _ := record.MetricByID(metric)
	v, err := importers.Number(text)
	if err != nil {
		r.held.Problem(importers.BadCell(at.pos, at.field, text, importers.UnitWords(m.Unit)))
		return 0, false
	}
	r.Add(metric, v, text, m.Unit, at)
	return v, true
}

// minutes reads what both types of sleep have; a sleep without minutes asleep
// gives nothing.
func (r *reader) minutes(o importers.JSONObject) {
	tst, known := r.value(o, "minutesAsleep", "tst", r.place("minutesAsleep"))
	if !known || tst <= 0 {
		return
	}
	tib, known := r.value(o, "timeInBed", "tib", r.place("timeInBed"))
	if known && importers.Fits("tst", tst) && importers.Fits("tib", tib) && tst <= tib {
		r.Add("sleep_efficiency", 100*tst/tib, o.Text("minutesAsleep")+"/"+o.Text("timeInBed"), "min", r.place("timeInBed"))
	}
	sol, known := r.value(o, "minutesToFallAsleep", "sol", r.place("minutesToFallAsleep"))
	if known && importers.Fits("sol", sol) || importers.Missing(o.Text("minutesToFallAsleep")) {
		r.waso(o, tst, tib, sol)
	}
}

// waso works the time awake between falling asleep and waking up out of
// minutesAwake. That is timeInBed less minutesAsleep, so it holds the time to
// fall asleep and the time in bed after waking up as well, but for files whose
// four parts add up to timeInBed.
func (r *reader) waso(o importers.JSONObject, tst, tib, sol float64) {
	awake, known := r.Number(o, "minutesAwake")
	after, sound := r.Number(o, "minutesAfterWakeup")
	if !known || !sound && !importers.Missing(o.Text("minutesAfterWakeup")) {
		return
	}
	waso := max(0, awake-sol-after)
	if tst+awake+sol+after == tib {
		waso = awake
	}
	r.Add("waso", waso, o.Text("minutesAwake"), "min", r.place("minutesAwake"))
}

// Number returns the minutes under a key; false where there are none or, as a
// Problem, no number.
func (r *reader) Number(o importers.JSONObject, key string) (float64, bool) {
	text := o.Text(key)
	if importers.Missing(text) {
		return 0, false
	}
	v, err := importers.Number(text)
	if err != nil {
		r.held.Problem(importers.BadCell(r.items.PosOf(key), key, text, "minutes"))
	}
	return v, err == nil
}

var stages = []struct{ stage, key, metric string }{
	{"light", "minutes", "light"},
	{"deep", "minutes", "deep"},
	{"rem", "minutes", "rem"},
	{"wake", "count", "awakenings"},
}

// stages reads the summary of a sleep with stages. Its count of "wake" includes
// awakenings of half a minute.
func (r *reader) stages(o importers.JSONObject) {
	summary := o.Object("levels").Object("summary")
	if len(r.held.Records) == 0 || o.Text("type") == "classic" || summary.Text("deep") == "" {
		return
	}
	pos := r.items.PosOf("summary")
	for _, s := range stages {
		r.value(summary.Object(s.stage), s.key, s.metric, jsonPlace{"levels.summary." + s.stage + "." + s.key, pos})
	}
}

// clock adds the session and its clock times where both ends are sound.
func (r *reader) clock(o importers.JSONObject, n *fitbitNight) {
	var ends [2]time.Time
	var cells [2]importers.ClockCell
	for i, key := range []string{"startTime", "endTime"} {
		at := r.place(key)
		end, err := importers.ParseWall(o.Text(key), sleepLayouts...)
		if err != nil {
			r.Problem(at, err.Error())
			return
		}
		ends[i] = end
		cells[i] = importers.ClockCell{Text: o.Text(key), Field: key, Pos: r.items.Pos()}
	}
	if record.DateOf(ends[1]) != r.night {
		r.Problem(r.place("endTime"), fmt.Sprintf("the sleep of %s ends on %s: its clock times were left out", r.night, record.DateOf(ends[1])))
		return
	}
	n.onset, n.wake = cells[0], cells[1]
	n.session = &record.Session{Night: r.night, Onset: record.MomentOf(ends[0]), Wake: record.MomentOf(ends[1]), Source: source, Pos: r.items.Pos()}
}
