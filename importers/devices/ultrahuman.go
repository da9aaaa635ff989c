package devices

import (
	"nof1/importers"
	"nof1/importers/record"
)

const ultrahumanSource = "ultrahuman"

// UltrahumanDaily reads the daily CSV of Ultrahuman's app: a row a date, minutes,
// taken for the date of waking. The names of its columns come from a program that
// reads it, no real file was at hand, so other columns are passed over. The formula
// of the heart rate variability is not stated. Steps and energy are of the calendar
// day and belong to the night after it. The sleep of a row whose total is 0 or blank
// is left out.
var UltrahumanDaily importers.Importer = importers.Rows{
	Format: importers.Format{ID: "ultrahuman.daily", Columns: importers.Names("Date", "Sleep Score", "Recovery Score", "Movement Score")},
	Open: func(t *importers.Table, _ importers.Source, sink importers.Sink) func() bool {
		date, total := t.Index("Date"), t.Index("Total Sleep")
		night, day := importers.Bind(t, ultrahumanNight), importers.Bind(t, ultrahumanDay)
		return func() bool {
			d, err := importers.DateLabel(t.Cell(date))
			if err != nil {
				sink.Problem(t.Problem(date, err))
				return false
			}
			used := 0
			if total < 0 || !importers.ZeroOrMissing(t.Cell(total)) {
				used, _ = importers.ReadCells(t, night, d, ultrahumanSource, "", sink)
			}
			n, _ := importers.ReadCells(t, day, d+1, ultrahumanSource, "", sink)
			return used+n > 0
		}
	},
}

var (
	ultrahumanNight = []importers.Column{
		{Names: []string{"Total Sleep"}, Metric: "tst"},
		{Names: []string{"Sleep Awake Time"}, Metric: "waso"},
		{Names: []string{"Deep Sleep"}, Metric: "deep"},
		{Names: []string{"REM Sleep"}, Metric: "rem"},
		{Names: []string{"Light Sleep"}, Metric: "light"},
		{Names: []string{"Sleep Efficiency"}, Metric: "sleep_efficiency"},
		{Names: []string{"Average HRV"}, Metric: "hrv_unknown"},
		{Names: []string{"Average RHR"}, Metric: "resting_hr"},
		{Names: []string{"Average Temperature"}, Metric: "skin_temp"},
		{Names: []string{"Sleep Score"}, Metric: "sleep_score"},
		{Names: []string{"Recovery Score"}, Metric: "readiness_score"},
	}
	ultrahumanDay = []importers.Column{
		{Names: []string{"Total Steps"}, Metric: "steps", ZeroMissing: true},
		{Names: []string{"Total Calories"}, Metric: "active_energy", ZeroMissing: true},
	}
)

// UltrahumanRaw refuses the weekly ring_data_*.csv of the bulk export: samples
// without sleep.
var UltrahumanRaw importers.Importer = importers.Refusal{
	Format: importers.Format{ID: "ultrahuman.raw", Columns: importers.Names("timestamp_epoch", "data_type", "value")},
	Advice: "these are Ultrahuman's raw samples, which have no sleep: export the app's daily CSV",
}

// UltrahumanEvents reads user_events.csv: what the owner logged, in local time, as
// diary entries under its title. The file has no amounts.
var UltrahumanEvents importers.Importer = importers.Rows{
	Format: importers.Format{ID: ultrahumanEvents, Columns: importers.Names("Event ID", "Event Type", "Title", "Event Time")},
	Open: func(t *importers.Table, _ importers.Source, sink importers.Sink) func() bool {
		at, title, kind := t.Index("Event Time"), t.Index("Title"), t.Index("Event Type")
		return func() bool {
			e, problem := ultrahumanEvent(t, at, title, kind)
			if problem != nil {
				sink.Problem(*problem)
				return false
			}
			sink.Entry(e)
			return true
		}
	},
}

const ultrahumanEvents = "ultrahuman.events"

// ultrahumanEvent reads the current row as a diary entry.
func ultrahumanEvent(t *importers.Table, at, title, kind int) (record.Entry, *record.Problem) {
	when, err := importers.ParseMoment(t.Cell(at))
	if err != nil {
		return record.Entry{}, new(t.Problem(at, err))
	}
	e := record.Entry{When: when, Item: t.Cell(title), Note: t.Cell(kind), Source: ultrahumanEvents, Pos: t.Pos(title)}
	if e.Item == "" {
		e.Item, e.Note = e.Note, ""
	}
	if e.Item == "" {
		return e, &record.Problem{Pos: t.Pos(-1), Message: "an event without a title: name it or delete the row"}
	}
	if item := importers.EveningTag(e.Item); item != "" {
		e.Note, e.Item = e.Item, item
		e.Value, e.HasValue, e.YesNo = 1, true, true
	}
	return e, nil
}
