package fitbit

import (
	"strings"

	"nof1/importers"
	"nof1/importers/intraday"
	"nof1/importers/record"
)

// Fitbit's tables of one row a day.
//
// SleepScore reads sleep_score.csv. Its timestamp ends in Z and yet is the
// local time of waking: the date is taken as it stands. Only overall_score means
// the same in all years. Scores of sleeps that are not the main one stand in the
// file too and cannot be told from it alone: two rows of one date are both handed
// out, for the join to settle.
//
// HRVDaily reads "Daily Heart Rate Variability Summary": RMSSD (ms) of the
// main sleep, labelled with the date of waking. nremhr is the heart rate of one
// sleep stage and is not read.
//
// RestingHRTable reads daily_resting_heart_rate.csv. The timestamp is a
// date label, Z or not. Values that came in from another device by way of Health
// Connect are left out. Fitbit smooths its resting heart rate over days.
var (
	SleepScore     importers.Importer = scores{NightTable: sleepScores()}
	HRVDaily       importers.Importer = table("fitbit.hrv_daily", "rmssd", "hrv_rmssd", "nremhr")
	RestingHRTable importers.Importer = restingHRs()
)

// table is a table whose timestamp names the night and of which one column
// is read; beside are other header cells it is known by.
func table(name, column, metric string, beside ...string) importers.NightTable {
	return importers.NightTable{
		Format:  importers.Format{ID: name, Columns: importers.Names(append([]string{"timestamp", column}, beside...)...)},
		Source:  source,
		Date:    "timestamp",
		Columns: []importers.Column{{Names: []string{column}, Metric: metric}},
		Skip:    elsewhere,
	}
}

func sleepScores() *importers.NightTable {
	n := table("fitbit.sleep_score", "overall_score", "sleep_score", "sleep_log_entry_id")
	n.Columns = append(n.Columns, importers.Column{Names: []string{"resting_heart_rate"}, Metric: "resting_hr"})
	return &n
}

func restingHRs() importers.NightTable {
	n := table("fitbit.resting_hr_table", "beats per minute", "resting_hr")
	n.File = "resting" // minute-by-minute heart rate has the same header
	return n
}

// elsewhere tells whether a row has no date, or a value that came in from
// another device.
func elsewhere(t *importers.Table) bool {
	return importers.Missing(t.Cell(t.Index("timestamp"))) || strings.HasSuffix(t.Cell(t.Index("data source")), intraday.ForeignOrigin)
}

// RestingHR reads resting_heart_rate-*.json: a list with one element a
// day, dates MM/DD/YY. A null date and a 0 mean no value. The value stands on
// the night of its date. Fitbit smooths it over days.
var RestingHR importers.Importer = restingList{}

type restingList struct{}

func (restingList) Name() string { return "fitbit.resting_hr" }

func (restingList) Wants() []string { return []string{"dateTime", "value", "error"} }

func (f restingList) Identify(h importers.Head) bool {
	if !h.JSON || strings.Contains(h.Text, `"dateOfSleep"`) || !strings.Contains(h.Text, `"date"`) {
		return false
	}
	for _, key := range f.Wants() {
		if !strings.Contains(h.Text, `"`+key+`"`) {
			return false
		}
	}
	return true
}

func (restingList) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	items, err := importers.NewJSONItems(src, "value")
	if err != nil {
		return record.Counts{}, err
	}
	var c record.Counts
	for items.Next() {
		c.Count(readRestingHR(items, sink))
	}
	return items.End(c, sink)
}

func readRestingHR(items *importers.JSONItems, sink importers.Sink) bool {
	o, err := items.Object()
	if err != nil {
		sink.Problem(record.Problem{Pos: items.Pos(), Message: err.Error()})
		return false
	}
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
	return importers.EmitComputed(record.Record{Night: record.DateOf(day), Metric: "resting_hr", Value: v, Raw: text, RawUnit: "bpm", Source: source, Pos: items.Pos()}, "value.value", sink)
}
