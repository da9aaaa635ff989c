package garmin

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// Account reads the nightly files of Garmin's account export: lists of one
// element a day in pieces of about 100 days. Pieces overlap: of one date the
// last file stands.
//
// *_sleepData.json: sleeps with their stages. calendarDate is the date of
// waking; the times are UTC and need the clock of the person: the zone the user
// named, else the daily files of the same export, which tell the begin of each
// day in UTC and by the wall.
//
// *_healthStatusData.json: the night's RMSSD (ms), heart rate asleep, breathing,
// oxygen and skin temperature. A value that is absent, null or 0 is missing.
//
// UDSFile_*.json: the day's resting heart rate, steps and energy. Where the file
// has currentDayRestingHeartRate that is read: restingHeartRate beside it is the
// mean of up to seven days (the FIT profile says so of the same pair of fields,
// and the first days of an export show it). Steps and energy of a day belong to
// the night after it.
var Account importers.Importer = export{}

type export struct {
	run *run // nil before start
}

// run gathers the days of all files of one run.
type run struct {
	clock  importers.WallClock
	days   [3]map[record.Date][]entry // by kind
	strict bool                       // some file has the current day's resting heart rate
}

// kind is one of the three files.
type kind int

const (
	noKind kind = iota - 1
	sleepData
	health
	daily
)

// entry is one element of a file.
type entry struct {
	records    []record.Record
	smoothed   *record.Record // resting heart rate that may be a mean of seven days
	start, end time.Time
	raw        [2]string
	pos        record.Pos
}

func (export) Name() string { return "garmin.account" }

func (export) Wants() []string { return []string{"calendarDate", "deepSleepSeconds", "metrics"} }

func (export) Identify(h importers.Head) bool {
	if !h.JSON || strings.Contains(h.Text, `"dailySleepDTO"`) {
		return false
	}
	base := strings.ToLower(h.Base)
	has := func(key string) bool { return strings.Contains(h.Text, `"`+key+`"`) }
	switch {
	case !has("calendarDate"):
		return strings.Contains(base, "_sleepdata") || strings.Contains(base, "_healthstatusdata")
	case has("deepSleepSeconds"), has("sleepStartTimestampGMT"), has("restingHeartRate"), has("currentDayRestingHeartRate"), has("totalSteps"):
		return true
	}
	return has("metrics") && has("type")
}

func (export) Start() importers.Gatherer { return export{&run{}} }

// Read gathers the elements. Without start it hands out those of this one file.
func (g export) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	if g.run == nil {
		return importers.ReadAlone(g.Start(), src, sink)
	}
	items, err := importers.NewJSONItems(src, "")
	if err != nil {
		return record.Counts{}, err
	}
	g.run.clock.Zone = src.Zone
	var file [3]map[record.Date][]entry
	for k := range file {
		file[k] = map[record.Date][]entry{}
	}
	var c record.Counts
	for items.Next() {
		kind, night, e := g.run.Element(items, sink)
		if kind != noKind {
			file[kind][night] = append(file[kind][night], e)
		}
		c.Count(kind != noKind)
	}
	for k, days := range file {
		if g.run.days[k] == nil {
			g.run.days[k] = map[record.Date][]entry{}
		}
		maps.Copy(g.run.days[k], days)
	}
	return items.End(c, sink)
}

// Element reads one element, noKind where nothing of it is used.
func (run *run) Element(items *importers.JSONItems, sink importers.Sink) (kind, record.Date, entry) {
	o, err := items.Object()
	if err != nil {
		sink.Problem(record.Problem{Pos: items.Pos(), Message: err.Error()})
		return noKind, 0, entry{}
	}
	date := o.Text("calendarDate")
	if importers.Missing(date) {
		return noKind, 0, entry{}
	}
	night, err := importers.DateLabel(date)
	if err != nil {
		sink.Problem(record.Problem{Pos: items.PosOf("calendarDate"), Field: "calendarDate", Message: err.Error()})
		return noKind, 0, entry{}
	}
	r := reader{importers.JSONNight{Items: items, Night: night, Source: source, Held: importers.HeldRecords{Sink: sink}}}
	var kind kind
	e := entry{pos: items.Pos()}
	switch {
	case o["metrics"] != nil:
		kind = health
		r.health(o)
	case o["totalSteps"] != nil || o["restingHeartRate"] != nil || o["currentDayRestingHeartRate"] != nil || o["wellnessStartTimeGmt"] != nil:
		kind = daily
		run.Learn(o)
		run.strict = run.strict || o["currentDayRestingHeartRate"] != nil
		r.daily(o, &e)
	default:
		kind = sleepData
		r.sleep(o, &e)
	}
	e.records = r.Held.Records
	if len(e.records) == 0 && e.smoothed == nil {
		return noKind, 0, entry{}
	}
	return kind, night, e
}

// Learn notes what a day's file says of the clock. Where the clocks changed by
// an hour within the day, they did so about two at night.
func (run *run) Learn(o importers.JSONObject) {
	var at [4]time.Time
	for i, key := range []string{"wellnessStartTimeGmt", "wellnessStartTimeLocal", "wellnessEndTimeGmt", "wellnessEndTimeLocal"} {
		t, err := utc(o.Text(key))
		if err != nil {
			if i < 2 {
				return
			}
			t = at[i-2]
		}
		at[i] = t
	}
	run.clock.Learn(at[0], at[1])
	if change := at[3].Sub(at[2]) - at[1].Sub(at[0]); change.Abs() == time.Hour {
		early := 2 * time.Hour
		run.clock.Learn(at[0].Add(early), at[1].Add(early+change))
	}
}

// Finish hands out the days by kind, in order.
func (g export) Finish(sink importers.Sink) {
	if g.run == nil {
		return
	}
	unclocked := map[string]record.Pos{}
	for _, days := range g.run.days {
		for _, night := range slices.Sorted(maps.Keys(days)) {
			for _, e := range days[night] {
				for _, r := range e.records {
					sink.Record(r)
				}
				if e.smoothed != nil && !g.run.strict {
					sink.Record(*e.smoothed)
				}
				if !e.start.IsZero() && !g.run.session(night, e, sink) {
					unclocked[e.pos.File] = e.pos
				}
			}
		}
	}
	for _, file := range slices.Sorted(maps.Keys(unclocked)) {
		sink.Problem(record.Problem{Pos: record.Pos{File: file, Line: 1}, Field: "sleepStartTimestampGMT",
			Message: "the times are UTC and nothing tells the clock you lived by: name it with --zone, such as --zone Europe/Berlin; bedtimes were left out"})
	}
}

// session hands out a sleep with its clock times, false where the clock is not
// known.
func (run *run) session(night record.Date, e entry, sink importers.Sink) bool {
	onset, known := run.clock.At(e.start)
	wake, both := run.clock.At(e.end)
	if !known || !both {
		return false
	}
	cells := [2]importers.ClockCell{}
	for i, key := range []string{"sleepStartTimestampGMT", "sleepEndTimestampGMT"} {
		cells[i] = importers.ClockCell{Text: e.raw[i], Field: key, Pos: e.pos}
	}
	if record.DateOf(wake) != night {
		sink.Problem(record.Problem{Pos: e.pos, Field: cells[1].Field, Message: fmt.Sprintf("the sleep of %s ends on %s by the clock taken: its clock times were left out, --zone names another", night, record.DateOf(wake))})
		return true
	}
	importers.EmitSession(record.Session{Night: night, Onset: record.MomentOf(onset), Wake: record.MomentOf(wake), Source: source, Pos: e.pos}, cells[0], cells[1], sink)
	return true
}
