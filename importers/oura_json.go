package importers

import (
	"encoding/json"
	"io"
	"strings"

	"nof1/importers/record"
)

// ouraAPI reads dumps of the web interface, version 2: {"data": [...]}, a bare
// list, or an object of such lists. What an element is shows in its keys; see
// [ouraSleeps] and the tables of days for what is read of each.
var ouraAPI Importer = ouraDump{}

type ouraDump struct{}

func (ouraDump) Name() string { return "oura.api" }

func (ouraDump) Wants() []string { return []string{"day", "bedtime_start", "average_hrv"} }

func (ouraDump) Identify(h Head) bool {
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

func (ouraDump) Read(src Source, sink Sink) (record.Counts, error) {
	items, err := newJSONItems(src, "")
	if err != nil {
		return record.Counts{}, err
	}
	d := ouraDumpReader{items: items, sink: sink, own: src.Head.own}
	var c record.Counts
	walkLists(items, func(string) { c.Count(d.read()) })
	d.changes.emit(ouraSource, "another ring", ouraStaged, sink)
	d.rings.emit(sink)
	return items.end(c, sink)
}

// walkLists calls element for every object in a list of the file, at the top,
// under a key of the top object, or under "data" within that; key is the top
// object's, "" where there is none. Lists are read as a stream.
func walkLists(items *jsonItems, element func(key string)) {
	items.begun = true
	if items.err = walkValue(items, "", 0, element); items.err == io.EOF {
		items.err = io.ErrUnexpectedEOF
	}
	_ = items.text.Close() // a file only read: nothing is lost
	items.text = nil
}

func walkValue(items *jsonItems, key string, depth int, element func(key string)) error {
	token, err := items.decoder.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('['):
		for items.decoder.More() {
			if err := items.element(); err != nil {
				return err
			}
			element(key)
		}
	case json.Delim('{'):
		for items.decoder.More() {
			name, err := items.decoder.Token()
			if err != nil {
				return err
			}
			if depth > 1 || depth == 1 && name != "data" {
				if err := items.skip(); err != nil {
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
	_, err = items.decoder.Token() // the closing bracket
	return err
}

// ouraDumpReader reads the elements of one file.
type ouraDumpReader struct {
	items   *jsonItems
	sink    Sink
	object  jsonObject
	changes originChanges
	rings   ouraRingList
	own     ownNames
}

func (d *ouraDumpReader) read() bool {
	o, err := d.items.object()
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
		return emitOuraTag(d.cell, d.own, d.items.pos(), d.sink)
	case has("bedtime_start"):
		return d.sleep()
	case has("set_up_at"):
		return d.rings.add(d.cell("set_up_at"), o.text("hardware_type"), o.text("id"), d.sink)
	case !has("day"):
		return false
	case has("spo2_percentage"):
		return d.day(nil, 0, func(night record.Date) bool {
			return emitNested(d.cell("spo2_percentage"), "average", "spo2", night, d.sink)
		})
	case has("temperature_deviation", "score"):
		return d.day(ouraReadiness.(ouraDaily).columns, 0, nil)
	case has("steps", "active_calories"):
		return d.day(ouraActivity.(ouraDaily).columns, 1, nil)
	case has("score", "contributors"):
		return d.day(ouraDailySleep.(ouraDaily).columns, 0, nil)
	}
	return false
}

// cell is the value under a key. All stand where the element begins, so that the
// values of one sleep can be told to belong together.
func (d *ouraDumpReader) cell(key string) clockCell {
	return clockCell{d.object.text(key), key, d.items.pos()}
}

func (d *ouraDumpReader) sleep() bool {
	if !ouraNight(d.object.text("type")) {
		return false
	}
	night, ok := ouraWakeDate(d.cell("day"), d.cell("bedtime_end"), d.sink)
	if !ok || readKeys(d.items, d.object, ouraSleepColumns, night, d.sink) == 0 {
		return false
	}
	emitOuraWASO(night, d.cell("awake_time"), d.cell("latency"), d.sink)
	emitNested(d.cell("readiness"), "temperature_deviation", "skin_temp_deviation", night, d.sink)
	if start, end := d.cell("bedtime_start"), d.cell("bedtime_end"); !Missing(start.text) && !Missing(end.text) {
		emitOuraSession(night, start, end, d.sink)
	}
	d.changes.add(night, d.object.text("ring_id"), d.object.text("sleep_algorithm_version"))
	return true
}

// day reads an element whose day names the night, or the day lag before it.
func (d *ouraDumpReader) day(columns []Column, lag record.Date, also func(record.Date) bool) bool {
	night, ok := ouraWakeDate(d.cell("day"), clockCell{field: "day", pos: d.items.pos()}, d.sink)
	if !ok {
		return false
	}
	used := readKeys(d.items, d.object, columns, night+lag, d.sink)
	return used > 0 || also != nil && also(night+lag)
}

// readKeys emits a record for every usable value of an object, as [ReadCells]
// does for a row, and returns how many. Records stand where the element begins,
// problems at their key.
func readKeys(items *jsonItems, o jsonObject, columns []Column, night record.Date, sink Sink) (used int) {
	for _, c := range columns {
		key, text := "", ""
		for _, name := range c.Names {
			if text = o.text(name); !Missing(text) {
				key = name
				break
			}
		}
		if key == "" {
			continue
		}
		m, _ := record.MetricByID(c.Metric)
		unit := BoundColumn{Column: c, metric: m}.unit()
		v, err := Number(text)
		if err == nil {
			v, err = Convert(m, c.Unit, v)
		}
		if err != nil {
			sink.Problem(BadCell(items.posOf(key), key, text, unitWords(unit)))
			continue
		}
		if v == 0 && (c.ZeroMissing || m.ZeroMissing) {
			continue
		}
		if err := CheckLimits(m, v); err != nil {
			sink.Problem(record.Problem{Pos: items.posOf(key), Field: key, Message: err.Error()})
			continue
		}
		used++
		sink.Record(record.Record{Night: night, Metric: c.Metric, Value: v, Raw: text, RawUnit: unit, Source: ouraSource, Pos: items.pos()})
	}
	return used
}
