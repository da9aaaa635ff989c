package importers

import (
	"fmt"
	"strings"
	"time"
)

// parseWall reads a local date and time written in one of the layouts, between
// 1970 and 2199. The result carries no zone: only its calendar and clock fields
// mean anything.
func parseWall(text string, layouts ...string) (time.Time, error) {
	for _, l := range layouts {
		if t, err := time.Parse(l, text); err == nil && plausible(t) {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a time: want %s", text, wantedTime(layouts[0]))
}

// wantedTime spells a layout of package time out for a message.
func wantedTime(layout string) string {
	return strings.NewReplacer("2006", "YYYY", "01", "MM", "02", "DD", "15", "HH", "04", "MM", "05", "SS",
		"06", "YY").Replace(layout)
}

// clockCell is where one end of a sleep stands in its file.
type clockCell struct {
	text, field string
	pos         Pos
}

// emitSession hands out a main sleep together with its bedtime and wake time. A
// sleep that does not end after it began is a Problem and nothing is emitted.
func emitSession(s Session, onset, wake clockCell, sink Sink) {
	if s.Wake.Clock() <= s.Onset.Clock() {
		sink.Problem(Problem{wake.pos, wake.field, fmt.Sprintf("%q is not after %q, when the sleep began", wake.text, onset.text)})
		return
	}
	sink.Session(s)
	emitClock("bedtime", s.Onset, s, onset, sink)
	emitClock("waketime", s.Wake, s, wake, sink)
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

// tableEnd ends the reading of a table. Where rows were used, an error that
// stopped it is a Problem and what was read stays.
func tableEnd(t *Table, c Counts, sink Sink) (Counts, error) {
	err := t.Err()
	if err != nil && c.Used > 0 {
		sink.Problem(Problem{Pos: Pos{File: t.Pos(-1).File, Line: t.Line()}, Message: "reading stopped after this line: " + err.Error()})
		return c, nil
	}
	return c, err
}

// count adds one row.
func (c *Counts) count(used bool) {
	c.Read++
	if used {
		c.Used++
	} else {
		c.Skipped++
	}
}
