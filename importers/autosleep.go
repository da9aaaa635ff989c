package importers

import "nof1/importers/record"

// autoSleep reads the history CSV of AutoSleep (Apple Watch) of any year: a row a
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
var autoSleep Importer = autoSleepNights{}

const (
	autoSleepSource       = "autosleep"
	autoSleepWakingSource = "autosleep-waking"
)

type autoSleepNights struct{}

func (autoSleepNights) Name() string { return "autosleep.nights" }

func (autoSleepNights) Wants() []string { return []string{"ISO8601", "fromDate", "toDate", "waketime"} }

func (a autoSleepNights) Identify(h Head) bool { return h.Has(a.Wants()...) }

var autoSleepColumns = []Column{
	{Names: []string{"inBed"}, Metric: "tib", Unit: "min", Parse: clockDuration},
	{Names: []string{"asleep"}, Metric: "tst", Unit: "min", Parse: clockDuration},
	{Names: []string{"fellAsleepIn"}, Metric: "sol", Unit: "min", Parse: clockDuration},
	{Names: []string{"deep"}, Metric: "deep", Unit: "min", Parse: clockDuration},
	{Names: []string{"sleepBPM"}, Metric: "sleep_hr"},
	{Names: []string{"wakingBPM"}, Metric: "resting_hr"},
	{Names: []string{"sleepHRV"}, Metric: "hrv_sdnn"},
	{Names: []string{"SpO2Avg"}, Metric: "spo2"},
	{Names: []string{"respAvg"}, Metric: "respiratory_rate"},
}

var (
	autoSleepWaking     = []Column{{Names: []string{"hrv"}, Metric: "hrv_sdnn"}}
	autoSleepEfficiency = []Column{{Names: []string{"efficiency"}, Metric: "sleep_efficiency"}}
)

func (autoSleepNights) Read(src Source, sink Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := autoSleepRow{t: t, sink: sink, seen: map[[2]string]bool{}, bed: t.Index("bedtime"), wake: t.Index("waketime"),
		awake: t.Index("awake"), inBed: t.Index("inBed"), asleep: t.Index("asleep"), latency: t.Index("fellAsleepIn"),
		tags: t.Index("tags"), notes: t.Index("notes"),
		night: Bind(t, autoSleepColumns), waking: Bind(t, autoSleepWaking), ratio: Bind(t, autoSleepEfficiency)}
	var c record.Counts
	for t.Next() {
		c.Count(r.read())
	}
	return tableEnd(t, c, sink)
}

type autoSleepRow struct {
	t                                                     *Table
	sink                                                  Sink
	seen                                                  map[[2]string]bool // nights by bedtime and waketime
	bed, wake, awake, inBed, asleep, latency, tags, notes int
	night, waking, ratio                                  []BoundColumn
}

func (r *autoSleepRow) read() bool {
	key := [2]string{r.t.Cell(r.bed), r.t.Cell(r.wake)}
	if Missing(key[1]) || r.seen[key] {
		return false
	}
	wake, err := parseWall(key[1], wallLayouts...)
	if err != nil {
		r.sink.Problem(r.t.problem(r.wake, err))
		return false
	}
	night := record.DateOf(wake)
	used, _ := ReadCells(r.t, r.night, night, autoSleepSource, "", r.sink)
	n, _ := ReadCells(r.t, r.waking, night, autoSleepWakingSource, "", r.sink)
	used += n
	if r.minutes(r.inBed) <= 0 {
		n, _ = ReadCells(r.t, r.ratio, night, autoSleepSource, "", r.sink)
		used += n
	}
	if used == 0 {
		return false
	}
	r.seen[key] = true
	r.emitWASO(night)
	if !Missing(key[0]) {
		r.session(night, record.MomentOf(wake))
	}
	r.diary(night)
	return true
}

func (r *autoSleepRow) session(night record.Date, wake record.Moment) {
	bed, err := parseWall(r.t.Cell(r.bed), wallLayouts...)
	if err != nil {
		r.sink.Problem(r.t.problem(r.bed, err))
		return
	}
	s := record.Session{Night: night, Onset: record.MomentOf(bed), Wake: wake, Source: autoSleepSource, Pos: r.t.Pos(r.bed)}
	emitSession(s, r.t.clockCell(r.bed), r.t.clockCell(r.wake), r.sink)
}

func (r *autoSleepRow) emitWASO(night record.Date) {
	awake, latency := r.minutes(r.awake), r.minutes(r.latency)
	if awake < 0 || r.bad(r.latency) || latency > 0 && (r.bad(r.inBed) || r.bad(r.asleep)) {
		return
	}
	if rest := r.minutes(r.inBed) - r.minutes(r.asleep) - awake; rest > -1 && rest < 1 {
		awake = max(0, awake-max(0, latency))
	}
	emitComputed(record.Record{Night: night, Metric: "waso", Value: awake, Raw: r.t.Cell(r.awake), RawUnit: "min", Source: autoSleepSource, Pos: r.t.Pos(r.awake)},
		r.t.Name(r.awake), r.sink)
}

// minutes reads a duration, -1 where there is none.
func (r *autoSleepRow) minutes(i int) float64 {
	v, err := clockDuration(r.t.Cell(i))
	if err != nil {
		return -1
	}
	return v
}

// bad tells whether a cell says something that is no duration.
func (r *autoSleepRow) bad(i int) bool { return r.minutes(i) < 0 && !Missing(r.t.Cell(i)) }

func (r *autoSleepRow) diary(night record.Date) {
	if text := r.t.Cell(r.tags); !Missing(text) {
		emitTags(night, text, tagList(text), r.t.own, autoSleep.Name(), r.t.Pos(r.tags), r.sink)
	}
	if text := r.t.Cell(r.notes); !Missing(text) {
		emitTags(night, text, knownTags(tagList(text)), r.t.own, autoSleep.Name(), r.t.Pos(r.notes), r.sink)
	}
}
