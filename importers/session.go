package importers

import "fmt"

// clockCell is where one end of a sleep stands in its file.
type clockCell struct {
	text, field string
	pos         Pos
}

// clockCell returns a cell of the current row as one end of a sleep.
func (t *Table) clockCell(i int) clockCell { return clockCell{t.Cell(i), t.Name(i), t.Pos(i)} }

// emitSession hands out a main sleep together with its bedtime and wake time. A
// sleep that does not end after it began is a Problem and nothing is emitted.
func emitSession(s Session, onset, wake clockCell, sink Sink) {
	if s.Wake.Clock() <= s.Onset.Clock() {
		sink.Problem(backwards(onset, wake))
		return
	}
	sink.Session(s)
	emitClock("bedtime", s.Onset, s, onset, sink)
	emitClock("waketime", s.Wake, s, wake, sink)
}

// backwards is the problem of a sleep that does not end after it began.
func backwards(onset, wake clockCell) Problem {
	return Problem{wake.pos, wake.field, fmt.Sprintf("%q is not after %q, when the sleep began", wake.text, onset.text)}
}

func emitClock(metric string, at Moment, s Session, cell clockCell, sink Sink) {
	m, _ := MetricByID(metric)
	v := minutesAfterNoon(s.Night, at)
	if err := CheckLimits(m, v); err != nil {
		sink.Problem(Problem{cell.pos, cell.field, fmt.Sprintf("%q is too far from the night of %s", cell.text, s.Night)})
		return
	}
	sink.Record(Record{Night: s.Night, Metric: metric, Value: v, Raw: cell.text, Source: s.Source, Device: s.Device, Pos: cell.pos})
}

// emitComputed hands out a value computed from other cells, at the position of
// the cell it mostly rests on, and reports whether it was within the hard
// limits; one outside them is a Problem. raw is what it was computed from.
func emitComputed(r Record, field string, sink Sink) bool {
	m, _ := MetricByID(r.Metric)
	if m.ZeroMissing && r.Value == 0 {
		return false
	}
	if err := CheckLimits(m, r.Value); err != nil {
		sink.Problem(Problem{r.Pos, field, err.Error()})
		return false
	}
	sink.Record(r)
	return true
}
