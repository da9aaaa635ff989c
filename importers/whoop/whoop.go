// Package whoop reads WHOOP's "Data Export", the zip that the app mails:
// physiological_cycles.csv, sleeps.csv, workouts.csv and journal_entries.csv, in
// the five languages whose headers are known. A cycle with its recovery is
//
//	Cycle start time,Cycle timezone,Heart rate variability (ms),Sleep onset,Wake onset
//	2031-06-01 23:10:00,UTC+02:00,48,2031-06-01 23:10:00,2031-06-02 07:02:00
//
// and gives hrv_rmssd 48 ms on the night of 2031-06-02, with the sleep.
//
// To read a row:
//
//  1. Name the night by the date of "Wake onset". A cycle runs from one sleep onset
//     to the next, so its start may be on either side of midnight.
//  2. Read the sleep and its recovery for that night. The heart rate variability is
//     RMSSD over the sleep.
//  3. Read strain and energy for the night after. They are of the day that follows
//     the sleep.
//
// Times are the local wall clock; rows are newest first. The offset (also "UTCZ",
// for UTC) shows journeys only. It is the offset at the start of the cycle, so on
// nights of a clock change or of travel the wake time is off by the difference.
//
// The package refuses WHOOP's privacy export, dumps of the web interface, files in
// other languages, and files that a spreadsheet has saved.
package whoop

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

const source = "whoop"

var layouts = []string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05"}

// shortSleep is the shortest sleep, in minutes, whose recovery is used:
// WHOOP also scores recovery on naps and on sleeps cut short.
const shortSleep = 180

// Cycles reads a row a cycle: the recovery and the day beside the main sleep.
// Sleeps reads a row a sleep, naps included. A row is used if it gives a value.
// Naps, sleeps that WHOOP has not scored, and cycles without sleep and strain are
// skipped.
var (
	Cycles importers.Importer = nights("whoop.cycles", cycleStart, hrv, onset, wake)
	Sleeps importers.Importer = nights("whoop.sleeps", onset, wake, nap, asleep)
)

// nights returns the importer of a table of sleeps that is known by the columns.
func nights(id string, columns ...[]string) importers.Rows {
	return importers.Rows{
		Format: importers.Format{ID: id, Columns: columns},
		Open: func(t *importers.Table, _ importers.Source, sink importers.Sink) func() bool {
			r := newReader(t, sink)
			t.AtEnd(r.end)
			return r.read
		},
	}
}

// errRewritten is for files a spreadsheet has saved: which of 09/02 is the month
// is unknown.
var errRewritten = errors.New("a spreadsheet has rewritten the dates: use the file as WHOOP mailed it")

// reader reads the rows of one table.
type reader struct {
	t    *importers.Table
	sink importers.Sink

	start, zone, onset, wake, nap          int
	asleep, inBed, efficiency              int
	stages, night, temp, recovery, dayLoad []importers.BoundColumn

	days      [][]record.Record    // loads of cycles without sleep, a row each
	loaded    map[record.Date]bool // nights that have a load
	strap     strapHistory
	rewritten bool // a date is as a spreadsheet writes it
}

func newReader(t *importers.Table, sink importers.Sink) *reader {
	return &reader{
		t: t, sink: sink, loaded: map[record.Date]bool{},
		start: t.Index(cycleStart...), zone: t.Index(zone...), nap: t.Index(nap...),
		onset: t.Index(onset...), wake: t.Index(wake...),
		asleep: t.Index(asleep...), inBed: t.Index(inBed...), efficiency: t.Index(efficiency...),
		stages: importers.Bind(t, stageColumns), night: importers.Bind(t, nightColumns),
		temp:     importers.Bind(t, tempColumns),
		recovery: importers.Bind(t, recoveryColumns), dayLoad: importers.Bind(t, dayColumns),
	}
}

// read reads the current row and reports whether anything of it was used.
func (r *reader) read() bool {
	if nap, ok := r.isNap(); nap || !ok {
		return false
	}
	if importers.Missing(r.t.Cell(r.wake)) || importers.Missing(r.t.Cell(r.onset)) {
		return r.readDayOnly()
	}
	wake, ok := r.time(r.wake)
	if !ok {
		return false
	}
	night := record.DateOf(wake)
	used := r.readSleep(night, wake)
	load, _ := importers.ReadCells(r.t, r.dayLoad, night+1, source, "", r.sink)
	if load > 0 {
		r.loaded[night+1] = true
	}
	return used || load > 0
}

// readDayOnly keeps the strain and energy of a cycle without sleep (the first row
// of an export, and rows after a gap) for [reader.end]. The row counts as
// skipped until then.
func (r *reader) readDayOnly() bool {
	if len(r.dayLoad) == 0 || importers.Missing(r.t.Cell(r.start)) {
		return false
	}
	start, ok := r.time(r.start)
	if !ok {
		return false
	}
	night := wakeDate(start) + 1
	held := importers.HeldRecords{Sink: r.sink}
	if used, _ := importers.ReadCells(r.t, r.dayLoad, night, source, "", &held); used > 0 {
		r.days = append(r.days, held.Records)
	}
	return false
}

// end emits what needs all rows: the loads of cycles without sleep, and a new
// strap. A day that has a cycle with sleep has its load from that: the other is a
// piece of the day.
func (r *reader) end(c record.Counts) (record.Counts, error) {
	for _, records := range r.days {
		if r.loaded[records[0].Night] {
			continue
		}
		r.loaded[records[0].Night] = true
		for _, record := range records {
			r.sink.Record(record)
		}
		c.Used++
		c.Skipped--
	}
	r.strap.report(r.sink)
	if c.Used == 0 && r.rewritten {
		return c, errRewritten
	}
	return c, nil
}

// wakeDate returns the night of a cycle from its start, for files and rows without
// the time of waking: the date of a start before 15:00, else the day after.
func wakeDate(start time.Time) record.Date {
	if start.Hour() < 15 {
		return record.DateOf(start)
	}
	return record.DateOf(start) + 1
}

// readSleep reads what belongs to the sleep that ended at wake. A sleep without
// a duration is a placeholder, whose stages are not read.
func (r *reader) readSleep(night record.Date, wake time.Time) bool {
	emitted := 0
	read := func(cols []importers.BoundColumn) {
		n, _ := importers.ReadCells(r.t, cols, night, source, "", r.sink)
		emitted += n
	}
	asleep, known := r.t.Value(r.asleep)
	known = known && asleep > 0
	if scored := known || r.asleep < 0 || !importers.ZeroOrMissing(r.t.Cell(r.asleep)); scored {
		read(r.stages)
		r.emitEfficiency(night)
	}
	read(r.night)
	read(r.temp)
	onset, ok := r.time(r.onset)
	if ok && !known && wake.After(onset) {
		asleep, known = wake.Sub(onset).Minutes(), true
	}
	if !known || asleep >= shortSleep {
		read(r.recovery)
	} else {
		r.leaveOutRecovery(asleep)
	}
	if emitted == 0 {
		return false
	}
	if ok {
		s := record.Session{Night: night, Onset: record.MomentOf(onset), Wake: record.MomentOf(wake), Source: source}
		if start, err := importers.ParseWall(r.t.Cell(r.start), layouts...); err == nil {
			s.Cycle = record.MomentOf(start)
		}
		s.Offset, s.HasOffset = offset(r.t.Cell(r.zone))
		r.t.Sleep(s, r.onset, r.wake, r.sink)
	}
	measured := func(c importers.BoundColumn) bool { return !importers.ZeroOrMissing(r.t.Cell(c.Index)) }
	r.strap.add(night, slices.ContainsFunc(r.temp, measured))
	return true
}

// offset reads an offset like "UTC+05:30" in minutes east of UTC.
func offset(cell string) (minutes int, ok bool) {
	text, found := strings.CutPrefix(cell, "UTC")
	if !found {
		return 0, false
	}
	t, err := time.Parse("Z07:00", text)
	if err != nil {
		return 0, false
	}
	_, seconds := t.Zone()
	return seconds / 60, true
}

// leaveOutRecovery reports each recovery value of a sleep too short for it.
func (r *reader) leaveOutRecovery(asleep float64) {
	for _, c := range r.recovery {
		if importers.Missing(r.t.Cell(c.Index)) {
			continue
		}
		err := fmt.Errorf("left out: recovery scored on a sleep of %.0f minutes, want at least %d", asleep, shortSleep)
		r.sink.Problem(r.t.Problem(c.Index, err))
	}
}

// emitEfficiency computes 100 TST/TIB, which the export rounds. It emits nothing if
// one of the two is out of bounds, which is a problem already.
func (r *reader) emitEfficiency(night record.Date) {
	tst, ok := r.t.Value(r.asleep)
	tib, known := r.t.Value(r.inBed)
	const metric = "sleep_efficiency"
	if !ok || !known || !importers.Fits("tst", tst) || !importers.Fits("tib", tib) || tst > tib || !importers.Fits(metric, 100*tst/tib) {
		return
	}
	at := r.inBed
	if r.efficiency >= 0 {
		at = r.efficiency
	}
	r.sink.Record(record.Record{Night: night, Metric: metric, Value: 100 * tst / tib, Raw: r.t.Cell(r.asleep) + "/" + r.t.Cell(r.inBed),
		RawUnit: "min", Source: source, Pos: r.t.Pos(at)})
}

// time reads a wall-clock cell. One that cannot be read is a problem.
func (r *reader) time(i int) (time.Time, bool) {
	t, ok := r.t.Time(i, r.sink, layouts...)
	r.rewritten = r.rewritten || !ok && slashed(r.t.Cell(i))
	return t, ok
}

// slashed reports whether a date that cannot be read is as a spreadsheet writes it.
func slashed(cell string) bool { return strings.ContainsAny(cell, "/.") }

// isNap reports whether the row is a nap. It is not ok if the cell cannot be read,
// which is a problem.
func (r *reader) isNap() (nap, ok bool) {
	if r.t.Cell(r.nap) == "" {
		return false, true
	}
	return trueFalse(r.t, r.nap, r.sink)
}

// trueFalse reads a cell that is true or false. Any other is a problem.
func trueFalse(t *importers.Table, i int, sink importers.Sink) (yes, ok bool) {
	yes, ok = importers.TrueFalse(t.Cell(i))
	if !ok {
		sink.Problem(t.Problem(i, fmt.Errorf("%q is neither true nor false", t.Cell(i))))
	}
	return yes, ok
}
