package devices

import (
	"nof1/importers"
	"nof1/importers/record"
)

// Ultrahuman: the daily CSV of the app. The names of its columns come from a
// program that reads it, no real file was at hand, so what the file says more is
// passed over.
const ultrahumanSource = "ultrahuman"

// UltrahumanDaily reads a row a date, minutes, taken for the date of waking. The
// formula of the heart rate variability is not stated. Steps and energy are of the
// calendar day and belong to the night after it.
var UltrahumanDaily importers.Importer = ultrahumanNights{}

type ultrahumanNights struct{}

func (ultrahumanNights) Name() string { return "ultrahuman.daily" }

func (ultrahumanNights) Wants() []string {
	return []string{"Date", "Sleep Score", "Recovery Score", "Movement Score"}
}

func (u ultrahumanNights) Identify(h importers.Head) bool { return h.Has(u.Wants()...) }

var (
	ultrahumanColumns = []importers.Column{
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
	ultrahumanDayColumns = []importers.Column{
		{Names: []string{"Total Steps"}, Metric: "steps", ZeroMissing: true},
		{Names: []string{"Total Calories"}, Metric: "active_energy", ZeroMissing: true},
	}
)

// Read leaves out the sleep of a row whose total is 0 or blank: its other figures
// are of no night.
func (ultrahumanNights) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	date, total := t.Index("Date"), t.Index("Total Sleep")
	night, day := importers.Bind(t, ultrahumanColumns), importers.Bind(t, ultrahumanDayColumns)
	var c record.Counts
	for t.Next() {
		d, err := importers.DateLabel(t.Cell(date))
		if err != nil {
			sink.Problem(t.Problem(date, err))
			c.Count(false)
			continue
		}
		used := 0
		if total < 0 || !importers.ZeroOrMissing(t.Cell(total)) {
			used, _ = importers.ReadCells(t, night, d, ultrahumanSource, "", sink)
		}
		n, _ := importers.ReadCells(t, day, d+1, ultrahumanSource, "", sink)
		c.Count(used+n > 0)
	}
	return importers.TableEnd(t, c, sink)
}

// UltrahumanRaw is the weekly ring_data_*.csv of the bulk export: samples without
// sleep.
var UltrahumanRaw importers.Importer = importers.Refusal{Format: importers.Format{ID: "ultrahuman.raw", Columns: importers.Names("timestamp_epoch", "data_type", "value")},
	Advice: "these are Ultrahuman's raw samples, which have no sleep: export the app's daily CSV"}

// UltrahumanEvents reads user_events.csv: what the owner logged, in local time, as
// diary entries under its title. Amounts are not in it.
var UltrahumanEvents importers.Importer = ultrahumanLog{}

type ultrahumanLog struct{}

func (ultrahumanLog) Name() string { return "ultrahuman.events" }

func (ultrahumanLog) Wants() []string {
	return []string{"Event ID", "Event Type", "Title", "Event Time"}
}

func (u ultrahumanLog) Identify(h importers.Head) bool { return h.Has(u.Wants()...) }

func (u ultrahumanLog) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	at, title, kind := t.Index("Event Time"), t.Index("Title"), t.Index("Event Type")
	var c record.Counts
	for t.Next() {
		e, problem := ultrahumanEvent(t, at, title, kind)
		if problem != nil {
			sink.Problem(*problem)
		} else {
			e.Source = u.Name()
			sink.Entry(e)
		}
		c.Count(problem == nil)
	}
	return importers.TableEnd(t, c, sink)
}

func ultrahumanEvent(t *importers.Table, at, title, kind int) (record.Entry, *record.Problem) {
	when, err := importers.ParseMoment(t.Cell(at))
	if err != nil {
		return record.Entry{}, new(t.Problem(at, err))
	}
	e := record.Entry{When: when, Item: t.Cell(title), Note: t.Cell(kind), Pos: t.Pos(title)}
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
