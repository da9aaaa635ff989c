package rr

import (
	"strconv"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// HRVLogger reads *_RRIntervals.csv of HRV Logger: a recording of intervals
// between beats in ms, one a row, with milliseconds since 1970 or, in an older
// version, a date and time with its offset. A UTC time needs importers.Source.Zone or a date
// in the file's name. See [timeDomain] for the arithmetic.
var HRVLogger importers.Importer = logger{}

type logger struct{}

func (logger) Name() string { return "rr.hrvlogger" }

func (logger) Wants() []string { return []string{"timestamp", "rr"} }

func (r logger) Identify(h importers.Head) bool {
	return h.Has(r.Wants()...) && h.Index("since_start", "since start") >= 0
}

func (logger) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	date, stamp, rr := t.Index("date"), t.Index("timestamp"), t.Index("rr")
	r := reading{source: "rr-hrvlogger"}
	var c record.Counts
	for t.Next() {
		c.Read++
		v, err := t.Number(t.Cell(rr))
		if err != nil {
			sink.Problem(t.BadCell(rr, importers.UnitWords("ms")))
			v = 0 // an artefact in its place
		}
		if len(r.rr) == 0 {
			r.pos = t.Pos(rr)
			if r.at, err = loggerMoment(src, t.Cell(stamp), t.Cell(date)); err != nil {
				return c, err
			}
		}
		if r.rr = append(r.rr, v); len(r.rr) > most {
			return c, errTooLong
		}
	}
	if err := t.Err(); err != nil {
		return c, err
	}
	return r.End(c, sink)
}

// loggerMoment returns when a recording began from its first row.
func loggerMoment(src importers.Source, cells ...string) (record.Moment, error) {
	for _, cell := range cells {
		if ms, err := strconv.ParseInt(cell, 10, 64); err == nil && len(cell) >= 12 && importers.Plausible(time.UnixMilli(ms)) {
			return instant(time.UnixMilli(ms).UTC(), src.Zone, src.Path)
		}
		at, err := time.Parse("2006-01-02 15:04:05 -0700", cell)
		if err != nil || !importers.Plausible(at) {
			continue
		}
		if _, offset := at.Zone(); offset == 0 {
			return instant(at, src.Zone, src.Path)
		}
		return record.MomentOf(at), nil
	}
	return fileMoment(src.Path)
}
