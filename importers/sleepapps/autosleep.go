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
var AutoSleep importers.Importer = importers.Rows{
	Format: importers.Format{ID: autoSleepID, Columns: importers.Names("ISO8601", "fromDate", "toDate", "waketime")},
	Open:   openAutoSleep,
}

const (
	autoSleepID           = "autosleep.nights"
	autoSleepSource       = "autosleep"
	autoSleepWakingSource = "autosleep-waking"
)

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

// openAutoSleep returns a function that reads one night.
func openAutoSleep(t *importers.Table, _ importers.Source, sink importers.Sink) func() bool {
	r := autoSleepRow{Table: t, sink: sink, seen: map[[2]string]bool{}, bed: t.Index("bedtime"), wake: t.Index("waketime"),
		awake: t.Index("awake"), inBed: t.Index("inBed"), asleep: t.Index("asleep"), latency: t.Index("fellAsleepIn"),
		tags: t.Index("tags"), notes: t.Index("notes"),
		night: importers.Bind(t, autoSleepColumns), waking: importers.Bind(t, autoSleepWaking), ratio: importers.Bind(t, autoSleepEfficiency)}
	return r.read
}

type autoSleepRow struct {
	*importers.Table
	sink                                                  importers.Sink
	seen                                                  map[[2]string]bool // nights by bedtime and waketime
	bed, wake, awake, inBed, asleep, latency, tags, notes int
	night, waking, ratio                                  []importers.BoundColumn
}

// read emits one night and reports whether the row was one.
func (r *autoSleepRow) read() bool {
	key := [2]string{r.Cell(r.bed), r.Cell(r.wake)}
	if importers.Missing(key[1]) || r.seen[key] {
		return false
	}
	wake, ok := r.Time(r.wake, r.sink, importers.WallLayouts...)
	if !ok {
		return false
	}
	night := record.DateOf(wake)
	used := r.values(r.night, night, autoSleepSource) + r.values(r.waking, night, autoSleepWakingSource)
	if r.minutes(r.inBed) <= 0 {
		used += r.values(r.ratio, night, autoSleepSource)
	}
	if used == 0 {
		return false
	}
	r.seen[key] = true
	r.emitWASO(night)
	if !importers.Missing(key[0]) {
		if bed, ok := r.Time(r.bed, r.sink, importers.WallLayouts...); ok {
			r.Sleep(importers.MainSleep(autoSleepSource, night, bed, wake), r.bed, r.wake, r.sink)
		}
	}
	r.diary(night)
	return true
}

// values emits the values of columns and returns how many.
func (r *autoSleepRow) values(columns []importers.BoundColumn, night record.Date, source string) int {
	used, _ := importers.ReadCells(r.Table, columns, night, source, "", r.sink)
	return used
}

// emitWASO emits the time awake, less the latency where that is part of it.
func (r *autoSleepRow) emitWASO(night record.Date) {
	awake, latency := r.minutes(r.awake), r.minutes(r.latency)
	if awake < 0 || r.bad(r.latency) || latency > 0 && (r.bad(r.inBed) || r.bad(r.asleep)) {
		return
	}
	if rest := r.minutes(r.inBed) - r.minutes(r.asleep) - awake; rest > -1 && rest < 1 {
		awake = max(0, awake-max(0, latency))
	}
	r.Emit(record.Record{Night: night, Metric: "waso", Value: awake, Raw: r.Cell(r.awake), RawUnit: "min",
		Source: autoSleepSource}, r.awake, r.sink)
}

// minutes returns a duration, or -1 for a cell that is not one.
func (r *autoSleepRow) minutes(i int) float64 {
	v, err := importers.ClockDuration(r.Cell(i))
	if err != nil {
		return -1
	}
	return v
}

// bad reports whether a cell has a text that is not a duration.
func (r *autoSleepRow) bad(i int) bool { return r.minutes(i) < 0 && !importers.Missing(r.Cell(i)) }

// diary emits the tags of a night, and those of its notes that are known.
func (r *autoSleepRow) diary(night record.Date) {
	if text := r.Cell(r.tags); !importers.Missing(text) {
		importers.EmitTags(night, text, importers.TagList(text), r.Own, autoSleepID, r.Pos(r.tags), r.sink)
	}
	if text := r.Cell(r.notes); !importers.Missing(text) {
		importers.EmitTags(night, text, importers.KnownTags(importers.TagList(text)), r.Own, autoSleepID, r.Pos(r.notes), r.sink)
	}
}
