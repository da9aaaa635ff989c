package importers

import (
	"fmt"
	"strings"
	"time"

	"nof1/importers/record"
)

// googleSource keeps the sleeps of Google's tables apart from those of
// sleep-*.json: they are the same nights cut by another version of the
// algorithm, under other ids.
const googleSource = "google"

// Google's tables of sleeps (Health Fitness Data_GoogleData).
//
// googleSleeps reads UserSleeps, a row a sleep, minutes. All sleeps of a date are
// handed out, for the file does not name the main one; the join keeps the
// longest. Sleeps typed in by hand are skipped, and so are naps, by [isNap].
// minutes_awake is all of the sleep period that is not sleep, so WASO is that less
// the minutes to fall asleep and those after waking up.
//
// googleScores reads UserSleepScores: overall score and resting heart rate, where
// -1 means none. deep_sleep_minutes and the others repeat the other tables.
//
// Files of 2026 name the version of the algorithm, and another one is a break.
//
// The clock of these tables is the trap. In exports of 2025 times are local and
// yet end in +0000; those of 2026 end in Z and are UTC, with the offset in its own
// column. [googleClock] decides for a whole file.
var (
	googleSleeps Importer = googleTable{name: "google.sleeps", must: []string{"sleep_id", "sleep_start", "sleep_end", "minutes_asleep"},
		row: readGoogleSleep, end: "sleep_end", offset: "end_utc_offset", updated: "sleep_last_updated"}
	googleScores Importer = googleTable{name: "google.sleep_scores", must: []string{"sleep_id", "score_time", "overall_score"},
		row: readGoogleScore, end: "score_time", offset: "score_utc_offset", updated: "sleep_score_last_updated"}
)

// googleTable is a table with a time, the offset from UTC there and the true UTC
// time at which the row was written.
type googleTable struct {
	name                 string
	must                 []string
	end, offset, updated string
	row                  func(*googleRow) bool
}

func (g googleTable) Name() string { return g.name }

func (g googleTable) Wants() []string { return g.must }

func (g googleTable) Identify(h Head) bool { return h.Has(g.must...) }

// Read goes through the table twice: how its clock is meant shows in all rows
// together.
func (g googleTable) Read(src Source, sink Sink) (record.Counts, error) {
	clock, err := g.clock(src)
	if err != nil {
		return record.Counts{}, err
	}
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := &googleRow{t: t, sink: sink, clock: clock, index: map[string]int{}, columns: Bind(t, googleSleepColumns), scores: Bind(t, googleScoreColumns)}
	for i, name := range t.Header() {
		r.index[Normalise(name)] = i
	}
	var c record.Counts
	for t.Next() {
		c.Count(g.row(r))
	}
	r.changes.emit(googleSource, "", googleStaged, sink)
	return tableEnd(t, c, sink)
}

func (g googleTable) clock(src Source) (googleClock, error) {
	t, err := src.Table()
	if err != nil {
		return googleClock{}, err
	}
	var v clockVotes
	end, offset, updated := t.Index(g.end), t.Index(g.offset), t.Index(g.updated)
	for t.Next() {
		v.add(t.Cell(end), t.Cell(offset), t.Cell(updated))
	}
	return v.decide(), nil
}

// googleClock says how the times of a file are meant.
type googleClock struct {
	local bool // as they stand, whatever zone they name
}

// clockVotes counts what the rows of a file say about its clock.
type clockVotes struct {
	rows, early, plus, impossible int
}

// add takes a row: its end, the offset from UTC and when it was written.
func (v *clockVotes) add(end, offset, updated string) {
	e, err := googleInstant(end)
	u, err2 := googleInstant(updated)
	if err != nil {
		return
	}
	if !strings.HasSuffix(end, "Z") {
		v.plus++
	}
	v.rows++
	if err2 != nil {
		return
	}
	if u.Before(e) {
		v.early++
	}
	if shift, ok := parseOffset(offset); ok && u.Before(e.Add(-shift)) {
		v.impossible++
	}
}

// decide takes the clock for local where most rows were written before they end:
// nothing can be, so the end is not UTC. West of Greenwich a local time is early
// and shows no such thing; there the older way of writing (+0000) is the local
// one, unless most rows would have been written before their end in that reading
// too.
func (v clockVotes) decide() googleClock {
	switch {
	case 2*v.early > v.rows:
		return googleClock{local: true}
	case 2*v.impossible > v.rows:
		return googleClock{}
	}
	return googleClock{local: 2*v.plus > v.rows}
}

// wall returns what the wall clock showed.
func (c googleClock) wall(text, offset string) (time.Time, error) {
	t, err := googleInstant(text)
	if err != nil {
		return t, err
	}
	if c.local {
		return t, nil
	}
	shift, ok := parseOffset(offset)
	if !ok {
		return t, fmt.Errorf("%q is not an offset from UTC: want +HH:MM", offset)
	}
	return t.Add(shift), nil
}

func googleInstant(text string) (time.Time, error) {
	for _, layout := range []string{"2006-01-02 15:04:05-0700", time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05-0700", "2006-01-02 15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil && plausible(t) {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a time: want YYYY-MM-DD HH:MM:SS+0000", text)
}

// googleRow is the current row of one of the tables.
type googleRow struct {
	t       *Table
	sink    Sink
	clock   googleClock
	index   map[string]int
	columns []BoundColumn
	scores  []BoundColumn
	changes originChanges
}

// googleStaged are the metrics that hang on the sleep algorithm.
var googleStaged = []string{"tst", "tib", "rem", "light", "deep", "sol", "waso", "awakenings", "sleep_efficiency"}

func (r *googleRow) at(name string) int {
	if i, ok := r.index[name]; ok {
		return i
	}
	return -1
}

func (r *googleRow) cell(name string) clockCell {
	i := r.at(name)
	return clockCell{r.t.Cell(i), name, r.t.Pos(i)}
}

// wall reads a time with the offset in another column.
func (r *googleRow) wall(name, offset string) (time.Time, bool) {
	at, zone := r.cell(name), r.cell(offset)
	t, err := r.clock.wall(at.text, zone.text)
	if _, err := googleInstant(at.text); err == nil { // then it is the other cell
		at = zone
	}
	if err != nil {
		r.sink.Problem(record.Problem{Pos: at.pos, Field: at.field, Message: err.Error()})
	}
	return t, err == nil
}

// minutes reads a column; what is no number is a Problem, -1 means none.
func (r *googleRow) minutes(name string) (float64, bool) {
	i := r.at(name)
	if Missing(r.t.Cell(i)) {
		return 0, false
	}
	v, err := r.t.Number(r.t.Cell(i))
	if err != nil {
		r.sink.Problem(r.t.badCell(i, "minutes"))
	}
	return v, err == nil && v >= 0
}

var googleSleepColumns = []Column{
	{Names: []string{"minutes_asleep"}, Metric: "tst"},
	{Names: []string{"minutes_in_sleep_period"}, Metric: "tib"},
	{Names: []string{"minutes_to_fall_asleep"}, Metric: "sol"},
}

func readGoogleSleep(r *googleRow) bool {
	if strings.EqualFold(r.cell("data_source").text, "MANUAL") {
		return false
	}
	asleep, ok := r.minutes("minutes_asleep")
	if !ok || asleep == 0 {
		return false
	}
	start, ok := r.wall("sleep_start", "start_utc_offset")
	end, ok2 := r.wall("sleep_end", "end_utc_offset")
	if !ok || !ok2 || isNap(start, end, time.Duration(asleep)*time.Minute) {
		return false
	}
	night := record.DateOf(end)
	used, _ := ReadCells(r.t, r.columns, night, googleSource, "", r.sink)
	if used == 0 {
		return false
	}
	r.waso(night)
	emitSession(record.Session{Night: night, Onset: record.MomentOf(start), Wake: record.MomentOf(end), Source: googleSource, Pos: r.cell("sleep_start").pos},
		r.cell("sleep_start"), r.cell("sleep_end"), r.sink)
	r.changes.add(night, "", r.cell("algorithm_version").text)
	return true
}

// waso emits the time awake in between, where all it is made of can be read.
func (r *googleRow) waso(night record.Date) {
	awake, ok := r.minutes("minutes_awake")
	before, sound := r.t.part(r.at("minutes_to_fall_asleep"), "sol") // ReadCells tells of a bad one
	after, also := r.minutes("minutes_after_wake_up")
	if also = also || Missing(r.cell("minutes_after_wake_up").text); ok && sound && also {
		at := r.cell("minutes_awake")
		emitComputed(record.Record{Night: night, Metric: "waso", Value: max(0, awake-before-after), Raw: at.text, RawUnit: "min", Source: googleSource, Pos: at.pos}, at.field, r.sink)
	}
}

var googleScoreColumns = []Column{
	{Names: []string{"overall_score"}, Metric: "sleep_score"},
	{Names: []string{"resting_heart_rate"}, Metric: "resting_hr"},
}

func readGoogleScore(r *googleRow) bool {
	end, ok := r.wall("score_time", "score_utc_offset")
	if !ok {
		return false
	}
	var measured []BoundColumn
	for _, c := range r.scores {
		if v, err := r.t.Number(r.t.Cell(c.Index)); err != nil || v >= 0 {
			measured = append(measured, c)
		}
	}
	used, _ := ReadCells(r.t, measured, record.DateOf(end), googleSource, "", r.sink)
	return used > 0
}
