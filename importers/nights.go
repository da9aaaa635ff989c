package importers

import (
	"fmt"
	"slices"
	"strings"

	"nof1/importers/record"
)

// nightRows says how to read a table with one row a night: the native nightly
// CSV, the tables of the user's own mappings, and any [nightTable].
type nightRows struct {
	date                     int
	night                    func(cell string) (record.Date, error)
	skip                     func(*Table) bool // nil: no row
	numbers                  []BoundColumn
	clocks                   []BoundColumn // as HH:MM, date and time, or minutes after noon
	source, device, firmware int           // columns, -1 where there is none
	name                     string        // of the source where no column says it
}

// split sorts bound columns into numbers and clock times.
func (n *nightRows) split(cols []BoundColumn) {
	for _, c := range cols {
		if c.metric.Clock {
			n.clocks = append(n.clocks, c)
		} else {
			n.numbers = append(n.numbers, c)
		}
	}
}

// nightOrigin is what a night was measured with.
type nightOrigin struct {
	night                    record.Date
	source, device, firmware string
	pos                      record.Pos
}

// read hands every row of the table to the sink. extra, where given, reads what
// else a row has and tells whether that was something.
func (n nightRows) read(t *Table, sink Sink, extra func(record.Date) bool) (record.Counts, error) {
	var counts record.Counts
	var origins []nightOrigin
	for t.Next() {
		counts.Read++
		if n.skip != nil && n.skip(t) {
			counts.Skipped++
			continue
		}
		o, problem := n.origin(t)
		if problem != nil {
			counts.Skipped++
			sink.Problem(*problem)
			continue
		}
		used := n.row(t, o, sink)
		if extra != nil && extra(o.night) {
			used++
		}
		if used == 0 {
			counts.Skipped++
			continue
		}
		counts.Used++
		if o.firmware != "" {
			origins = append(origins, o)
		}
	}
	for _, b := range firmwareBreaks(origins) {
		sink.Break(b)
	}
	return tableEnd(t, counts, sink)
}

// row emits the numbers and clock times of a row and returns how many were used.
func (n nightRows) row(t *Table, o nightOrigin, sink Sink) int {
	used, _ := ReadCells(t, n.numbers, o.night, o.source, o.device, sink)
	return used + n.readClocks(t, o, sink)
}

func (n nightRows) origin(t *Table) (nightOrigin, *record.Problem) {
	cell := t.Cell(n.date)
	night, err := n.night(cell)
	if cell == "" && err != nil {
		_, want, _ := strings.Cut(err.Error(), ": ")
		return nightOrigin{}, &record.Problem{Pos: t.Pos(-1), Message: "no date: " + want + ", the row was left out"}
	}
	if err != nil {
		return nightOrigin{}, new(t.problem(n.date, err))
	}
	o := nightOrigin{night: night, source: n.name, device: t.Cell(n.device), firmware: t.Cell(n.firmware),
		pos: t.Pos(-1)}
	if s := strings.ToLower(t.Cell(n.source)); s != "" {
		o.source = s
	}
	return o, nil
}

// readClocks emits the clock times of a row and, where falling asleep is among
// them, the session; neither end of a sleep that does not end after it began, or
// only more than a day after. It returns how many were used.
func (n nightRows) readClocks(t *Table, o nightOrigin, sink Sink) (used int) {
	records := n.clockRecords(t, o, sink)
	at, index := map[string]float64{}, map[string]int{}
	for _, r := range records {
		at[r.Metric] = r.Value
	}
	for _, c := range n.clocks {
		index[c.Metric] = c.Index
	}
	bed, begun := at["bedtime"]
	wake, ended := at["waketime"]
	if p := noSleep(wake-bed, t.clockCell(index["bedtime"]), t.clockCell(index["waketime"])); begun && ended && p != nil {
		sink.Problem(*p)
		records = slices.DeleteFunc(records, func(r record.Record) bool { return r.Metric == "bedtime" || r.Metric == "waketime" })
		begun = false
	}
	for _, r := range records {
		sink.Record(r)
	}
	if begun {
		s := record.Session{Night: o.night, Onset: momentAfterNoon(o.night, bed), Wake: record.Moment{Day: o.night},
			Source: o.source, Device: o.device, Pos: o.pos}
		if ended {
			s.Wake = momentAfterNoon(o.night, wake)
		}
		sink.Session(s)
	}
	return len(records)
}

// clockRecords returns the clock times of a row, waking up first.
func (n nightRows) clockRecords(t *Table, o nightOrigin, sink Sink) (records []record.Record) {
	wake := float64(minutesPerDay * 3 / 2) // the last minute of the wake date
	cells := slices.Clone(n.clocks)
	slices.SortStableFunc(cells, func(a, b BoundColumn) int { return wakeFirst(a) - wakeFirst(b) })
	for _, c := range cells {
		cell := t.Cell(c.Index)
		if Missing(cell) {
			continue
		}
		v, err := n.clockValue(t, c, o.night, wake)
		if err == nil {
			err = CheckLimits(c.metric, v)
		}
		if err != nil {
			sink.Problem(t.problem(c.Index, err))
			continue
		}
		if c.Metric == "waketime" {
			wake = v
		}
		records = append(records, record.Record{Night: o.night, Metric: c.Metric, Value: v, Raw: cell, RawUnit: c.unit(),
			Source: o.source, Device: o.device, Pos: t.Pos(c.Index)})
	}
	return records
}

func wakeFirst(c BoundColumn) int {
	if c.Metric == "waketime" {
		return 0
	}
	return 1
}

// clockValue reads a clock cell as minutes after local noon of the day before
// the night's date. A time of day alone is the wake date's for waking up, and
// for anything earlier in the night the last such time before waking up; where
// that is not known, times from noon on are the evening's.
func (n nightRows) clockValue(t *Table, c BoundColumn, night record.Date, wake float64) (float64, error) {
	cell := t.Cell(c.Index)
	if !strings.Contains(cell, ":") {
		v, err := t.Number(cell)
		if err != nil {
			return 0, fmt.Errorf("%q is not a time: want HH:MM or minutes after noon", cell)
		}
		return Convert(c.metric, c.Unit, v)
	}
	if m, err := ParseMoment(cell); err == nil {
		return minutesAfterNoon(night, m), nil
	}
	clock, err := ParseClock(cell)
	if err != nil {
		return 0, err
	}
	v := float64(clock + minutesPerDay/2)
	if c.Metric == "waketime" {
		return v, nil
	}
	limit := wake
	if limit >= minutesPerDay*3/2 { // waking up is not known
		limit = minutesPerDay - 1
	}
	for v > limit {
		v -= minutesPerDay
	}
	return v, nil
}

// firmwareBreaks returns a break for every night on which a device's firmware
// differs from that of the night before it in the record.
func firmwareBreaks(origins []nightOrigin) []record.Break {
	slices.SortStableFunc(origins, func(a, b nightOrigin) int { return int(a.night) - int(b.night) })
	last := map[[2]string]string{}
	var breaks []record.Break
	for _, o := range origins {
		key := [2]string{o.source, o.device}
		if before, seen := last[key]; seen && before != o.firmware {
			breaks = append(breaks, record.Break{Night: o.night, Source: o.source, Reason: "firmware",
				Detail: before + " -> " + o.firmware})
		}
		last[key] = o.firmware
	}
	return breaks
}
