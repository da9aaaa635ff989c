package importers

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"nof1/importers/record"
)

// WHOOP's "Data Export" (the zip that the app mails): physiological_cycles.csv,
// sleeps.csv, workouts.csv and journal_entries.csv, newest row first, local wall
// clock in the offset of the row's cycle.
//
// A cycle runs from one sleep onset to the next, so its start may lie on either
// side of midnight: the night is the date of "Wake onset". The heart rate
// variability is RMSSD over the cycle's sleep. Strain and energy are of the day
// that follows the sleep, and so belong to the night after it.
//
// The offset (also "UTCZ", for UTC) tells of journeys only: the clock is local
// already. It is the offset of the cycle's start, so on the nights of a clock
// change and of travel the wake time is off by the difference.
const whoopSource = "whoop"

var whoopLayouts = []string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05"}

// whoopShortSleep is the shortest sleep, in minutes, whose recovery is used:
// WHOOP also scores recovery on naps and on sleeps cut short.
const whoopShortSleep = 180

var (
	whoopCycles Importer = whoopNights{"whoop.cycles", [][]string{whoopCycleStart, whoopHRV, whoopOnset, whoopWake}}
	whoopSleeps Importer = whoopNights{"whoop.sleeps", [][]string{whoopOnset, whoopWake, whoopNap, whoopAsleep}}
)

// whoopNights reads a row a sleep: the cycles, which have the recovery and the
// day beside the sleep, or the sleeps, which have the naps too.
type whoopNights struct {
	name string
	must [][]string // columns the format is known by
}

func (w whoopNights) Name() string { return w.name }

func (w whoopNights) Wants() []string { return firstNames(w.must) }

func (w whoopNights) Identify(h Head) bool { return hasEach(h, w.must) }

// firstNames returns the English header of each column.
func firstNames(columns [][]string) []string {
	var names []string
	for _, c := range columns {
		names = append(names, c[0])
	}
	return names
}

// hasEach tells whether the header has each of the columns under one of its names.
func hasEach(h Head, columns [][]string) bool {
	for _, names := range columns {
		if h.Index(names...) < 0 {
			return false
		}
	}
	return true
}

// Read counts a row as used when it gave a value: naps, placeholder sleeps that
// WHOOP has not scored, and cycles without sleep and strain are skipped.
func (w whoopNights) Read(src Source, sink Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := newWhoopRow(t, sink)
	var c record.Counts
	for t.Next() {
		c.Count(r.read())
	}
	days := r.emitDays()
	c.Used += days
	c.Skipped -= days
	r.strap.report(sink)
	if c.Used == 0 && r.rewritten {
		return c, errWhoopRewritten
	}
	return tableEnd(t, c, sink)
}

// errWhoopRewritten is for files a spreadsheet has saved: which of 09/02 is the
// month cannot be told.
var errWhoopRewritten = fmt.Errorf("a spreadsheet has rewritten the dates: use the file as WHOOP mailed it")

// whoopRow reads the rows of one table.
type whoopRow struct {
	t    *Table
	sink Sink

	start, zone, onset, wake, nap          int
	asleep, inBed, efficiency              int
	stages, night, temp, recovery, dayLoad []BoundColumn

	days      [][]record.Record    // loads of cycles without sleep, a row each
	loaded    map[record.Date]bool // nights that have a load
	strap     strapHistory
	rewritten bool // a date as a spreadsheet writes it was seen
}

func newWhoopRow(t *Table, sink Sink) *whoopRow {
	return &whoopRow{
		t: t, sink: sink, loaded: map[record.Date]bool{},
		start: t.Index(whoopCycleStart...), zone: t.Index(whoopZone...), onset: t.Index(whoopOnset...), wake: t.Index(whoopWake...), nap: t.Index(whoopNap...),
		asleep: t.Index(whoopAsleep...), inBed: t.Index(whoopInBed...), efficiency: t.Index(whoopEfficiency...),
		stages: Bind(t, whoopStageColumns), night: Bind(t, whoopNightColumns), temp: Bind(t, whoopTempColumns),
		recovery: Bind(t, whoopRecoveryColumns), dayLoad: Bind(t, whoopDayColumns),
	}
}

// read reads the current row and tells whether anything of it was used.
func (r *whoopRow) read() bool {
	if nap, ok := r.isNap(); nap || !ok {
		return false
	}
	if Missing(r.t.Cell(r.wake)) || Missing(r.t.Cell(r.onset)) {
		return r.readDayOnly()
	}
	wake, ok := r.time(r.wake)
	if !ok {
		return false
	}
	night := record.DateOf(wake)
	used := r.readSleep(night, wake)
	load, _ := ReadCells(r.t, r.dayLoad, night+1, whoopSource, "", r.sink)
	if load > 0 {
		r.loaded[night+1] = true
	}
	return used || load > 0
}

// readDayOnly keeps the strain and energy of a cycle without sleep (the first row
// of an export, and rows after a gap) for [whoopRow.emitDays]. The row counts as
// skipped until then.
func (r *whoopRow) readDayOnly() bool {
	if len(r.dayLoad) == 0 || Missing(r.t.Cell(r.start)) {
		return false
	}
	start, ok := r.time(r.start)
	if !ok {
		return false
	}
	night := whoopWakeDate(start) + 1
	held := heldRecords{Sink: r.sink}
	if used, _ := ReadCells(r.t, r.dayLoad, night, whoopSource, "", &held); used > 0 {
		r.days = append(r.days, held.records)
	}
	return false
}

// emitDays hands out the load of cycles without sleep and returns how many rows
// that uses. A day that has a cycle with sleep has its load from that: the other
// is a piece of the day.
func (r *whoopRow) emitDays() int {
	rows := 0
	for _, records := range r.days {
		if r.loaded[records[0].Night] {
			continue
		}
		r.loaded[records[0].Night] = true
		for _, record := range records {
			r.sink.Record(record)
		}
		rows++
	}
	return rows
}

// whoopWakeDate is the night that a cycle started at, for files and rows without
// the time of waking: the date of a start before 15:00, else the day after.
func whoopWakeDate(start time.Time) record.Date {
	if start.Hour() < 15 {
		return record.DateOf(start)
	}
	return record.DateOf(start) + 1
}

// readSleep reads what belongs to the sleep that ended at wake. A sleep without
// a duration is a placeholder whose stages are not read, whatever they say.
func (r *whoopRow) readSleep(night record.Date, wake time.Time) bool {
	emitted := 0
	read := func(cols []BoundColumn) {
		n, _ := ReadCells(r.t, cols, night, whoopSource, "", r.sink)
		emitted += n
	}
	asleep, known := r.number(r.asleep)
	known = known && asleep > 0
	if scored := known || r.asleep < 0 || !zeroOrMissing(r.t.Cell(r.asleep)); scored {
		read(r.stages)
		r.emitEfficiency(night)
	}
	read(r.night)
	read(r.temp)
	onset, ok := r.time(r.onset)
	if ok && !known && wake.After(onset) {
		asleep, known = wake.Sub(onset).Minutes(), true
	}
	if !known || asleep >= whoopShortSleep {
		read(r.recovery)
	} else {
		r.leaveOutRecovery(asleep)
	}
	if emitted == 0 {
		return false
	}
	if ok {
		s := record.Session{Night: night, Onset: record.MomentOf(onset), Wake: record.MomentOf(wake), Source: whoopSource, Pos: r.t.Pos(r.onset)}
		if start, err := parseWall(r.t.Cell(r.start), whoopLayouts...); err == nil {
			s.Cycle = record.MomentOf(start)
		}
		s.Offset, s.HasOffset = whoopOffset(r.t.Cell(r.zone))
		emitSession(s, r.t.clockCell(r.onset), r.t.clockCell(r.wake), r.sink)
	}
	r.strap.add(night, slices.ContainsFunc(r.temp, func(c BoundColumn) bool { return !zeroOrMissing(r.t.Cell(c.Index)) }))
	return true
}

// whoopOffset reads an offset like "UTC+05:30" in minutes east of UTC.
func whoopOffset(cell string) (minutes int, ok bool) {
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

// zeroOrMissing tells whether a cell says that nothing was measured.
func zeroOrMissing(cell string) bool {
	v, err := Number(cell)
	return Missing(cell) || err == nil && v == 0
}

// leaveOutRecovery reports each recovery value of a sleep too short for it.
func (r *whoopRow) leaveOutRecovery(asleep float64) {
	for _, c := range r.recovery {
		if Missing(r.t.Cell(c.Index)) {
			continue
		}
		r.sink.Problem(record.Problem{Pos: r.t.Pos(c.Index), Field: r.t.Name(c.Index),
			Message: fmt.Sprintf("left out: recovery scored on a sleep of %.0f minutes, want at least %d", asleep, whoopShortSleep)})
	}
}

// emitEfficiency computes 100 TST/TIB, which the export rounds. Where one of the
// two is out of bounds that has been said already, and there is none.
func (r *whoopRow) emitEfficiency(night record.Date) {
	m, _ := record.MetricByID("sleep_efficiency")
	tst, ok := r.number(r.asleep)
	tib, known := r.number(r.inBed)
	if !ok || !known || !fits("tst", tst) || !fits("tib", tib) || tst > tib || CheckLimits(m, 100*tst/tib) != nil {
		return
	}
	at := r.inBed
	if r.efficiency >= 0 {
		at = r.efficiency
	}
	r.sink.Record(record.Record{Night: night, Metric: m.ID, Value: 100 * tst / tib, Raw: r.t.Cell(r.asleep) + "/" + r.t.Cell(r.inBed),
		RawUnit: "min", Source: whoopSource, Pos: r.t.Pos(at)})
}

// number reads a cell that ReadCells reports on where it is bad.
func (r *whoopRow) number(i int) (float64, bool) {
	if Missing(r.t.Cell(i)) {
		return 0, false
	}
	v, err := r.t.Number(r.t.Cell(i))
	return v, err == nil
}

// time reads a wall-clock cell; one that cannot be read is a Problem.
func (r *whoopRow) time(i int) (time.Time, bool) {
	t, err := parseWall(r.t.Cell(i), whoopLayouts...)
	if err == nil {
		return t, true
	}
	if strings.ContainsAny(r.t.Cell(i), "/.") {
		r.rewritten = true
	}
	r.sink.Problem(r.t.problem(i, err))
	return time.Time{}, false
}

// isNap tells whether the row is a nap; ok is false where that cannot be read,
// which is a Problem.
func (r *whoopRow) isNap() (nap, ok bool) {
	text := r.t.Cell(r.nap)
	if r.nap < 0 || text == "" {
		return false, true
	}
	nap, ok = trueFalse(text)
	if !ok {
		r.sink.Problem(record.Problem{Pos: r.t.Pos(r.nap), Field: r.t.Name(r.nap), Message: fmt.Sprintf("%q is neither true nor false", text)})
	}
	return nap, ok
}

// trueFalse reads "true" and "false", in any case.
func trueFalse(text string) (yes, ok bool) {
	switch strings.ToLower(text) {
	case "true", "yes", "1":
		return true, true
	case "false", "no", "0":
		return false, true
	}
	return false, false
}
