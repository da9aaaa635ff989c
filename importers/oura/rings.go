package oura

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// Rings reads ringconfiguration.csv. Every ring after the first is a break from the
// night after it was set up. The header is that of the web interface; no file was
// at hand.
var Rings importers.Importer = importers.Rows{
	Format: importers.Format{ID: "oura.rings", Columns: importers.Names("hardware_type", "set_up_at")},
	Open: func(t *importers.Table, _ importers.Source, sink importers.Sink) func() bool {
		kind, at, id := t.Index("hardware_type"), t.Index("set_up_at"), t.Index("id")
		var rings ringList
		t.AtEnd(func(c record.Counts) (record.Counts, error) {
			rings.emit(sink)
			return c, nil
		})
		return func() bool { return rings.add(t.ClockCell(at), t.Cell(kind), t.Cell(id), sink) }
	},
}

// ringList collects the rings of a file.
type ringList []ring

type ring struct {
	setUp    time.Time
	kind, id string
}

// add keeps a ring if it has a time at which it was set up.
func (l *ringList) add(at importers.ClockCell, kind, id string, sink importers.Sink) bool {
	if importers.Missing(at.Text) {
		return false
	}
	t, ok := instant(at, sink)
	if ok {
		*l = append(*l, ring{t, strings.Clone(kind), strings.Clone(id)})
	}
	return ok
}

// emit emits a break for every ring but the first. A ring set up again is the same
// ring.
func (l ringList) emit(sink importers.Sink) {
	slices.SortStableFunc(l, func(a, b ring) int {
		return cmp.Or(a.setUp.Compare(b.setUp), strings.Compare(a.id, b.id))
	})
	for i := 1; i < len(l); i++ {
		if before := l[i-1]; before.id != l[i].id || before.kind != l[i].kind {
			sink.Break(record.Break{Night: record.DateOf(l[i].setUp) + 1, Source: source, Reason: "device",
				Detail: before.kind + " -> " + l[i].kind})
		}
	}
}
