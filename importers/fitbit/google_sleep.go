package fitbit

import (
	"fmt"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// googleSource keeps the sleeps of Google's tables apart from those of sleep-*.json:
// they are the same nights cut by another version of the algorithm, under other ids.
const googleSource = "google"

// GoogleSleeps reads UserSleeps (Health Fitness Data_GoogleData), a row a sleep, in
// minutes. The file does not name the main sleep of a date, so all are emitted and
// the join keeps the longest. Sleeps typed in by hand are skipped, and so are naps, by
// [importers.IsNap]. minutes_awake is all of the sleep period that is not sleep, so
// WASO is that less the minutes to fall asleep and those after waking up.
//
// GoogleScores reads UserSleepScores: the overall score and the resting heart rate,
// where -1 means no value. deep_sleep_minutes and the others repeat the other tables.
//
// Files of 2026 name the version of the algorithm, and another one is a break.
//
// Times in exports of 2025 are local and yet end in +0000. Those of 2026 end in Z and
// are UTC, with the offset in a column of its own. [clockVotes] decides for a whole
// file.
var (
	GoogleSleeps importers.Importer = googleTable{
		Rows: importers.Rows{Format: importers.Format{ID: "google.sleeps",
			Columns: importers.Names("sleep_id", "sleep_start", "sleep_end", "minutes_asleep")}},
		row: readGoogleSleep, end: "sleep_end", offset: "end_utc_offset", updated: "sleep_last_updated"}
	GoogleScores importers.Importer = googleTable{
		Rows: importers.Rows{Format: importers.Format{ID: "google.sleep_scores",
			Columns: importers.Names("sleep_id", "score_time", "overall_score")}},
		row: readGoogleScore, end: "score_time", offset: "score_utc_offset", updated: "sleep_score_last_updated"}
)

// googleTable is a table with a time, the offset from UTC there and the true UTC time
// at which the row was written.
type googleTable struct {
	importers.Rows
	end, offset, updated string
	row                  func(*googleRow) bool
}

// Read reads the table twice: first for its clock, which only all rows together show.
func (g googleTable) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	var votes clockVotes
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	end, offset, updated := t.Index(g.end), t.Index(g.offset), t.Index(g.updated)
	for t.Next() {
		votes.add(t.Cell(end), t.Cell(offset), t.Cell(updated))
	}
	return importers.EachRow(src, sink, func(t *importers.Table) func() bool {
		r := newGoogleRow(t, sink)
		r.clock = votes.decide()
		r.columns, r.scores = importers.Bind(t, googleSleepColumns), importers.Bind(t, googleScoreColumns)
		t.AtEnd(func(c record.Counts) (record.Counts, error) {
			r.changes.Emit(googleSource, "", googleStaged, sink)
			return c, nil
		})
		return func() bool { return g.row(r) }
	})
}

// googleClock is what the times of a file mean.
type googleClock struct {
	local bool // the wall clock, although they name a zone
}

// clockVotes counts the rows of a file that speak for one clock or the other.
type clockVotes struct {
	rows, early, plus, impossible int
}

// add counts a row: its end, the offset from UTC and when it was written.
func (v *clockVotes) add(end, offset, updated string) {
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

// decide returns the clock of the file. It is local if most rows were written before
// they end: that cannot be, so the end is not UTC. West of Greenwich a local time is
// early and does not show this. There the older form (+0000) is local, unless that too
// would have most rows written before they end.
func (v clockVotes) decide() googleClock {
	switch {
	case 2*v.early > v.rows:
		return googleClock{local: true}
	case 2*v.impossible > v.rows:
		return googleClock{}
	}
	return googleClock{local: 2*v.plus > v.rows}
}

// wall returns the time on the wall clock.
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

// googleStaged are the metrics that the sleep algorithm makes.
var googleStaged = []string{"tst", "tib", "rem", "light", "deep", "sol", "waso", "awakenings", "sleep_efficiency"}

func newGoogleRow(t *importers.Table, sink importers.Sink) *googleRow {
	r := &googleRow{t: t, sink: sink, index: map[string]int{}}
	for i, name := range t.Header() {
		r.index[importers.Normalise(name)] = i
	}
	return r
}

// column returns the position of a column, -1 if there is no such column.
func (r *googleRow) column(name string) int {
	if i, ok := r.index[name]; ok {
		return i
	}
	return -1
}

func (r *googleRow) cell(name string) importers.ClockCell {
	i := r.column(name)
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

// minutes reads a column. A cell that is not a number is a problem; -1 means no value.
func (r *googleRow) minutes(name string) (float64, bool) {
	i := r.column(name)
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
	s := record.Session{Night: night, Onset: record.MomentOf(start), Wake: record.MomentOf(end), Source: googleSource,
		Pos: r.cell("sleep_start").Pos}
	importers.EmitSession(s, r.cell("sleep_start"), r.cell("sleep_end"), r.sink)
	r.changes.Add(night, "", r.cell("algorithm_version").Text)
	return true
}

// waso emits the time awake in between, if every part of it can be read.
func (r *googleRow) waso(night record.Date) {
	awake, ok := r.minutes("minutes_awake")
	before, sound := r.t.Part(r.column("minutes_to_fall_asleep"), "sol") // a bad one is a problem of ReadCells
	after, also := r.minutes("minutes_after_wake_up")
	if also = also || importers.Missing(r.cell("minutes_after_wake_up").Text); ok && sound && also {
		at := r.cell("minutes_awake")
		importers.EmitComputed(record.Record{Night: night, Metric: "waso", Value: max(0, awake-before-after), Raw: at.Text, RawUnit: "min",
			Source: googleSource, Pos: at.Pos}, at.Field, r.sink)
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
