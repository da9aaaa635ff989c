package rr

import (
	"strconv"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// HRVLogger reads *_RRIntervals.csv of HRV Logger: a recording of intervals
// between beats in ms, one a row, with milliseconds since 1970 or, in an older
// version, a date and time with its offset. A UTC time needs [importers.Source].Zone
// or a date in the file's name. See [timeDomain] for the arithmetic.
var HRVLogger importers.Importer = logger{importers.Format{ID: "rr.hrvlogger", Columns: importers.Names("timestamp", "rr")}}

type logger struct{ importers.Format }

// Identify implements [importers.Importer].
func (l logger) Identify(h importers.Head) bool {
	return h.Index("since_start", "since start") >= 0 && l.Format.Identify(h)
}

// Read implements [importers.Importer].
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
		v, err := t.Number(t.Cell(rr)) // 0, an artefact, if it is not a number
		if err != nil {
			sink.Problem(t.BadCell(rr, importers.UnitWords("ms")))
		}
		if len(r.rr) == 0 {
			if r.at, err = loggerMoment(src, t.Cell(stamp), t.Cell(date)); err != nil {
				return c, err
			}
		}
		if err := r.add(v, t.Pos(rr)); err != nil {
			return c, err
		}
	}
	if err := t.Err(); err != nil {
		return c, err
	}
	return r.emit(c, sink)
}

// loggerMoment returns when a recording began, from the cells of its first row.
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
