package fitbit

import (
	"fmt"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// googleSource keeps the sleeps of Google's tables apart from those of
// sleep-*.json: they are the same nights cut by another version of the
// algorithm, under other ids.
const googleSource = "google"

// Google's tables of sleeps (Health Fitness Data_GoogleData).
//
// GoogleSleeps reads UserSleeps, a row a sleep, minutes. All sleeps of a date are
// handed out, for the file does not name the main one; the join keeps the
// longest. Sleeps typed in by hand are skipped, and so are naps, by [importers.IsNap].
// minutes_awake is all of the sleep period that is not sleep, so WASO is that less
// the minutes to fall asleep and those after waking up.
//
// GoogleScores reads UserSleepScores: overall score and resting heart rate, where
// -1 means none. deep_sleep_minutes and the others repeat the other tables.
//
// Files of 2026 name the version of the algorithm, and another one is a break.
//
// The clock of these tables is the trap. In exports of 2025 times are local and
// yet end in +0000; those of 2026 end in Z and are UTC, with the offset in its own
// column. [googleClock] decides for a whole file.
var (
	GoogleSleeps importers.Importer = googleTable{name: "google.sleeps", must: []string{"sleep_id", "sleep_start", "sleep_end", "minutes_asleep"},
		row: readGoogleSleep, end: "sleep_end", offset: "end_utc_offset", updated: "sleep_last_updated"}
	GoogleScores importers.Importer = googleTable{name: "google.sleep_scores", must: []string{"sleep_id", "score_time", "overall_score"},
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

func (g googleTable) Identify(h importers.Head) bool { return h.Has(g.must...) }

// Read goes through the table twice: how its clock is meant shows in all rows
// together.
func (g googleTable) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	clock, err := g.clock(src)
	if err != nil {
		return record.Counts{}, err
	}
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := &googleRow{t: t, sink: sink, clock: clock, index: map[string]int{}, columns: importers.Bind(t, googleSleepColumns), scores: importers.Bind(t, googleScoreColumns)}
	for i, name := range t.Header() {
		r.index[importers.Normalise(name)] = i
	}
	var c record.Counts
	for t.Next() {
		c.Count(g.row(r))
	}
	r.changes.Emit(googleSource, "", googleStaged, sink)
	return importers.TableEnd(t, c, sink)
}

func (g googleTable) clock(src importers.Source) (googleClock, error) {
	t, err := src.Table()
	if err != nil {
		return googleClock{}, err
	}
	var v clockVotes
	end, offset, updated := t.Index(g.end), t.Index(g.offset), t.Index(g.updated)
	for t.Next() {
		v.Add(t.Cell(end), t.Cell(offset), t.Cell(updated))
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

// Add takes a row: its end, the offset from UTC and when it was written.
func (v *clockVotes) Add(end, offset, updated string) {
	e, err := importers.GoogleInstant(end)
	u, err2 := importers.GoogleInstant(updated)
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
	if shift, ok := importers.ParseOffset(offset); ok && u.Before(e.Add(-shift)) {
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
	t, err := importers.GoogleInstant(text)
	if err != nil {
		return t, err
	}
	if c.local {
		return t, nil
	}
	shift, ok := importers.ParseOffset(offset)
	if !ok {
		return t, fmt.Errorf("%q is not an offset from UTC: want +HH:MM", offset)
	}
	return t.Add(shift), nil
}

// googleRow is the current row of one of the tables.
type googleRow struct {
	t       *importers.Table
	sink    importers.Sink
	clock   googleClock
	index   map[string]int
	columns []importers.BoundColumn
	scores  []importers.BoundColumn
	changes importers.OriginChanges
}

// googleStaged are the metrics that hang on the sleep algorithm.
var googleStaged = []string{"tst", "tib", "rem", "light", "deep", "sol", "waso", "awakenings", "sleep_efficiency"}

func (r *googleRow) At(name string) int {
	if i, ok := r.index[name]; ok {
		return i
	}
	return -1
}

func (r *googleRow) cell(name string) importers.ClockCell {
	i := r.At(name)
	return importers.ClockCell{Text: r.t.Cell(i), Field: name, Pos: r.t.Pos(i)}
}

// wall reads a time with the offset in another column.
func (r *googleRow) wall(name, offset string) (time.Time, bool) {
	at, zone := r.cell(name), r.cell(offset)
	t, err := r.clock.wall(at.Text, zone.Text)
	if _, err := importers.GoogleInstant(at.Text); err == nil { // then it is the other cell
		at = zone
	}
	if err != nil {
		r.sink.Problem(record.Problem{Pos: at.Pos, Field: at.Field, Message: err.Error()})
	}
	return t, err == nil
}

// minutes reads a column; what is no number is a Problem, -1 means none.
func (r *googleRow) minutes(name string) (float64, bool) {
	i := r.At(name)
	if importers.Missing(r.t.Cell(i)) {
		return 0, false
	}
	v, err := r.t.Number(r.t.Cell(i))
	if err != nil {
		r.sink.Problem(r.t.BadCell(i, "minutes"))
	}
	return v, err == nil && v >= 0
}

var googleSleepColumns = []importers.Column{
	{Names: []string{"minutes_asleep"}, Metric: "tst"},
	{Names: []string{"minutes_in_sleep_period"}, Metric: "tib"},
	{Names: []string{"minutes_to_fall_asleep"}, Metric: "sol"},
}

func readGoogleSleep(r *googleRow) bool {
	if strings.EqualFold(r.cell("data_source").Text, "MANUAL") {
		return false
	}
	asleep, ok := r.minutes("minutes_asleep")
	if !ok || asleep == 0 {
		return false
	}
	start, ok := r.wall("sleep_start", "start_utc_offset")
	end, ok2 := r.wall("sleep_end", "end_utc_offset")
	if !ok || !ok2 || importers.IsNap(start, end, time.Duration(asleep)*time.Minute) {
		return false
	}
	night := record.DateOf(end)
	used, _ := importers.ReadCells(r.t, r.columns, night, googleSource, "", r.sink)
	if used == 0 {
		return false
	}
	r.waso(night)
	importers.EmitSession(record.Session{Night: night, Onset: record.MomentOf(start), Wake: record.MomentOf(end), Source: googleSource, Pos: r.cell("sleep_start").Pos},
		r.cell("sleep_start"), r.cell("sleep_end"), r.sink)
	r.changes.Add(night, "", r.cell("algorithm_version").Text)
	return true
}

// waso emits the time awake in between, where all it is made of can be read.
func (r *googleRow) waso(night record.Date) {
	awake, ok := r.minutes("minutes_awake")
	before, sound := r.t.Part(r.At("minutes_to_fall_asleep"), "sol") // importers.ReadCells tells of a bad one
	after, also := r.minutes("minutes_after_wake_up")
	if also = also || importers.Missing(r.cell("minutes_after_wake_up").Text); ok && sound && also {
		at := r.cell("minutes_awake")
		importers.EmitComputed(record.Record{Night: night, Metric: "waso", Value: max(0, awake-before-after), Raw: at.Text, RawUnit: "min", Source: googleSource, Pos: at.Pos}, at.Field, r.sink)
	}
}

var googleScoreColumns = []importers.Column{
	{Names: []string{"overall_score"}, Metric: "sleep_score"},
	{Names: []string{"resting_heart_rate"}, Metric: "resting_hr"},
}

func readGoogleScore(r *googleRow) bool {
	end, ok := r.wall("score_time", "score_utc_offset")
	if !ok {
		return false
	}
	var measured []importers.BoundColumn
	for _, c := range r.scores {
		if v, err := r.t.Number(r.t.Cell(c.Index)); err != nil || v >= 0 {
			measured = append(measured, c)
		}
	}
	used, _ := importers.ReadCells(r.t, measured, record.DateOf(end), googleSource, "", r.sink)
	return used > 0
}
