package oura

import (
	"encoding/json"
	"io"
	"slices"

	"nof1/importers"
	"nof1/importers/record"
)

// API reads dumps of the web interface, version 2: {"data": [...]}, a bare list, or
// an object of such lists. The keys of an element show its kind. See [Sleeps],
// [Tags], [Rings] and the tables of days for what is read of each.
var API importers.Importer = dump{importers.Format{ID: "oura.api", Columns: importers.Names("day", "bedtime_start", "average_hrv")}}

type dump struct{ importers.Format }

// Identify implements [importers.Importer].
func (dump) Identify(h importers.Head) bool {
	if !h.JSON || h.Mentions("summary_date") || h.Mentions("dateOfSleep") {
		return false
	}
	for _, columns := range elementKeys {
		if (importers.Format{Columns: columns}).Identify(h) {
			return true
		}
	}
	return false
}

// elementKeys are the keys that a kind of element is known by, each one of several.
var elementKeys = [][][]string{
	{{"bedtime_start"}, {"average_hrv", "total_sleep_duration"}},
	{{"day"}, {"contributors"}, {"score"}},
	{{"day"}, {"spo2_percentage"}},
	{{"tag_type_code"}, {"start_time", "start_day"}},
	{{"hardware_type"}, {"set_up_at"}},
}

// Read implements [importers.Importer].
func (dump) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	items, err := importers.NewJSONItems(src, "")
	if err != nil {
		return record.Counts{}, err
	}
	d := dumpReader{items: items, sink: sink, own: src.Head.Own}
	var c record.Counts
	walkLists(items, func(string) { c.Count(d.read()) })
	d.changes.Emit(source, "another ring", staged, sink)
	d.rings.emit(sink)
	return items.End(c, sink)
}

// walkLists calls element for every object in a list of the file, at the top,
// under a key of the top object, or under "data" within that. The key is that of the
// top object, "" for a list at the top. Lists are read as a stream.
func walkLists(items *importers.JSONItems, element func(key string)) {
	items.Begun = true
	if items.Err = walkValue(items, "", 0, element); items.Err == io.EOF {
		items.Err = io.ErrUnexpectedEOF
	}
	_ = items.Text.Close() // a file only read: nothing is lost
	items.Text = nil
}

// walkValue is walkLists for a value inside depth objects.
func walkValue(items *importers.JSONItems, key string, depth int, element func(key string)) error {
	token, err := items.Decoder.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('['):
		for items.Decoder.More() {
			if err := items.Element(); err != nil {
				return err
			}
			element(key)
		}
	case json.Delim('{'):
		for items.Decoder.More() {
			name, err := items.Decoder.Token()
			if err != nil {
				return err
			}
			if depth > 1 || depth == 1 && name != "data" {
				if err := items.Skip(); err != nil {
					return err
				}
				continue
			}
			inner := key
			if depth == 0 {
				inner, _ = name.(string)
			}
			if err := walkValue(items, inner, depth+1, element); err != nil {
				return err
			}
		}
	default:
		return nil
	}
	_, err = items.Decoder.Token() // the closing bracket
	return err
}

// dumpReader reads the elements of one file.
type dumpReader struct {
	items   *importers.JSONItems
	sink    importers.Sink
	object  importers.JSONObject
	changes importers.OriginChanges
	rings   ringList
	own     importers.OwnNames
}

// read reads the current element and reports whether anything of it was used.
func (d *dumpReader) read() bool {
	o, err := d.items.Object()
	if err != nil {
		return false // an element of a list of numbers or texts
	}
	d.object = o
	has := func(keys ...string) bool {
		return !slices.ContainsFunc(keys, func(k string) bool { _, ok := o[k]; return !ok })
	}
	switch {
	case has("tag_type_code"):
		return emitTag(d.cell, d.own, d.items.Pos(), d.sink)
	case has("bedtime_start"):
		return d.sleep()
	case has("set_up_at"):
		return d.rings.add(d.cell("set_up_at"), o.Text("hardware_type"), o.Text("id"), d.sink)
	case !has("day"):
		return false
	case has("spo2_percentage"):
		night, ok := wakeDate(d.cell("day"), importers.ClockCell{}, d.sink)
		return ok && emitNested(d.cell("spo2_percentage"), "average", "spo2", night, d.sink)
	case has("temperature_deviation", "score"):
		return d.day(readinessColumns, 0)
	case has("steps", "active_calories"):
		return d.day(activityColumns, 1)
	case has("score", "contributors"):
		return d.day(scoreColumns, 0)
	}
	return false
}

// cell returns the value under a key. Its position is where the element begins, so
// that the values of one sleep belong together.
func (d *dumpReader) cell(key string) importers.ClockCell {
	return importers.ClockCell{Text: d.object.Text(key), Field: key, Pos: d.items.Pos()}
}

// sleep reads a sleep and reports whether anything of it was used.
func (d *dumpReader) sleep() bool {
	if !isNight(d.object.Text("type")) {
		return false
	}
	cells := sleepCells{d.cell("bedtime_start"), d.cell("bedtime_end"), d.cell("awake_time"), d.cell("latency")}
	night, ok := wakeDate(d.cell("day"), cells.end, d.sink)
	if !ok || readKeys(d.items, d.object, sleepColumns, night, d.sink) == 0 {
		return false
	}
	cells.emitWASO(night, d.sink)
	emitNested(d.cell("readiness"), "temperature_deviation", "skin_temp_deviation", night, d.sink)
	cells.emitSession(night, d.sink)
	d.changes.Add(night, d.object.Text("ring_id"), d.object.Text("sleep_algorithm_version"))
	return true
}

// day reads an element whose day is that of the night, or lag days before it.
func (d *dumpReader) day(columns []importers.Column, lag record.Date) bool {
	night, ok := wakeDate(d.cell("day"), importers.ClockCell{}, d.sink)
	return ok && readKeys(d.items, d.object, columns, night+lag, d.sink) > 0
}

// readKeys emits a record for every usable value of an object, as
// [importers.ReadCells] does for a row, and returns how many. The position of a record is where the element
// begins, that of a problem is its key.
func readKeys(
	items *importers.JSONItems, o importers.JSONObject, columns []importers.Column, night record.Date, sink importers.Sink,
) (used int) {
	for _, c := range columns {
		at := slices.IndexFunc(c.Names, func(name string) bool { return !importers.Missing(o.Text(name)) })
		if at < 0 {
			continue
		}
		key, text := c.Names[at], o.Text(c.Names[at])
		m, _ := record.MetricByID(c.Metric)
		unit := importers.BoundColumn{Column: c, Measure: m}.FileUnit()
		v, err := importers.Number(text)
		if err == nil {
			v, err = importers.Convert(m, c.Unit, v)
		}
		if err != nil {
			sink.Problem(importers.BadCell(items.PosOf(key), key, text, importers.UnitWords(unit)))
			continue
		}
		if v == 0 && (c.ZeroMissing || m.ZeroMissing) {
			continue
		}
		if err := importers.CheckLimits(m, v); err != nil {
			sink.Problem(items.Problem(key, err))
			continue
		}
		used++
		sink.Record(record.Record{Night: night, Metric: c.Metric, Value: v, Raw: text, RawUnit: unit, Source: source, Pos: items.Pos()})
	}
	return used
}
