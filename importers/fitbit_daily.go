package importers

import (
	"fmt"
	"strings"
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
	fitbitSleepScore Importer = fitbitScores{fitbitTable: &fitbitTable{
		name:    "fitbit.sleep_score",
		must:    []string{"sleep_log_entry_id", "timestamp", "overall_score"},
		columns: []Column{{Names: []string{"overall_score"}, Metric: "sleep_score"}, {Names: []string{"resting_heart_rate"}, Metric: "resting_hr"}},
	}}
	fitbitHRVDaily Importer = fitbitTable{
		name:    "fitbit.hrv_daily",
		must:    []string{"timestamp", "rmssd", "nremhr"},
		columns: []Column{{Names: []string{"rmssd"}, Metric: "hrv_rmssd"}},
	}
	fitbitRestingHRTable Importer = fitbitTable{
		name:     "fitbit.resting_hr_table",
		must:     []string{"timestamp", "beats per minute"},
		fileName: "resting", // minute-by-minute heart rate has the same header
		columns:  []Column{{Names: []string{"beats per minute"}, Metric: "resting_hr"}},
	}
)

// fitbitTable is a table whose timestamp column names the night.
type fitbitTable struct {
	name     string
	must     []string // header cells the format is known by
	fileName string   // part of the file's name, "" where the header is enough
	columns  []Column
}

func (f fitbitTable) Name() string { return f.name }

func (f fitbitTable) Wants() []string { return f.must }

func (f fitbitTable) Identify(h Head) bool {
	return h.Has(f.must...) && strings.Contains(strings.ToLower(h.Base), f.fileName)
}

func (f fitbitTable) Read(src Source, sink Sink) (Counts, error) {
	t, err := src.Table()
	if err != nil {
		return Counts{}, err
	}
	at, from := t.Index("timestamp"), t.Index("data source")
	bound := Bind(t, f.columns)
	var c Counts
	for t.Next() {
		if strings.HasSuffix(t.Cell(from), "Health Connect") || Missing(t.Cell(at)) {
			c.count(false)
			continue
		}
		night, err := dateLabel(t.Cell(at))
		if err != nil {
			sink.Problem(Problem{t.Pos(at), t.Name(at), err.Error()})
			c.count(false)
			continue
		}
		used, _ := ReadCells(t, bound, night, fitbitSource, "", sink)
		c.count(used > 0)
	}
	return tableEnd(t, c, sink)
}

// dateLabel reads the date of a timestamp and ignores clock and zone.
func dateLabel(text string) (Date, error) {
	date := text
	if i := strings.IndexAny(text, "T "); i >= 0 {
		date = text[:i]
	}
	d, err := ParseDate(date)
	if err != nil || !plausible(d.Time()) {
		return 0, fmt.Errorf("%q is not a date: want YYYY-MM-DD", text)
	}
	return d, nil
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

func (fitbitRestingList) Read(src Source, sink Sink) (Counts, error) {
	items, err := newJSONItems(src, "value")
	if err != nil {
		return Counts{}, err
	}
	var c Counts
	for items.next() {
		c.count(readRestingHR(items, sink))
	}
	return items.end(c, sink)
}

func readRestingHR(items *jsonItems, sink Sink) bool {
	o, err := items.object()
	if err != nil {
		sink.Problem(Problem{Pos: items.pos(), Message: err.Error()})
		return false
	}
	value := o.object("value")
	date, text := value.text("date"), value.text("value")
	if Missing(date) || Missing(text) {
		return false
	}
	day, err := parseWall(date, "01/02/06")
	if err != nil {
		sink.Problem(Problem{items.posOf("date"), "value.date", err.Error()})
		return false
	}
	v, err := Number(text)
	if err != nil {
		sink.Problem(BadCell(items.pos(), "value.value", text, "beats per minute"))
		return false
	}
	return emitComputed(Record{Night: DateOf(day), Metric: "resting_hr", Value: v, Raw: text, RawUnit: "bpm", Source: fitbitSource, Pos: items.pos()}, "value.value", sink)
}
