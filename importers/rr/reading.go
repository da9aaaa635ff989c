package rr

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// The limits of a recording of intervals between beats.
const (
	fewest    = 60      // clean intervals: about the minute that a morning reading takes
	most      = 200_000 // intervals: about two days
	artefacts = 5.0     // percent of intervals; more are a problem
	afternoon = 15      // hour; a later reading is a problem
)

// reading is one recording.
type reading struct {
	source string
	rr     []float64     // ms
	at     record.Moment // when it began; its date is the night's
	pos    record.Pos    // of the first interval
}

var errTooLong = fmt.Errorf("more than %d intervals: want a reading of minutes or of one night", most)

// add appends an interval. The error is for a recording that is too long.
func (r *reading) add(interval float64, pos record.Pos) error {
	if len(r.rr) == 0 {
		r.pos = pos
	}
	if r.rr = append(r.rr, interval); len(r.rr) > most {
		return errTooLong
	}
	return nil
}

// emit emits RMSSD, SDNN and heart rate of a complete recording in seconds or
// milliseconds, and adds to the counts how many intervals were used. The source is
// not that of a wearable, because a reading of minutes awake is not the mean of a
// night. The error is for numbers that are not intervals, and for a recording too
// short or too disturbed.
func (r *reading) emit(c record.Counts, sink importers.Sink) (record.Counts, error) {
	if err := milliseconds(r.rr); err != nil {
		return c, err
	}
	v := timeDomain(r.rr)
	if v.Clean < fewest {
		c.Skipped = c.Read
		return c, fmt.Errorf("%d of %d intervals are no artefacts: want at least %d", v.Clean, len(r.rr), fewest)
	}
	c.Used, c.Skipped = v.Clean, c.Read-v.Clean
	raw := fmt.Sprintf("%d intervals, %.1f %% artefacts, pNN50 %.1f %%", v.Clean, v.Artefacts, v.PNN50)
	for _, m := range []struct {
		metric string
		value  float64
	}{{"hrv_rmssd", v.RMSSD}, {"hrv_sdnn", v.SDNN}, {"resting_hr", 60000 / v.Mean}} {
		importers.EmitComputed(record.Record{Night: r.at.Day, Metric: m.metric, Value: m.value, Raw: raw, Source: r.source, Pos: r.pos}, "", sink)
	}
	line := record.Pos{File: r.pos.File, Line: r.pos.Line}
	if v.Artefacts > artefacts {
		sink.Problem(record.Problem{Pos: line,
			Message: fmt.Sprintf("%.1f %% of the intervals are artefacts and were left out: the values are doubtful", v.Artefacts)})
	}
	if r.at.Timed && r.at.Minute >= afternoon*60 {
		sink.Problem(record.Problem{Pos: line,
			Message: fmt.Sprintf("taken at %s, taken for a reading of that day's morning: leave the file out if it is not comparable", r.at)})
	}
	return c, nil
}

var (
	fileDate   = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?:[-_ T]+(\d\d)[-_.:h]?(\d\d)(?:\D|$|\d\d))?`)
	errUndated = errors.New("no date in the file and none in its name: rename it to YYYY-MM-DD.txt")
	eliteName  = regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d-\d\d-\d\d\.txt$`)
)

// fileMoment returns when a recording was taken, from its file name.
func fileMoment(name string) (record.Moment, error) {
	m := fileDate.FindStringSubmatch(path.Base(name))
	if m == nil {
		return record.Moment{}, errUndated
	}
	day, err := importers.ParseMoment(m[1] + "-" + m[2] + "-" + m[3])
	if err != nil {
		return record.Moment{}, errUndated
	}
	if timed, err := importers.ParseMoment(fmt.Sprintf("%s %s:%s", day.Day, m[4], m[5])); err == nil {
		return timed, nil
	}
	return day, nil
}

// rrLine reads a line of one number and reports whether it is one.
func rrLine(line string) (v float64, ok bool) {
	v, err := importers.Number(importers.PointForComma(line, ';'))
	return v, err == nil
}

// milliseconds turns intervals in seconds into milliseconds, in place. Their median
// decides which of the two they are in, and is an error if it is neither.
func milliseconds(rr []float64) error {
	switch m := importers.Median(slices.Clone(rr)); {
	case m >= shortest && m <= longest:
		return nil
	case m >= shortest/1000 && m <= longest/1000:
		for i := range rr {
			rr[i] *= 1000
		}
		return nil
	default:
		return fmt.Errorf("the median of the numbers is %s: want intervals between beats in milliseconds or seconds", importers.FormatNumber(m))
	}
}

// instant returns the local moment of a UTC time in the zone that the user named, or
// else the moment in the file's name.
func instant(at time.Time, zone *time.Location, name string) (record.Moment, error) {
	if zone != nil {
		return record.MomentOf(at.In(zone)), nil
	}
	if m, err := fileMoment(name); err == nil {
		return m, nil
	}
	return record.Moment{}, importers.ErrNoZone
}
