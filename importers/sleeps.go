package importers

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"nof1/importers/record"
)

// ClockCell is the text and the position of one end of a sleep.
type ClockCell struct {
	Text, Field string     // the cell, and the header of its column
	Pos         record.Pos // of the cell
}

// ClockCell returns a cell of the current row as one end of a sleep.
func (t *Table) ClockCell(i int) ClockCell { return ClockCell{t.Cell(i), t.Name(i), t.Pos(i)} }

// EmitSession emits a main sleep together with its bedtime and wake time. A
// sleep that does not end after it began, or that lasts for more than a day, is a
// Problem and nothing is emitted; of one with an end far from its night that end is
// a Problem, and the other is no sleep.
//
// A session without a position gets that of its onset.
func EmitSession(s record.Session, onset, wake ClockCell, sink Sink) {
	if s.Pos == (record.Pos{}) {
		s.Pos = onset.Pos
	}
	bed, up := MinutesAfterNoon(s.Night, s.Onset), MinutesAfterNoon(s.Night, s.Wake)
	near := Fits("bedtime", bed) && Fits("waketime", up)
	if p := NoSleep(up-bed, onset, wake); p != nil && (near || up <= bed) {
		sink.Problem(*p)
		return
	}
	if near {
		sink.Session(s)
	}
	emitClock("bedtime", bed, s, onset, sink)
	emitClock("waketime", up, s, wake, sink)
}

// NoSleep returns the problem of a sleep that does not end after it began, or only more
// than a day after, and nil for any other length in minutes.
func NoSleep(length float64, onset, wake ClockCell) *record.Problem {
	switch {
	case length <= 0:
		return &record.Problem{Pos: wake.Pos, Field: wake.Field,
			Message: fmt.Sprintf("%q is not after %q, when the sleep began", wake.Text, onset.Text)}
	case length > LongestSleep/60:
		return &record.Problem{Pos: wake.Pos, Field: wake.Field,
			Message: fmt.Sprintf("%q is more than a day after %q, when the sleep began", wake.Text, onset.Text)}
	}
	return nil
}

func emitClock(metric string, v float64, s record.Session, cell ClockCell, sink Sink) {
	if !Fits(metric, v) {
		sink.Problem(record.Problem{Pos: cell.Pos, Field: cell.Field,
			Message: fmt.Sprintf("%q is too far from the night of %s", cell.Text, s.Night)})
		return
	}
	sink.Record(record.Record{Night: s.Night, Metric: metric, Value: v, Raw: cell.Text, Source: s.Source, Device: s.Device, Pos: cell.Pos})
}

// EmitComputed emits a value computed from other cells, at the position of
// the cell it mostly depends on, and reports whether it was within the hard
// limits. A value outside them is a problem.
func EmitComputed(r record.Record, field string, sink Sink) bool {
	m, _ := record.MetricByID(r.Metric)
	if m.ZeroMissing && r.Value == 0 {
		return false
	}
	if err := CheckLimits(m, r.Value); err != nil {
		sink.Problem(record.Problem{Pos: r.Pos, Field: field, Message: err.Error()})
		return false
	}
	sink.Record(r)
	return true
}

// The limits of [IsNap].
const (
	NapLongest = 3 * time.Hour // longer sleeps are always nights
	NightEarly = 3             // hour from which a short night may end
	NightLate  = 9             // hour before which a short night begins
	nightBrief = time.Hour     // shorter ones are tests of the app
)

// IsNap reports whether a sleep is a nap or a test run, in files that do not mark
// them: a sleep of less than three hours is a night only if it lasted an hour, began
// before 09:00 and ended from 03:00 on. begin and end are wall clock.
func IsNap(begin, end time.Time, asleep time.Duration) bool {
	if asleep >= NapLongest {
		return false
	}
	return asleep < nightBrief || end.Hour() < NightEarly || begin.Hour() >= NightLate
}

// LongestSleep is the longest interval that can be a sleep, in seconds: longer ones are a phone
// left alone for days.
const LongestSleep = 24 * 60 * 60

// StageSpan is a stretch of one stage of sleep: "awake", "light", "deep" or
// "rem".
type StageSpan struct {
	Start, End time.Time // instants; Start is within the stage, End is not
	Stage      string    // one of the four
}

// StageSums is a sleep by its stages, in minutes. WASO is the time awake between
// the first and the last stage asleep, awakenings how often that was.
type StageSums struct {
	Asleep, light, deep, rem, waso float64
	Awakenings                     int // times awake between the first and the last stage asleep
}

// SumStages returns the sums of stages, which it sorts. A minute in two of them counts once, for
// the stage that began first.
func SumStages(spans []StageSpan) (s StageSums) {
	slices.SortStableFunc(spans, func(a, b StageSpan) int { return a.Start.Compare(b.Start) })
	by := map[string]*float64{"light": &s.light, "deep": &s.deep, "rem": &s.rem}
	var until time.Time
	awake, times := 0., 0 // since last asleep
	for _, span := range spans {
		start := span.Start
		if start.Before(until) {
			start = until
		}
		if !span.End.After(start) {
			continue
		}
		until = span.End
		minutes := span.End.Sub(start).Minutes()
		if span.Stage == "awake" && s.Asleep > 0 {
			awake += minutes
			times++
		}
		if sum := by[span.Stage]; sum != nil {
			*sum += minutes
			s.Asleep += minutes
			s.waso += awake
			s.Awakenings += times
			awake, times = 0, 0
		}
	}
	return s
}

// Emit calls emit for every sum, in minutes, unless nobody slept. Light sleep alone
// means that the stages were not distinguished.
func (s StageSums) Emit(emit func(metric string, v float64)) {
	if s.Asleep == 0 {
		return
	}
	emit("tst", s.Asleep)
	emit("waso", s.waso)
	if s.deep+s.rem > 0 {
		emit("light", s.light)
		emit("deep", s.deep)
		emit("rem", s.rem)
	}
}

// OriginChanges finds the nights from which another device or another version of
// the sleep algorithm measured, in files that name them on every sleep.
type OriginChanges struct {
	nights []sleepOrigin
}

type sleepOrigin struct {
	night           record.Date
	device, version string
}

// Add notes the device and the version of the algorithm of one night.
func (c *OriginChanges) Add(night record.Date, device, version string) {
	if Missing(device) && Missing(version) {
		return
	}
	c.nights = append(c.nights, sleepOrigin{night, strings.Clone(device), strings.Clone(version)})
}

// Emit compares each night with the last one before it that says the same kind
// of thing. A change of version touches the metrics staged, one of the device,
// in words, all. A device that is back for a single night would be two breaks;
// the apps pair one at a time.
func (c *OriginChanges) Emit(source, device string, staged []string, sink Sink) {
	slices.SortStableFunc(c.nights, func(a, b sleepOrigin) int { return int(a.night) - int(b.night) })
	worn, version := "", ""
	for _, n := range c.nights {
		if !Missing(n.device) {
			if worn != "" && worn != n.device {
				sink.Break(record.Break{Night: n.night, Source: source, Reason: "device", Detail: device})
			}
			worn = n.device
		}
		if !Missing(n.version) {
			if version != "" && version != n.version {
				sink.Break(record.Break{Night: n.night, Source: source, Reason: "firmware",
					Detail: "sleep algorithm " + version + " -> " + n.version, Metrics: staged})
			}
			version = n.version
		}
	}
}
