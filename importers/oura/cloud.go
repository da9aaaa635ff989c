package oura

import (
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// Cloud reads the JSON of Oura's old cloud: an object with the lists sleep,
// readiness and activity. Durations are in seconds, rmssd is the mean of the
// night in ms, hr_lowest the resting heart rate. Only the sleep with is_longest
// is a night.
//
// summary_date is the date of waking in some downloads and the day before it in
// others, so a night is named by bedtime_end, and readiness stands on the night
// of the sleep with its summary_date. Activity is of its summary_date, and so
// belongs to the night after it.
var Cloud importers.Importer = cloudDump{}

type cloudDump struct{}

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

func (cloudDump) Name() string { return "oura.cloud" }

func (cloudDump) Wants() []string { return []string{"sleep", "summary_date", "bedtime_end"} }

func (cloudDump) Identify(h importers.Head) bool {
	return h.JSON && strings.Contains(h.Text, `"summary_date"`)
}

func (cloudDump) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	items, err := importers.NewJSONItems(src, "")
	if err != nil {
		return record.Counts{}, err
	}
	r := cloudReader{items: items, sink: sink, wake: map[string]record.Date{}, readiness: map[string][]record.Record{}}
	var c record.Counts
	walkLists(items, func(key string) {
		used, held := r.Read(key)
		if !held {
			c.Count(used)
		}
	})
	r.match(&c)
	return items.End(c, sink)
}

type cloudReader struct {
	items     *importers.JSONItems
	sink      importers.Sink
	wake      map[string]record.Date // of the main sleep, by summary_date
	readiness map[string][]record.Record
	order     []string // of the summary dates in readiness
}

// Read takes one element; held tells that it counts only once all are read.
func (r *cloudReader) Read(key string) (used, held bool) {
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
		d, err := importers.DateLabel(day)
		if err != nil {
			r.sink.Problem(record.Problem{Pos: r.items.PosOf("summary_date"), Field: "summary_date", Message: err.Error()})
			return false, false
		}
		return readKeys(r.items, o, cloudActivity, d+1, r.sink) > 0, false
	}
	return false, false
}

func (r *cloudReader) sleep(o importers.JSONObject, day string) bool {
	if longest := o.Text("is_longest"); longest != "" && longest != "1" && longest != "true" {
		return false
	}
	pos := r.items.Pos()
	end := importers.ClockCell{Text: o.Text("bedtime_end"), Field: "bedtime_end", Pos: pos}
	wake, err := ouraTime(end.Text)
	if err != nil {
		r.sink.Problem(record.Problem{Pos: r.items.PosOf("bedtime_end"), Field: "bedtime_end", Message: err.Error()})
		return false
	}
	night := record.DateOf(wake)
	if readKeys(r.items, o, cloudColumns, night, r.sink) == 0 {
		return false
	}
	r.wake[day] = night
	emitOuraWASO(night, importers.ClockCell{Text: o.Text("awake"), Field: "awake", Pos: pos}, importers.ClockCell{Text: o.Text("onset_latency"), Field: "onset_latency", Pos: pos}, r.sink)
	if start := o.Text("bedtime_start"); !importers.Missing(start) {
		emitOuraSession(night, importers.ClockCell{Text: start, Field: "bedtime_start", Pos: pos}, end, r.sink)
	}
	return true
}

// match puts the readiness of each date on the night of its sleep; without a
// sleep there is no night to put it on.
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
