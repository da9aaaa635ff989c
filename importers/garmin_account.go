package importers

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"nof1/importers/record"
)

// garminAccount reads the nightly files of Garmin's account export: lists of one
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
var garminAccount Importer = garminExport{}

type garminExport struct {
	run *garminRun // nil before start
}

// garminRun gathers the days of all files of one run.
type garminRun struct {
	clock  wallClock
	days   [3]map[record.Date][]garminEntry // by kind
	strict bool                             // some file has the current day's resting heart rate
}

// garminKind is one of the three files.
type garminKind int

const (
	garminNoKind garminKind = iota - 1
	garminSleepData
	garminHealth
	garminDaily
)

// garminEntry is one element of a file.
type garminEntry struct {
	records    []record.Record
	smoothed   *record.Record // resting heart rate that may be a mean of seven days
	start, end time.Time
	raw        [2]string
	pos        record.Pos
}

func (garminExport) Name() string { return "garmin.account" }

func (garminExport) Wants() []string { return []string{"calendarDate", "deepSleepSeconds", "metrics"} }

func (garminExport) Identify(h Head) bool {
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

func (garminExport) start() gatherer { return garminExport{&garminRun{}} }

// Read gathers the elements. Without start it hands out those of this one file.
func (g garminExport) Read(src Source, sink Sink) (record.Counts, error) {
	if g.run == nil {
		return readAlone(g.start(), src, sink)
	}
	items, err := newJSONItems(src, "")
	if err != nil {
		return record.Counts{}, err
	}
	g.run.clock.zone = src.Zone
	var file [3]map[record.Date][]garminEntry
	for k := range file {
		file[k] = map[record.Date][]garminEntry{}
	}
	var c record.Counts
	for items.next() {
		kind, night, e := g.run.element(items, sink)
		if kind != garminNoKind {
			file[kind][night] = append(file[kind][night], e)
		}
		c.Count(kind != garminNoKind)
	}
	for k, days := range file {
		if g.run.days[k] == nil {
			g.run.days[k] = map[record.Date][]garminEntry{}
		}
		maps.Copy(g.run.days[k], days)
	}
	return items.end(c, sink)
}

// element reads one element, garminNoKind where nothing of it is used.
func (run *garminRun) element(items *jsonItems, sink Sink) (garminKind, record.Date, garminEntry) {
	o, err := items.object()
	if err != nil {
		sink.Problem(record.Problem{Pos: items.pos(), Message: err.Error()})
		return garminNoKind, 0, garminEntry{}
	}
	date := o.text("calendarDate")
	if Missing(date) {
		return garminNoKind, 0, garminEntry{}
	}
	night, err := dateLabel(date)
	if err != nil {
		sink.Problem(record.Problem{Pos: items.posOf("calendarDate"), Field: "calendarDate", Message: err.Error()})
		return garminNoKind, 0, garminEntry{}
	}
	r := garminReader{jsonNight{items: items, night: night, source: garminSource, held: heldRecords{Sink: sink}}}
	var kind garminKind
	e := garminEntry{pos: items.pos()}
	switch {
	case o["metrics"] != nil:
		kind = garminHealth
		r.health(o)
	case o["totalSteps"] != nil || o["restingHeartRate"] != nil || o["currentDayRestingHeartRate"] != nil || o["wellnessStartTimeGmt"] != nil:
		kind = garminDaily
		run.learn(o)
		run.strict = run.strict || o["currentDayRestingHeartRate"] != nil
		r.daily(o, &e)
	default:
		kind = garminSleepData
		r.sleep(o, &e)
	}
	e.records = r.held.records
	if len(e.records) == 0 && e.smoothed == nil {
		return garminNoKind, 0, garminEntry{}
	}
	return kind, night, e
}

// learn notes what a day's file says of the clock. Where the clocks changed by
// an hour within the day, they did so about two at night.
func (run *garminRun) learn(o jsonObject) {
	var at [4]time.Time
	for i, key := range []string{"wellnessStartTimeGmt", "wellnessStartTimeLocal", "wellnessEndTimeGmt", "wellnessEndTimeLocal"} {
		t, err := garminUTC(o.text(key))
		if err != nil {
			if i < 2 {
				return
			}
			t = at[i-2]
		}
		at[i] = t
	}
	run.clock.learn(at[0], at[1])
	if change := at[3].Sub(at[2]) - at[1].Sub(at[0]); change.Abs() == time.Hour {
		early := 2 * time.Hour
		run.clock.learn(at[0].Add(early), at[1].Add(early+change))
	}
}

// finish hands out the days by kind, in order.
func (g garminExport) finish(sink Sink) {
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
func (run *garminRun) session(night record.Date, e garminEntry, sink Sink) bool {
	onset, known := run.clock.at(e.start)
	wake, both := run.clock.at(e.end)
	if !known || !both {
		return false
	}
	cells := [2]clockCell{}
	for i, key := range []string{"sleepStartTimestampGMT", "sleepEndTimestampGMT"} {
		cells[i] = clockCell{e.raw[i], key, e.pos}
	}
	if record.DateOf(wake) != night {
		sink.Problem(record.Problem{Pos: e.pos, Field: cells[1].field, Message: fmt.Sprintf("the sleep of %s ends on %s by the clock taken: its clock times were left out, --zone names another", night, record.DateOf(wake))})
		return true
	}
	emitSession(record.Session{Night: night, Onset: record.MomentOf(onset), Wake: record.MomentOf(wake), Source: garminSource, Pos: e.pos}, cells[0], cells[1], sink)
	return true
}
