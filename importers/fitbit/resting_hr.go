package fitbit

import (
	"nof1/importers"
	"nof1/importers/record"
)

// RestingHR reads resting_heart_rate-*.json: a list with one element a day, dates
// MM/DD/YY. A null date and a 0 mean no value. The value belongs to the night of its
// date. Fitbit smooths it over days.
var RestingHR importers.Importer = restingList{importers.Format{ID: "fitbit.resting_hr",
	Columns: importers.Names("dateTime", "value", "error"), Without: []string{"dateOfSleep"}}}

type restingList struct{ importers.Format }

// Identify implements [importers.Importer].
func (f restingList) Identify(h importers.Head) bool {
	return h.JSON && f.Format.Identify(h) && h.Mentions("date")
}

// Read implements [importers.Importer].
func (restingList) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	return importers.EachObject(src, sink, "value", func(items *importers.JSONItems, o importers.JSONObject) bool {
		value := o.Object("value")
		date, text := value.Text("date"), value.Text("value")
		if importers.Missing(date) || importers.Missing(text) {
			return false
		}
		day, err := importers.ParseWall(date, "01/02/06")
		if err != nil {
			sink.Problem(record.Problem{Pos: items.PosOf("date"), Field: "value.date", Message: err.Error()})
			return false
		}
		v, err := importers.Number(text)
		if err != nil {
			sink.Problem(importers.BadCell(items.Pos(), "value.value", text, "beats per minute"))
			return false
		}
		r := record.Record{Night: record.DateOf(day), Metric: "resting_hr", Value: v, Raw: text, RawUnit: "bpm", Source: source, Pos: items.Pos()}
		return importers.EmitComputed(r, "value.value", sink)
	})
}
