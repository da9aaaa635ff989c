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
// element a day in pieces of about 100 days. Pieces overlap: the last file with a
// date is used.
//
// *_sleepData.json: sleeps with their stages. calendarDate is the date of
// waking. The times are UTC; the local clock is that of the zone the user named, or
// else that of the daily files of the same export, which give the begin of each
// day in UTC and in local time.
//
// *_healthStatusData.json: the night's RMSSD (ms), heart rate asleep, breathing,
// oxygen and skin temperature. A value that is absent, null or 0 is missing.
//
// UDSFile_*.json: the day's resting heart rate, steps and energy. In a file with
// currentDayRestingHeartRate that is read: restingHeartRate beside it is the
// mean of up to seven days (the FIT profile says so of the same pair of fields,
// and the first days of an export show it). Steps and energy of a day belong to
// the night after it.
var Account importers.Importer = &importers.Gathered{
	Format: importers.Format{ID: "garmin.account", Columns: importers.Names("calendarDate", "deepSleepSeconds", "metrics")},
	Claims: accountFile,
	New:    func() importers.Run { return new(account) },
}

// account gathers the days of the files.
type account struct {
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

// accountFile reports whether a file is one of the three.
func accountFile(h importers.Head) bool {
	if !h.JSON || h.Mentions("dailySleepDTO") {
		return false
	}
	if !h.Mentions("calendarDate") {
		base := strings.ToLower(h.Base)
		return strings.Contains(base, "_sleepdata") || strings.Contains(base, "_healthstatusdata")
	}
	ofNights := []string{"deepSleepSeconds", "sleepStartTimestampGMT", "restingHeartRate", "currentDayRestingHeartRate", "totalSteps"}
	return slices.ContainsFunc(ofNights, h.Mentions) || h.Mentions("metrics") && h.Mentions("type")
}

// Read gathers the elements of a file.
func (a *account) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	a.clock.Zone = src.Zone
	var file [3]map[record.Date][]entry
	for k := range file {
		file[k] = map[record.Date][]entry{}
	}
	c, err := importers.EachObject(src, sink, "", func(items *importers.JSONItems, o importers.JSONObject) bool {
		kind, night, e := a.element(items, o, sink)
		if kind != noKind {
			file[kind][night] = append(file[kind][night], e)
		}
		return kind != noKind
	})
	for k, days := range file {
		if a.days[k] == nil {
			a.days[k] = days
		}
		maps.Copy(a.days[k], days)
	}
	return c, err
}

// element reads one element. It returns noKind if nothing of it is used.
func (a *account) element(items *importers.JSONItems, o importers.JSONObject, sink importers.Sink) (kind, record.Date, entry) {
	date := o.Text("calendarDate")
	if importers.Missing(date) {
		return noKind, 0, entry{}
	}
	night, err := importers.DateLabel(date)
	if err != nil {
		sink.Problem(items.Problem("calendarDate", err))
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
		a.learn(o)
		a.strict = a.strict || o["currentDayRestingHeartRate"] != nil
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

// learn notes the local clock of a day's file. If the clocks changed by an hour
// within the day, they are taken to have changed at two in the night.
func (a *account) learn(o importers.JSONObject) {
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
	a.clock.Learn(at[0], at[1])
	if change := at[3].Sub(at[2]) - at[1].Sub(at[0]); change.Abs() == time.Hour {
		early := 2 * time.Hour
		a.clock.Learn(at[0].Add(early), at[1].Add(early+change))
	}
}

// noClock is the problem of times that cannot be turned into local ones.
const noClock = "the times are UTC and nothing tells the clock you lived by: name it with --zone, such as --zone Europe/Berlin; "

// Finish emits the days by kind, in order.
func (a *account) Finish(sink importers.Sink) {
	unclocked := map[string]bool{} // files
	for _, days := range a.days {
		for _, night := range slices.Sorted(maps.Keys(days)) {
			for _, e := range days[night] {
				for _, r := range e.records {
					sink.Record(r)
				}
				if e.smoothed != nil && !a.strict {
					sink.Record(*e.smoothed)
				}
				if !e.start.IsZero() && !a.session(night, e, sink) {
					unclocked[e.pos.File] = true
				}
			}
		}
	}
	for _, file := range slices.Sorted(maps.Keys(unclocked)) {
		sink.Problem(record.Problem{Pos: record.Pos{File: file, Line: 1}, Field: "sleepStartTimestampGMT",
			Message: noClock + "bedtimes were left out"})
	}
}

// session emits a sleep with its clock times. It returns false if the local clock is
// not known.
func (a *account) session(night record.Date, e entry, sink importers.Sink) bool {
	onset, ok := a.clock.At(e.start)
	wake, both := a.clock.At(e.end)
	if !ok || !both {
		return false
	}
	begin := importers.ClockCell{Text: e.raw[0], Field: "sleepStartTimestampGMT", Pos: e.pos}
	end := importers.ClockCell{Text: e.raw[1], Field: "sleepEndTimestampGMT", Pos: e.pos}
	if woke := record.DateOf(wake); woke != night {
		const wrong = "the sleep of %s ends on %s by the clock taken: its clock times were left out, --zone names another"
		sink.Problem(record.Problem{Pos: e.pos, Field: end.Field, Message: fmt.Sprintf(wrong, night, woke)})
		return true
	}
	importers.EmitSession(importers.MainSleep(source, night, onset, wake), begin, end, sink)
	return true
}
