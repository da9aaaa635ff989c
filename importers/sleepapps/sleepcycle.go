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
// saved it). Naps and test runs stand among the nights: see [importers.IsNap].
//
// Time in bed is the app's where it has one, in seconds or as H:MM: End less Start
// is an hour off on the nights of a clock change. It is 0 on nights entered by
// hand, and then End less Start. Time asleep and time before sleep came in 2018.
// Bedtime is Start, when the alarm was set. The heart rate is one reading with the
// phone's camera after waking up; steps are of the day before. The quality is the
// app's own score.
//
// Notes are tags set before bed, between colons; see [importers.EmitTags].
var SleepCycle importers.Importer = sleepCycleNights{}

const sleepCycleSource = "sleep-cycle"

type sleepCycleNights struct{}

func (sleepCycleNights) Name() string { return "sleepcycle.nights" }

func (sleepCycleNights) Wants() []string { return []string{"Start", "End", "Sleep Quality"} }

func (s sleepCycleNights) Identify(h importers.Head) bool { return h.Has(s.Wants()...) }

var sleepCycleColumns = []importers.Column{
	{Names: []string{"Sleep Quality"}, Metric: "sleep_score"},
	{Names: []string{"Time asleep (seconds)"}, Metric: "tst", Unit: "s"},
	{Names: []string{"Heart rate (bpm)", "Heart rate"}, Metric: "resting_hr"},
	{Names: []string{"Steps", "Activity (steps)"}, Metric: "steps", ZeroMissing: true},
}

var sleepCycleLatency = []importers.Column{{Names: []string{"Time before sleep (seconds)"}, Metric: "sol", Unit: "s"}}

func (sleepCycleNights) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	layouts, err := sleepCycleLayouts(src)
	if err != nil {
		return record.Counts{}, err
	}
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := sleepCycleRow{t: t, sink: sink, layouts: layouts, start: t.Index("Start"), end: t.Index("End"),
		seconds: t.Index("Time in bed (seconds)"), clock: t.Index("Time in bed"), asleep: t.Index("Time asleep (seconds)"),
		notes: t.Index("Notes", "Sleep Notes"), night: importers.Bind(t, sleepCycleColumns), latency: importers.Bind(t, sleepCycleLatency)}
	if r.notes == len(t.Header())-1 {
		t.LastTakesRest()
	}
	var c record.Counts
	for t.Next() {
		c.Count(r.Read())
	}
	return importers.TableEnd(t, c, sink)
}

type sleepCycleRow struct {
	t                                         *importers.Table
	sink                                      importers.Sink
	layouts                                   []string
	start, end, seconds, clock, asleep, notes int
	night, latency                            []importers.BoundColumn
}

func (r sleepCycleRow) Read() bool {
	start, ok := r.time(r.start)
	if !ok {
		return false
	}
	end, ok := r.time(r.end)
	if !ok {
		return false
	}
	if p := importers.NoSleep(end.Sub(start).Minutes(), r.t.ClockCell(r.start), r.t.ClockCell(r.end)); p != nil {
		r.sink.Problem(*p)
		return false
	}
	tib, at := r.inBed(start, end)
	if importers.IsNap(start, end, tib) {
		return false
	}
	night := record.DateOf(end)
	in := record.Record{Night: night, Metric: "tib", Value: tib.Minutes(), Raw: r.t.Cell(at), Source: sleepCycleSource, Pos: r.t.Pos(at)}
	if at == r.seconds {
		in.RawUnit = "s"
	}
	if !importers.EmitComputed(in, r.t.Name(at), r.sink) {
		return false
	}
	importers.ReadCells(r.t, r.night, night, sleepCycleSource, "", r.sink)
	if !importers.ZeroOrMissing(r.t.Cell(r.asleep)) {
		importers.ReadCells(r.t, r.latency, night, sleepCycleSource, "", r.sink)
	}
	s := record.Session{Night: night, Onset: record.MomentOf(start), Wake: record.MomentOf(end), Source: sleepCycleSource, Pos: r.t.Pos(r.start)}
	importers.EmitSession(s, r.t.ClockCell(r.start), r.t.ClockCell(r.end), r.sink)
	text := r.t.Cell(r.notes)
	importers.EmitTags(night, text, strings.Split(text, ":"), r.t.Own, SleepCycle.Name(), r.t.Pos(r.notes), r.sink)
	return true
}

// inBed returns the time in bed and the column it comes from.
func (r sleepCycleRow) inBed(start, end time.Time) (time.Duration, int) {
	if v, err := r.t.Number(r.t.Cell(r.seconds)); err == nil && v > 0 && v < 1e6 {
		return time.Duration(v * float64(time.Second)), r.seconds
	}
	if v, err := importers.ClockDuration(r.t.Cell(r.clock)); err == nil && v > 0 {
		return time.Duration(v * float64(time.Minute)), r.clock
	}
	return end.Sub(start), r.end
}

// time reads a wall-clock cell; one that cannot be read is a Problem.
func (r sleepCycleRow) time(i int) (time.Time, bool) {
	at, err := importers.ParseWall(r.t.Cell(i), r.layouts...)
	if err != nil {
		r.sink.Problem(r.t.Problem(i, err))
	}
	return at, err == nil
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
