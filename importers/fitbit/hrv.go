package fitbit

import (
	"fmt"
	"slices"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

var layouts = []string{"2006-01-02T15:04:05", "2006-01-02T15:04:05Z", "2006-01-02 15:04:05", "2006-01-02"}

// detailsSource keeps the values made here apart from Fitbit's own nightly
// RMSSD: the windows and the artefact rules differ.
const detailsSource = "fitbit-details"

// A five-minute value counts if it is between the limits, in ms, and rests on enough
// of its window. Files hold values up to 600 ms, which are artefacts. A night counts
// if its values are over the three hours of sleep that Fitbit itself asks of a nightly
// value, and a third of such a sleep's are valid.
const (
	lowRMSSD      = 5
	highRMSSD     = 250
	leastCoverage = 0.8
	nightSpan     = 3 * time.Hour
	nightValues   = 12
	sleepGap      = 3 * time.Hour // without a value: another sleep
	window        = 5 * time.Minute
)

// HRVDetails reads "Heart Rate Variability Details": RMSSD of every five minutes
// asleep, in local time. A night is the median (ms) of its valid values. A file holds
// one calendar date, so the evening and the morning of a night are in two files and
// the nights are made after the last. A night is named by the end of its sleep. Of two
// sleeps on one date the longer is read.
var HRVDetails importers.Importer = &importers.Gathered{
	Format: importers.Format{ID: "fitbit.hrv_details", Columns: importers.Names("timestamp", "rmssd", "coverage")},
	Claims: func(h importers.Head) bool { return h.Has("timestamp", "rmssd", "coverage") },
	New:    func() importers.Run { return new(detailsRun) },
}

// detailsRun collects the values of all files.
type detailsRun struct {
	values []fiveMinutes
}

type fiveMinutes struct {
	at    time.Time // start of the window, wall clock
	rmssd float64
	pos   record.Pos
}

// Read collects the values of a file.
func (r *detailsRun) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	return importers.EachRow(src, sink, func(t *importers.Table) func() bool {
		at, rmssd, coverage := t.Index("timestamp"), t.Index("rmssd"), t.Index("coverage")
		return func() bool { return r.read(t, at, rmssd, coverage, sink) }
	})
}

// read keeps the value of the current row and reports whether it is valid.
func (r *detailsRun) read(t *importers.Table, at, rmssd, coverage int, sink importers.Sink) bool {
	if importers.Missing(t.Cell(at)) || importers.Missing(t.Cell(rmssd)) {
		return false
	}
	when, ok := t.Time(at, sink, layouts...)
	if !ok {
		return false
	}
	var v [2]float64
	var err error
	for i, column := range []int{rmssd, coverage} {
		if v[i], err = t.Number(t.Cell(column)); err != nil {
			sink.Problem(t.BadCell(column, []string{"milliseconds", "a share from 0 to 1"}[i]))
			return false
		}
	}
	if v[0] < lowRMSSD || v[0] > highRMSSD || v[1] < leastCoverage {
		return false
	}
	r.values = append(r.values, fiveMinutes{when, v[0], t.Pos(rmssd)})
	return true
}

// Finish emits the nights, in order.
func (r *detailsRun) Finish(sink importers.Sink) {
	values := r.values
	slices.SortStableFunc(values, func(a, b fiveMinutes) int { return a.at.Compare(b.at) })
	values = slices.CompactFunc(values, func(a, b fiveMinutes) bool { return a.at.Equal(b.at) })
	var nights [][]fiveMinutes // one a night, in order
	for from := 0; from < len(values); {
		to := from + 1
		for to < len(values) && values[to].at.Sub(values[to-1].at) <= sleepGap {
			to++
		}
		sleep := values[from:to]
		from = to
		if last := len(nights) - 1; last >= 0 && wakeDate(nights[last]) == wakeDate(sleep) {
			if sleepSpan(sleep) > sleepSpan(nights[last]) {
				nights[last] = sleep
			}
			continue
		}
		nights = append(nights, sleep)
	}
	for _, n := range nights {
		if len(n) >= nightValues && sleepSpan(n) >= nightSpan {
			sink.Record(record.Record{Night: wakeDate(n), Metric: "hrv_rmssd", Value: medianRMSSD(n),
				Raw: fmt.Sprintf("median of %d values", len(n)), RawUnit: "ms", Source: detailsSource, Pos: n[len(n)-1].pos})
		}
	}
}

// sleepSpan returns the time from the first window of a sleep to the end of the last.
func sleepSpan(sleep []fiveMinutes) time.Duration {
	return sleep[len(sleep)-1].at.Add(window).Sub(sleep[0].at)
}

// wakeDate returns the date on which the last window of a sleep ends.
func wakeDate(sleep []fiveMinutes) record.Date {
	return record.DateOf(sleep[len(sleep)-1].at.Add(window))
}

// medianRMSSD returns the median of at least one value, in ms.
func medianRMSSD(sleep []fiveMinutes) float64 {
	x := make([]float64, len(sleep))
	for i, v := range sleep {
		x[i] = v.rmssd
	}
	return importers.Median(x)
}
