package sleepapps

import (
	"errors"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// SleepCycle reads sleepdata.csv of Sleep Cycle in its four generations: a row a
// sleep, local time without zone, semicolons (commas where a spreadsheet has
// saved it). Naps and test runs are rows like nights and are left out: see [importers.IsNap].
//
// Time in bed is the app's if it has one, in seconds or as H:MM: End less Start
// is an hour off on the nights of a clock change. It is 0 on nights entered by
// hand, and then End less Start. Time asleep and time before sleep came in 2018.
// Bedtime is Start, when the alarm was set. The heart rate is one reading with the
// phone's camera after waking up; steps are of the day before. The quality is the
// app's own score.
//
// Notes are tags set before bed, between colons; see [importers.EmitTags].
var SleepCycle importers.Importer = sleepCycle{importers.Format{
	ID: sleepCycleID, Columns: importers.Names("Start", "End", "Sleep Quality"), Delimited: true}}

const (
	sleepCycleID     = "sleepcycle.nights"
	sleepCycleSource = "sleep-cycle"
)

type sleepCycle struct{ importers.Format }

var sleepCycleColumns = []importers.Column{
	{Names: []string{"Sleep Quality"}, Metric: "sleep_score"},
	{Names: []string{"Time asleep (seconds)"}, Metric: "tst", Unit: "s"},
	{Names: []string{"Heart rate (bpm)", "Heart rate"}, Metric: "resting_hr"},
	{Names: []string{"Steps", "Activity (steps)"}, Metric: "steps", ZeroMissing: true},
}

var sleepCycleLatency = []importers.Column{{Names: []string{"Time before sleep (seconds)"}, Metric: "sol", Unit: "s"}}

// Read implements [importers.Importer].
func (sleepCycle) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	layouts, err := sleepCycleLayouts(src)
	if err != nil {
		return record.Counts{}, err
	}
	return importers.EachRow(src, sink, func(t *importers.Table) func() bool {
		r := sleepCycleRow{Table: t, sink: sink, layouts: layouts, start: t.Index("Start"), end: t.Index("End"),
			seconds: t.Index("Time in bed (seconds)"), clock: t.Index("Time in bed"), asleep: t.Index("Time asleep (seconds)"),
			notes: t.Index("Notes", "Sleep Notes"), night: importers.Bind(t, sleepCycleColumns), latency: importers.Bind(t, sleepCycleLatency)}
		if r.notes == len(t.Header())-1 {
			t.LastTakesRest()
		}
		return r.read
	})
}

type sleepCycleRow struct {
	*importers.Table
	sink                                      importers.Sink
	layouts                                   []string
	start, end, seconds, clock, asleep, notes int
	night, latency                            []importers.BoundColumn
}

// read emits one sleep and reports whether the row was a night.
func (r sleepCycleRow) read() bool {
	start, ok := r.Time(r.start, r.sink, r.layouts...)
	if !ok {
		return false
	}
	end, ok := r.Time(r.end, r.sink, r.layouts...)
	if !ok {
		return false
	}
	if p := importers.NoSleep(end.Sub(start).Minutes(), r.ClockCell(r.start), r.ClockCell(r.end)); p != nil {
		r.sink.Problem(*p)
		return false
	}
	tib, from := r.inBed(start, end)
	if importers.IsNap(start, end, tib) {
		return false
	}
	night := record.DateOf(end)
	in := record.Record{Night: night, Metric: "tib", Value: tib.Minutes(), Raw: r.Cell(from), Source: sleepCycleSource}
	if from == r.seconds {
		in.RawUnit = "s"
	}
	if !r.Emit(in, from, r.sink) {
		return false
	}
	importers.ReadCells(r.Table, r.night, night, sleepCycleSource, "", r.sink)
	if !importers.ZeroOrMissing(r.Cell(r.asleep)) {
		importers.ReadCells(r.Table, r.latency, night, sleepCycleSource, "", r.sink)
	}
	r.Sleep(importers.MainSleep(sleepCycleSource, night, start, end), r.start, r.end, r.sink)
	text := r.Cell(r.notes)
	importers.EmitTags(night, text, strings.Split(text, ":"), r.Own, sleepCycleID, r.Pos(r.notes), r.sink)
	return true
}

// inBed returns the time in bed and the column it comes from.
func (r sleepCycleRow) inBed(start, end time.Time) (time.Duration, int) {
	if v, ok := r.Value(r.seconds); ok && v > 0 && v < 1e6 {
		return time.Duration(v * float64(time.Second)), r.seconds
	}
	if v, err := importers.ClockDuration(r.Cell(r.clock)); err == nil && v > 0 {
		return time.Duration(v * float64(time.Minute)), r.clock
	}
	return end.Sub(start), r.end
}

// sleepCycleLayouts returns how a file writes its times. The app writes the year
// first. For a file that a spreadsheet has saved, with the day or the month first,
// all of it is looked at for a number that can only be a day; the error is for a
// file without one, unless some of its dates are the app's own: then a date that
// begins with the day is that row's damage.
func sleepCycleLayouts(src importers.Source) ([]string, error) {
	own := []string{"2006-01-02 15:04:05", "2006-01-02 15:04"}
	t, err := src.Table()
	if err != nil {
		return nil, err
	}
	var order importers.DayOrder
	rewritten, untouched, start, end := false, false, t.Index("Start"), t.Index("End")
	for t.Next() {
		for _, i := range []int{start, end} {
			switch m := importers.NumericDate.FindStringSubmatch(t.Cell(i)); {
			case m == nil:
			case len(m[1]) <= 2:
				rewritten = true
				order.Add(m[1], m[2])
			default:
				untouched = true
			}
		}
	}
	switch {
	case !rewritten, !order.Known() && untouched:
		return own, nil
	case !order.Known():
		return nil, errors.New("a spreadsheet has rewritten the dates and day and month cannot be told apart: use the file as Sleep Cycle wrote it")
	}
	date := "1/2/"
	if order.First {
		date = "2/1/"
	}
	for _, year := range []string{"06", "2006"} {
		for _, clock := range []string{" 15:04", " 15:04:05", " 3:04 PM"} {
			own = append(own, date+year+clock, strings.ReplaceAll(date, "/", ".")+year+clock)
		}
	}
	return own, nil
}
