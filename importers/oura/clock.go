package oura

import (
	"errors"
	"fmt"
	"regexp"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

const source = "oura"

// sleepCells are the values of one sleep that more than one column makes.
type sleepCells struct {
	start, end     importers.ClockCell // of the time in bed
	awake, latency importers.ClockCell // seconds awake in bed, and to fall asleep
}

// clockColumns are the columns of these values in a table.
type clockColumns struct{ start, end, awake, latency int }

// cells returns the values of the current row.
func (c clockColumns) cells(t *importers.Table) sleepCells {
	return sleepCells{t.ClockCell(c.start), t.ClockCell(c.end), t.ClockCell(c.awake), t.ClockCell(c.latency)}
}

// emitWASO emits the minutes awake between falling asleep and waking up. A bad
// latency is a problem where it is read itself.
func (s sleepCells) emitWASO(night record.Date, sink importers.Sink) bool {
	awake, latency := s.awake, s.latency
	if importers.Missing(awake.Text) || importers.Missing(latency.Text) {
		return false
	}
	a, err := importers.Number(awake.Text)
	if err != nil {
		sink.Problem(importers.BadCell(awake.Pos, awake.Field, awake.Text, "seconds"))
		return false
	}
	l, err := importers.Number(latency.Text)
	if err != nil || !importers.Fits("sol", l/60) {
		return false
	}
	return importers.EmitComputed(record.Record{Night: night, Metric: "waso", Value: max(0, a-l) / 60, Raw: awake.Text + "-" + latency.Text,
		RawUnit: "s", Source: source, Pos: awake.Pos}, awake.Field, sink)
}

// emitSession emits the sleep with its bedtime and wake time, if both ends are
// there. It reports whether they were emitted.
func (s sleepCells) emitSession(night record.Date, sink importers.Sink) bool {
	if importers.Missing(s.start.Text) || importers.Missing(s.end.Text) {
		return false
	}
	from, ok := instant(s.start, sink)
	if !ok {
		return false
	}
	to, ok := instant(s.end, sink)
	if !ok {
		return false
	}
	if wake := record.DateOf(to); wake != night {
		sink.Problem(problem(s.end, fmt.Errorf("the sleep of %s ends on %s: its clock times were left out", night, wake)))
		return false
	}
	session := record.Session{Night: night, Onset: record.MomentOf(from), Wake: record.MomentOf(to), Source: source, Pos: s.start.Pos}
	if offset.MatchString(s.end.Text) {
		_, seconds := to.Zone()
		session.Offset, session.HasOffset = seconds/60, true
	}
	importers.EmitSession(session, s.start, s.end, sink)
	return session.Wake.Clock() > session.Onset.Clock()
}

// offset matches the end of an instant that names its offset. "Z" alone may be the
// clock of a server.
var offset = regexp.MustCompile(`[+-]\d\d:?\d\d$`)

// parseInstant reads an instant as the wall clock of its own offset.
func parseInstant(text string) (time.Time, error) {
	for _, layout := range instantLayouts {
		if t, err := time.Parse(layout, text); err == nil && importers.Plausible(t) {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a time: want YYYY-MM-DDTHH:MM:SS and an offset", text)
}

var instantLayouts = []string{
	time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05", "2006-01-02T15:04:05-0700",
}

// instant reads a cell as [parseInstant] does. One that cannot be read is a problem.
func instant(cell importers.ClockCell, sink importers.Sink) (time.Time, bool) {
	t, err := parseInstant(cell.Text)
	if err != nil {
		sink.Problem(problem(cell, err))
	}
	return t, err == nil
}

// dateLabel reads a day. One that cannot be read is a problem.
func dateLabel(cell importers.ClockCell, sink importers.Sink) (record.Date, bool) {
	d, err := importers.DateLabel(cell.Text)
	if err != nil {
		sink.Problem(problem(cell, err))
	}
	return d, err == nil
}

// wakeDate returns the day a sleep is filed under or, if that is missing, the date
// it ends on.
func wakeDate(day, end importers.ClockCell, sink importers.Sink) (record.Date, bool) {
	switch {
	case !importers.Missing(day.Text):
		return dateLabel(day, sink)
	case importers.Missing(end.Text):
		sink.Problem(problem(day, errors.New("no day: want YYYY-MM-DD, the row was left out")))
		return 0, false
	}
	at, ok := instant(end, sink)
	return record.DateOf(at), ok
}

// problem returns what is wrong with a cell or a key.
func problem(cell importers.ClockCell, err error) record.Problem {
	return record.Problem{Pos: cell.Pos, Field: cell.Field, Message: err.Error()}
}
