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
// sleeps of a date are all emitted and naps are left out.
//
// Latency and the time in bed after waking up are part of the time awake. REM 0
// is what trackers without REM write, and 0 a heart rate that was not measured.
// The export has no heart rate variability.
var WithingsSleep importers.Importer = withingsNights{importers.Format{ID: "withings.sleep",
	Columns: importers.Names(withingsLatencyName, withingsAfterName)}}

type withingsNights struct{ importers.Format }

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

const (
	withingsLatencyName = "Duration to sleep (s)"
	withingsAfterName   = "Duration to wake up (s)"
)

// Identify implements [importers.Importer].
func (w withingsNights) Identify(h importers.Head) bool {
	return h.Index(withingsLatencyName) == withingsLatency && w.Format.Identify(h)
}

// Read implements [importers.Importer].
func (withingsNights) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	if src.Head.Index(withingsLatencyName) != withingsLatency {
		return record.Counts{}, fmt.Errorf("the eighth column is not %q: export again, columns go by their place here", withingsLatencyName)
	}
	return importers.EachRow(src, sink, func(t *importers.Table) func() bool {
		return withingsRow{Table: t, sink: sink, after: t.Index(withingsAfterName), heart: importers.Bind(t, withingsHeart)}.read
	})
}

var withingsHeart = []importers.Column{{Names: []string{"Average heart rate"}, Metric: "sleep_hr"}}

// WithingsRaw refuses raw_tracker_*.csv of the same export: lists of seconds and of
// states or values from a moment on, a night in several rows.
var WithingsRaw importers.Importer = importers.Refusal{
	Format: importers.Format{ID: "withings.raw", Columns: importers.Names("start", "duration", "value")},
	Alone:  true,
	Advice: "these are Withings' samples, which tell no night from another: give sleep.csv of the same export",
}

type withingsRow struct {
	*importers.Table
	sink  importers.Sink
	after int // column of the time in bed after waking up
	heart []importers.BoundColumn
}

// read emits the sleep of a row and reports whether the row has one.
func (r withingsRow) read() bool {
	from, ok := r.time(withingsFrom)
	to, both := r.time(withingsTo)
	if !ok || !both {
		return false
	}
	light, hasLight := r.number(withingsLight, "seconds")
	deep, hasDeep := r.number(withingsDeep, "seconds")
	rem, ok := r.part(withingsREM) // empty for a tracker without REM
	asleep := light + deep + rem
	if !hasLight || !hasDeep || !ok || asleep <= 0 || importers.IsNap(from, to, seconds(asleep)) {
		return false
	}
	night := record.DateOf(to)
	tst := r.emit(night, "tst", asleep, r.Cell(withingsLight)+"+"+r.Cell(withingsDeep)+"+"+r.Cell(withingsREM), withingsLight)
	tib := r.emit(night, "tib", to.Sub(from).Seconds(), r.Cell(withingsFrom)+" to "+r.Cell(withingsTo), withingsTo)
	r.emit(night, "light", light, r.Cell(withingsLight), withingsLight)
	r.emit(night, "deep", deep, r.Cell(withingsDeep), withingsDeep)
	if rem > 0 {
		r.emit(night, "rem", rem, r.Cell(withingsREM), withingsREM)
	}
	importers.ReadCells(r.Table, r.heart, night, withingsSource, "", r.sink)
	if n, ok := r.number(withingsWakeUps, "a count"); ok {
		r.Emit(record.Record{Night: night, Metric: "awakenings", Value: n, Raw: r.Cell(withingsWakeUps), RawUnit: "n",
			Source: withingsSource}, withingsWakeUps, r.sink)
	}
	r.awake(night, from, to)
	return tst || tib
}

// awake emits latency, the time awake in between, and the clock times of falling
// asleep and waking up.
func (r withingsRow) awake(night record.Date, from, to time.Time) {
	latency, ok := r.part(withingsLatency)
	after, both := r.part(r.after)
	if ok && !importers.Missing(r.Cell(withingsLatency)) {
		ok = r.emit(night, "sol", latency, r.Cell(withingsLatency), withingsLatency)
	}
	if awake, hasAwake := r.number(withingsAwake, "seconds"); hasAwake && ok && both {
		raw := r.Cell(withingsAwake) + "-" + r.Cell(withingsLatency) + "-" + r.Cell(r.after)
		r.emit(night, "waso", max(0, awake-latency-after), raw, withingsAwake)
	}
	if latency < 0 || after < 0 || latency+after >= to.Sub(from).Seconds() {
		latency, after = 0, 0
	}
	wake := to.Add(-seconds(after))
	if record.DateOf(wake) != night {
		wake = to
	}
	r.Sleep(importers.MainSleep(withingsSource, night, from.Add(seconds(latency)), wake), withingsFrom, withingsTo, r.sink)
}

// emit emits a number of seconds as minutes.
func (r withingsRow) emit(night record.Date, metric string, seconds float64, raw string, i int) bool {
	return r.Emit(record.Record{Night: night, Metric: metric, Value: seconds / 60, Raw: raw, RawUnit: "s", Source: withingsSource}, i, r.sink)
}

// time reads a time with its offset. A cell that cannot be read is a problem.
func (r withingsRow) time(i int) (time.Time, bool) {
	at, err := time.Parse(time.RFC3339, r.Cell(i))
	if err != nil || !importers.Plausible(at) {
		r.sink.Problem(r.Problem(i, fmt.Errorf("%q is not a time: want 2025-03-01T23:10:00+01:00", r.Cell(i))))
		return at, false
	}
	return at, true
}

// part reads seconds that are added or subtracted, 0 for an empty cell. A cell that
// is not a number is a problem.
func (r withingsRow) part(i int) (float64, bool) {
	v, ok := r.number(i, "seconds")
	return v, ok || importers.Missing(r.Cell(i))
}

// number reads a cell and returns false if it is empty or, with a problem, not a
// number.
func (r withingsRow) number(i int, want string) (float64, bool) {
	v, ok := r.Value(i)
	if !ok && !importers.Missing(r.Cell(i)) {
		r.sink.Problem(r.BadCell(i, want))
	}
	return v, ok
}
