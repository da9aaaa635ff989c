package fitbit

import (
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/intraday"
	"nof1/importers/record"
)

// GoogleHRVMinutes reads heart_rate_variability_*.csv, RMSSD (ms) of every five
// minutes asleep, as [HRVDetails] reads its twin. It has no coverage. The standard
// deviation of five minutes is not read. A month's file ends within a night, so the
// nights are made after the last file.
var GoogleHRVMinutes importers.Importer = &importers.Gathered{
	Format: importers.Format{ID: "google.hrv_minutes", Columns: [][]string{{"timestamp"}, googleRMSSD}},
	Claims: func(h importers.Head) bool {
		return h.Has("timestamp") && h.Index(googleRMSSD...) >= 0 && !h.Has("coverage")
	},
	New: func() importers.Run { return &googleHRV{} },
}

type googleHRV struct{ detailsRun }

var googleRMSSD = []string{
	"root mean square of successive differences milliseconds", "root mean square of successive differences ms",
}

// Read collects the values of a file.
func (g *googleHRV) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	return minuteRows{value: googleRMSSD}.read(src, sink, func(t *importers.Table, i int, at time.Time, rmssd float64, _ string) bool {
		if rmssd < lowRMSSD || rmssd > highRMSSD {
			return false
		}
		g.values = append(g.values, fiveMinutes{at, rmssd, t.Pos(i)})
		return true
	})
}

// minuteRows reads a table of single measurements of Google's (Physical
// Activity_GoogleData). Times are UTC, so the file is refused without the user's zone,
// unless they have an offset of their own. Rows of another device are skipped.
type minuteRows struct {
	value []string // names of the column that is read
	dates bool     // midnight is a date label
}

func (r minuteRows) time(text string, zone *time.Location) (time.Time, error) {
	if t, err := importers.GoogleInstant(text); r.dates && err == nil && t.Equal(t.Truncate(24*time.Hour)) {
		return t, nil
	}
	return importers.LocalTime(text, zone)
}

// read calls take for every row, with the column of the value, the wall clock, the
// value and the device. A row counts as used if take returns true.
func (r minuteRows) read(src importers.Source, sink importers.Sink,
	take func(t *importers.Table, i int, at time.Time, v float64, device string) bool,
) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	when, from, value := t.Index("timestamp"), t.Index("data source"), t.Index(r.value...)
	var c record.Counts
	for t.Next() {
		text, cell, device := t.Cell(when), t.Cell(value), t.Cell(from)
		if importers.Missing(text) || importers.Missing(cell) || strings.HasSuffix(device, intraday.ForeignOrigin) {
			c.Count(false)
			continue
		}
		at, err := r.time(text, src.Zone)
		if err == importers.ErrNoZone {
			return c, err
		}
		if err != nil {
			sink.Problem(t.Problem(when, err))
			c.Count(false)
			continue
		}
		v, err := t.Number(cell)
		if err != nil {
			sink.Problem(t.BadCell(value, "a number"))
		}
		c.Count(err == nil && take(t, value, at, v, device))
	}
	return importers.TableEnd(t, c, sink)
}

// GoogleBreathing reads respiratory_rate_sleep_summary_*.csv: breaths of each sleep,
// in thousandths of breaths per minute by its header. Some files hold plain breaths,
// so only a value above 100 is in thousandths. The time is UTC, but for midnight,
// which is a date label.
var GoogleBreathing importers.Importer = milliBreaths{importers.Rows{
	Format: importers.Format{ID: "google.respiratory_rate_sleep", Columns: importers.Names("timestamp", milliBreathName)},
}}

const milliBreathName = "full sleep stats - milli breaths per minute"

type milliBreaths struct{ importers.Rows }

// Read implements [importers.Importer].
func (milliBreaths) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	rows := minuteRows{value: []string{milliBreathName}, dates: true}
	return rows.read(src, sink, func(t *importers.Table, i int, at time.Time, v float64, _ string) bool {
		if v > 100 {
			v /= 1000
		}
		return t.Emit(record.Record{Night: record.DateOf(at), Metric: "respiratory_rate", Value: v, Raw: t.Cell(i), RawUnit: "/min",
			Source: source}, i, sink)
	})
}
