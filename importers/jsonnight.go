package importers

import "nof1/importers/record"

// JSONNight collects the records of one element of a JSON list. All stand where
// the element begins, so that they can be told to belong together; problems stand
// at their key.
type JSONNight struct {
	Items  *JSONItems
	Night  record.Date
	Source string
	Held   HeldRecords
}

// Number returns the number under a key and its text; false where it is missing
// or, as a Problem, no number.
func (j *JSONNight) Number(o JSONObject, key, want string) (v float64, text string, ok bool) {
	text = o.Text(key)
	if Missing(text) {
		return 0, "", false
	}
	v, err := Number(text)
	if err != nil {
		j.Held.Problem(BadCell(j.Items.PosOf(key), key, text, want))
		return 0, "", false
	}
	return v, text, true
}

// Add holds a value in the catalogue's unit; one outside the limits is a Problem
// at the key. It tells whether the value was taken.
func (j *JSONNight) Add(metric string, v float64, raw, unit, key string) bool {
	m, _ := record.MetricByID(metric)
	if v == 0 && m.ZeroMissing {
		return false
	}
	if err := CheckLimits(m, v); err != nil {
		j.Held.Problem(record.Problem{Pos: j.Items.PosOf(key), Field: key, Message: err.Error()})
		return false
	}
	j.Held.Record(record.Record{Night: j.Night, Metric: metric, Value: v, Raw: raw, RawUnit: unit, Source: j.Source, Pos: j.Items.Pos()})
	return true
}

// Positive adds the number under a key as a metric in its own unit; zero and
// less mean not measured.
func (j *JSONNight) Positive(o JSONObject, key, metric string) {
	m, _ := record.MetricByID(metric)
	if v, text, ok := j.Number(o, key, UnitWords(m.Unit)); ok && v > 0 {
		j.Add(metric, v, text, m.Unit, key)
	}
}

// EachItem opens a source as a JSON list and calls item for every element. An
// element counts as used if item returns true. See [NewJSONItems] for the key.
func EachItem(src Source, sink Sink, key string, item func(*JSONItems) bool) (record.Counts, error) {
	items, err := NewJSONItems(src, key)
	if err != nil {
		return record.Counts{}, err
	}
	var c record.Counts
	for items.Next() {
		c.Count(item(items))
	}
	return items.End(c, sink)
}

// EachObject is [EachItem] for a list of objects. Any other element is a problem.
func EachObject(src Source, sink Sink, key string, object func(*JSONItems, JSONObject) bool) (record.Counts, error) {
	return EachItem(src, sink, key, func(items *JSONItems) bool {
		o, err := items.Object()
		if err != nil {
			sink.Problem(record.Problem{Pos: items.Pos(), Message: err.Error()})
			return false
		}
		return object(items, o)
	})
}

// Problem returns what is wrong with the value of a key of the current element.
func (j *JSONItems) Problem(key string, err error) record.Problem {
	return record.Problem{Pos: j.PosOf(key), Field: key, Message: err.Error()}
}
