package importers

import (
	"encoding/json"
	"strings"

	"nof1/importers/record"
)

// ouraSleeps reads the table of sleeps of Oura's Membership Hub (sleepmodel.csv,
// sleep.csv) and of tables made from the web interface, with any of its columns.
// Only sleeps of type long_sleep are nights; the short, the late and the deleted
// ones are skipped. day is the date of waking, durations are in seconds, times
// carry their offset. Everything else is as [ouraTrends] has it.
//
// Another ring or another version of the sleep algorithm is a break.
var ouraSleeps Importer = ouraSleepTable{}

type ouraSleepTable struct{}

// ouraSleepColumns are columns of the table and keys of the web interface alike.
var ouraSleepColumns = []Column{
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

var ouraSleepEfficiency = []Column{{Names: []string{"efficiency"}, Metric: "sleep_efficiency"}}

// ouraStaged are the metrics that hang on the sleep algorithm.
var ouraStaged = []string{"tst", "rem", "light", "deep", "sol", "waso", "awakenings", "sleep_efficiency"}

func (ouraSleepTable) Name() string { return "oura.sleep" }

func (ouraSleepTable) Wants() []string { return []string{"average_hrv", "bedtime_start", "type"} }

func (o ouraSleepTable) Identify(h Head) bool {
	return h.Has("bedtime_start", "type") && h.Index("average_hrv", "total_sleep_duration") >= 0
}

func (ouraSleepTable) Read(src Source, sink Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := ouraSleepRows{t: t, sink: sink, day: t.Index("day"), kind: t.Index("type"),
		start: t.Index("bedtime_start"), end: t.Index("bedtime_end"),
		awake: t.Index("awake_time"), latency: t.Index("latency"), readiness: t.Index("readiness"),
		ring: t.Index("ring_id"), version: t.Index("sleep_algorithm_version"),
		columns: Bind(t, ouraSleepColumns)}
	if t.Index("time_in_bed") < 0 || t.Index("total_sleep_duration") < 0 {
		r.efficiency = Bind(t, ouraSleepEfficiency)
	}
	var c record.Counts
	for t.Next() {
		c.Count(r.read())
	}
	r.changes.emit(ouraSource, "another ring", ouraStaged, sink)
	return tableEnd(t, c, sink)
}

type ouraSleepRows struct {
	t                                                               *Table
	sink                                                            Sink
	day, kind, start, end, awake, latency, readiness, ring, version int
	columns, efficiency                                             []BoundColumn
	changes                                                         originChanges
}

func (r *ouraSleepRows) read() bool {
	if !ouraNight(r.t.Cell(r.kind)) {
		return false
	}
	night, ok := ouraWakeDate(r.t.clockCell(r.day), r.t.clockCell(r.end), r.sink)
	if !ok {
		return false
	}
	used, _ := ReadCells(r.t, r.columns, night, ouraSource, "", r.sink)
	more, _ := ReadCells(r.t, r.efficiency, night, ouraSource, "", r.sink)
	if used+more == 0 {
		return false
	}
	emitOuraWASO(night, r.t.clockCell(r.awake), r.t.clockCell(r.latency), r.sink)
	emitNested(r.t.clockCell(r.readiness), "temperature_deviation", "skin_temp_deviation", night, r.sink)
	if start := r.t.clockCell(r.start); !Missing(start.text) && !Missing(r.t.Cell(r.end)) {
		emitOuraSession(night, start, r.t.clockCell(r.end), r.sink)
	}
	r.changes.add(night, r.t.Cell(r.ring), r.t.Cell(r.version))
	return true
}

// ouraNight tells whether a sleep's type is that of a night.
func ouraNight(kind string) bool {
	return Missing(kind) || strings.EqualFold(kind, "long_sleep")
}

// ouraWakeDate returns the day a sleep is filed under or, where that is missing,
// the date it ends on.
func ouraWakeDate(day, end clockCell, sink Sink) (record.Date, bool) {
	if !Missing(day.text) {
		d, err := dateLabel(day.text)
		if err != nil {
			sink.Problem(record.Problem{Pos: day.pos, Field: day.field, Message: err.Error()})
		}
		return d, err == nil
	}
	if Missing(end.text) {
		sink.Problem(record.Problem{Pos: day.pos, Field: day.field, Message: "no day: want YYYY-MM-DD, the row was left out"})
		return 0, false
	}
	at, err := ouraTime(end.text)
	if err != nil {
		sink.Problem(record.Problem{Pos: end.pos, Field: end.field, Message: err.Error()})
	}
	return record.DateOf(at), err == nil
}

// pythonJSON turns what Python prints of such a cell back into JSON.
var pythonJSON = strings.NewReplacer("'", `"`, "None", "null", "nan", "null")

// emitNested hands out a number under a key of a cell that holds JSON, such as
// {"average": 97.4}. A cell without it gives nothing.
func emitNested(cell clockCell, key, metric string, night record.Date, sink Sink) bool {
	if Missing(cell.text) {
		return false
	}
	var o jsonObject
	if err := json.Unmarshal([]byte(pythonJSON.Replace(cell.text)), &o); err != nil {
		sink.Problem(record.Problem{Pos: cell.pos, Field: cell.field, Message: "not JSON: want {...}"})
		return false
	}
	text := o.text(key)
	if Missing(text) {
		return false
	}
	m, _ := record.MetricByID(metric)
	v, err := Number(text)
	if err != nil {
		sink.Problem(BadCell(cell.pos, cell.field, text, unitWords(m.Unit)))
		return false
	}
	return emitComputed(record.Record{Night: night, Metric: metric, Value: v, Raw: text, RawUnit: m.Unit, Source: ouraSource, Pos: cell.pos}, cell.field, sink)
}
