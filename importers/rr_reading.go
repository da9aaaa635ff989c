package importers

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"
	"time"

	"nof1/importers/record"
)

// The limits of a recording of intervals between beats.
const (
	rrFewest    = 60      // clean intervals: about the minute that a morning reading takes
	rrMost      = 200_000 // intervals: more than two days are no reading
	rrArtefacts = 5.0     // percent of intervals from which it is said
	rrAfternoon = 15      // hour from which a reading is not of the morning
)

// rrReading is one recording on its way to a night's values.
type rrReading struct {
	source string
	rr     []float64     // ms
	at     record.Moment // when it began; its date is the night's
	pos    record.Pos    // of the first interval
}

var errTooLong = fmt.Errorf("more than %d intervals: want a reading of minutes or of one night", rrMost)

// end hands out the values of a recording whose intervals are all there, in
// seconds or milliseconds, and tells how many of them were used.
func (r rrReading) end(c record.Counts, sink Sink) (record.Counts, error) {
	if err := rrMilliseconds(r.rr); err != nil {
		return c, err
	}
	used, err := r.emit(sink)
	c.Used, c.Skipped = used, c.Read-used
	return c, err
}

// emit hands out RMSSD, SDNN and heart rate of a recording, under a source of its
// own: a reading of minutes awake is no mean of a night. The error is for a
// recording too short or too disturbed. It returns how many intervals were used.
func (r rrReading) emit(sink Sink) (int, error) {
	v := rrTimeDomain(r.rr)
	if v.Clean < rrFewest {
		return 0, fmt.Errorf("%d of %d intervals are no artefacts: want at least %d", v.Clean, len(r.rr), rrFewest)
	}
	raw := fmt.Sprintf("%d intervals, %.1f %% artefacts, pNN50 %.1f %%", v.Clean, v.Artefacts, v.PNN50)
	for _, m := range []struct {
		metric string
		value  float64
	}{{"hrv_rmssd", v.RMSSD}, {"hrv_sdnn", v.SDNN}, {"resting_hr", 60000 / v.Mean}} {
		emitComputed(record.Record{Night: r.at.Day, Metric: m.metric, Value: m.value, Raw: raw, Source: r.source, Pos: r.pos}, "", sink)
	}
	if v.Artefacts > rrArtefacts {
		sink.Problem(record.Problem{Pos: record.Pos{File: r.pos.File, Line: r.pos.Line}, Message: fmt.Sprintf("%.1f %% of the intervals are artefacts and were left out: the values are doubtful", v.Artefacts)})
	}
	if r.at.Timed && r.at.Minute >= rrAfternoon*60 {
		sink.Problem(record.Problem{Pos: record.Pos{File: r.pos.File, Line: r.pos.Line}, Message: fmt.Sprintf("taken at %s, taken for a reading of that day's morning: leave the file out if it is not comparable", r.at)})
	}
	return v.Clean, nil
}

var (
	rrFileDate  = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?:[-_ T]+(\d\d)[-_.:h]?(\d\d)(?:\D|$|\d\d))?`)
	errUndated  = errors.New("no date in the file and none in its name: rename it to YYYY-MM-DD.txt")
	rrEliteName = regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d-\d\d-\d\d\.txt$`)
)

// rrFileMoment returns when a recording was taken from its file name.
func rrFileMoment(name string) (record.Moment, error) {
	m := rrFileDate.FindStringSubmatch(path.Base(name))
	if m == nil {
		return record.Moment{}, errUndated
	}
	day, err := ParseMoment(m[1] + "-" + m[2] + "-" + m[3])
	if err != nil {
		return record.Moment{}, errUndated
	}
	if timed, err := ParseMoment(fmt.Sprintf("%s %s:%s", day.Day, m[4], m[5])); err == nil {
		return timed, nil
	}
	return day, nil
}

// rrLine reads a line of one number. ok is false for a line that is none.
func rrLine(line string) (v float64, ok bool) {
	v, err := Number(pointForComma(strings.TrimSpace(line), ';'))
	return v, err == nil
}

// rrMilliseconds turns intervals in seconds into milliseconds, in place, told by
// their median. The error is for numbers that are no intervals.
func rrMilliseconds(rr []float64) error {
	switch m := median(append([]float64(nil), rr...)); {
	case m >= rrShortest && m <= rrLongest:
		return nil
	case m >= rrShortest/1000 && m <= rrLongest/1000:
		for i := range rr {
			rr[i] *= 1000
		}
		return nil
	default:
		return fmt.Errorf("the median of the numbers is %s: want intervals between beats in milliseconds or seconds", number(m))
	}
}

// rrInstant returns the local moment of a UTC time: in the zone the user named,
// else what the file's name says.
func rrInstant(at time.Time, zone *time.Location, name string) (record.Moment, error) {
	if zone != nil {
		return record.MomentOf(at.In(zone)), nil
	}
	if m, err := rrFileMoment(name); err == nil {
		return m, nil
	}
	return record.Moment{}, errNoZone
}
