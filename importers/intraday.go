package importers

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"nof1/importers/record"
)

// Heart rates all day long: files of hundreds of megabytes that do not tell when
// their owner slept. They are read last, when the sleeps of all other files are
// known, and give the mean heart rate asleep of the nights that have none: the
// mean of the heart rates from falling asleep to waking up, the vendor's own
// sleeps, where these cover at least half of that time. The lowest of them is no
// resting heart rate, which vendors compute from more than one sample, and is
// not handed out.
//
// googleHeartRate reads heart_rate_*.csv (Physical Activity_GoogleData), UTC;
// what came from another device by way of Health Connect is left out.
// fitabaseHeartRate reads heartrate_seconds_merged.csv, local time, month first,
// of one person. ouraHeartRate reads heartrate.csv of the Membership Hub, UTC;
// zeppHeartRate reads HEARTRATE_AUTO_*.csv, local time, in which 254, 255 and
// 300 are no heart rates.
var (
	googleHeartRate Importer = heartRates{form: &heartRateForm{
		name: "google.heart_rate", source: fitbitSource, time: []string{"timestamp"}, value: []string{"beats per minute"},
		notNamed: "resting", // daily_resting_heart_rate.csv has the same header
		parse:    func(_, clock string, zone *time.Location) (time.Time, error) { return localTime(clock, zone) },
		layout:   clockISO,
	}}
	fitabaseHeartRate Importer = heartRates{form: &heartRateForm{
		name: "fitabase.heart_rate", source: fitbitSource, id: fitabaseID, time: []string{"Time"}, value: []string{"Value"},
		parse:  func(_, clock string, _ *time.Location) (time.Time, error) { return fitabaseTime(clock) },
		layout: clockMonthFirst,
	}}
	ouraHeartRate Importer = heartRates{form: &heartRateForm{
		name: "oura.heart_rate", source: ouraSource, time: []string{"timestamp"}, value: []string{"bpm"},
		parse:  func(_, clock string, zone *time.Location) (time.Time, error) { return localTime(clock, zone) },
		layout: clockISO,
	}}
	zeppHeartRate Importer = heartRates{form: &heartRateForm{
		name: "zepp.heart_rate", source: zeppSource, date: []string{"date"}, time: []string{"time"}, value: []string{"heartRate"},
		parse: func(date, clock string, _ *time.Location) (time.Time, error) {
			return parseWall(date+" "+clock, "2006-01-02 15:04", "2006-01-02 15:04:05")
		},
		layout: clockDateAndTime,
	}}
)

// heartRateForm is one vendor's table of one heart rate a row.
type heartRateForm struct {
	name, source string
	id           []string // of the person; nil where the file has none
	date         []string // where the date has a column of its own, else nil
	time, value  []string
	notNamed     string // part of the name of files that are something else
	layout       clockLayout
	parse        func(date, clock string, zone *time.Location) (time.Time, error) // wall clock of a row; date is "" without its own column
}

// Heart rates outside these are artefacts, in thousandths of a beat per minute.
const (
	lowestRate  = 25_000
	highestRate = 240_000
)

// streamed is a gatherer whose files mean nothing without the sleeps of others:
// Read hands it those, then its files, and commits each that it did not know
// already under another name.
type streamed interface {
	gatherer
	// sleeps is called once, before the first file, with all that others gave.
	sleeps(*Result)
	// commit keeps what was read of the last file.
	commit()
}

type heartRates struct {
	form *heartRateForm
	run  *heartRateRun // nil before start
}

// heartRateRun is what heart rates gave in one run of Read.
type heartRateRun struct {
	windows  []sleepWindow // in order of time, not overlapping
	people   []string
	finished bool // every night has its heart rate asleep already
	last     *heartRateFile
}

func (h heartRates) Name() string { return h.form.name }

func (h heartRates) Wants() []string {
	var wants []string
	for _, names := range [][]string{h.form.id, h.form.date, h.form.time, h.form.value} {
		if names != nil {
			wants = append(wants, names[0])
		}
	}
	return wants
}

func (h heartRates) Identify(head Head) bool {
	f := h.form
	if f.notNamed != "" && strings.Contains(strings.ToLower(head.Base), f.notNamed) {
		return false
	}
	for _, names := range [][]string{f.id, f.date, f.time, f.value} {
		if names != nil && head.Index(names...) < 0 {
			return false
		}
	}
	return len(head.Header) <= len(h.Wants())+1 // and where it was measured from
}

func (h heartRates) start() gatherer { return heartRates{h.form, new(heartRateRun)} }

func (h heartRates) sleeps(res *Result) {
	h.run.windows, h.run.finished = sleepWindows(res, h.form.source)
	h.run.people = res.People
}

var (
	errNoSleeps  = errors.New("heart rates say nothing of a night without its sleep: export the sleeps of the same device too")
	errHaveRates = errors.New("not needed: the device's own mean heart rate asleep is there for every night")
)

func (h heartRates) Read(src Source, sink Sink) (record.Counts, error) {
	switch {
	case h.run != nil && h.run.finished:
		return record.Counts{}, errHaveRates
	case h.run == nil || len(h.run.windows) == 0:
		return record.Counts{}, errNoSleeps
	}
	f := newHeartRateFile(h.form, h.run, src, sink)
	h.run.last = f
	return f.read()
}

func (h heartRates) commit() {
	if f := h.run.last; f != nil {
		for i, s := range f.sums {
			h.run.windows[i].rates.add(s)
		}
	}
	h.run.last = nil
}

// finish hands out the mean of every sleep that was covered.
func (h heartRates) finish(sink Sink) {
	for _, w := range h.run.windows {
		if w.rates.n == 0 || w.rates.coveredMinutes()*2*60 < w.to-w.from {
			continue
		}
		mean := float64(w.rates.sum) / float64(w.rates.n) / 1000
		emitComputed(record.Record{Night: w.night, Metric: "sleep_hr", Value: mean, RawUnit: "bpm", Source: h.form.source, Device: w.device, Pos: w.rates.pos,
			Raw: fmt.Sprintf("mean of %d, %s to %s", w.rates.n, number(float64(w.rates.min)/1000), number(float64(w.rates.max)/1000))}, h.form.value[0], sink)
	}
}

// row reads the current row of the full reader; see [heartRateFile.fast] for the
// same on bytes.
func (f *heartRateFile) row(t *Table) {
	if f.id >= 0 && !f.mine(t.Cell(f.id)) {
		return
	}
	cell := t.Cell(f.value)
	if Missing(cell) || strings.HasSuffix(t.Cell(f.origin), foreignOrigin) {
		f.counts.Count(false)
		return
	}
	at, err := f.form.parse(t.Cell(f.date), t.Cell(f.time), f.zone.zone)
	if err == errNoZone {
		f.err = err
		return
	}
	if err != nil {
		f.problem(t.problem(f.time, err))
		return
	}
	v, err := t.Number(cell)
	if err != nil || math.Abs(v) > 1e6 {
		f.problem(BadCell(t.Pos(f.value), t.Name(f.value), cell, unitWords("bpm")))
		return
	}
	wall := int64(record.DateOf(at))*record.SecondsPerDay + int64(at.Hour()*3600+at.Minute()*60+at.Second())
	f.add(wall, int64(math.Round(v*1000)), t.Line())
}

// mine tells whether a row is of the person read: the one chosen, else the first
// met. Rows of others are not counted.
func (f *heartRateFile) mine(id string) bool {
	if f.person == "" {
		f.person = strings.Clone(id)
	}
	return id == f.person
}

// badRowsShown is how many bad rows of a file of millions are named.
const badRowsShown = 20

// problem skips the current row.
func (f *heartRateFile) problem(p record.Problem) {
	f.counts.Count(false)
	f.lastBad = p.Pos.Line
	if f.bad++; f.bad <= badRowsShown {
		f.sink.Problem(p)
	}
}
