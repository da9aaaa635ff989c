package devices

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// zeo reads zeodata.csv of the Zeo Personal Sleep Manager: US dates, local time,
// minutes.
//
// "Sleep Date" is the date of the evening, also for a night that began after
// midnight or was slept by day, so the night is always the date after. Bedtime is
// "Start of Night", when the headband went on: the export has no clock time of
// falling asleep. Time in bed is not read: neither the end of the night nor the
// rise time, a multiple of five minutes, is when the sleeper got up.
//
// Notes are diary text, never doses. Rows without a sleep but with a note are
// used for the note. The questions "SS ..." have scales the file does not tell
// and are not read.
var Zeo importers.Importer = zeoNights{}

const zeoSource = "zeo"

type zeoNights struct{}

func (zeoNights) Name() string { return "zeo.nights" }

func (zeoNights) Wants() []string { return []string{"Sleep Date", "ZQ", "Total Z", "Time to Z"} }

func (z zeoNights) Identify(h importers.Head) bool { return h.Has(z.Wants()...) }

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

func (zeoNights) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := &zeoRow{t: t, sink: sink, date: t.Index("Sleep Date"), total: t.Index("Total Z"),
		onset: t.Index("Start of Night"), wake: t.Index("End of Night"),
		notes: t.Index("Notes"), firmware: t.Index("Firmware Version"), night: importers.Bind(t, zeoColumns)}
	var c record.Counts
	for t.Next() {
		c.Count(r.Read())
	}
	r.reportFirmware()
	return importers.TableEnd(t, c, sink)
}

type zeoRow struct {
	t                                         *importers.Table
	sink                                      importers.Sink
	date, total, onset, wake, notes, firmware int
	night                                     []importers.BoundColumn
	versions                                  []zeoVersion
}

type zeoVersion struct {
	night record.Date
	text  string
}

func (r *zeoRow) Read() bool {
	day, err := importers.ParseWall(r.t.Cell(r.date), "01/02/2006")
	if err != nil {
		r.sink.Problem(r.t.Problem(r.date, err))
		return false
	}
	night := record.DateOf(day) + 1
	used := r.readNight(night)
	if note := r.t.Cell(r.notes); note != "" {
		r.sink.Entry(record.Entry{When: record.Moment{Day: night - 1}, Night: night, HasNight: true, Item: "note", Note: note, Source: Zeo.Name(), Pos: r.t.Pos(r.notes)})
		used = true
	}
	return used
}

// readNight reads the sleep; a row whose total is blank or 0 has none.
func (r *zeoRow) readNight(night record.Date) bool {
	if importers.ZeroOrMissing(r.t.Cell(r.total)) {
		return false
	}
	used, _ := importers.ReadCells(r.t, r.night, night, zeoSource, "", r.sink)
	if used == 0 {
		return false
	}
	if v := r.t.Cell(r.firmware); !importers.Missing(v) && !strings.EqualFold(v, "unknown") {
		r.versions = append(r.versions, zeoVersion{night, v})
	}
	onset, wake := r.time(r.onset), r.time(r.wake)
	if !onset.IsZero() && !wake.IsZero() {
		s := record.Session{Night: night, Onset: record.MomentOf(onset), Wake: record.MomentOf(wake), Source: zeoSource, Pos: r.t.Pos(r.onset)}
		importers.EmitSession(s, r.t.ClockCell(r.onset), r.t.ClockCell(r.wake), r.sink)
	}
	return true
}

// time reads a wall-clock cell, zero where it is blank or, as a Problem, bad.
func (r *zeoRow) time(i int) time.Time {
	if importers.Missing(r.t.Cell(i)) {
		return time.Time{}
	}
	at, err := importers.ParseWall(r.t.Cell(i), "01/02/2006 15:04", "01/02/2006 15:04:05")
	if err != nil {
		r.sink.Problem(r.t.Problem(i, err))
	}
	return at
}

// reportFirmware emits a break where the firmware's version changes from one
// known version to another.
func (r *zeoRow) reportFirmware() {
	slices.SortStableFunc(r.versions, func(a, b zeoVersion) int { return int(a.night) - int(b.night) })
	for i, v := range r.versions {
		if i > 0 && v.text != r.versions[i-1].text {
			r.sink.Break(record.Break{Night: v.night, Source: zeoSource, Reason: "firmware", Detail: fmt.Sprintf("%s -> %s", r.versions[i-1].text, v.text)})
		}
	}
}
