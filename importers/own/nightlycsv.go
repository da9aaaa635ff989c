package own

import (
	"fmt"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// Nights reads the native nightly table: `date` (of waking), any metric ids
// as headers, one row a night, an empty cell for a missing value. Clock times
// are HH:MM or minutes after local noon of the day before. Columns `source`,
// `device` and `firmware` say what measured the night; ids of things that happen
// (illness, travel, ...) may be beside the metrics, and so may supplements,
// taken on the day before: an amount, a yes or a no.
var Nights importers.Importer = nights{importers.Format{ID: nightsID,
	Columns: importers.Names("date", "a metric id such as hrv_rmssd or tst")}}

const nightsID = "nof1.nights"

type nights struct{ importers.Format }

// Identify implements [importers.Importer]. It claims a table with a date and at least one measured metric; one with
// ratings alone is a diary. A table of which most columns are not metrics is
// somebody else's: a name in common ("Awakenings") does not say what its dates
// and units are.
func (nights) Identify(h importers.Head) bool {
	return importers.MeasuredColumn(h) && !importers.ForeignTable(h)
}

// Read implements [importers.Importer].
func (nights) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	var cols []importers.Column
	for _, m := range record.Metrics {
		cols = append(cols, importers.Column{Names: []string{m.ID}, Metric: m.ID})
	}
	n := importers.NightRows{Date: t.Index("date"), Night: importers.WakeDate, Name: "csv",
		Source: t.Index("source"), Device: t.Index("device"), Firmware: t.Index("firmware")}
	n.Split(importers.Bind(t, cols))
	if n.Date < 0 || len(n.Numbers)+len(n.Clocks) == 0 {
		return record.Counts{}, fmt.Errorf("no column date, or none named as a metric: nof1 list metrics")
	}
	things := eventColumns(t)
	reportUnknown(t, sink)
	return n.Read(t, sink, func(night record.Date) bool {
		when := record.Moment{Day: night - 1}
		return readWide(t, things, record.Entry{When: when, Night: night, HasNight: true, Source: nightsID}, sink) > 0
	})
}

// reportUnknown emits a problem that lists the columns of a native table that are
// left out, such as a misspelt metric.
func reportUnknown(t *importers.Table, sink importers.Sink) {
	if unknown := importers.UnknownColumns(t.Header(), t.Own); unknown != nil {
		at := t.HeaderPos(0)
		sink.Problem(record.Problem{Pos: record.Pos{File: at.File, Line: at.Line},
			Message: "left out, not metric ids: " + strings.Join(unknown, ", ") + "; nof1 list metrics has them"})
	}
}
