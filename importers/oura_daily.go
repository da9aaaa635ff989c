package importers

import (
	"strings"

	"nof1/importers/record"
)

// Oura's tables of one row a day, of the Membership Hub and of tables made from
// the web interface. The contributors in them are scores from 0 to 100, though
// they are called deep_sleep or resting_heart_rate, and are never read.
//
// ouraDailySleep reads the sleep score: minutes are in the table of sleeps only.
// ouraReadiness reads readiness score and temperature deviation (degrees Celsius
// from the own baseline). ouraActivity reads steps and active calories, which
// belong to the night after the day. ouraSpO2 reads the mean of the night, which
// stands as JSON in its cell.
var (
	ouraReadiness Importer = ouraDaily{
		name: "oura.readiness",
		must: []string{"day", "score", "temperature_deviation"},
		columns: []Column{
			{Names: []string{"score"}, Metric: "readiness_score"},
			{Names: []string{"temperature_deviation"}, Metric: "skin_temp_deviation"},
		},
	}
	ouraActivity Importer = ouraDaily{
		name: "oura.activity",
		must: []string{"day", "steps", "active_calories"},
		columns: []Column{
			{Names: []string{"steps"}, Metric: "steps", ZeroMissing: true},
			{Names: []string{"active_calories"}, Metric: "active_energy", ZeroMissing: true},
		},
		before: true,
	}
	ouraDailySleep Importer = ouraDaily{
		name:    "oura.sleep_score",
		must:    []string{"day", "score"},
		without: []string{"temperature_deviation", "steps", "active_calories"},
		text:    []string{"deep_sleep", "restfulness"},
		columns: []Column{{Names: []string{"score"}, Metric: "sleep_score"}},
	}
	ouraSpO2 Importer = ouraDaily{
		name:    "oura.spo2",
		must:    []string{"day"},
		one:     []string{"spo2_percentage", "spo2_percentage.average"},
		columns: []Column{{Names: []string{"spo2_percentage.average"}, Metric: "spo2"}},
		nested:  true,
	}
)

// ouraDaily is a table whose day names the night or the day before it.
type ouraDaily struct {
	name    string
	must    []string // header cells it is known by
	one     []string // of which it has at least one, nil for no such
	without []string // header cells of its siblings
	text    []string // of which one stands somewhere in its beginning or its name
	columns []Column
	before  bool // the values are of the day before a night
	nested  bool // spo2_percentage holds JSON
}

func (o ouraDaily) Name() string { return o.name }

func (o ouraDaily) Wants() []string {
	if o.text != nil {
		return append([]string{"contributors"}, o.must...)
	}
	return append(o.must[:len(o.must):len(o.must)], o.one[:min(1, len(o.one))]...)
}

func (o ouraDaily) Identify(h Head) bool {
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

func (o ouraDaily) Read(src Source, sink Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	day, cell := t.Index("day"), -1
	if o.nested {
		cell = t.Index("spo2_percentage")
	}
	bound := Bind(t, o.columns)
	var c record.Counts
	for t.Next() {
		night, ok := ouraWakeDate(t.clockCell(day), clockCell{field: "day", pos: t.Pos(day)}, sink)
		if !ok {
			c.Count(false)
			continue
		}
		if o.before {
			night++
		}
		used, _ := ReadCells(t, bound, night, ouraSource, "", sink)
		if cell >= 0 && emitNested(t.clockCell(cell), "average", "spo2", night, sink) {
			used++
		}
		c.Count(used > 0)
	}
	return tableEnd(t, c, sink)
}
