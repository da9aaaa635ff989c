package devices

import (
	"fmt"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

const withingsSource = "withings"

// WithingsSleep reads sleep.csv of Withings' (Health Mate's) data export: one row
// a sleep, durations in seconds, times with their own offset. The first seven
// headers follow the language of the account and the rest do not, so the first
// seven columns go by their place. The night is the local date of waking; several
// sleeps of a date are all handed out and naps left out.
//
// Latency and the time in bed after waking up are part of the time awake. REM 0
// is what trackers without REM write, and 0 a heart rate that was not measured.
// The export has no heart rate variability.
var WithingsSleep importers.Importer = withingsNights{}

type withingsNights struct{}

// The columns that go by their place.
const (
	withingsFrom = iota
	withingsTo
	withingsLight
	withingsDeep
	withingsREM
	withingsAwake
	withingsWakeUps
	withingsLatency
)

func (withingsNights) Name() string { return "withings.sleep" }

func (withingsNights) Wants() []string {
	return []string{"Duration to sleep (s)", "Duration to wake up (s)"}
}

func (w withingsNights) Identify(h importers.Head) bool {
	return h.Has(w.Wants()...) && h.Index(w.Wants()[0]) == withingsLatency
}

func (w withingsNights) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	if t.Index(w.Wants()[0]) != withingsLatency {
		return record.Counts{}, fmt.Errorf("the eighth column is not %q: export again, columns go by their place here", w.Wants()[0])
	}
	r := withingsRow{t: t, sink: sink, after: t.Index(w.Wants()[1]),
		heart: importers.Bind(t, []importers.Column{{Names: []string{"Average heart rate"}, Metric: "sleep_hr"}})}
	var c record.Counts
	for t.Next() {
		c.Count(r.Read())
	}
	return importers.TableEnd(t, c, sink)
}

// WithingsRaw is raw_tracker_*.csv of the same export: lists of seconds and of
// states or values from a moment on, a night in several rows.
var WithingsRaw importers.Importer = importers.Refusal{Format: importers.Format{ID: "withings.raw", Columns: importers.Names("start", "duration", "value")}, Alone: true,
	Advice: "these are Withings' samples, which tell no night from another: give sleep.csv of the same export"}

type withingsRow struct {
	t     *importers.Table
	sink  importers.Sink
	after int // column of the time in bed after waking up
	heart []importers.BoundColumn
}

// Read reads a row; one in which nobody slept is none.
func (r withingsRow) Read() bool {
	from, ok := r.time(withingsFrom)
	to, sound := r.time(withingsTo)
	if !ok || !sound {
		return false
	}
	light, known := r.seconds(withingsLight)
	deep, also := r.seconds(withingsDeep)
	rem, sound := r.Part(withingsREM) // empty where there is none
	asleep := light + deep + rem
	if !known || !also || !sound || asleep <= 0 || importers.IsNap(from, to, time.Duration(asleep*float64(time.Second))) {
		return false
	}
	night := record.DateOf(to)
	used := r.Emit(night, "tst", asleep, fmt.Sprintf("%s+%s+%s", r.t.Cell(withingsLight), r.t.Cell(withingsDeep), r.t.Cell(withingsREM)), withingsLight)
	used = r.Emit(night, "tib", to.Sub(from).Seconds(), r.t.Cell(withingsFrom)+" to "+r.t.Cell(withingsTo), withingsTo) || used
	r.Emit(night, "light", light, r.t.Cell(withingsLight), withingsLight)
	r.Emit(night, "deep", deep, r.t.Cell(withingsDeep), withingsDeep)
	if rem > 0 {
		r.Emit(night, "rem", rem, r.t.Cell(withingsREM), withingsREM)
	}
	importers.ReadCells(r.t, r.heart, night, withingsSource, "", r.sink)
	if n, ok := r.Number(withingsWakeUps, "a count"); ok {
		importers.EmitComputed(record.Record{Night: night, Metric: "awakenings", Value: n, Raw: r.t.Cell(withingsWakeUps), RawUnit: "n", Source: withingsSource, Pos: r.t.Pos(withingsWakeUps)}, r.t.Name(withingsWakeUps), r.sink)
	}
	r.awake(night, from, to)
	return used
}

// awake emits latency, the time awake in between, and the clock times of falling
// asleep and waking up.
func (r withingsRow) awake(night record.Date, from, to time.Time) {
	latency, sound := r.Part(withingsLatency)
	after, also := r.Part(r.after)
	if sound && !importers.Missing(r.t.Cell(withingsLatency)) {
		sound = r.Emit(night, "sol", latency, r.t.Cell(withingsLatency), withingsLatency)
	}
	if awake, ok := r.seconds(withingsAwake); ok && sound && also {
		r.Emit(night, "waso", max(0, awake-latency-after), fmt.Sprintf("%s-%s-%s", r.t.Cell(withingsAwake), r.t.Cell(withingsLatency), r.t.Cell(r.after)), withingsAwake)
	}
	if latency < 0 || after < 0 || latency+after >= to.Sub(from).Seconds() {
		latency, after = 0, 0
	}
	onset := from.Add(time.Duration(latency * float64(time.Second)))
	wake := to.Add(-time.Duration(after * float64(time.Second)))
	if record.DateOf(wake) != night {
		wake = to
	}
	s := record.Session{Night: night, Onset: record.MomentOf(onset), Wake: record.MomentOf(wake), Source: withingsSource, Pos: r.t.Pos(withingsFrom)}
	importers.EmitSession(s, r.t.ClockCell(withingsFrom), r.t.ClockCell(withingsTo), r.sink)
}

// Emit hands out a number of seconds as minutes.
func (r withingsRow) Emit(night record.Date, metric string, seconds float64, raw string, at int) bool {
	return importers.EmitComputed(record.Record{Night: night, Metric: metric, Value: seconds / 60, Raw: raw, RawUnit: "s", Source: withingsSource, Pos: r.t.Pos(at)}, r.t.Name(at), r.sink)
}

// time reads a time with its offset; one that cannot be read is a Problem.
func (r withingsRow) time(i int) (time.Time, bool) {
	at, err := time.Parse(time.RFC3339, r.t.Cell(i))
	if err != nil || !importers.Plausible(at) {
		r.sink.Problem(record.Problem{Pos: r.t.Pos(i), Field: r.t.Name(i), Message: fmt.Sprintf("%q is not a time: want 2025-03-01T23:10:00+01:00", r.t.Cell(i))})
		return at, false
	}
	return at, true
}

func (r withingsRow) seconds(i int) (float64, bool) { return r.Number(i, "seconds") }

// Part reads seconds, 0 where there are none; one that cannot be read is a Problem.
func (r withingsRow) Part(i int) (float64, bool) {
	v, ok := r.seconds(i)
	return v, ok || importers.Missing(r.t.Cell(i))
}

// Number reads a cell; false where it is empty or, as a Problem, no number.
func (r withingsRow) Number(i int, want string) (float64, bool) {
	if importers.Missing(r.t.Cell(i)) {
		return 0, false
	}
	v, err := r.t.Number(r.t.Cell(i))
	if err != nil {
		r.sink.Problem(r.t.BadCell(i, want))
		return 0, false
	}
	return v, true
}
