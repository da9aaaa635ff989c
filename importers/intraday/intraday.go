package intraday

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"nof1/importers"
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
// fitbit.GoogleHeartRate reads heart_rate_*.csv (Physical Activity_GoogleData), UTC;
// what came from another device by way of Health Connect is left out.
// fitbit.FitabaseHeartRate reads heartrate_seconds_merged.csv, local time, month first,
// of one person. oura.HeartRate reads heartrate.csv of the Membership Hub, UTC;
// zepp.HeartRate reads HEARTRATE_AUTO_*.csv, local time, in which 254, 255 and
// 300 are no heart rates.
var ()

// HeartRateForm is one vendor's table of one heart rate a row.
type HeartRateForm struct {
	Name, Source string
	Person       []string // of the person; nil where the file has none
	Date         []string // where the date has a column of its own, else nil
	Time, Value  []string
	NotNamed     string // part of the name of files that are something else
	Layout       clockLayout
	Parse        func(date, clock string, zone *time.Location) (time.Time, error) // wall clock of a row; date is "" without its own column
}

// Heart rates outside these are artefacts, in thousandths of a beat per minute.
const (
	lowestRate  = 25_000
	highestRate = 240_000
)

type HeartRates struct {
	Form *HeartRateForm
	run  *HeartRateRun // nil before start
}

// HeartRateRun is what heart rates gave in one run of Read.
type HeartRateRun struct {
	Windows  []SleepWindow // in order of time, not overlapping
	people   []string
	finished bool // every night has its heart rate asleep already
	last     *heartRateFile
}

func (h HeartRates) Name() string { return h.Form.Name }

func (h HeartRates) Wants() []string {
	var wants []string
	for _, names := range [][]string{h.Form.Person, h.Form.Date, h.Form.Time, h.Form.Value} {
		if names != nil {
			wants = append(wants, names[0])
		}
	}
	return wants
}

func (h HeartRates) Identify(head importers.Head) bool {
	f := h.Form
	if f.NotNamed != "" && strings.Contains(strings.ToLower(head.Base), f.NotNamed) {
		return false
	}
	for _, names := range [][]string{f.Person, f.Date, f.Time, f.Value} {
		if names != nil && head.Index(names...) < 0 {
			return false
		}
	}
	return len(head.Header) <= len(h.Wants())+1 // and where it was measured from
}

func (h HeartRates) Start() importers.Gatherer { return HeartRates{h.Form, new(HeartRateRun)} }

func (h HeartRates) Sleeps(res *importers.Result) {
	h.run.Windows, h.run.finished = sleepWindows(res, h.Form.Source)
	h.run.people = res.People
}

var (
	errNoSleeps  = errors.New("heart rates say nothing of a night without its sleep: export the sleeps of the same device too")
	errHaveRates = errors.New("not needed: the device's own mean heart rate asleep is there for every night")
)

func (h HeartRates) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	switch {
	case h.run != nil && h.run.finished:
		return record.Counts{}, errHaveRates
	case h.run == nil || len(h.run.Windows) == 0:
		return record.Counts{}, errNoSleeps
	}
	f := NewHeartRateFile(h.Form, h.run, src, sink)
	h.run.last = f
	return f.Read()
}

func (h HeartRates) Commit() {
	if f := h.run.last; f != nil {
		for i, s := range f.Sums {
			h.run.Windows[i].rates.Add(s)
		}
	}
	h.run.last = nil
}

// Finish hands out the mean of every sleep that was covered.
func (h HeartRates) Finish(sink importers.Sink) {
	for _, w := range h.run.Windows {
		if w.rates.N == 0 || w.rates.coveredMinutes()*2*60 < w.To-w.From {
			continue
		}
		mean := float64(w.rates.Sum) / float64(w.rates.N) / 1000
		importers.EmitComputed(record.Record{Night: w.Night, Metric: "sleep_hr", Value: mean, RawUnit: "bpm", Source: h.Form.Source, Device: w.device, Pos: w.rates.pos,
			Raw: fmt.Sprintf("mean of %d, %s to %s", w.rates.N, importers.FormatNumber(float64(w.rates.Min)/1000), importers.FormatNumber(float64(w.rates.max)/1000))}, h.Form.Value[0], sink)
	}
}

// Row reads the current row of the full reader; see [heartRateFile.fast] for the
// same on bytes.
func (f *heartRateFile) Row(t *importers.Table) {
	if f.id >= 0 && !f.mine(t.Cell(f.id)) {
		return
	}
	cell := t.Cell(f.value)
	if importers.Missing(cell) || strings.HasSuffix(t.Cell(f.origin), ForeignOrigin) {
		f.counts.Count(false)
		return
	}
	at, err := f.form.Parse(t.Cell(f.date), t.Cell(f.time), f.zone.zone)
	if err == importers.ErrNoZone {
		f.err = err
		return
	}
	if err != nil {
		f.Problem(t.Problem(f.time, err))
		return
	}
	v, err := t.Number(cell)
	if err != nil || math.Abs(v) > 1e6 {
		f.Problem(importers.BadCell(t.Pos(f.value), t.Name(f.value), cell, importers.UnitWords("bpm")))
		return
	}
	wall := int64(record.DateOf(at))*record.SecondsPerDay + int64(at.Hour()*3600+at.Minute()*60+at.Second())
	f.Add(wall, int64(math.Round(v*1000)), t.Line())
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

// Problem skips the current row.
func (f *heartRateFile) Problem(p record.Problem) {
	f.counts.Count(false)
	f.lastBad = p.Pos.Line
	if f.bad++; f.bad <= badRowsShown {
		f.sink.Problem(p)
	}
}

// ForeignOrigin ends the name of the source of what came from another device.
const ForeignOrigin = "Health Connect"
