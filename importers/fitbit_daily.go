package importers

import (
	"strings"

	"nof1/importers/record"
)

// Fitbit's tables of one row a day.
//
// fitbitSleepScore reads sleep_score.csv. Its timestamp ends in Z and yet is the
// local time of waking: the date is taken as it stands. Only overall_score means
// the same in all years. Scores of sleeps that are not the main one stand in the
// file too and cannot be told from it alone: two rows of one date are both handed
// out, for the join to settle.
//
// fitbitHRVDaily reads "Daily Heart Rate Variability Summary": RMSSD (ms) of the
// main sleep, labelled with the date of waking. nremhr is the heart rate of one
// sleep stage and is not read.
//
// fitbitRestingHRTable reads daily_resting_heart_rate.csv. The timestamp is a
// date label, Z or not. Values that came in from another device by way of Health
// Connect are left out. Fitbit smooths its resting heart rate over days.
var (
	fitbitSleepScore     Importer = fitbitScores{nightTable: fitbitSleepScores()}
	fitbitHRVDaily       Importer = fitbitTable("fitbit.hrv_daily", "rmssd", "hrv_rmssd", "nremhr")
	fitbitRestingHRTable Importer = fitbitRestingHRs()
)

// fitbitTable is a table whose timestamp names the night and of which one column
// is read; beside are other header cells it is known by.
func fitbitTable(name, column, metric string, beside ...string) nightTable {
	return nightTable{
		name:    name,
		source:  fitbitSource,
		wants:   append([]string{"timestamp", column}, beside...),
		date:    "timestamp",
		columns: []Column{{Names: []string{column}, Metric: metric}},
		skip:    fitbitElsewhere,
	}
}

func fitbitSleepScores() *nightTable {
	n := fitbitTable("fitbit.sleep_score", "overall_score", "sleep_score", "sleep_log_entry_id")
	n.columns = append(n.columns, Column{Names: []string{"resting_heart_rate"}, Metric: "resting_hr"})
	return &n
}

func fitbitRestingHRs() nightTable {
	n := fitbitTable("fitbit.resting_hr_table", "beats per minute", "resting_hr")
	n.file = "resting" // minute-by-minute heart rate has the same header
	return n
}

// foreignOrigin ends the name of the source of what came from another device.
const foreignOrigin = "Health Connect"

// fitbitElsewhere tells whether a row has no date, or a value that came in from
// another device.
func fitbitElsewhere(t *Table) bool {
	return Missing(t.Cell(t.Index("timestamp"))) || strings.HasSuffix(t.Cell(t.Index("data source")), foreignOrigin)
}

// fitbitRestingHR reads resting_heart_rate-*.json: a list with one element a
// day, dates MM/DD/YY. A null date and a 0 mean no value. The value stands on
// the night of its date. Fitbit smooths it over days.
var fitbitRestingHR Importer = fitbitRestingList{}

type fitbitRestingList struct{}

func (fitbitRestingList) Name() string { return "fitbit.resting_hr" }

func (fitbitRestingList) Wants() []string { return []string{"dateTime", "value", "error"} }

func (f fitbitRestingList) Identify(h Head) bool {
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

func (fitbitRestingList) Read(src Source, sink Sink) (record.Counts, error) {
	items, err := newJSONItems(src, "value")
	if err != nil {
		return record.Counts{}, err
	}
	var c record.Counts
	for items.next() {
		c.Count(readRestingHR(items, sink))
	}
	return items.end(c, sink)
}

func readRestingHR(items *jsonItems, sink Sink) bool {
	o, err := items.object()
	if err != nil {
		sink.Problem(record.Problem{Pos: items.pos(), Message: err.Error()})
		return false
	}
	value := o.object("value")
	date, text := value.text("date"), value.text("value")
	if Missing(date) || Missing(text) {
		return false
	}
	day, err := parseWall(date, "01/02/06")
	if err != nil {
		sink.Problem(record.Problem{Pos: items.posOf("date"), Field: "value.date", Message: err.Error()})
		return false
	}
	v, err := Number(text)
	if err != nil {
		sink.Problem(BadCell(items.pos(), "value.value", text, "beats per minute"))
		return false
	}
	return emitComputed(record.Record{Night: record.DateOf(day), Metric: "resting_hr", Value: v, Raw: text, RawUnit: "bpm", Source: fitbitSource, Pos: items.pos()}, "value.value", sink)
}
