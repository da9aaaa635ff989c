package importers

import (
	"fmt"

	"nof1/importers/record"
)

// ClockCell is where one end of a sleep stands in its file.
type ClockCell struct {
	Text, Field string
	Pos         record.Pos
}

// ClockCell returns a cell of the current row as one end of a sleep.
func (t *Table) ClockCell(i int) ClockCell { return ClockCell{t.Cell(i), t.Name(i), t.Pos(i)} }

// EmitSession hands out a main sleep together with its bedtime and wake time. A
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

// NoSleep is the problem of a sleep that does not end after it began, or only more
// than a day after; nil for one of any other length, in minutes.
func NoSleep(length float64, onset, wake ClockCell) *record.Problem {
	switch {
	case length <= 0:
		return &record.Problem{Pos: wake.Pos, Field: wake.Field, Message: fmt.Sprintf("%q is not after %q, when the sleep began", wake.Text, onset.Text)}
	case length > LongestSleep/60:
		return &record.Problem{Pos: wake.Pos, Field: wake.Field, Message: fmt.Sprintf("%q is more than a day after %q, when the sleep began", wake.Text, onset.Text)}
	}
	return nil
}

func emitClock(metric string, v float64, s record.Session, cell ClockCell, sink Sink) {
	if !Fits(metric, v) {
		sink.Problem(record.Problem{Pos: cell.Pos, Field: cell.Field, Message: fmt.Sprintf("%q is too far from the night of %s", cell.Text, s.Night)})
		return
	}
	sink.Record(record.Record{Night: s.Night, Metric: metric, Value: v, Raw: cell.Text, Source: s.Source, Device: s.Device, Pos: cell.Pos})
}

// EmitComputed hands out a value computed from other cells, at the position of
// the cell it mostly rests on, and reports whether it was within the hard
// limits; one outside them is a Problem. raw is what it was computed from.
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
