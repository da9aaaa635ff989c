package oura

import (
	"encoding/json"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// Sleeps reads the table of sleeps of Oura's Membership Hub (sleepmodel.csv,
// sleep.csv) and of tables made from the web interface, with any of its columns.
// Only sleeps of type long_sleep are nights; the short, the late and the deleted
// ones are skipped. day is the date of waking, durations are in seconds, times
// carry their offset. Everything else is as [Trends] has it.
//
// Another ring or another version of the sleep algorithm is a break.
var Sleeps importers.Importer = sleepTable{}

type sleepTable struct{}

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

// staged are the metrics that hang on the sleep algorithm.
var staged = []string{"tst", "rem", "light", "deep", "sol", "waso", "awakenings", "sleep_efficiency"}

func (sleepTable) Name() string { return "oura.sleep" }

func (sleepTable) Wants() []string { return []string{"average_hrv", "bedtime_start", "type"} }

func (o sleepTable) Identify(h importers.Head) bool {
	return h.Has("bedtime_start", "type") && h.Index("average_hrv", "total_sleep_duration") >= 0
}

func (sleepTable) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := sleepRows{t: t, sink: sink, day: t.Index("day"), kind: t.Index("type"),
		start: t.Index("bedtime_start"), end: t.Index("bedtime_end"),
		awake: t.Index("awake_time"), latency: t.Index("latency"), readiness: t.Index("readiness"),
		ring: t.Index("ring_id"), version: t.Index("sleep_algorithm_version"),
		columns: importers.Bind(t, sleepColumns)}
	if t.Index("time_in_bed") < 0 || t.Index("total_sleep_duration") < 0 {
		r.efficiency = importers.Bind(t, sleepEfficiency)
	}
	var c record.Counts
	for t.Next() {
		c.Count(r.Read())
	}
	r.changes.Emit(source, "another ring", staged, sink)
	return importers.TableEnd(t, c, sink)
}

type sleepRows struct {
	t                                                               *importers.Table
	sink                                                            importers.Sink
	day, kind, start, end, awake, latency, readiness, ring, version int
	columns, efficiency                                             []importers.BoundColumn
	changes                                                         importers.OriginChanges
}

func (r *sleepRows) Read() bool {
	if !night(r.t.Cell(r.kind)) {
		return false
	}
	night, ok := wakeDate(r.t.ClockCell(r.day), r.t.ClockCell(r.end), r.sink)
	if !ok {
		return false
	}
	used, _ := importers.ReadCells(r.t, r.columns, night, source, "", r.sink)
	more, _ := importers.ReadCells(r.t, r.efficiency, night, source, "", r.sink)
	if used+more == 0 {
		return false
	}
	emitOuraWASO(night, r.t.ClockCell(r.awake), r.t.ClockCell(r.latency), r.sink)
	emitNested(r.t.ClockCell(r.readiness), "temperature_deviation", "skin_temp_deviation", night, r.sink)
	if start := r.t.ClockCell(r.start); !importers.Missing(start.Text) && !importers.Missing(r.t.Cell(r.end)) {
		emitOuraSession(night, start, r.t.ClockCell(r.end), r.sink)
	}
	r.changes.Add(night, r.t.Cell(r.ring), r.t.Cell(r.version))
	return true
}

// night tells whether a sleep's type is that of a night.
func night(kind string) bool {
	return importers.Missing(kind) || strings.EqualFold(kind, "long_sleep")
}

// wakeDate returns the day a sleep is filed under or, where that is missing,
// the date it ends on.
func wakeDate(day, end importers.ClockCell, sink importers.Sink) (record.Date, bool) {
	if !importers.Missing(day.Text) {
		d, err := importers.DateLabel(day.Text)
		if err != nil {
			sink.Problem(record.Problem{Pos: day.Pos, Field: day.Field, Message: err.Error()})
		}
		return d, err == nil
	}
	if importers.Missing(end.Text) {
		sink.Problem(record.Problem{Pos: day.Pos, Field: day.Field, Message: "no day: want YYYY-MM-DD, the row was left out"})
		return 0, false
	}
	at, err := ouraTime(end.Text)
	if err != nil {
		sink.Problem(record.Problem{Pos: end.Pos, Field: end.Field, Message: err.Error()})
	}
	return record.DateOf(at), err == nil
}

// pythonJSON turns what Python prints of such a cell back into JSON.
var pythonJSON = strings.NewReplacer("'", `"`, "None", "null", "nan", "null")

// emitNested hands out a number under a key of a cell that holds JSON, such as
// {"average": 97.4}. A cell without it gives nothing.
func emitNested(cell importers.ClockCell, key, metric string, night record.Date, sink importers.Sink) bool {
	if importers.Missing(cell.Text) {
		return false
	}
	var o importers.JSONObject
	if err := json.Unmarshal([]byte(pythonJSON.Replace(cell.Text)), &o); err != nil {
		sink.Problem(record.Problem{Pos: cell.Pos, Field: cell.Field, Message: "not JSON: want {...}"})
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
	return importers.EmitComputed(record.Record{Night: night, Metric: metric, Value: v, Raw: text, RawUnit: m.Unit, Source: source, Pos: cell.Pos}, cell.Field, sink)
}
