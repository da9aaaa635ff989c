package oura

import (
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// Cloud reads the JSON of Oura's old cloud: an object with the lists sleep,
// readiness and activity. Its rmssd is the mean of the night in ms. Only the sleep
// with is_longest is a night.
//
// summary_date is the date of waking in some downloads and the day before it in
// others. So a night is named by bedtime_end, and readiness belongs to the night of
// the sleep with its summary_date. Activity belongs to the night after its
// summary_date.
var Cloud importers.Importer = cloudDump{
	importers.Format{ID: "oura.cloud", Columns: importers.Names("sleep", "summary_date", "bedtime_end")}}

type cloudDump struct{ importers.Format }

var cloudColumns = []importers.Column{
	{Names: []string{"total"}, Metric: "tst", Unit: "s"},
	{Names: []string{"duration"}, Metric: "tib", Unit: "s"},
	{Names: []string{"rem"}, Metric: "rem", Unit: "s"},
	{Names: []string{"light"}, Metric: "light", Unit: "s"},
	{Names: []string{"deep"}, Metric: "deep", Unit: "s"},
	{Names: []string{"onset_latency"}, Metric: "sol", Unit: "s"},
	{Names: []string{"rmssd"}, Metric: "hrv_rmssd"},
	{Names: []string{"hr_lowest"}, Metric: "resting_hr"},
	{Names: []string{"hr_average"}, Metric: "sleep_hr"},
	{Names: []string{"breath_average"}, Metric: "respiratory_rate"},
	{Names: []string{"temperature_deviation", "temperature_delta"}, Metric: "skin_temp_deviation"},
	{Names: []string{"score"}, Metric: "sleep_score"},
}

var cloudReadiness = []importers.Column{{Names: []string{"score"}, Metric: "readiness_score"}}

var cloudActivity = []importers.Column{
	{Names: []string{"steps"}, Metric: "steps", ZeroMissing: true},
	{Names: []string{"cal_active"}, Metric: "active_energy", ZeroMissing: true},
}

// Identify implements [importers.Importer].
func (cloudDump) Identify(h importers.Head) bool {
	return h.JSON && strings.Contains(h.Text, `"summary_date"`)
}

// Read implements [importers.Importer].
func (cloudDump) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	items, err := importers.NewJSONItems(src, "")
	if err != nil {
		return record.Counts{}, err
	}
	r := cloudReader{items: items, sink: sink, wake: map[string]record.Date{}, readiness: map[string][]record.Record{}}
	var c record.Counts
	walkLists(items, func(key string) {
		used, held := r.read(key)
		if !held {
			c.Count(used)
		}
	})
	r.match(&c)
	return items.End(c, sink)
}

// cloudReader reads the elements of one file.
type cloudReader struct {
	items     *importers.JSONItems
	sink      importers.Sink
	wake      map[string]record.Date // of the main sleep, by summary_date
	readiness map[string][]record.Record
	order     []string // of the summary dates in readiness
}

// read reads one element. One that is held counts only after all are read.
func (r *cloudReader) read(key string) (used, held bool) {
	o, err := r.items.Object()
	if err != nil {
		return false, false
	}
	day := o.Text("summary_date")
	switch {
	case o.Text("bedtime_end") != "":
		return r.sleep(o, day), false
	case key == "readiness":
		kept := importers.HeldRecords{Sink: r.sink}
		if readKeys(r.items, o, cloudReadiness, 0, &kept) == 0 || len(r.readiness[day]) > 0 {
			return false, false
		}
		r.readiness[day] = kept.Records
		r.order = append(r.order, day)
		return false, true
	case key == "activity":
		d, ok := dateLabel(importers.ClockCell{Text: day, Field: "summary_date", Pos: r.items.PosOf("summary_date")}, r.sink)
		return ok && readKeys(r.items, o, cloudActivity, d+1, r.sink) > 0, false
	}
	return false, false
}

// sleep reads a sleep and reports whether anything of it was used.
func (r *cloudReader) sleep(o importers.JSONObject, day string) bool {
	if longest := o.Text("is_longest"); longest != "" && longest != "1" && longest != "true" {
		return false
	}
	cell := func(key string) importers.ClockCell {
		return importers.ClockCell{Text: o.Text(key), Field: key, Pos: r.items.Pos()}
	}
	end := cell("bedtime_end")
	end.Pos = r.items.PosOf("bedtime_end")
	wake, ok := instant(end, r.sink)
	night := record.DateOf(wake)
	if !ok || readKeys(r.items, o, cloudColumns, night, r.sink) == 0 {
		return false
	}
	r.wake[day] = night
	cells := sleepCells{cell("bedtime_start"), cell("bedtime_end"), cell("awake"), cell("onset_latency")}
	cells.emitWASO(night, r.sink)
	cells.emitSession(night, r.sink)
	return true
}

// match emits the readiness of each date for the night of its sleep. Readiness
// without a sleep is left out.
func (r *cloudReader) match(c *record.Counts) {
	for _, day := range r.order {
		night, known := r.wake[day]
		c.Count(known)
		if !known {
			continue
		}
		for _, rec := range r.readiness[day] {
			rec.Night = night
			r.sink.Record(rec)
		}
	}
}
