package sleepapps

import (
	"nof1/importers"
	"nof1/importers/record"
)

// AutoSleep reads the history CSV of AutoSleep (Apple Watch) of any year: a row a
// night, durations HH:MM:SS, local time without zone.
//
// The night is the date of "waketime": "toDate" is that date in one export and the
// day after in another of the same person, and "ISO8601" is the end of toDate in
// the zone of the export. A night with the same bedtime and waketime as one before
// is the same night. Columns ending in Avg7 are means over seven nights and are
// not read.
//
// "hrv" and "sleepHRV" are Apple's SDNN, of a reading after waking or over the day
// and of the sleep. They never mix: the first has a source of its own. WASO is
// "awake" less "fellAsleepIn" where awake and asleep together fill the time in
// bed, so that the latency is in it.
var AutoSleep importers.Importer = autoSleepNights{}

const (
	autoSleepSource       = "autosleep"
	autoSleepWakingSource = "autosleep-waking"
)

type autoSleepNights struct{}

func (autoSleepNights) Name() string { return "autosleep.nights" }

func (autoSleepNights) Wants() []string { return []string{"ISO8601", "fromDate", "toDate", "waketime"} }

func (a autoSleepNights) Identify(h importers.Head) bool { return h.Has(a.Wants()...) }

var autoSleepColumns = []importers.Column{
	{Names: []string{"inBed"}, Metric: "tib", Unit: "min", Parse: importers.ClockDuration},
	{Names: []string{"asleep"}, Metric: "tst", Unit: "min", Parse: importers.ClockDuration},
	{Names: []string{"fellAsleepIn"}, Metric: "sol", Unit: "min", Parse: importers.ClockDuration},
	{Names: []string{"deep"}, Metric: "deep", Unit: "min", Parse: importers.ClockDuration},
	{Names: []string{"sleepBPM"}, Metric: "sleep_hr"},
	{Names: []string{"wakingBPM"}, Metric: "resting_hr"},
	{Names: []string{"sleepHRV"}, Metric: "hrv_sdnn"},
	{Names: []string{"SpO2Avg"}, Metric: "spo2"},
	{Names: []string{"respAvg"}, Metric: "respiratory_rate"},
}

var (
	autoSleepWaking     = []importers.Column{{Names: []string{"hrv"}, Metric: "hrv_sdnn"}}
	autoSleepEfficiency = []importers.Column{{Names: []string{"efficiency"}, Metric: "sleep_efficiency"}}
)

func (autoSleepNights) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := autoSleepRow{t: t, sink: sink, seen: map[[2]string]bool{}, bed: t.Index("bedtime"), wake: t.Index("waketime"),
		awake: t.Index("awake"), inBed: t.Index("inBed"), asleep: t.Index("asleep"), latency: t.Index("fellAsleepIn"),
		tags: t.Index("tags"), notes: t.Index("notes"),
		night: importers.Bind(t, autoSleepColumns), waking: importers.Bind(t, autoSleepWaking), ratio: importers.Bind(t, autoSleepEfficiency)}
	var c record.Counts
	for t.Next() {
		c.Count(r.Read())
	}
	return importers.TableEnd(t, c, sink)
}

type autoSleepRow struct {
	t                                                     *importers.Table
	sink                                                  importers.Sink
	seen                                                  map[[2]string]bool // nights by bedtime and waketime
	bed, wake, awake, inBed, asleep, latency, tags, notes int
	night, waking, ratio                                  []importers.BoundColumn
}

func (r *autoSleepRow) Read() bool {
	key := [2]string{r.t.Cell(r.bed), r.t.Cell(r.wake)}
	if importers.Missing(key[1]) || r.seen[key] {
		return false
	}
	wake, err := importers.ParseWall(key[1], importers.WallLayouts...)
	if err != nil {
		r.sink.Problem(r.t.Problem(r.wake, err))
		return false
	}
	night := record.DateOf(wake)
	used, _ := importers.ReadCells(r.t, r.night, night, autoSleepSource, "", r.sink)
	n, _ := importers.ReadCells(r.t, r.waking, night, autoSleepWakingSource, "", r.sink)
	used += n
	if r.minutes(r.inBed) <= 0 {
		n, _ = importers.ReadCells(r.t, r.ratio, night, autoSleepSource, "", r.sink)
		used += n
	}
	if used == 0 {
		return false
	}
	r.seen[key] = true
	r.emitWASO(night)
	if !importers.Missing(key[0]) {
		r.session(night, record.MomentOf(wake))
	}
	r.diary(night)
	return true
}

func (r *autoSleepRow) session(night record.Date, wake record.Moment) {
	bed, err := importers.ParseWall(r.t.Cell(r.bed), importers.WallLayouts...)
	if err != nil {
		r.sink.Problem(r.t.Problem(r.bed, err))
		return
	}
	s := record.Session{Night: night, Onset: record.MomentOf(bed), Wake: wake, Source: autoSleepSource, Pos: r.t.Pos(r.bed)}
	importers.EmitSession(s, r.t.ClockCell(r.bed), r.t.ClockCell(r.wake), r.sink)
}

func (r *autoSleepRow) emitWASO(night record.Date) {
	awake, latency := r.minutes(r.awake), r.minutes(r.latency)
	if awake < 0 || r.bad(r.latency) || latency > 0 && (r.bad(r.inBed) || r.bad(r.asleep)) {
		return
	}
	if rest := r.minutes(r.inBed) - r.minutes(r.asleep) - awake; rest > -1 && rest < 1 {
		awake = max(0, awake-max(0, latency))
	}
	importers.EmitComputed(record.Record{Night: night, Metric: "waso", Value: awake, Raw: r.t.Cell(r.awake), RawUnit: "min", Source: autoSleepSource, Pos: r.t.Pos(r.awake)},
		r.t.Name(r.awake), r.sink)
}

// minutes reads a duration, -1 where there is none.
func (r *autoSleepRow) minutes(i int) float64 {
	v, err := importers.ClockDuration(r.t.Cell(i))
	if err != nil {
		return -1
	}
	return v
}

// bad tells whether a cell says something that is no duration.
func (r *autoSleepRow) bad(i int) bool { return r.minutes(i) < 0 && !importers.Missing(r.t.Cell(i)) }

func (r *autoSleepRow) diary(night record.Date) {
	if text := r.t.Cell(r.tags); !importers.Missing(text) {
		importers.EmitTags(night, text, importers.TagList(text), r.t.Own, AutoSleep.Name(), r.t.Pos(r.tags), r.sink)
	}
	if text := r.t.Cell(r.notes); !importers.Missing(text) {
		importers.EmitTags(night, text, importers.KnownTags(importers.TagList(text)), r.t.Own, AutoSleep.Name(), r.t.Pos(r.notes), r.sink)
	}
}
