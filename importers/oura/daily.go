package oura

import (
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// Oura's tables of one row a day, of the Membership Hub and of tables made from
// the web interface. The contributors in them are scores from 0 to 100, though
// they are called deep_sleep or resting_heart_rate, and are never read.
//
// DailySleep reads the sleep score: minutes are in the table of sleeps only.
// Readiness reads readiness score and temperature deviation (degrees Celsius
// from the own baseline). Activity reads steps and active calories, which
// belong to the night after the day. SpO2 reads the mean of the night, which
// stands as JSON in its cell.
var (
	Readiness importers.Importer = daily{
		name: "oura.readiness",
		must: []string{"day", "score", "temperature_deviation"},
		columns: []importers.Column{
			{Names: []string{"score"}, Metric: "readiness_score"},
			{Names: []string{"temperature_deviation"}, Metric: "skin_temp_deviation"},
		},
	}
	Activity importers.Importer = daily{
		name: "oura.activity",
		must: []string{"day", "steps", "active_calories"},
		columns: []importers.Column{
			{Names: []string{"steps"}, Metric: "steps", ZeroMissing: true},
			{Names: []string{"active_calories"}, Metric: "active_energy", ZeroMissing: true},
		},
		before: true,
	}
	DailySleep importers.Importer = daily{
		name:    "oura.sleep_score",
		must:    []string{"day", "score"},
		without: []string{"temperature_deviation", "steps", "active_calories"},
		text:    []string{"deep_sleep", "restfulness"},
		columns: []importers.Column{{Names: []string{"score"}, Metric: "sleep_score"}},
	}
	SpO2 importers.Importer = daily{
		name:    "oura.spo2",
		must:    []string{"day"},
		one:     []string{"spo2_percentage", "spo2_percentage.average"},
		columns: []importers.Column{{Names: []string{"spo2_percentage.average"}, Metric: "spo2"}},
		nested:  true,
	}
)

// daily is a table whose day names the night or the day before it.
type daily struct {
	name    string
	must    []string // header cells it is known by
	one     []string // of which it has at least one, nil for no such
	without []string // header cells of its siblings
	text    []string // of which one stands somewhere in its beginning or its name
	columns []importers.Column
	before  bool // the values are of the day before a night
	nested  bool // spo2_percentage holds JSON
}

func (o daily) Name() string { return o.name }

func (o daily) Wants() []string {
	if o.text != nil {
		return append([]string{"contributors"}, o.must...)
	}
	return append(o.must[:len(o.must):len(o.must)], o.one[:min(1, len(o.one))]...)
}

func (o daily) Identify(h importers.Head) bool {
	if !h.Has(o.must...) || o.one != nil && h.Index(o.one...) < 0 || o.without != nil && h.Index(o.without...) >= 0 {
		return false
	}
	if o.text == nil {
		return true
	}
	if h.Index("contributors") < 0 && h.Index("contributors.deep_sleep") < 0 {
		return false
	}
	for _, s := range o.text {
		if strings.Contains(h.Text, s) {
			return true
		}
	}
	return strings.Contains(strings.ToLower(h.Base), "sleep")
}

func (o daily) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	day, cell := t.Index("day"), -1
	if o.nested {
		cell = t.Index("spo2_percentage")
	}
	bound := importers.Bind(t, o.columns)
	var c record.Counts
	for t.Next() {
		night, ok := wakeDate(t.ClockCell(day), importers.ClockCell{Field: "day", Pos: t.Pos(day)}, sink)
		if !ok {
			c.Count(false)
			continue
		}
		if o.before {
			night++
		}
		used, _ := importers.ReadCells(t, bound, night, source, "", sink)
		if cell >= 0 && emitNested(t.ClockCell(cell), "average", "spo2", night, sink) {
			used++
		}
		c.Count(used > 0)
	}
	return importers.TableEnd(t, c, sink)
}
