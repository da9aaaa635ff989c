package sleepapps

import (
	"fmt"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// HRV4Training reads the CSV of HRV4Training: a reading of a minute after waking,
// RMSSD and SDNN in ms, on the night of its date. It is a source of its own: a
// minute awake is not a night's mean. The heart rate of the reading is read as the
// resting heart rate.
//
// There is a row a calendar day, with or without a reading; "-", 0 and a duration
// of 0 mean none. "date" is local. Some files have day and month swapped in it,
// which a month above 12 gives away. "timestamp_measurement" comes instead of it
// in some versions; its +0000 is taken for UTC. No real file was at hand: the
// columns are those of its documentation and of programs that read it.
//
// Alcohol, sickness and travel are answered for the day and night before; the
// columns of mood, sleep and training have scales the file does not state.
var HRV4Training importers.Importer = hrv4training{importers.Format{
	ID: hrv4trainingID, Columns: importers.Names("rMSSD", "HRV4T_Recovery_Points")}}

const (
	hrv4trainingID     = "hrv4training.readings"
	hrv4trainingSource = "hrv4training"
)

type hrv4training struct{ importers.Format }

// Identify implements [importers.Importer]. Older files lack the recovery points.
func (f hrv4training) Identify(h importers.Head) bool {
	dated := h.Index("date", "timestamp_measurement") >= 0
	return dated && (h.Has(f.Wants()...) || h.Has("rMSSD", "AVNN", "SDNN", "pNN50"))
}

// Read implements [importers.Importer].
func (f hrv4training) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	swapped, err := hrv4trainingSwapped(src)
	if err != nil {
		return record.Counts{}, err
	}
	return importers.EachRow(src, sink, func(t *importers.Table) func() bool {
		r := hrv4trainingRow{Table: t, sink: sink, zone: src.Zone, swapped: swapped, date: t.Index("date"),
			timestamp: t.Index("timestamp_measurement"), duration: t.Index("test_duration"), values: importers.Bind(t, hrv4trainingColumns)}
		return r.read
	})
}

var hrv4trainingColumns = []importers.Column{
	{Names: []string{"rMSSD"}, Metric: "hrv_rmssd"},
	{Names: []string{"SDNN"}, Metric: "hrv_sdnn"},
	{Names: []string{"HR"}, Metric: "resting_hr"},
}

// hrv4trainingSwapped reports whether a file writes its dates as year, day,
// month.
func hrv4trainingSwapped(src importers.Source) (bool, error) {
	t, err := src.Table()
	if err != nil {
		return false, err
	}
	var order importers.DayOrder
	for date := t.Index("date"); t.Next(); {
		if m := importers.NumericDate.FindStringSubmatch(t.Cell(date)); m != nil && len(m[1]) == 4 {
			order.Add(m[2], m[3])
		}
	}
	return order.Known() && order.First, nil
}

type hrv4trainingRow struct {
	*importers.Table
	sink                      importers.Sink
	zone                      *time.Location
	swapped                   bool
	date, timestamp, duration int
	values                    []importers.BoundColumn
}

// read emits one reading and reports whether the row was one.
func (r hrv4trainingRow) read() bool {
	i := r.date
	if importers.Missing(r.Cell(i)) {
		i = r.timestamp
	}
	if importers.Missing(r.Cell(i)) {
		return false
	}
	night, err := r.night(i)
	if err != nil {
		r.sink.Problem(r.Problem(i, err))
		return false
	}
	used := 0
	if v, err := r.Number(r.Cell(r.duration)); err != nil || v != 0 {
		used, _ = importers.ReadCells(r.Table, r.values, night, hrv4trainingSource, "", r.sink)
	}
	return r.answers(night)+used > 0
}

// night returns the date of the reading in column i.
func (r hrv4trainingRow) night(i int) (record.Date, error) {
	text := r.Cell(i)
	if i == r.timestamp {
		return r.readingDate(text)
	}
	if m := importers.NumericDate.FindStringSubmatch(text); m != nil && r.swapped {
		text = m[1] + "-" + m[3] + "-" + m[2]
	}
	at, err := importers.ParseMoment(text)
	if err != nil {
		return 0, fmt.Errorf("%q is not a date: want YYYY-MM-DD", r.Cell(i))
	}
	return at.Day, nil
}

// readingDate returns the local date of a reading. A time in UTC between 03:00 and
// 15:00 has the date that any zone gives a morning reading; for others the zone
// must be known.
func (r hrv4trainingRow) readingDate(text string) (record.Date, error) {
	at, err := time.Parse("2006-01-02 15:04:05 -0700", text)
	if err != nil || !importers.Plausible(at) {
		m, err := importers.ParseMoment(text)
		return m.Day, err
	}
	if _, offset := at.Zone(); offset != 0 {
		return record.DateOf(at), nil
	}
	if r.zone != nil {
		return record.DateOf(at.In(r.zone)), nil
	}
	if at.Hour() < 3 || at.Hour() >= 15 {
		return 0, fmt.Errorf("%q is no morning in UTC: say where it was taken, such as --zone Europe/Paris", text)
	}
	return record.DateOf(at), nil
}

// answers emits the answers that explain a reading and returns how many.
func (r hrv4trainingRow) answers(night record.Date) (n int) {
	for _, q := range []struct{ column, item string }{{"alcohol", "alcohol"}, {"sickness", "illness"}, {"travel", "travel"}} {
		i := r.Index(q.column)
		text := r.Cell(i)
		if importers.Missing(text) {
			continue
		}
		e := record.Entry{When: record.Moment{Day: night - 1}, Night: night, HasNight: true, Item: q.item,
			Source: hrv4trainingID, Pos: r.Pos(i)}
		yes, known := importers.TrueFalse(text)
		if v, err := r.Number(text); err == nil && v >= 0 {
			yes, known = v > 0, true
		}
		e.HasValue, e.YesNo = known, known
		switch {
		case yes:
			e.Value = 1
		case !known:
			e.Note = text
		}
		r.sink.Entry(e)
		n++
	}
	return n
}
