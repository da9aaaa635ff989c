package devices

import (
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

const ringconnSource = "ringconn"

// RingconnSleep reads Sleep-*.csv of RingConn: local time, with and without
// seconds in one file, minutes, a row a sleep. The night is the date of waking
// up. All sleeps of a date are handed out; the join keeps the longest.
//
// Time in bed is End Time less Start Time, latency is Falling Asleep Time less
// Start Time. Efficiency is 100 TST/TIB, which the file's ratio rounds.
var RingconnSleep importers.Importer = ringconnSleeps{}

type ringconnSleeps struct{}

func (ringconnSleeps) Name() string { return "ringconn.sleep" }

func (ringconnSleeps) Wants() []string {
	return []string{"Falling Asleep Time", "Wake-up time", "Time Asleep(min)"}
}

func (r ringconnSleeps) Identify(h importers.Head) bool { return h.Has(r.Wants()...) }

var ringconnColumns = []importers.Column{
	{Names: []string{"Time Asleep(min)"}, Metric: "tst"},
	{Names: []string{"Sleep Stages - Awake(min)"}, Metric: "waso"},
	{Names: []string{"Sleep Stages - Light Sleep(min)"}, Metric: "light"},
	{Names: []string{"Sleep Stages - Deep Sleep(min)"}, Metric: "deep"},
	{Names: []string{"Sleep Stages - REM(min)"}, Metric: "rem"},
}

var ringconnRatio = []importers.Column{{Names: []string{"Sleep Time Ratio(%)"}, Metric: "sleep_efficiency"}}

func (ringconnSleeps) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := ringconnRow{t: t, sink: sink, start: t.Index("Start Time"), end: t.Index("End Time"),
		onset: t.Index("Falling Asleep Time"), wake: t.Index("Wake-up time"), asleep: t.Index("Time Asleep(min)"),
		stages: importers.Bind(t, ringconnColumns), ratio: importers.Bind(t, ringconnRatio)}
	var c record.Counts
	for t.Next() {
		c.Count(r.Read())
	}
	return importers.TableEnd(t, c, sink)
}

type ringconnRow struct {
	t                               *importers.Table
	sink                            importers.Sink
	start, end, onset, wake, asleep int
	stages, ratio                   []importers.BoundColumn
}

func (r ringconnRow) Read() bool {
	if importers.ZeroOrMissing(r.t.Cell(r.asleep)) || importers.Missing(r.t.Cell(r.wake)) {
		return false
	}
	wake, ok := r.time(r.wake)
	if !ok {
		return false
	}
	night := record.DateOf(wake)
	used, _ := importers.ReadCells(r.t, r.stages, night, ringconnSource, "", r.sink)
	used += r.inBed(night)
	if used == 0 {
		return false
	}
	if onset, ok := r.time(r.onset); ok {
		s := record.Session{Night: night, Onset: record.MomentOf(onset), Wake: record.MomentOf(wake), Source: ringconnSource, Pos: r.t.Pos(r.onset)}
		importers.EmitSession(s, r.t.ClockCell(r.onset), r.t.ClockCell(r.wake), r.sink)
		r.latency(night, onset)
	}
	return true
}

// inBed emits time in bed and efficiency and returns how many values it emitted.
func (r ringconnRow) inBed(night record.Date) int {
	if importers.Missing(r.t.Cell(r.start)) || importers.Missing(r.t.Cell(r.end)) {
		return r.fileRatio(night)
	}
	start, ok := r.time(r.start)
	end, known := r.time(r.end)
	if !ok || !known {
		return r.fileRatio(night)
	}
	tib := end.Sub(start).Minutes()
	raw := r.t.Cell(r.start) + " to " + r.t.Cell(r.end)
	if !r.Emit(night, "tib", tib, raw, r.end) {
		return r.fileRatio(night)
	}
	tst, err := r.t.Number(r.t.Cell(r.asleep))
	if err != nil || !importers.Fits("tst", tst) || tst > tib {
		return 1 + r.fileRatio(night)
	}
	if r.Emit(night, "sleep_efficiency", 100*tst/tib, r.t.Cell(r.asleep)+" in "+raw, r.end) {
		return 2
	}
	return 1
}

// fileRatio emits the file's own ratio, for a row whose time in bed is unknown.
func (r ringconnRow) fileRatio(night record.Date) int {
	used, _ := importers.ReadCells(r.t, r.ratio, night, ringconnSource, "", r.sink)
	return used
}

// latency emits the time to fall asleep where it is one: up to three hours.
func (r ringconnRow) latency(night record.Date, onset time.Time) {
	if importers.Missing(r.t.Cell(r.start)) {
		return
	}
	start, err := importers.ParseWall(r.t.Cell(r.start), importers.WallLayouts...)
	sol := onset.Sub(start).Minutes()
	if err == nil && sol >= 0 && sol <= 180 {
		r.Emit(night, "sol", sol, r.t.Cell(r.start)+" to "+r.t.Cell(r.onset), r.onset)
	}
}

func (r ringconnRow) Emit(night record.Date, metric string, v float64, raw string, at int) bool {
	return importers.EmitComputed(record.Record{Night: night, Metric: metric, Value: v, Raw: raw, Source: ringconnSource, Pos: r.t.Pos(at)}, r.t.Name(at), r.sink)
}

// time reads a wall-clock cell; one that cannot be read is a Problem.
func (r ringconnRow) time(i int) (time.Time, bool) {
	at, err := importers.ParseWall(r.t.Cell(i), importers.WallLayouts...)
	if err != nil {
		r.sink.Problem(r.t.Problem(i, err))
	}
	return at, err == nil
}

// RingconnVitals reads "Vital Sings-*.csv" (the vendor's spelling): means over
// the calendar day, 24 hours, and not over the sleep. They stand on the night of
// their date. The formula of the heart rate variability is not stated; blood
// oxygen is the day's mean too; the mean heart rate of a day is no nightly value
// and is not read.
var RingconnVitals importers.Importer = importers.NightTable{
	Format: importers.Format{ID: "ringconn.vitals", Columns: importers.Names("Date", "Avg. Spo2(%)", "Avg. HRV(ms)")},
	Source: ringconnSource,
	Date:   "Date",
	Columns: []importers.Column{
		{Names: []string{"Avg. HRV(ms)"}, Metric: "hrv_unknown"},
		{Names: []string{"Avg. Spo2(%)"}, Metric: "spo2"},
	},
}
