package importers

import (
	"fmt"
	"strings"
	"time"

	"nof1/importers/record"
)

const fitbitSource = "fitbit"

// fitbitSleep reads sleep-*.json: a list of sleeps, newest first, in local time
// without zone. dateOfSleep is the date of waking. Only main sleeps that the
// device recorded are read: naps and sleeps typed in by hand are skipped, and so
// is the other part of a night slept in two, see [fitbitSplits]. A main sleep of
// type "classic" (too short, or without heart rate) has no stages.
//
// The file's efficiency is not time asleep by time in bed and is never used. The
// clock does not jump on the nights of a clock change, so the wake time of those
// is an hour off.
var fitbitSleep Importer = fitbitSleeps{}

type fitbitSleeps struct {
	run *fitbitSleepRun // nil before start
}

func (fitbitSleeps) Name() string { return "fitbit.sleep" }

func (fitbitSleeps) Wants() []string { return []string{"dateOfSleep", "startTime", "endTime"} }

func (fitbitSleeps) Identify(h Head) bool {
	return h.JSON && strings.Contains(h.Text, `"dateOfSleep"`) &&
		(strings.Contains(h.Text, `"startTime"`) || strings.Contains(h.Text, `"logId"`))
}

func (fitbitSleeps) start() gatherer {
	return fitbitSleeps{&fitbitSleepRun{byID: map[string]int{}}}
}

// Read gathers the sleeps: files overlap at their borders, and of two sleeps with
// one logId the later stands. Within a file the other counts as skipped. Without
// start it hands out those of this one file.
func (f fitbitSleeps) Read(src Source, sink Sink) (record.Counts, error) {
	if f.run == nil {
		return readAlone(f.start(), src, sink)
	}
	items, err := newJSONItems(src, "sleep")
	if err != nil {
		return record.Counts{}, err
	}
	var c record.Counts
	before := len(f.run.sleeps)
	for items.next() {
		n := readFitbitSleep(items, &f.run.split, sink)
		c.Count(n != nil)
		if n != nil && f.run.add(n) >= before {
			c.Used--
			c.Skipped++
		}
	}
	return items.end(c, sink)
}

// fitbitSleepRun gathers the main sleeps of all files of one run.
type fitbitSleepRun struct {
	sleeps []*fitbitNight
	byID   map[string]int // place in sleeps
	split  fitbitSplits
}

// add keeps a sleep and returns the place of the one it stands for, -1 where
// there was none.
func (r *fitbitSleepRun) add(n *fitbitNight) (replaced int) {
	replaced = -1
	if old, known := r.byID[n.id]; known && n.id != "" {
		*r.sleeps[old] = fitbitNight{}
		replaced = old
	}
	r.byID[n.id] = len(r.sleeps)
	r.sleeps = append(r.sleeps, n)
	return replaced
}

// finish hands out the sleeps in the order of the files.
func (f fitbitSleeps) finish(sink Sink) {
	if f.run == nil {
		return
	}
	for i, n := range f.run.sleeps {
		n.emit(sink)
		f.run.sleeps[i] = nil // its memory is needed no more
	}
	f.run.split.report(sink)
}

// fitbitNight is one main sleep before it is handed out.
type fitbitNight struct {
	id          string
	session     *record.Session
	onset, wake clockCell
	records     []record.Record
}

func (n *fitbitNight) emit(sink Sink) {
	for _, r := range n.records {
		sink.Record(r)
	}
	if n.session != nil {
		emitSession(*n.session, n.onset, n.wake, sink)
	}
}

// fitbitMetrics is how many values a sleep has at most.
const fitbitMetrics = 9

// readFitbitSleep returns the current element, nil where nothing of it is used.
func readFitbitSleep(items *jsonItems, split *fitbitSplits, sink Sink) *fitbitNight {
	o, err := items.object()
	if err != nil {
		sink.Problem(record.Problem{Pos: items.pos(), Message: err.Error()})
		return nil
	}
	if o.text("logType") == "manual" {
		return nil
	}
	if split.add(o, items.pos()); !fitbitMain(o) {
		return nil
	}
	night, err := dateLabel(o.text("dateOfSleep"))
	if err != nil {
		sink.Problem(record.Problem{Pos: items.posOf("dateOfSleep"), Field: "dateOfSleep", Message: err.Error()})
		return nil
	}
	most := fitbitMetrics
	if o.text("type") == "classic" {
		most -= len(fitbitStages)
	}
	r := fitbitReader{items: items, night: night, held: heldRecords{Sink: sink, records: make([]record.Record, 0, most)}}
	r.minutes(o)
	r.stages(o)
	if len(r.held.records) == 0 {
		return nil
	}
	n := &fitbitNight{id: o.text("logId"), records: r.held.records}
	r.clock(o, n)
	return n
}

var fitbitSleepLayouts = []string{"2006-01-02T15:04:05", "2006-01-02T15:04"}

// fitbitMain tells whether the sleep is the main one of its date. Exports say
// mainSleep, the web interface isMainSleep; where neither is said it is.
func fitbitMain(o jsonObject) bool {
	for _, key := range []string{"mainSleep", "isMainSleep"} {
		if flag := o.text(key); flag != "" {
			return flag == "true"
		}
	}
	return true
}

// fitbitReader collects the records of one sleep. All stand where the sleep
// begins in the file, so that they can be told to belong together; problems stand
// where they are.
type fitbitReader struct {
	items *jsonItems
	night record.Date
	held  heldRecords
}

// heldRecords keeps records back and passes all else on.
type heldRecords struct {
	Sink
	records []record.Record
}

func (h *heldRecords) Record(r record.Record) { h.records = append(h.records, r) }

// jsonPlace names a value for a message.
type jsonPlace struct {
	field string
	pos   record.Pos
}

func (r *fitbitReader) place(key string) jsonPlace { return jsonPlace{key, r.items.posOf(key)} }

func (r *fitbitReader) problem(at jsonPlace, message string) {
	r.held.Problem(record.Problem{Pos: at.pos, Field: at.field, Message: message})
}

func (r *fitbitReader) add(metric string, v float64, raw, unit string, at jsonPlace) {
	m, _ := record.MetricByID(metric)
	if v == 0 && m.ZeroMissing {
		return
	}
	if err := CheckLimits(m, v); err != nil {
		r.problem(at, err.Error())
		return
	}
	r.held.Record(record.Record{Night: r.night, Metric: metric, Value: v, Raw: raw, RawUnit: unit, Source: fitbitSource, Pos: r.items.pos()})
}

// value reads the number under a key and adds it as a metric. It is not ok where
// the key is missing or the value is no number, which is a Problem.
func (r *fitbitReader) value(o jsonObject, key, metric string, at jsonPlace) (v float64, ok bool) {
	text := o.text(key)
	if Missing(text) {
		return 0, false
	}
	m, _ := record.MetricByID(metric)
	v, err := Number(text)
	if err != nil {
		r.held.Problem(BadCell(at.pos, at.field, text, unitWords(m.Unit)))
		return 0, false
	}
	r.add(metric, v, text, m.Unit, at)
	return v, true
}

// minutes reads what both types of sleep have; a sleep without minutes asleep
// gives nothing.
func (r *fitbitReader) minutes(o jsonObject) {
	tst, known := r.value(o, "minutesAsleep", "tst", r.place("minutesAsleep"))
	if !known || tst <= 0 {
		return
	}
	tib, known := r.value(o, "timeInBed", "tib", r.place("timeInBed"))
	if known && fits("tst", tst) && fits("tib", tib) && tst <= tib {
		r.add("sleep_efficiency", 100*tst/tib, o.text("minutesAsleep")+"/"+o.text("timeInBed"), "min", r.place("timeInBed"))
	}
	sol, known := r.value(o, "minutesToFallAsleep", "sol", r.place("minutesToFallAsleep"))
	if known && fits("sol", sol) || Missing(o.text("minutesToFallAsleep")) {
		r.waso(o, tst, tib, sol)
	}
}

// waso works the time awake between falling asleep and waking up out of
// minutesAwake. That is timeInBed less minutesAsleep, so it holds the time to
// fall asleep and the time in bed after waking up as well, but for files whose
// four parts add up to timeInBed.
func (r *fitbitReader) waso(o jsonObject, tst, tib, sol float64) {
	awake, known := r.number(o, "minutesAwake")
	after, sound := r.number(o, "minutesAfterWakeup")
	if !known || !sound && !Missing(o.text("minutesAfterWakeup")) {
		return
	}
	waso := max(0, awake-sol-after)
	if tst+awake+sol+after == tib {
		waso = awake
	}
	r.add("waso", waso, o.text("minutesAwake"), "min", r.place("minutesAwake"))
}

// number returns the minutes under a key; false where there are none or, as a
// Problem, no number.
func (r *fitbitReader) number(o jsonObject, key string) (float64, bool) {
	text := o.text(key)
	if Missing(text) {
		return 0, false
	}
	v, err := Number(text)
	if err != nil {
		r.held.Problem(BadCell(r.items.posOf(key), key, text, "minutes"))
	}
	return v, err == nil
}

var fitbitStages = []struct{ stage, key, metric string }{
	{"light", "minutes", "light"},
	{"deep", "minutes", "deep"},
	{"rem", "minutes", "rem"},
	{"wake", "count", "awakenings"},
}

// stages reads the summary of a sleep with stages. Its count of "wake" includes
// awakenings of half a minute.
func (r *fitbitReader) stages(o jsonObject) {
	summary := o.object("levels").object("summary")
	if len(r.held.records) == 0 || o.text("type") == "classic" || summary.text("deep") == "" {
		return
	}
	pos := r.items.posOf("summary")
	for _, s := range fitbitStages {
		r.value(summary.object(s.stage), s.key, s.metric, jsonPlace{"levels.summary." + s.stage + "." + s.key, pos})
	}
}

// clock adds the session and its clock times where both ends are sound.
func (r *fitbitReader) clock(o jsonObject, n *fitbitNight) {
	var ends [2]time.Time
	var cells [2]clockCell
	for i, key := range []string{"startTime", "endTime"} {
		at := r.place(key)
		end, err := parseWall(o.text(key), fitbitSleepLayouts...)
		if err != nil {
			r.problem(at, err.Error())
			return
		}
		ends[i] = end
		cells[i] = clockCell{o.text(key), key, r.items.pos()}
	}
	if record.DateOf(ends[1]) != r.night {
		r.problem(r.place("endTime"), fmt.Sprintf("the sleep of %s ends on %s: its clock times were left out", r.night, record.DateOf(ends[1])))
		return
	}
	n.onset, n.wake = cells[0], cells[1]
	n.session = &record.Session{Night: r.night, Onset: record.MomentOf(ends[0]), Wake: record.MomentOf(ends[1]), Source: fitbitSource, Pos: r.items.pos()}
}
