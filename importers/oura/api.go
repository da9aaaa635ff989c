package oura

import (
	"encoding/json"
	"io"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// API reads dumps of the web interface, version 2: {"data": [...]}, a bare
// list, or an object of such lists. What an element is shows in its keys; see
// [Sleeps] and the tables of days for what is read of each.
var API importers.Importer = dump{}

type dump struct{}

func (dump) Name() string { return "oura.api" }

func (dump) Wants() []string { return []string{"day", "bedtime_start", "average_hrv"} }

func (dump) Identify(h importers.Head) bool {
	has := func(key string) bool { return strings.Contains(h.Text, `"`+key+`"`) }
	if !h.JSON || has("summary_date") || has("dateOfSleep") {
		return false
	}
	switch {
	case has("bedtime_start") && (has("average_hrv") || has("total_sleep_duration")):
	case has("day") && has("contributors") && has("score"):
	case has("spo2_percentage") && has("day"):
	case has("tag_type_code") && (has("start_time") || has("start_day")):
	case has("hardware_type") && has("set_up_at"):
	default:
		return false
	}
	return true
}

func (dump) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	items, err := importers.NewJSONItems(src, "")
	if err != nil {
		return record.Counts{}, err
	}
	d := dumpReader{items: items, sink: sink, own: src.Head.Own}
	var c record.Counts
	walkLists(items, func(string) { c.Count(d.Read()) })
	d.changes.Emit(source, "another ring", staged, sink)
	d.rings.Emit(sink)
	return items.End(c, sink)
}

// walkLists calls element for every object in a list of the file, at the top,
// under a key of the top object, or under "data" within that; key is the top
// object's, "" where there is none. Lists are read as a stream.
func walkLists(items *importers.JSONItems, element func(key string)) {
	items.Begun = true
	if items.Err = walkValue(items, "", 0, element); items.Err == io.EOF {
		items.Err = io.ErrUnexpectedEOF
	}
	_ = items.Text.Close() // a file only read: nothing is lost
	items.Text = nil
}

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

func (d *dumpReader) Read() bool {
	o, err := d.items.Object()
	if err != nil {
		return false // lists of numbers and texts are none of ours
	}
	d.object = o
	has := func(keys ...string) bool {
		for _, k := range keys {
			if _, ok := o[k]; !ok {
				return false
			}
		}
		return true
	}
	switch {
	case has("tag_type_code"):
		return emitOuraTag(d.cell, d.own, d.items.Pos(), d.sink)
	case has("bedtime_start"):
		return d.sleep()
	case has("set_up_at"):
		return d.rings.Add(d.cell("set_up_at"), o.Text("hardware_type"), o.Text("id"), d.sink)
	case !has("day"):
		return false
	case has("spo2_percentage"):
		return d.day(nil, 0, func(night record.Date) bool {
			return emitNested(d.cell("spo2_percentage"), "average", "spo2", night, d.sink)
		})
	case has("temperature_deviation", "score"):
		return d.day(Readiness.(daily).columns, 0, nil)
	case has("steps", "active_calories"):
		return d.day(Activity.(daily).columns, 1, nil)
	case has("score", "contributors"):
		return d.day(DailySleep.(daily).columns, 0, nil)
	}
	return false
}

// cell is the value under a key. All stand where the element begins, so that the
// values of one sleep can be told to belong together.
func (d *dumpReader) cell(key string) importers.ClockCell {
	return importers.ClockCell{Text: d.object.Text(key), Field: key, Pos: d.items.Pos()}
}

func (d *dumpReader) sleep() bool {
	if !night(d.object.Text("type")) {
		return false
	}
	night, ok := wakeDate(d.cell("day"), d.cell("bedtime_end"), d.sink)
	if !ok || readKeys(d.items, d.object, sleepColumns, night, d.sink) == 0 {
		return false
	}
	emitOuraWASO(night, d.cell("awake_time"), d.cell("latency"), d.sink)
	emitNested(d.cell("readiness"), "temperature_deviation", "skin_temp_deviation", night, d.sink)
	if start, end := d.cell("bedtime_start"), d.cell("bedtime_end"); !importers.Missing(start.Text) && !importers.Missing(end.Text) {
		emitOuraSession(night, start, end, d.sink)
	}
	d.changes.Add(night, d.object.Text("ring_id"), d.object.Text("sleep_algorithm_version"))
	return true
}

// day reads an element whose day names the night, or the day lag before it.
func (d *dumpReader) day(columns []importers.Column, lag record.Date, also func(record.Date) bool) bool {
	night, ok := wakeDate(d.cell("day"), importers.ClockCell{Field: "day", Pos: d.items.Pos()}, d.sink)
	if !ok {
		return false
	}
	used := readKeys(d.items, d.object, columns, night+lag, d.sink)
	return used > 0 || also != nil && also(night+lag)
}

// readKeys emits a record for every usable value of an object, as [importers.ReadCells]
// does for a row, and returns how many. Records stand where the element begins,
// problems at their key.
func readKeys(items *importers.JSONItems, o importers.JSONObject, columns []importers.Column, night record.Date, sink importers.Sink) (used int) {
	for _, c := range columns {
		key, text := "", ""
		for _, name := range c.Names {
			if text = o.Text(name); !importers.Missing(text) {
				key = name
				break
			}
		}
		if key == "" {
			continue
		}
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
			sink.Problem(record.Problem{Pos: items.PosOf(key), Field: key, Message: err.Error()})
			continue
		}
		used++
		sink.Record(record.Record{Night: night, Metric: c.Metric, Value: v, Raw: text, RawUnit: unit, Source: source, Pos: items.Pos()})
	}
	return used
}
