package devices

import (
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

const ringconnSource = "ringconn"

// RingconnSleep reads Sleep-*.csv of RingConn: local time, with and without
// seconds in one file, minutes, a row a sleep. The night is the date of waking
// up. All sleeps of a date are emitted; the join keeps the longest.
//
// Time in bed is End Time less Start Time, latency is Falling Asleep Time less
// Start Time. Efficiency is 100 TST/TIB; the file's own ratio is rounded and read
// only if the time in bed is unknown.
var RingconnSleep importers.Importer = importers.Rows{
	Format: importers.Format{ID: "ringconn.sleep", Columns: importers.Names("Falling Asleep Time", "Wake-up time", "Time Asleep(min)")},
	Open: func(t *importers.Table, _ importers.Source, sink importers.Sink) func() bool {
		return ringconnRow{Table: t, sink: sink, start: t.Index("Start Time"), end: t.Index("End Time"),
			onset: t.Index("Falling Asleep Time"), wake: t.Index("Wake-up time"), asleep: t.Index("Time Asleep(min)"),
			stages: importers.Bind(t, ringconnColumns), ratio: importers.Bind(t, ringconnRatio)}.read
	},
}

var (
	ringconnColumns = []importers.Column{
		{Names: []string{"Time Asleep(min)"}, Metric: "tst"},
		{Names: []string{"Sleep Stages - Awake(min)"}, Metric: "waso"},
		{Names: []string{"Sleep Stages - Light Sleep(min)"}, Metric: "light"},
		{Names: []string{"Sleep Stages - Deep Sleep(min)"}, Metric: "deep"},
		{Names: []string{"Sleep Stages - REM(min)"}, Metric: "rem"},
	}
	ringconnRatio = []importers.Column{{Names: []string{"Sleep Time Ratio(%)"}, Metric: "sleep_efficiency"}}
)

type ringconnRow struct {
	*importers.Table
	sink                            importers.Sink
	start, end, onset, wake, asleep int
	stages, ratio                   []importers.BoundColumn
}

func (r ringconnRow) read() bool {
	if importers.ZeroOrMissing(r.Cell(r.asleep)) || importers.Missing(r.Cell(r.wake)) {
		return false
	}
	wake, ok := r.time(r.wake)
	if !ok {
		return false
	}
	night := record.DateOf(wake)
	used, _ := importers.ReadCells(r.Table, r.stages, night, ringconnSource, "", r.sink)
	if used += r.inBed(night); used == 0 {
		return false
	}
	if onset, ok := r.time(r.onset); ok {
		r.Sleep(importers.MainSleep(ringconnSource, night, onset, wake), r.onset, r.wake, r.sink)
		r.latency(night, onset)
	}
	return true
}

// inBed emits time in bed and efficiency and returns how many values it emitted.
func (r ringconnRow) inBed(night record.Date) int {
	if importers.Missing(r.Cell(r.start)) || importers.Missing(r.Cell(r.end)) {
		return r.fileRatio(night)
	}
	start, ok := r.time(r.start)
	end, both := r.time(r.end)
	if !ok || !both {
		return r.fileRatio(night)
	}
	tib := end.Sub(start).Minutes()
	raw := r.Cell(r.start) + " to " + r.Cell(r.end)
	if !r.emit(night, "tib", tib, raw, r.end) {
		return r.fileRatio(night)
	}
	tst, err := r.Number(r.Cell(r.asleep))
	if err != nil || !importers.Fits("tst", tst) || tst > tib {
		return 1 + r.fileRatio(night)
	}
	if r.emit(night, "sleep_efficiency", 100*tst/tib, r.Cell(r.asleep)+" in "+raw, r.end) {
		return 2
	}
	return 1
}

// fileRatio emits the file's own ratio and returns how many values it emitted.
func (r ringconnRow) fileRatio(night record.Date) int {
	used, _ := importers.ReadCells(r.Table, r.ratio, night, ringconnSource, "", r.sink)
	return used
}

// latency emits the time to fall asleep if it is at most three hours.
func (r ringconnRow) latency(night record.Date, onset time.Time) {
	start, err := importers.ParseWall(r.Cell(r.start), importers.WallLayouts...)
	sol := onset.Sub(start).Minutes()
	if err == nil && sol >= 0 && sol <= 180 {
		r.emit(night, "sol", sol, r.Cell(r.start)+" to "+r.Cell(r.onset), r.onset)
	}
}

func (r ringconnRow) emit(night record.Date, metric string, v float64, raw string, i int) bool {
	return r.Emit(record.Record{Night: night, Metric: metric, Value: v, Raw: raw, Source: ringconnSource}, i, r.sink)
}

func (r ringconnRow) time(i int) (time.Time, bool) {
	return r.Time(i, r.sink, importers.WallLayouts...)
}

// RingconnVitals reads "Vital Sings-*.csv" (the vendor's spelling): means over
// the calendar day, 24 hours, and not over the sleep. They belong to the night of
// their date. The formula of the heart rate variability is not stated; blood
// oxygen is the day's mean too. The mean heart rate of a day is not a nightly value
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
