package garmin

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"nof1/importers"
	"nof1/importers/record"

	"github.com/muktihari/fit/decoder"
	"github.com/muktihari/fit/profile/mesgdef"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/profile/untyped/mesgnum"
	"github.com/muktihari/fit/proto"
)

// FIT reads the nightly files a Garmin watch writes, as they lie in the
// watch's folders and in the account export: the night's RMSSD
// (hrv_status_summary, ms), the stages of sleep (sleep_level), the sleep's
// assessment, the day's own resting heart rate (monitoring_hr_data; its other
// field is a mean of seven days and not read) and the skin temperature. FIT files
// of activities have none of these and are refused.
//
// Times are UTC. The local clock is that of the zone the user named, or else that of
// some messages of these files. A stage lasts until the next one
// begins; the end of the last is the event that ends the sleep, or else its own
// begin. This is based on programs that read such files, not on a
// specification.
//
// A FIT file has no lines: positions count its messages instead.
var FIT importers.Importer = &importers.Gathered{
	Format: importers.Format{ID: "garmin.fit", Columns: importers.Names("a FIT file of sleep, HRV status or wellness")},
	Claims: func(h importers.Head) bool { return len(h.Magic) >= 12 && h.Magic[8:12] == ".FIT" },
	New:    func() importers.Run { return new(fitFiles) },
}

// fitFiles gathers the files, because one file has the clock of another.
type fitFiles struct {
	clock importers.WallClock
	files []*fitFile
}

// Read gathers the nightly values of a file. A row is a message of one of the kinds read.
func (g *fitFiles) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	g.clock.Zone = src.Zone
	raw, err := src.Open()
	if err != nil {
		return record.Counts{}, err
	}
	defer raw.Close()
	f := &fitFile{path: src.Path, clock: &g.clock}
	if err = f.decode(raw); err != nil { // the night may go on after the damage
		f.counts.Used, f.counts.Skipped = f.counts.Used-len(f.stages), f.counts.Skipped+len(f.stages)
		f.stages = nil
	}
	switch {
	case f.counts.Used == 0 && err != nil:
		return f.counts, fmt.Errorf("not a sound FIT file: %w", err)
	case f.counts.Used == 0:
		return f.counts, errors.New("a FIT file without nightly values: nothing of an activity or of settings is read")
	case err != nil:
		sink.Problem(record.Problem{Pos: f.pos(f.message),
			Message: fmt.Sprintf("not a sound FIT file from here on: %v; its sleep was left out, other values before it were read", err)})
	}
	g.files = append(g.files, f)
	return f.counts, nil
}

// fitFile holds the nightly values of one file.
type fitFile struct {
	path    string
	clock   *importers.WallClock
	message int // number of the current message
	counts  record.Counts
	values  []fitValue
	stages  []stage
	ends    []time.Time // of sleeps, from events
	// The assessment has no time of its own: it belongs to the file's sleep.
	score      float64
	awakenings int // -1 if unknown
}

// fitValue is a value at an instant.
type fitValue struct {
	at      time.Time
	metric  string
	value   float64
	message int
}

// stage is a stage of sleep from an instant on.
type stage struct {
	from    time.Time
	level   typedef.SleepLevel
	message int
}

// noNights are the kinds of FIT files without nightly values.
var noNights = []typedef.File{typedef.FileActivity, typedef.FileWorkout, typedef.FileCourse, typedef.FileSettings, typedef.FileSport}

// decode reads all messages; files may be chained.
func (f *fitFile) decode(r io.Reader) error {
	f.awakenings = -1
	d := decoder.New(r, decoder.WithMesgListener(f), decoder.WithBroadcastOnly())
	id, err := d.PeekFileId()
	if err != nil || slices.Contains(noNights, id.Type) {
		return err
	}
	for d.Next() {
		if _, err := d.Decode(); err != nil {
			return err
		}
	}
	return nil
}

// OnMesg reads one message. It implements decoder.MesgListener.
func (f *fitFile) OnMesg(m proto.Message) {
	f.message++
	used := false
	switch m.Num {
	case mesgnum.HrvStatusSummary:
		s := mesgdef.NewHrvStatusSummary(&m)
		used = f.value(s.Timestamp, "hrv_rmssd", s.LastNightAverageScaled())
	case mesgnum.MonitoringHrData:
		s := mesgdef.NewMonitoringHrData(&m)
		used = s.CurrentDayRestingHeartRate != 0xff && f.value(s.Timestamp, "resting_hr", float64(s.CurrentDayRestingHeartRate))
	case mesgnum.SkinTempOvernight:
		s := mesgdef.NewSkinTempOvernight(&m)
		f.learn(s.Timestamp, s.LocalTimestamp)
		used = f.value(s.Timestamp, "skin_temp_deviation", float64(s.AverageDeviation))
	case mesgnum.SleepLevel:
		s := mesgdef.NewSleepLevel(&m)
		used = !s.Timestamp.IsZero() && s.SleepLevel <= typedef.SleepLevelRem
		if used {
			f.stages = append(f.stages, stage{s.Timestamp, s.SleepLevel, f.message})
		}
	case mesgnum.SleepAssessment:
		used = f.assessment(mesgdef.NewSleepAssessment(&m))
	default:
		f.other(m)
		return
	}
	f.counts.Count(used)
}

// other reads the messages without values: clocks and the ends of sleeps.
func (f *fitFile) other(m proto.Message) {
	switch m.Num {
	case mesgnum.MonitoringInfo:
		s := mesgdef.NewMonitoringInfo(&m)
		f.learn(s.Timestamp, s.LocalTimestamp)
	case mesgnum.TimestampCorrelation:
		s := mesgdef.NewTimestampCorrelation(&m)
		f.learn(s.Timestamp, s.LocalTimestamp)
	case mesgnum.Event:
		const sleepEvent = 74 // not in the public profile
		if s := mesgdef.NewEvent(&m); byte(s.Event) == sleepEvent && s.EventType == typedef.EventTypeStop {
			f.ends = append(f.ends, s.Timestamp)
		}
	}
}

// learn notes an instant and its local time, if a message has both.
func (f *fitFile) learn(utc, wall time.Time) {
	if !utc.IsZero() && !wall.IsZero() {
		f.clock.Learn(utc, wall)
	}
}

// value keeps a value. One that is not a number or outside the limits is how the
// watch writes "not measured"; it is dropped.
func (f *fitFile) value(at time.Time, metric string, v float64) bool {
	m, _ := record.MetricByID(metric)
	if at.IsZero() || math.IsNaN(v) || importers.CheckLimits(m, v) != nil || v == 0 && m.ZeroMissing {
		return false
	}
	f.values = append(f.values, fitValue{at, metric, v, f.message})
	return true
}

// assessment keeps what the watch says of the whole sleep.
func (f *fitFile) assessment(s *mesgdef.SleepAssessment) bool {
	if s.AwakeningsCount != 0xff {
		f.awakenings = int(s.AwakeningsCount)
	}
	if s.OverallSleepScore != 0xff {
		f.score = float64(s.OverallSleepScore)
	}
	return f.awakenings >= 0 || f.score > 0
}

// Finish emits the nights, file by file.
func (g *fitFiles) Finish(sink importers.Sink) {
	for _, f := range g.files {
		f.emit(sink)
	}
}

// emit emits the values and sleeps of a file. Those without a local clock are a
// problem.
func (f *fitFile) emit(sink importers.Sink) {
	lost := 0
	for _, v := range f.values {
		wall, ok := f.clock.At(v.at)
		if !ok {
			lost++
			continue
		}
		m, _ := record.MetricByID(v.metric)
		importers.EmitComputed(record.Record{Night: record.DateOf(wall), Metric: v.metric, Value: v.value,
			Raw: importers.FormatNumber(v.value), RawUnit: m.Unit, Source: source, Pos: f.pos(v.message)}, v.metric, sink)
	}
	slices.SortStableFunc(f.stages, func(a, b stage) int { return a.from.Compare(b.from) })
	sleeps := f.sleeps()
	for _, s := range sleeps {
		if !s.emit(f, len(sleeps) == 1, sink) {
			lost++
		}
	}
	if lost > 0 {
		sink.Problem(record.Problem{Pos: f.pos(1), Message: noClock + "the night was left out"})
	}
}

// pos returns the position of a message.
func (f *fitFile) pos(message int) record.Pos { return record.Pos{File: f.path, Line: message} }
