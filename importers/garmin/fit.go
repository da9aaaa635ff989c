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
// Times are UTC. The wall clock comes from the zone the user named, else from
// the clocks some messages of these files tell. A stage lasts until the next one
// begins; the end of the last is the event that ends the sleep, else its own
// begin. That reading rests on programs that read such files, not on a
// specification.
//
// A FIT file has no lines: positions count its messages instead.
var FIT importers.Importer = fitFiles{}

type fitFiles struct {
	run *fitRun // nil before start
}

// fitRun gathers the files of one run, since one file tells the clock of
// another.
type fitRun struct {
	clock importers.WallClock
	files []*fitFile
}

func (fitFiles) Name() string { return "garmin.fit" }

func (fitFiles) Wants() []string {
	return []string{"a FIT file of sleep, HRV status or wellness"}
}

func (fitFiles) Identify(h importers.Head) bool {
	return len(h.Magic) >= 12 && h.Magic[8:12] == ".FIT"
}

func (fitFiles) Start() importers.Gatherer { return fitFiles{&fitRun{}} }

// Read gathers what a file tells of nights. Without start it hands out the nights
// of this one file. A row is a message of one of the kinds read.
func (g fitFiles) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	if g.run == nil {
		return importers.ReadAlone(g.Start(), src, sink)
	}
	g.run.clock.Zone = src.Zone
	raw, err := src.Open()
	if err != nil {
		return record.Counts{}, err
	}
	defer raw.Close()
	f := &fitFile{path: src.Path, clock: &g.run.clock}
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
		sink.Problem(record.Problem{Pos: record.Pos{File: src.Path, Line: f.message}, Message: fmt.Sprintf("not a sound FIT file from here on: %v; its sleep was left out, other values before it were read", err)})
	}
	g.run.files = append(g.run.files, f)
	return f.counts, nil
}

// fitFile is what one file tells of nights.
type fitFile struct {
	path    string
	clock   *importers.WallClock
	message int // number of the message in work
	counts  record.Counts
	values  []fitValue
	stages  []stage
	ends    []time.Time // of sleeps, as events tell
	// The assessment has no time of its own: it belongs to the file's sleep.
	score      float64
	awakenings int // -1 where not said
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

// noNights are the kinds of FIT files not worth decoding.
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

// OnMesg takes one message.
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
		f.Learn(s.Timestamp, s.LocalTimestamp)
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

// other takes the messages that are no values: clocks and the ends of sleeps.
func (f *fitFile) other(m proto.Message) {
	switch m.Num {
	case mesgnum.MonitoringInfo:
		s := mesgdef.NewMonitoringInfo(&m)
		f.Learn(s.Timestamp, s.LocalTimestamp)
	case mesgnum.TimestampCorrelation:
		s := mesgdef.NewTimestampCorrelation(&m)
		f.Learn(s.Timestamp, s.LocalTimestamp)
	case mesgnum.Event:
		const sleepEvent = 74 // not in the public profile
		if s := mesgdef.NewEvent(&m); byte(s.Event) == sleepEvent && s.EventType == typedef.EventTypeStop {
			f.ends = append(f.ends, s.Timestamp)
		}
	}
}

func (f *fitFile) Learn(utc, wall time.Time) {
	if !utc.IsZero() && !wall.IsZero() {
		f.clock.Learn(utc, wall)
	}
}

// value keeps a value that is one; one that is not a number or outside the
// limits is the watch's way of saying not measured.
func (f *fitFile) value(at time.Time, metric string, v float64) bool {
	m, _ := record.MetricByID(metric)
	if at.IsZero() || math.IsNaN(v) || importers.CheckLimits(m, v) != nil || v == 0 && m.ZeroMissing {
		return false
	}
	f.values = append(f.values, fitValue{at, metric, v, f.message})
	return true
}

func (f *fitFile) assessment(s *mesgdef.SleepAssessment) bool {
	if s.AwakeningsCount != 0xff {
		f.awakenings = int(s.AwakeningsCount)
	}
	if s.OverallSleepScore != 0xff {
		f.score = float64(s.OverallSleepScore)
	}
	return f.awakenings >= 0 || f.score > 0
}

// Finish hands out the nights, file by file.
func (g fitFiles) Finish(sink importers.Sink) {
	if g.run == nil {
		return
	}
	for _, f := range g.run.files {
		f.Emit(sink)
	}
}

func (f *fitFile) Emit(sink importers.Sink) {
	lost := 0
	for _, v := range f.values {
		wall, known := f.clock.At(v.at)
		if !known {
			lost++
			continue
		}
		m, _ := record.MetricByID(v.metric)
		importers.EmitComputed(record.Record{Night: record.DateOf(wall), Metric: v.metric, Value: v.value, Raw: importers.FormatNumber(v.value), RawUnit: m.Unit, Source: source, Pos: f.Pos(v.message)}, v.metric, sink)
	}
	slices.SortStableFunc(f.stages, func(a, b stage) int { return a.from.Compare(b.from) })
	sleeps := f.Sleeps()
	for _, s := range sleeps {
		if !s.Emit(f, len(sleeps) == 1, sink) {
			lost++
		}
	}
	if lost > 0 {
		sink.Problem(record.Problem{Pos: record.Pos{File: f.path, Line: 1}, Message: "the times are UTC and nothing tells the clock you lived by: name it with --zone, such as --zone Europe/Berlin; the night was left out"})
	}
}

func (f *fitFile) Pos(message int) record.Pos { return record.Pos{File: f.path, Line: message} }
