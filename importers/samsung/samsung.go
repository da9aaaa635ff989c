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

// Health reads the folder or zip of Samsung Health's "Download personal data". A
// night is spread over several of its files:
//
// com.samsung.shealth.sleep: one row a sleep. com.samsung.health.sleep_stage: one
// row a stage, with the sleep_id of its sleep. com.samsung.health.hrv: one row a
// measurement, without values; jsons/com.samsung.health.hrv/ has them as windows of
// RMSSD and SDNN (ms). A night's are the means of the windows between its begin and
// its end. Programs disagree on whether sleep_duration is the time asleep or in bed,
// so it is not read; nor is sleep_type, whose codes are unknown. Naps are left out:
// see [importers.IsNap].
//
// The tables write times without zone and an offset beside them. They are read as
// UTC. If the side files, which repeat them as instants, or hours of waking in the
// afternoon show that the times are local, they are read as local with a problem
// that says so.
//
// No real export was at hand: columns and codes are those that programs written
// against real ones read. Columns are found by the part of their name after the
// last dot, and the header is in one of the first lines.
var Health importers.Importer = &importers.Gathered{
	Format: importers.Format{ID: "samsung.health", Columns: importers.Names("com.samsung.shealth.sleep", "com.samsung.health.sleep_stage")},
	Claims: claims,
	New: func() importers.Run {
		return &run{stages: map[string]*stages{}, measured: map[string]span{}, windows: map[string][]window{}}
	},
}

// run gathers the files of one run.
type run struct {
	zone     *time.Location
	sleeps   []sleep
	stages   map[string]*stages // by sleep_id
	measured map[string]span    // rows of the hrv table, by datauuid
	windows  map[string][]window
}

// span is the time of a row: its two times as written, without zone, and the offset
// of the local clock from UTC.
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

// tables are the tables read, by the first cell of the file.
var tables = map[string]func(*run, *importers.Table, importers.Sink) func() bool{
	"com.samsung.shealth.sleep":      (*run).sleepRow,
	"com.samsung.health.sleep_stage": (*run).stageRow,
	"com.samsung.health.hrv":         (*run).measuredRow,
}

// claims reports whether a file is a table or a side file of an export.
func claims(h importers.Head) bool {
	if h.JSON {
		return h.Mentions("rmssd") && h.Mentions("sdnn") && h.Mentions("start_time") && strings.Contains(h.Base, "binning_data")
	}
	return tables[tableKind(h)] != nil
}

// tableKind returns the kind of table that a file names in its first cell.
func tableKind(h importers.Head) string {
	if len(h.Header) == 0 {
		return ""
	}
	return strings.ToLower(h.Header[0])
}

// Read gathers the rows of a table or the windows of a side file.
func (run *run) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	run.zone = src.Zone
	if src.Head.JSON {
		return run.readWindows(src, sink)
	}
	t, err := table(src)
	if err != nil {
		return record.Counts{}, err
	}
	open := tables[tableKind(src.Head)]
	if open == nil {
		open = tables["com.samsung.shealth.sleep"]
	}
	read := open(run, t, sink)
	var c record.Counts
	for t.Next() {
		c.Count(read())
	}
	return importers.TableEnd(t, c, sink)
}

// row reads cells of the current row by the names of their columns.
type row struct {
	*importers.Table
	columns map[string]int
	zone    *time.Location
	sink    importers.Sink
}

func (run *run) row(t *importers.Table, sink importers.Sink) row {
	r := row{t, map[string]int{}, run.zone, sink}
	for _, name := range []string{"start_time", "end_time", "time_offset", "datauuid", "sleep_id", "stage"} {
		r.columns[name] = t.Index(name)
	}
	return r
}

func (r row) cell(name string) string { return r.Cell(r.columns[name]) }

// span reads when a row began and ended. It returns false for a row that does not
// say or, with a problem, says it wrongly, and for one from before 2010, when there
// were no such watches.
func (r row) span() (s span, ok bool) {
	var ends [2]time.Time
	for i, name := range []string{"start_time", "end_time"} {
		if importers.Missing(r.cell(name)) {
			return s, false
		}
		if ends[i], ok = r.Time(r.columns[name], r.sink, "2006-01-02 15:04:05", "2006-01-02T15:04:05"); !ok {
			return s, false
		}
	}
	offset, found := importers.ParseOffset(r.cell("time_offset"))
	if !found && r.zone != nil {
		_, seconds := ends[0].In(r.zone).Zone()
		offset, found = time.Duration(seconds)*time.Second, true
	}
	if !found {
		r.sink.Problem(record.Problem{Pos: r.Pos(r.columns["time_offset"]), Field: "time_offset",
			Message: "no offset from UTC: want UTC+0900, or name the clock with --zone; the row was left out"})
		return s, false
	}
	return span{ends[0], ends[1], offset}, ends[0].Year() >= 2010
}

// measuredRow opens the table that says when heart rate variability was measured,
// and in which side file the values are.
func (run *run) measuredRow(t *importers.Table, sink importers.Sink) func() bool {
	r := run.row(t, sink)
	return func() bool {
		s, ok := r.span()
		if ok {
			run.measured[r.cell("datauuid")] = s
		}
		return ok
	}
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
	id, _, _ := strings.Cut(path.Base(src.Head.Base), ".")
	return importers.EachObject(src, sink, "", func(items *importers.JSONItems, o importers.JSONObject) bool {
		w, ok := readWindow(o)
		if w.pos = items.Pos(); ok {
			run.windows[id] = append(run.windows[id], w)
		}
		return ok
	})
}

// readWindow returns the window of an element, and false if it has no values.
func readWindow(o importers.JSONObject) (w window, ok bool) {
	ms, err := importers.Number(o.Text("start_time"))
	if err != nil || ms < 1.2e12 || ms > 1e13 { // 2008: rows of 1970 mean nothing
		return w, false
	}
	w.at = time.UnixMilli(int64(ms)).UTC()
	for key, value := range map[string]*float64{"rmssd": &w.rmssd, "sdnn": &w.sdnn} {
		if v, err := importers.Number(o.Text(key)); err == nil && importers.Fits("hrv_"+key, v) {
			*value = v
			ok = true
		}
	}
	return w, ok
}

// allWindows returns the windows of all side files, sorted by time.
func (run *run) allWindows() []window {
	var all []window
	for _, id := range slices.Sorted(maps.Keys(run.windows)) {
		all = append(all, run.windows[id]...)
	}
	slices.SortStableFunc(all, func(a, b window) int { return a.at.Compare(b.at) })
	return all
}
