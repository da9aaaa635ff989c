package devices

import (
	"slices"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

const zeoSource = "zeo"

// Zeo reads zeodata.csv of the Zeo Personal Sleep Manager: US dates, local time,
// minutes.
//
// "Sleep Date" is the date of the evening, also for a night that began after
// midnight or was slept by day, so the night is always the date after. Bedtime is
// "Start of Night", when the headband went on: the export does not say when the
// sleeper fell asleep. Time in bed is not read: neither the end of the night nor
// the rise time, a multiple of five minutes, is when the sleeper got up.
//
// Notes are diary text, never doses. A row without sleep is used for its note. The
// answers to "SS ..." are on scales that the file does not give and are not read.
var Zeo importers.Importer = zeoNights{importers.Format{ID: "zeo.nights",
	Columns: importers.Names("Sleep Date", "ZQ", "Total Z", "Time to Z")}}

type zeoNights struct{ importers.Format }

var zeoColumns = []importers.Column{
	{Names: []string{"Total Z"}, Metric: "tst"},
	{Names: []string{"Time to Z"}, Metric: "sol"},
	{Names: []string{"Time in Wake"}, Metric: "waso"},
	{Names: []string{"Time in Light"}, Metric: "light"},
	{Names: []string{"Time in Deep"}, Metric: "deep"},
	{Names: []string{"Time in REM"}, Metric: "rem"},
	{Names: []string{"Awakenings"}, Metric: "awakenings"},
	{Names: []string{"ZQ"}, Metric: "sleep_score"},
}

// Read implements [importers.Importer].
func (zeoNights) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	r := &zeoRow{sink: sink}
	c, err := importers.EachRow(src, sink, func(t *importers.Table) func() bool {
		r.Table, r.date, r.total, r.notes = t, t.Index("Sleep Date"), t.Index("Total Z"), t.Index("Notes")
		r.onset, r.wake, r.firmware = t.Index("Start of Night"), t.Index("End of Night"), t.Index("Firmware Version")
		r.columns = importers.Bind(t, zeoColumns)
		return r.read
	})
	r.emitBreaks()
	return c, err
}

type zeoRow struct {
	*importers.Table
	sink                                      importers.Sink
	date, total, onset, wake, notes, firmware int
	columns                                   []importers.BoundColumn
	versions                                  []zeoVersion
}

// zeoVersion is the version of the firmware on one night.
type zeoVersion struct {
	night record.Date
	text  string
}

func (r *zeoRow) read() bool {
	day, ok := r.Time(r.date, r.sink, "01/02/2006")
	if !ok {
		return false
	}
	night := record.DateOf(day) + 1
	used := r.sleep(night)
	if note := r.Cell(r.notes); note != "" {
		r.sink.Entry(record.Entry{When: record.Moment{Day: night - 1}, Night: night, HasNight: true, Item: "note", Note: note,
			Source: Zeo.Name(), Pos: r.Pos(r.notes)})
		used = true
	}
	return used
}

// sleep emits the sleep of a row and reports whether the row has one: a total that
// is blank or 0 means no sleep.
func (r *zeoRow) sleep(night record.Date) bool {
	if importers.ZeroOrMissing(r.Cell(r.total)) {
		return false
	}
	if used, _ := importers.ReadCells(r.Table, r.columns, night, zeoSource, "", r.sink); used == 0 {
		return false
	}
	if v := r.Cell(r.firmware); !importers.Missing(v) && !strings.EqualFold(v, "unknown") {
		r.versions = append(r.versions, zeoVersion{night, v})
	}
	if onset, wake := r.time(r.onset), r.time(r.wake); !onset.IsZero() && !wake.IsZero() {
		r.Sleep(importers.MainSleep(zeoSource, night, onset, wake), r.onset, r.wake, r.sink)
	}
	return true
}

// time reads a date and time of the local clock. It returns the zero time for a
// cell that is empty or, with a problem, wrong.
func (r *zeoRow) time(i int) (at time.Time) {
	if !importers.Missing(r.Cell(i)) {
		at, _ = r.Time(i, r.sink, "01/02/2006 15:04", "01/02/2006 15:04:05")
	}
	return at
}

// emitBreaks emits a break on every night on which the firmware changed.
func (r *zeoRow) emitBreaks() {
	slices.SortStableFunc(r.versions, func(a, b zeoVersion) int { return int(a.night) - int(b.night) })
	for i, v := range r.versions {
		if i > 0 && v.text != r.versions[i-1].text {
			r.sink.Break(record.Break{Night: v.night, Source: zeoSource, Reason: "firmware", Detail: r.versions[i-1].text + " -> " + v.text})
		}
	}
}
