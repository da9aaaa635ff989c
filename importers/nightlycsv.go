package importers

import (
	"fmt"
	"strconv"
	"strings"

	"nof1/importers/record"
)

// nightlyCSV reads the native nightly table: `date` (of waking), any metric ids
// as headers, one row a night, an empty cell for a missing value. Clock times
// are HH:MM or minutes after local noon of the day before. Columns `source`,
// `device` and `firmware` say what measured the night; ids of things that happen
// (illness, travel, ...) may stand beside the metrics, and so may supplements,
// taken on the day before: an amount, a yes or a no.
type nightlyCSV struct{}

var nights = nightlyCSV{}

// Name implements [Importer].
func (nightlyCSV) Name() string { return "nof1.nights" }

// Wants implements [Importer].
func (nightlyCSV) Wants() []string { return []string{"date", "a metric id such as hrv_rmssd or tst"} }

// Identify claims a table with a date and at least one measured metric; one with
// ratings alone is a diary. A table of which most columns are no metrics is
// somebody else's: a name in common ("Awakenings") does not say what its dates
// and units are.
func (nightlyCSV) Identify(h Head) bool { return measuredColumn(h) && !foreignTable(h) }

func measuredColumn(h Head) bool {
	if !h.Has("date") || h.Index("supplement", "item") >= 0 {
		return false
	}
	for _, m := range record.Metrics {
		if (m.Kind == record.Measured || m.Kind == record.Score) && h.Has(m.ID) {
			return true
		}
	}
	return false
}

// foreignTable tells whether a table has more than twice as many unknown columns
// as known ones.
func foreignTable(h Head) bool {
	known := 0
	for _, name := range h.Header {
		if _, ok := itemID(name); ok {
			known++
		}
	}
	return len(unknownColumns(h.Header, h.own)) > 2*known+1
}

// Read implements [Importer].
func (nightlyCSV) Read(src Source, sink Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	var cols []Column
	for _, m := range record.Metrics {
		cols = append(cols, Column{Names: []string{m.ID}, Metric: m.ID})
	}
	n := nightRows{date: t.Index("date"), night: wakeDate, name: "csv",
		source: t.Index("source"), device: t.Index("device"), firmware: t.Index("firmware")}
	n.split(Bind(t, cols))
	if n.date < 0 || len(n.numbers)+len(n.clocks) == 0 {
		return record.Counts{}, fmt.Errorf("no column date, or none named as a metric: nof1 list metrics")
	}
	things := eventColumns(t)
	reportUnknown(t, sink)
	return n.read(t, sink, func(night record.Date) bool {
		when := record.Moment{Day: night - 1}
		return readWide(t, things, record.Entry{When: when, Night: night, HasNight: true, Source: "nof1.nights"}, sink) > 0
	})
}

// wakeDate reads the date of a night named as ours are.
func wakeDate(cell string) (record.Date, error) {
	m, err := ParseMoment(cell)
	if err != nil {
		return 0, fmt.Errorf("%q is not a date: want YYYY-MM-DD", cell)
	}
	return m.Day, nil
}

// reportUnknown says which columns of a native table are left out: a misspelt
// metric must not vanish in silence.
func reportUnknown(t *Table, sink Sink) {
	if unknown := unknownColumns(t.Header(), t.own); unknown != nil {
		at := t.headerPos(0)
		sink.Problem(record.Problem{Pos: record.Pos{File: at.File, Line: at.Line}, Message: "left out, not metric ids: " + strings.Join(unknown, ", ") + "; nof1 list metrics has them"})
	}
}

// unknownColumns are the header cells, quoted, that say nothing a native table
// can hold.
func unknownColumns(header []string, own ownNames) []string {
	var unknown []string
	for _, name := range header {
		if _, ok := itemID(name); ok || name == "" || doseColumn(name, own) {
			continue
		}
		switch Normalise(name) {
		case "date", "source", "device", "firmware", "note", "notes", "comment", "weekday":
			continue
		}
		unknown = append(unknown, strconv.Quote(name))
	}
	return unknown
}

var itemSpaces = strings.NewReplacer(" ", "_", "-", "_")

// itemID returns the id of a rating, metric or event however its name
// is cased and spaced.
func itemID(name string) (string, bool) {
	id := itemSpaces.Replace(Normalise(name))
	if _, ok := record.MetricByID(id); ok {
		return id, true
	}
	for _, e := range Events {
		if id == e {
			return id, true
		}
	}
	return strings.TrimSpace(name), false
}
