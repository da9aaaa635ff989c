package importers

import (
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"nof1/importers/record"
)

const samsungSource = "samsung"

// samsungHealth reads the folder or zip of Samsung Health's "Download personal
// data", whose nights are spread over files that only together make one:
//
// com.samsung.shealth.sleep: one row a sleep; com.samsung.health.sleep_stage: one
// row a stage, tied to it by sleep_id; com.samsung.health.hrv: one row a
// measurement without any value, which stands in jsons/com.samsung.health.hrv/ as
// windows of RMSSD and SDNN (ms). A night's are the means of the windows between
// its begin and its end. sleep_duration is the time asleep to some and the time
// in bed to others, and is not read; nor is sleep_type, whose codes are unknown.
// Naps are told from nights by [isNap].
//
// The tables write times without zone and an offset beside them. They are UTC, by
// the side files that repeat them as instants; where those of an export, or hours
// of waking in the afternoon, say that they are local after all, they are taken
// so and the user is told.
//
// No real export was at hand: columns and codes are those that programs written
// against real ones read. Columns are found by the part of their name after the
// last dot, and the header in one of the first lines.
var samsungHealth Importer = samsungExport{}

type samsungExport struct {
	run *samsungRun // nil before start
}

// samsungRun gathers the files of one run.
type samsungRun struct {
	zone     *time.Location
	sleeps   []samsungSleep
	stages   map[string]*samsungStages // by sleep_id
	measured map[string]samsungSpan    // rows of the hrv table, by datauuid
	windows  map[string][]samsungWindow
}

// samsungSpan is what a row of a table says of its time: the text as a time
// without zone, and what the wall clock was ahead of UTC.
type samsungSpan struct {
	start, end time.Time
	offset     time.Duration
}

// utc returns the instant of a time as written.
func (s samsungSpan) utc(at time.Time, local bool) time.Time {
	if local {
		return at.Add(-s.offset)
	}
	return at
}

// wall returns the wall clock of a time as written.
func (s samsungSpan) wall(at time.Time, local bool) time.Time {
	return s.utc(at, local).Add(s.offset)
}

// samsungTables are the tables read, by the word in their first line.
var samsungTables = map[string]func(*samsungRun, *Table, Sink) record.Counts{
	"com.samsung.shealth.sleep":      (*samsungRun).readSleeps,
	"com.samsung.health.sleep_stage": (*samsungRun).readStages,
	"com.samsung.health.hrv":         (*samsungRun).readMeasured,
}

func (samsungExport) Name() string { return "samsung.health" }

func (samsungExport) Wants() []string {
	return []string{"com.samsung.shealth.sleep", "com.samsung.health.sleep_stage"}
}

func (samsungExport) Identify(h Head) bool {
	if h.JSON {
		return strings.Contains(h.Text, `"rmssd"`) && strings.Contains(h.Text, `"sdnn"`) &&
			strings.Contains(h.Text, `"start_time"`) && strings.Contains(h.Base, "binning_data")
	}
	return samsungTables[samsungType(h)] != nil
}

// samsungType is the kind of table a file says it is in its first cell.
func samsungType(h Head) string {
	if len(h.Header) == 0 {
		return ""
	}
	return strings.ToLower(h.Header[0])
}

func (samsungExport) start() gatherer {
	return samsungExport{&samsungRun{stages: map[string]*samsungStages{}, measured: map[string]samsungSpan{}, windows: map[string][]samsungWindow{}}}
}

// Read gathers the rows of a table or the windows of a side file. Without start
// it hands out what this one file gives.
func (e samsungExport) Read(src Source, sink Sink) (record.Counts, error) {
	if e.run == nil {
		return readAlone(e.start(), src, sink)
	}
	e.run.zone = src.Zone
	if src.Head.JSON {
		return e.run.readWindows(src, sink)
	}
	t, err := samsungTable(src)
	if err != nil {
		return record.Counts{}, err
	}
	read := samsungTables[samsungType(src.Head)]
	if read == nil {
		read = (*samsungRun).readSleeps
	}
	return tableEnd(t, read(e.run, t, sink), sink)
}

// samsungRow reads cells of the current row by the names of their columns.
type samsungRow struct {
	t       *Table
	columns map[string]int
	zone    *time.Location
	sink    Sink
}

func (run *samsungRun) row(t *Table, sink Sink, names ...string) samsungRow {
	r := samsungRow{t, map[string]int{}, run.zone, sink}
	for _, n := range names {
		r.columns[n] = t.Index(n)
	}
	return r
}

func (r samsungRow) cell(name string) string { return r.t.Cell(r.columns[name]) }

// span reads when a row began and ended; false where it does not say or, as a
// Problem, says it wrongly. Rows from before there were such watches are junk.
func (r samsungRow) span() (s samsungSpan, ok bool) {
	var ends [2]time.Time
	for i, name := range []string{"start_time", "end_time"} {
		if Missing(r.cell(name)) {
			return s, false
		}
		at, err := parseWall(r.cell(name), "2006-01-02 15:04:05", "2006-01-02T15:04:05")
		if err != nil {
			r.sink.Problem(record.Problem{Pos: r.t.Pos(r.columns[name]), Field: r.t.Name(r.columns[name]), Message: err.Error()})
			return s, false
		}
		ends[i] = at
	}
	offset, known := parseOffset(r.cell("time_offset"))
	if !known && r.zone != nil {
		_, seconds := ends[0].In(r.zone).Zone()
		offset, known = time.Duration(seconds)*time.Second, true
	}
	if !known {
		r.sink.Problem(record.Problem{Pos: r.t.Pos(r.columns["time_offset"]), Field: "time_offset", Message: "no offset from UTC: want UTC+0900, or name the clock with --zone; the row was left out"})
		return s, false
	}
	return samsungSpan{ends[0], ends[1], offset}, ends[0].Year() >= 2010
}

// readMeasured reads the table that says when heart rate variability was
// measured, and where.
func (run *samsungRun) readMeasured(t *Table, sink Sink) (c record.Counts) {
	r := run.row(t, sink, "start_time", "end_time", "time_offset", "datauuid")
	for t.Next() {
		s, ok := r.span()
		if ok {
			run.measured[r.cell("datauuid")] = s
		}
		c.Count(ok)
	}
	return c
}

// samsungWindow is one value of a side file.
type samsungWindow struct {
	at          time.Time
	rmssd, sdnn float64 // 0: not measured
	pos         record.Pos
}

// readWindows reads a side file. Its name begins with the id of the row it
// belongs to.
func (run *samsungRun) readWindows(src Source, sink Sink) (record.Counts, error) {
	items, err := newJSONItems(src, "")
	if err != nil {
		return record.Counts{}, err
	}
	id, _, _ := strings.Cut(path.Base(src.Head.Base), ".")
	var c record.Counts
	for items.next() {
		w, ok := readSamsungWindow(items, sink)
		if ok {
			run.windows[id] = append(run.windows[id], w)
		}
		c.Count(ok)
	}
	return items.end(c, sink)
}

func readSamsungWindow(items *jsonItems, sink Sink) (w samsungWindow, ok bool) {
	o, err := items.object()
	if err != nil {
		sink.Problem(record.Problem{Pos: items.pos(), Message: err.Error()})
		return w, false
	}
	w.pos = items.pos()
	ms, err := Number(o.text("start_time"))
	if err != nil || ms < 1.2e12 || ms > 1e13 { // 2008: rows of 1970 mean nothing
		return w, false
	}
	w.at = time.UnixMilli(int64(ms)).UTC()
	for key, value := range map[string]*float64{"rmssd": &w.rmssd, "sdnn": &w.sdnn} {
		m, _ := record.MetricByID("hrv_" + key)
		if v, err := Number(o.text(key)); err == nil && CheckLimits(m, v) == nil {
			*value = v
			ok = true
		}
	}
	return w, ok
}

// allWindows returns the windows of all side files in the order of time.
func (run *samsungRun) allWindows() []samsungWindow {
	var all []samsungWindow
	for _, id := range slices.Sorted(maps.Keys(run.windows)) {
		all = append(all, run.windows[id]...)
	}
	slices.SortStableFunc(all, func(a, b samsungWindow) int { return a.at.Compare(b.at) })
	return all
}
