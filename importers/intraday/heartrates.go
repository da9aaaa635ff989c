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

// Form is one vendor's table with a heart rate in every row.
type Form struct {
	ID, Source string   // of the importer and of its records
	Person     []string // names of the column of the person; nil if the table has none
	Date       []string // names of a date column of its own, else nil
	Time       []string // names of the column of the time
	Value      []string // names of the column of the heart rate, in beats per minute
	NotNamed   string   // part of the name of files of another kind, in lower case
	Layout     ClockLayout
	// Parse returns the wall clock of a row. The date is "" without a column of its own.
	Parse func(date, clock string, zone *time.Location) (time.Time, error)
}

// Heart rates outside these limits are artefacts, in thousandths of a beat per minute.
const (
	lowestRate  = 25_000
	highestRate = 240_000
)

// HeartRates is the importer of a [Form].
type HeartRates struct {
	importers.Format
	form *Form
	run  *run // nil before Start
}

// New returns the importer of a form.
func New(form Form) *HeartRates {
	h := &HeartRates{Format: importers.Format{ID: form.ID}, form: &form}
	for _, names := range [][]string{form.Person, form.Date, form.Time, form.Value} {
		if names != nil {
			h.Columns = append(h.Columns, names)
		}
	}
	return h
}

// run is what one call of [importers.Read] has found in the files of a form.
type run struct {
	windows  []sleepWindow // in order of time, not overlapping
	people   []string
	finished bool // every night has its heart rate asleep already
	last     *file
}

// Identify implements [importers.Importer]. A table may have one further column,
// which names the device.
func (h *HeartRates) Identify(head importers.Head) bool {
	other := h.form.NotNamed != "" && strings.Contains(strings.ToLower(head.Base), h.form.NotNamed)
	return !other && !head.JSON && h.Format.Identify(head) && len(head.Header) <= len(h.Columns)+1
}

// Start implements [importers.Gatherer].
func (h *HeartRates) Start() importers.Gatherer {
	return &HeartRates{h.Format, h.form, new(run)}
}

// Sleeps takes the sleeps and the people of all other files.
func (h *HeartRates) Sleeps(res *importers.Result) {
	h.run.windows, h.run.finished = sleepWindows(res, h.form.Source)
	h.run.people = res.People
}

var (
	errNoSleeps  = errors.New("heart rates say nothing of a night without its sleep: export the sleeps of the same device too")
	errHaveRates = errors.New("not needed: the device's own mean heart rate asleep is there for every night")
)

// Read implements [importers.Importer]. What it reads counts once Commit is called.
func (h *HeartRates) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	switch {
	case h.run != nil && h.run.finished:
		return record.Counts{}, errHaveRates
	case h.run == nil || len(h.run.windows) == 0:
		return record.Counts{}, errNoSleeps
	}
	h.run.last = newFile(h.form, h.run, src, sink)
	return h.run.last.read()
}

// Commit keeps what the last file gave.
func (h *HeartRates) Commit() {
	if f := h.run.last; f != nil {
		for i, s := range f.sums {
			h.run.windows[i].rates.add(s)
		}
	}
	h.run.last = nil
}

// Finish emits the mean of every sleep of which at least half was covered.
func (h *HeartRates) Finish(sink importers.Sink) {
	for _, w := range h.run.windows {
		s := w.rates
		if s.n == 0 || s.coveredMinutes()*2*60 < w.to-w.from {
			continue
		}
		perMinute := func(thousandths int64) string { return importers.FormatNumber(float64(thousandths) / 1000) }
		importers.EmitComputed(record.Record{Night: w.night, Metric: "sleep_hr", Value: float64(s.sum) / float64(s.n) / 1000,
			Raw: fmt.Sprintf("mean of %d, %s to %s", s.n, perMinute(s.min), perMinute(s.max)), RawUnit: "bpm",
			Source: h.form.Source, Device: w.device, Pos: s.pos}, h.form.Value[0], sink)
	}
}

// row reads the current row of the full reader; see [file.fast] for the same on bytes.
func (f *file) row(t *importers.Table) {
	if f.id >= 0 && !f.chosen(t.Cell(f.id)) {
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
		f.problem(t.Problem(f.time, err))
		return
	}
	v, err := t.Number(cell)
	if err != nil || math.Abs(v) > 1e6 {
		f.problem(t.BadCell(f.value, importers.UnitWords("bpm")))
		return
	}
	wall := int64(record.DateOf(at))*record.SecondsPerDay + int64(at.Hour()*3600+at.Minute()*60+at.Second())
	f.add(wall, int64(math.Round(v*1000)), t.Line())
}

// chosen reports whether a row is of the person to read: the one the user chose,
// else the first in the file. Rows of others are not counted.
func (f *file) chosen(id string) bool {
	if f.person == "" {
		f.person = strings.Clone(id)
	}
	return id == f.person
}

// badRowsShown is how many bad rows of a file of millions are named.
const badRowsShown = 20

// problem skips the current row.
func (f *file) problem(p record.Problem) {
	f.counts.Count(false)
	f.lastBad = p.Pos.Line
	if f.bad++; f.bad <= badRowsShown {
		f.sink.Problem(p)
	}
}

// ForeignOrigin ends the name of the source of what came from another device.
const ForeignOrigin = "Health Connect"
