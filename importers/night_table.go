package importers

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"nof1/importers/record"
)

// NightTable is the importer of a delimited file with one row a night: what it is
// known by, which column names the night, and what the others hold. Most such
// formats need no more than these fields; what is peculiar to one is in its
// functions.
type NightTable struct {
	Format
	Source  string   // of its records
	Date    string   // header of the column that names the night
	Layouts []string // of package time, in which dates are written; nil for YYYY-MM-DD with any text after it
	Evening bool     // the date is that of the evening, or of the day before the night, not of waking
	Columns []Column // numbers and clock times

	// Skip, if not nil, reports whether the current row is not a night.
	Skip func(*Table) bool
	// More, if not nil, is called once a table. It returns a function that reads the
	// rest of a row and reports whether it used any of it.
	More func(*Table, Sink) func(record.Date) bool
}

// Identify implements [Importer]. The date is one of the columns a file must have.
func (n NightTable) Identify(h Head) bool { return h.Has(n.Date) && n.Format.Identify(h) }

// Read implements [Importer].
func (n NightTable) Read(src Source, sink Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	rows := NightRows{Date: t.Index(n.Date), Night: n.night, skip: n.Skip, Name: n.Source, Source: -1, Device: -1, Firmware: -1}
	rows.Split(Bind(t, n.Columns))
	var more func(record.Date) bool
	if n.More != nil {
		more = n.More(t, sink)
	}
	return rows.Read(t, sink, more)
}

// night reads a cell of the date column as the date of waking.
func (n NightTable) night(cell string) (record.Date, error) {
	var day record.Date
	var err error
	if n.Layouts == nil {
		day, err = DateLabel(cell)
	} else {
		var at time.Time
		at, err = ParseWall(cell, n.Layouts...)
		day = record.DateOf(at)
	}
	if n.Evening {
		day++
	}
	return day, err
}

// NightRows says how to read a table with one row a night: the native nightly
// CSV, the tables of the user's own mappings, and any [NightTable].
type NightRows struct {
	Date                     int                                    // column of the date
	Night                    func(cell string) (record.Date, error) // returns the date of waking
	skip                     func(*Table) bool                      // nil: no row
	Numbers                  []BoundColumn                          // all columns that are not clock times
	Clocks                   []BoundColumn                          // as HH:MM, date and time, or minutes after noon
	Source, Device, Firmware int                                    // columns, -1 if missing
	Name                     string                                 // of the source if no column names it
}

// Split sorts bound columns into numbers and clock times.
func (n *NightRows) Split(cols []BoundColumn) {
	for _, c := range cols {
		if c.Measure.Clock {
			n.Clocks = append(n.Clocks, c)
		} else {
			n.Numbers = append(n.Numbers, c)
		}
	}
}

// NightOrigin is what a night was measured with.
type NightOrigin struct {
	Night                    record.Date // the date of waking
	Source, device, firmware string      // "" if unknown
	Pos                      record.Pos  // of the row
}

// Read passes every row of the table to the sink. extra, if not nil, reads the other
// columns of a row and reports whether it found a value.
func (n NightRows) Read(t *Table, sink Sink, extra func(record.Date) bool) (record.Counts, error) {
	var counts record.Counts
	var origins []NightOrigin
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
		used := n.Row(t, o, sink)
		if extra != nil && extra(o.Night) {
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
	return TableEnd(t, counts, sink)
}

// Row emits the numbers and clock times of a row and returns how many were used.
func (n NightRows) Row(t *Table, o NightOrigin, sink Sink) int {
	used, _ := ReadCells(t, n.Numbers, o.Night, o.Source, o.device, sink)
	return used + n.readClocks(t, o, sink)
}

func (n NightRows) origin(t *Table) (NightOrigin, *record.Problem) {
	cell := t.Cell(n.Date)
	night, err := n.Night(cell)
	if cell == "" && err != nil {
		_, want, _ := strings.Cut(err.Error(), ": ")
		return NightOrigin{}, &record.Problem{Pos: t.Pos(-1), Message: "no date: " + want + ", the row was left out"}
	}
	if err != nil {
		return NightOrigin{}, new(t.Problem(n.Date, err))
	}
	o := NightOrigin{Night: night, Source: n.Name, device: t.Cell(n.Device), firmware: t.Cell(n.Firmware),
		Pos: t.Pos(-1)}
	if s := strings.ToLower(t.Cell(n.Source)); s != "" {
		o.Source = s
	}
	return o, nil
}

// readClocks emits the clock times of a row and, where falling asleep is among
// them, the session; neither end of a sleep that does not end after it began, or
// only more than a day after. It returns how many were used.
func (n NightRows) readClocks(t *Table, o NightOrigin, sink Sink) (used int) {
	records := n.clockRecords(t, o, sink)
	at, index := map[string]float64{}, map[string]int{}
	for _, r := range records {
		at[r.Metric] = r.Value
	}
	for _, c := range n.Clocks {
		index[c.Metric] = c.Index
	}
	bed, begun := at["bedtime"]
	wake, ended := at["waketime"]
	if p := NoSleep(wake-bed, t.ClockCell(index["bedtime"]), t.ClockCell(index["waketime"])); begun && ended && p != nil {
		sink.Problem(*p)
		records = slices.DeleteFunc(records, func(r record.Record) bool { return r.Metric == "bedtime" || r.Metric == "waketime" })
		begun = false
	}
	for _, r := range records {
		sink.Record(r)
	}
	if begun {
		s := record.Session{Night: o.Night, Onset: momentAfterNoon(o.Night, bed), Wake: record.Moment{Day: o.Night},
			Source: o.Source, Device: o.device, Pos: o.Pos}
		if ended {
			s.Wake = momentAfterNoon(o.Night, wake)
		}
		sink.Session(s)
	}
	return len(records)
}

// clockRecords returns the clock times of a row, waking up first.
func (n NightRows) clockRecords(t *Table, o NightOrigin, sink Sink) (records []record.Record) {
	wake := float64(minutesPerDay * 3 / 2) // the last minute of the wake date
	cells := slices.Clone(n.Clocks)
	slices.SortStableFunc(cells, func(a, b BoundColumn) int { return wakeFirst(a) - wakeFirst(b) })
	for _, c := range cells {
		cell := t.Cell(c.Index)
		if Missing(cell) {
			continue
		}
		v, err := n.clockValue(t, c, o.Night, wake)
		if err == nil {
			err = CheckLimits(c.Measure, v)
		}
		if err != nil {
			sink.Problem(t.Problem(c.Index, err))
			continue
		}
		if c.Metric == "waketime" {
			wake = v
		}
		records = append(records, record.Record{Night: o.Night, Metric: c.Metric, Value: v, Raw: cell, RawUnit: c.FileUnit(),
			Source: o.Source, Device: o.device, Pos: t.Pos(c.Index)})
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
func (n NightRows) clockValue(t *Table, c BoundColumn, night record.Date, wake float64) (float64, error) {
	cell := t.Cell(c.Index)
	if !strings.Contains(cell, ":") {
		v, err := t.Number(cell)
		if err != nil {
			return 0, fmt.Errorf("%q is not a time: want HH:MM or minutes after noon", cell)
		}
		return Convert(c.Measure, c.Unit, v)
	}
	if m, err := ParseMoment(cell); err == nil {
		return MinutesAfterNoon(night, m), nil
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
func firmwareBreaks(origins []NightOrigin) []record.Break {
	slices.SortStableFunc(origins, func(a, b NightOrigin) int { return int(a.Night) - int(b.Night) })
	last := map[[2]string]string{}
	var breaks []record.Break
	for _, o := range origins {
		key := [2]string{o.Source, o.device}
		if before, seen := last[key]; seen && before != o.firmware {
			breaks = append(breaks, record.Break{Night: o.Night, Source: o.Source, Reason: "firmware",
				Detail: before + " -> " + o.firmware})
		}
		last[key] = o.firmware
	}
	return breaks
}
