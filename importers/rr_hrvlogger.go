package importers

import (
	"strconv"
	"time"

	"nof1/importers/record"
)

// rrHRVLogger reads *_RRIntervals.csv of HRV Logger: a recording of intervals
// between beats in ms, one a row, with milliseconds since 1970 or, in an older
// version, a date and time with its offset. A UTC time needs Source.Zone or a date
// in the file's name. See [rrTimeDomain] for the arithmetic.
var rrHRVLogger Importer = rrLogger{}

type rrLogger struct{}

func (rrLogger) Name() string { return "rr.hrvlogger" }

func (rrLogger) Wants() []string { return []string{"timestamp", "rr"} }

func (r rrLogger) Identify(h Head) bool {
	return h.Has(r.Wants()...) && h.Index("since_start", "since start") >= 0
}

func (rrLogger) Read(src Source, sink Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	date, stamp, rr := t.Index("date"), t.Index("timestamp"), t.Index("rr")
	r := rrReading{source: "rr-hrvlogger"}
	var c record.Counts
	for t.Next() {
		c.Read++
		v, err := t.Number(t.Cell(rr))
		if err != nil {
			sink.Problem(t.badCell(rr, unitWords("ms")))
			v = 0 // an artefact in its place
		}
		if len(r.rr) == 0 {
			r.pos = t.Pos(rr)
			if r.at, err = rrLoggerMoment(src, t.Cell(stamp), t.Cell(date)); err != nil {
				return c, err
			}
		}
		if r.rr = append(r.rr, v); len(r.rr) > rrMost {
			return c, errTooLong
		}
	}
	if err := t.Err(); err != nil {
		return c, err
	}
	return r.end(c, sink)
}

// rrLoggerMoment returns when a recording began from its first row.
func rrLoggerMoment(src Source, cells ...string) (record.Moment, error) {
	for _, cell := range cells {
		if ms, err := strconv.ParseInt(cell, 10, 64); err == nil && len(cell) >= 12 && plausible(time.UnixMilli(ms)) {
			return rrInstant(time.UnixMilli(ms).UTC(), src.Zone, src.Path)
		}
		at, err := time.Parse("2006-01-02 15:04:05 -0700", cell)
		if err != nil || !plausible(at) {
			continue
		}
		if _, offset := at.Zone(); offset == 0 {
			return rrInstant(at, src.Zone, src.Path)
		}
		return record.MomentOf(at), nil
	}
	return rrFileMoment(src.Path)
}
