package oura

import (
	"encoding/json"
	"errors"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// Sleeps reads the table of sleeps of Oura's Membership Hub (sleepmodel.csv,
// sleep.csv) and of tables made from the web interface, with any of its columns.
// Only sleeps of type long_sleep are nights. The short, the late and the deleted
// ones are skipped.
var Sleeps importers.Importer = importers.Rows{
	Format: importers.Format{ID: "oura.sleep", Columns: [][]string{{"average_hrv", "total_sleep_duration"}, {"bedtime_start"}, {"type"}}},
	Open: func(t *importers.Table, _ importers.Source, sink importers.Sink) func() bool {
		r := newSleepRows(t, sink)
		t.AtEnd(func(c record.Counts) (record.Counts, error) {
			r.changes.Emit(source, "another ring", staged, sink)
			return c, nil
		})
		return r.read
	},
}

// sleepColumns are columns of the table and keys of the web interface alike.
var sleepColumns = []importers.Column{
	{Names: []string{"total_sleep_duration"}, Metric: "tst", Unit: "s"},
	{Names: []string{"time_in_bed"}, Metric: "tib", Unit: "s"},
	{Names: []string{"rem_sleep_duration"}, Metric: "rem", Unit: "s"},
	{Names: []string{"light_sleep_duration"}, Metric: "light", Unit: "s"},
	{Names: []string{"deep_sleep_duration"}, Metric: "deep", Unit: "s"},
	{Names: []string{"latency"}, Metric: "sol", Unit: "s"},
	{Names: []string{"average_hrv"}, Metric: "hrv_rmssd"},
	{Names: []string{"lowest_heart_rate"}, Metric: "resting_hr"},
	{Names: []string{"average_heart_rate"}, Metric: "sleep_hr"},
	{Names: []string{"average_breath"}, Metric: "respiratory_rate"},
}

var sleepEfficiency = []importers.Column{{Names: []string{"efficiency"}, Metric: "sleep_efficiency"}}

// staged are the metrics that the sleep algorithm makes.
var staged = []string{"tst", "rem", "light", "deep", "sol", "waso", "awakenings", "sleep_efficiency"}

// sleepRows reads the rows of one table.
type sleepRows struct {
	t                        *importers.Table
	sink                     importers.Sink
	day, kind                int
	clock                    clockColumns
	readiness, ring, version int
	columns, efficiency      []importers.BoundColumn
	changes                  importers.OriginChanges
}

func newSleepRows(t *importers.Table, sink importers.Sink) *sleepRows {
	r := &sleepRows{t: t, sink: sink, day: t.Index("day"), kind: t.Index("type"),
		clock:     clockColumns{t.Index("bedtime_start"), t.Index("bedtime_end"), t.Index("awake_time"), t.Index("latency")},
		readiness: t.Index("readiness"), ring: t.Index("ring_id"), version: t.Index("sleep_algorithm_version"),
		columns: importers.Bind(t, sleepColumns)}
	if t.Index("time_in_bed") < 0 || t.Index("total_sleep_duration") < 0 {
		r.efficiency = importers.Bind(t, sleepEfficiency)
	}
	return r
}

// read reads the current row and reports whether anything of it was used.
func (r *sleepRows) read() bool {
	if !isNight(r.t.Cell(r.kind)) {
		return false
	}
	cells := r.clock.cells(r.t)
	night, ok := wakeDate(r.t.ClockCell(r.day), cells.end, r.sink)
	if !ok {
		return false
	}
	used, _ := importers.ReadCells(r.t, r.columns, night, source, "", r.sink)
	more, _ := importers.ReadCells(r.t, r.efficiency, night, source, "", r.sink)
	if used+more == 0 {
		return false
	}
	cells.emitWASO(night, r.sink)
	emitNested(r.t.ClockCell(r.readiness), "temperature_deviation", "skin_temp_deviation", night, r.sink)
	cells.emitSession(night, r.sink)
	r.changes.Add(night, r.t.Cell(r.ring), r.t.Cell(r.version))
	return true
}

// isNight reports whether a sleep's type is that of a night.
func isNight(kind string) bool {
	return importers.Missing(kind) || strings.EqualFold(kind, "long_sleep")
}

// pythonJSON turns the text of a Python dict back into JSON.
var pythonJSON = strings.NewReplacer("'", `"`, "None", "null", "nan", "null")

// emitNested emits a number under a key of a cell that holds JSON, such as
// {"average": 97.4}. A cell without it gives nothing.
func emitNested(cell importers.ClockCell, key, metric string, night record.Date, sink importers.Sink) bool {
	if importers.Missing(cell.Text) {
		return false
	}
	var o importers.JSONObject
	if err := json.Unmarshal([]byte(pythonJSON.Replace(cell.Text)), &o); err != nil {
		sink.Problem(problem(cell, errors.New("not JSON: want {...}")))
		return false
	}
	text := o.Text(key)
	if importers.Missing(text) {
		return false
	}
	m, _ := record.MetricByID(metric)
	v, err := importers.Number(text)
	if err != nil {
		sink.Problem(importers.BadCell(cell.Pos, cell.Field, text, importers.UnitWords(m.Unit)))
		return false
	}
	r := record.Record{Night: night, Metric: metric, Value: v, Raw: text, RawUnit: m.Unit, Source: source, Pos: cell.Pos}
	return importers.EmitComputed(r, cell.Field, sink)
}
