package whoop

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"nof1/importers"
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
const source = "whoop"

var layouts = []string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05"}

// shortSleep is the shortest sleep, in minutes, whose recovery is used:
// WHOOP also scores recovery on naps and on sleeps cut short.
const shortSleep = 180

var (
	Cycles importers.Importer = nights{"whoop.cycles", [][]string{cycleStart, hrv, onset, wake}}
	Sleeps importers.Importer = nights{"whoop.sleeps", [][]string{onset, wake, nap, asleep}}
)

// nights reads a row a sleep: the cycles, which have the recovery and the
// day beside the sleep, or the sleeps, which have the naps too.
type nights struct {
	name string
	must [][]string // columns the format is known by
}

func (w nights) Name() string { return w.name }

func (w nights) Wants() []string { return firstNames(w.must) }

func (w nights) Identify(h importers.Head) bool { return hasEach(h, w.must) }

// firstNames returns the English header of each column.
func firstNames(columns [][]string) []string {
	var names []string
	for _, c := range columns {
		names = append(names, c[0])
	}
	return names
}

// hasEach tells whether the header has each of the columns under one of its names.
func hasEach(h importers.Head, columns [][]string) bool {
	for _, names := range columns {
		if h.Index(names...) < 0 {
			return false
		}
	}
	return true
}

// Read counts a row as used when it gave a value: naps, placeholder sleeps that
// WHOOP has not scored, and cycles without sleep and strain are skipped.
func (w nights) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := newWhoopRow(t, sink)
	var c record.Counts
	for t.Next() {
		c.Count(r.Read())
	}
	days := r.emitDays()
	c.Used += days
	c.Skipped -= days
	r.strap.report(sink)
	if c.Used == 0 && r.rewritten {
		return c, errWhoopRewritten
	}
	return importers.TableEnd(t, c, sink)
}

// errWhoopRewritten is for files a spreadsheet has saved: which of 09/02 is the
// month cannot be told.
var errWhoopRewritten = fmt.Errorf("a spreadsheet has rewritten the dates: use the file as WHOOP mailed it")

// row reads the rows of one table.
type row struct {
	t    *importers.Table
	sink importers.Sink

	start, zone, onset, wake, nap          int
	asleep, inBed, efficiency              int
	stages, night, temp, recovery, dayLoad []importers.BoundColumn

	days      [][]record.Record    // loads of cycles without sleep, a row each
	loaded    map[record.Date]bool // nights that have a load
	strap     strapHistory
	rewritten bool // a date as a spreadsheet writes it was seen
}

func newWhoopRow(t *importers.Table, sink importers.Sink) *row {
	return &row{
		t: t, sink: sink, loaded: map[record.Date]bool{},
		start: t.Index(cycleStart...), zone: t.Index(zone...), onset: t.Index(onset...), wake: t.Index(wake...), nap: t.Index(nap...),
		asleep: t.Index(asleep...), inBed: t.Index(inBed...), efficiency: t.Index(efficiency...),
		stages: importers.Bind(t, stageColumns), night: importers.Bind(t, nightColumns), temp: importers.Bind(t, tempColumns),
		recovery: importers.Bind(t, recoveryColumns), dayLoad: importers.Bind(t, dayColumns),
	}
}

// Read reads the current row and tells whether anything of it was used.
func (r *row) Read() bool {
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
// of an export, and rows after a gap) for [row.emitDays]. The row counts as
// skipped until then.
func (r *row) readDayOnly() bool {
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

// emitDays hands out the load of cycles without sleep and returns how many rows
// that uses. A day that has a cycle with sleep has its load from that: the other
// is a piece of the day.
func (r *row) emitDays() int {
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

// wakeDate is the night that a cycle started at, for files and rows without
// the time of waking: the date of a start before 15:00, else the day after.
func wakeDate(start time.Time) record.Date {
	if start.Hour() < 15 {
		return record.DateOf(start)
	}
	return record.DateOf(start) + 1
}

// readSleep reads what belongs to the sleep that ended at wake. A sleep without
// a duration is a placeholder whose stages are not read, whatever they say.
func (r *row) readSleep(night record.Date, wake time.Time) bool {
	emitted := 0
	read := func(cols []importers.BoundColumn) {
		n, _ := importers.ReadCells(r.t, cols, night, source, "", r.sink)
		emitted += n
	}
	asleep, known := r.Number(r.asleep)
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
		s := record.Session{Night: night, Onset: record.MomentOf(onset), Wake: record.MomentOf(wake), Source: source, Pos: r.t.Pos(r.onset)}
		if start, err := importers.ParseWall(r.t.Cell(r.start), layouts...); err == nil {
			s.Cycle = record.MomentOf(start)
		}
		s.Offset, s.HasOffset = offset(r.t.Cell(r.zone))
		importers.EmitSession(s, r.t.ClockCell(r.onset), r.t.ClockCell(r.wake), r.sink)
	}
	r.strap.Add(night, slices.ContainsFunc(r.temp, func(c importers.BoundColumn) bool { return !importers.ZeroOrMissing(r.t.Cell(c.Index)) }))
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
func (r *row) leaveOutRecovery(asleep float64) {
	for _, c := range r.recovery {
		if importers.Missing(r.t.Cell(c.Index)) {
			continue
		}
		r.sink.Problem(record.Problem{Pos: r.t.Pos(c.Index), Field: r.t.Name(c.Index),
			Message: fmt.Sprintf("left out: recovery scored on a sleep of %.0f minutes, want at least %d", asleep, shortSleep)})
	}
}

// emitEfficiency computes 100 TST/TIB, which the export rounds. Where one of the
// two is out of bounds that has been said already, and there is none.
func (r *row) emitEfficiency(night record.Date) {
	m, _ := record.MetricByID("sleep_efficiency")
	tst, ok := r.Number(r.asleep)
	tib, known := r.Number(r.inBed)
	if !ok || !known || !importers.Fits("tst", tst) || !importers.Fits("tib", tib) || tst > tib || importers.CheckLimits(m, 100*tst/tib) != nil {
		return
	}
	at := r.inBed
	if r.efficiency >= 0 {
		at = r.efficiency
	}
	r.sink.Record(record.Record{Night: night, Metric: m.ID, Value: 100 * tst / tib, Raw: r.t.Cell(r.asleep) + "/" + r.t.Cell(r.inBed),
		RawUnit: "min", Source: source, Pos: r.t.Pos(at)})
}

// Number reads a cell that importers.ReadCells reports on where it is bad.
func (r *row) Number(i int) (float64, bool) {
	if importers.Missing(r.t.Cell(i)) {
		return 0, false
	}
	v, err := r.t.Number(r.t.Cell(i))
	return v, err == nil
}

// time reads a wall-clock cell; one that cannot be read is a Problem.
func (r *row) time(i int) (time.Time, bool) {
	t, err := importers.ParseWall(r.t.Cell(i), layouts...)
	if err == nil {
		return t, true
	}
	if strings.ContainsAny(r.t.Cell(i), "/.") {
		r.rewritten = true
	}
	r.sink.Problem(r.t.Problem(i, err))
	return time.Time{}, false
}

// importers.IsNap tells whether the row is a nap; ok is false where that cannot be read,
// which is a Problem.
func (r *row) isNap() (nap, ok bool) {
	text := r.t.Cell(r.nap)
	if r.nap < 0 || text == "" {
		return false, true
	}
	nap, ok = importers.TrueFalse(text)
	if !ok {
		r.sink.Problem(record.Problem{Pos: r.t.Pos(r.nap), Field: r.t.Name(r.nap), Message: fmt.Sprintf("%q is neither true nor false", text)})
	}
	return nap, ok
}
