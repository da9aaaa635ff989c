package samsung

import (
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

const source = "samsung"

// Health reads the folder or zip of Samsung Health's "Download personal
// data", whose nights are spread over files that only together make one:
//
// com.samsung.shealth.sleep: one row a sleep; com.samsung.health.sleep_stage: one
// row a stage, tied to it by sleep_id; com.samsung.health.hrv: one row a
// measurement without any value, which stands in jsons/com.samsung.health.hrv/ as
// windows of RMSSD and SDNN (ms). A night's are the means of the windows between
// its begin and its end. sleep_duration is the time asleep to some and the time
// in bed to others, and is not read; nor is sleep_type, whose codes are unknown.
// Naps are told from nights by [importers.IsNap].
//
// The tables write times without zone and an offset beside them. They are UTC, by
// the side files that repeat them as instants; where those of an export, or hours
// of waking in the afternoon, say that they are local after all, they are taken
// so and the user is told.
//
// No real export was at hand: columns and codes are those that programs written
// against real ones read. Columns are found by the part of their name after the
// last dot, and the header in one of the first lines.
var Health importers.Importer = export{}

type export struct {
	run *run // nil before start
}

// run gathers the files of one run.
type run struct {
	zone     *time.Location
	sleeps   []sleep
	stages   map[string]*stages // by sleep_id
	measured map[string]span    // rows of the hrv table, by datauuid
	windows  map[string][]window
}

// span is what a row of a table says of its time: the text as a time
// without zone, and what the wall clock was ahead of UTC.
type span struct {
	start, end time.Time
	offset     time.Duration
}

// utc returns the instant of a time as written.
func (s span) utc(at time.Time, local bool) time.Time {
	if local {
		return at.Add(-s.offset)
	}
	return at
}

// wall returns the wall clock of a time as written.
func (s span) wall(at time.Time, local bool) time.Time {
	return s.utc(at, local).Add(s.offset)
}

// tables are the tables read, by the word in their first line.
var tables = map[string]func(*run, *importers.Table, importers.Sink) record.Counts{
	"com.samsung.shealth.sleep":      (*run).readSleeps,
	"com.samsung.health.sleep_stage": (*run).readStages,
	"com.samsung.health.hrv":         (*run).readMeasured,
}

func (export) Name() string { return "samsung.health" }

func (export) Wants() []string {
	return []string{"com.samsung.shealth.sleep", "com.samsung.health.sleep_stage"}
}

func (export) Identify(h importers.Head) bool {
	if h.JSON {
		return strings.Contains(h.Text, `"rmssd"`) && strings.Contains(h.Text, `"sdnn"`) &&
			strings.Contains(h.Text, `"start_time"`) && strings.Contains(h.Base, "binning_data")
	}
	return tables[samsungType(h)] != nil
}

// samsungType is the kind of table a file says it is in its first cell.
func samsungType(h importers.Head) string {
	if len(h.Header) == 0 {
		return ""
	}
	return strings.ToLower(h.Header[0])
}

func (export) Start() importers.Gatherer {
	return export{&run{stages: map[string]*stages{}, measured: map[string]span{}, windows: map[string][]window{}}}
}

// Read gathers the rows of a table or the windows of a side file. Without start
// it hands out what this one file gives.
func (e export) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	if e.run == nil {
		return importers.ReadAlone(e.Start(), src, sink)
	}
	e.run.zone = src.Zone
	if src.Head.JSON {
		return e.run.readWindows(src, sink)
	}
	t, err := table(src)
	if err != nil {
		return record.Counts{}, err
	}
	read := tables[samsungType(src.Head)]
	if read == nil {
		read = (*run).readSleeps
	}
	return importers.TableEnd(t, read(e.run, t, sink), sink)
}

// row reads cells of the current row by the names of their columns.
type row struct {
	t       *importers.Table
	columns map[string]int
	zone    *time.Location
	sink    importers.Sink
}

func (run *run) Row(t *importers.Table, sink importers.Sink, names ...string) row {
	r := row{t, map[string]int{}, run.zone, sink}
	for _, n := range names {
		r.columns[n] = t.Index(n)
	}
	return r
}

func (r row) cell(name string) string { return r.t.Cell(r.columns[name]) }

// span reads when a row began and ended; false where it does not say or, as a
// Problem, says it wrongly. Rows from before there were such watches are junk.
func (r row) span() (s span, ok bool) {
	var ends [2]time.Time
	for i, name := range []string{"start_time", "end_time"} {
		if importers.Missing(r.cell(name)) {
			return s, false
		}
		at, err := importers.ParseWall(r.cell(name), "2006-01-02 15:04:05", "2006-01-02T15:04:05")
		if err != nil {
			r.sink.Problem(record.Problem{Pos: r.t.Pos(r.columns[name]), Field: r.t.Name(r.columns[name]), Message: err.Error()})
			return s, false
		}
		ends[i] = at
	}
	offset, known := importers.ParseOffset(r.cell("time_offset"))
	if !known && r.zone != nil {
		_, seconds := ends[0].In(r.zone).Zone()
		offset, known = time.Duration(seconds)*time.Second, true
	}
	if !known {
		r.sink.Problem(record.Problem{Pos: r.t.Pos(r.columns["time_offset"]), Field: "time_offset", Message: "no offset from UTC: want UTC+0900, or name the clock with --zone; the row was left out"})
		return s, false
	}
	return span{ends[0], ends[1], offset}, ends[0].Year() >= 2010
}

// readMeasured reads the table that says when heart rate variability was
// measured, and where.
func (run *run) readMeasured(t *importers.Table, sink importers.Sink) (c record.Counts) {
	r := run.Row(t, sink, "start_time", "end_time", "time_offset", "datauuid")
	for t.Next() {
		s, ok := r.span()
		if ok {
			run.measured[r.cell("datauuid")] = s
		}
		c.Count(ok)
	}
	return c
}

// window is one value of a side file.
type window struct {
	at          time.Time
	rmssd, sdnn float64 // 0: not measured
	pos         record.Pos
}

// readWindows reads a side file. Its name begins with the id of the row it
// belongs to.
func (run *run) readWindows(src importers.Source, sink importers.Sink) (record.Counts, error) {
	items, err := importers.NewJSONItems(src, "")
	if err != nil {
		return record.Counts{}, err
	}
	id, _, _ := strings.Cut(path.Base(src.Head.Base), ".")
	var c record.Counts
	for items.Next() {
		w, ok := readSamsungWindow(items, sink)
		if ok {
			run.windows[id] = append(run.windows[id], w)
		}
		c.Count(ok)
	}
	return items.End(c, sink)
}

func readSamsungWindow(items *importers.JSONItems, sink importers.Sink) (w window, ok bool) {
	o, err := items.Object()
	if err != nil {
		sink.Problem(record.Problem{Pos: items.Pos(), Message: err.Error()})
		return w, false
	}
	w.pos = items.Pos()
	ms, err := importers.Number(o.Text("start_time"))
	if err != nil || ms < 1.2e12 || ms > 1e13 { // 2008: rows of 1970 mean nothing
		return w, false
	}
	w.at = time.UnixMilli(int64(ms)).UTC()
	for key, value := range map[string]*float64{"rmssd": &w.rmssd, "sdnn": &w.sdnn} {
		m, _ := record.MetricByID("hrv_" + key)
		if v, err := importers.Number(o.Text(key)); err == nil && importers.CheckLimits(m, v) == nil {
			*value = v
			ok = true
		}
	}
	return w, ok
}

// allWindows returns the windows of all side files in the order of time.
func (run *run) allWindows() []window {
	var all []window
	for _, id := range slices.Sorted(maps.Keys(run.windows)) {
		all = append(all, run.windows[id]...)
	}
	slices.SortStableFunc(all, func(a, b window) int { return a.at.Compare(b.at) })
	return all
}
