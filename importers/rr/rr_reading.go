package rr

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// The limits of a recording of intervals between beats.
const (
	fewest    = 60      // clean intervals: about the minute that a morning reading takes
	most      = 200_000 // intervals: more than two days are no reading
	artefacts = 5.0     // percent of intervals from which it is said
	afternoon = 15      // hour from which a reading is not of the morning
)

// reading is one recording on its way to a night's values.
type reading struct {
	source string
	rr     []float64     // ms
	at     record.Moment // when it began; its date is the night's
	pos    record.Pos    // of the first interval
}

var errTooLong = fmt.Errorf("more than %d intervals: want a reading of minutes or of one night", most)

// End hands out the values of a recording whose intervals are all there, in
// seconds or milliseconds, and tells how many of them were used.
func (r reading) End(c record.Counts, sink importers.Sink) (record.Counts, error) {
	if err := milliseconds(r.rr); err != nil {
		return c, err
	}
	used, err := r.Emit(sink)
	c.Used, c.Skipped = used, c.Read-used
	return c, err
}

// Emit hands out RMSSD, SDNN and heart rate of a recording, under a source of its
// own: a reading of minutes awake is no mean of a night. The error is for a
// recording too short or too disturbed. It returns how many intervals were used.
func (r reading) Emit(sink importers.Sink) (int, error) {
	v := timeDomain(r.rr)
	if v.Clean < fewest {
		return 0, fmt.Errorf("%d of %d intervals are no artefacts: want at least %d", v.Clean, len(r.rr), fewest)
	}
	raw := fmt.Sprintf("%d intervals, %.1f %% artefacts, pNN50 %.1f %%", v.Clean, v.Artefacts, v.PNN50)
	for _, m := range []struct {
		metric string
		value  float64
	}{{"hrv_rmssd", v.RMSSD}, {"hrv_sdnn", v.SDNN}, {"resting_hr", 60000 / v.Mean}} {
		importers.EmitComputed(record.Record{Night: r.at.Day, Metric: m.metric, Value: m.value, Raw: raw, Source: r.source, Pos: r.pos}, "", sink)
	}
	if v.Artefacts > artefacts {
		sink.Problem(record.Problem{Pos: record.Pos{File: r.pos.File, Line: r.pos.Line}, Message: fmt.Sprintf("%.1f %% of the intervals are artefacts and were left out: the values are doubtful", v.Artefacts)})
	}
	if r.at.Timed && r.at.Minute >= afternoon*60 {
		sink.Problem(record.Problem{Pos: record.Pos{File: r.pos.File, Line: r.pos.Line}, Message: fmt.Sprintf("taken at %s, taken for a reading of that day's morning: leave the file out if it is not comparable", r.at)})
	}
	return v.Clean, nil
}

var (
	fileDate   = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?:[-_ T]+(\d\d)[-_.:h]?(\d\d)(?:\D|$|\d\d))?`)
	errUndated = errors.New("no date in the file and none in its name: rename it to YYYY-MM-DD.txt")
	eliteName  = regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d-\d\d-\d\d\.txt$`)
)

// fileMoment returns when a recording was taken from its file name.
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

// rrLine reads a line of one number. ok is false for a line that is none.
func rrLine(line string) (v float64, ok bool) {
	v, err := importers.Number(importers.PointForComma(strings.TrimSpace(line), ';'))
	return v, err == nil
}

// milliseconds turns intervals in seconds into milliseconds, in place, told by
// their median. The error is for numbers that are no intervals.
func milliseconds(rr []float64) error {
	switch m := importers.Median(append([]float64(nil), rr...)); {
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

// instant returns the local moment of a UTC time: in the zone the user named,
// else what the file's name says.
func instant(at time.Time, zone *time.Location, name string) (record.Moment, error) {
	if zone != nil {
		return record.MomentOf(at.In(zone)), nil
	}
	if m, err := fileMoment(name); err == nil {
		return m, nil
	}
	return record.Moment{}, importers.ErrNoZone
}
