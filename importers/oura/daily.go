package oura

import (
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// Readiness reads the readiness score and the temperature deviation (degrees
// Celsius from the own baseline). Activity reads steps and active calories, which
// belong to the night after the day. DailySleep reads the sleep score. SpO2 reads
// the mean of the night in percent, which its cell holds as JSON.
//
// They are tables of one row a day, of the Membership Hub and of tables made from
// the web interface.
var (
	Readiness importers.Importer = daily("oura.readiness", readinessColumns, 0, [][]string{{"day"}, {"score"}, {"temperature_deviation"}})
	Activity  importers.Importer = daily("oura.activity", activityColumns, 1, [][]string{{"day"}, {"steps"}, {"active_calories"}})

	DailySleep importers.Importer = sleepScores{
		daily("oura.sleep_score", scoreColumns, 0, [][]string{{"contributors", "contributors.deep_sleep"}, {"day"}, {"score"}},
			"temperature_deviation", "steps", "active_calories"),
	}
	SpO2 importers.Importer = daily("oura.spo2", spO2Columns, 0, [][]string{{"day"}, {"spo2_percentage", "spo2_percentage.average"}})
)

// Columns of the tables of days, and keys of the web interface alike.
var (
	readinessColumns = []importers.Column{
		{Names: []string{"score"}, Metric: "readiness_score"},
		{Names: []string{"temperature_deviation"}, Metric: "skin_temp_deviation"},
	}
	activityColumns = []importers.Column{
		{Names: []string{"steps"}, Metric: "steps", ZeroMissing: true},
		{Names: []string{"active_calories"}, Metric: "active_energy", ZeroMissing: true},
	}
	scoreColumns = []importers.Column{{Names: []string{"score"}, Metric: "sleep_score"}}
	spO2Columns  = []importers.Column{{Names: []string{"spo2_percentage.average"}, Metric: "spo2"}}
)

// daily returns the importer of a table whose day is that of the night, or lag days
// before it. A column spo2_percentage holds JSON.
func daily(id string, columns []importers.Column, lag record.Date, known [][]string, without ...string) importers.Rows {
	return importers.Rows{
		Format: importers.Format{ID: id, Columns: known, Without: without},
		Open: func(t *importers.Table, _ importers.Source, sink importers.Sink) func() bool {
			day, nested, bound := t.Index("day"), t.Index("spo2_percentage"), importers.Bind(t, columns)
			return func() bool {
				night, ok := wakeDate(t.ClockCell(day), importers.ClockCell{}, sink)
				if !ok {
					return false
				}
				used, _ := importers.ReadCells(t, bound, night+lag, source, "", sink)
				return emitNested(t.ClockCell(nested), "average", "spo2", night, sink) || used > 0
			}
		},
	}
}

// sleepScores are known by words that the contributors hold, or by the file's name.
type sleepScores struct{ importers.Rows }

// Identify implements [importers.Importer].
func (s sleepScores) Identify(h importers.Head) bool {
	return s.Rows.Identify(h) && (strings.Contains(h.Text, "deep_sleep") || strings.Contains(h.Text, "restfulness") ||
		strings.Contains(strings.ToLower(h.Base), "sleep"))
}
