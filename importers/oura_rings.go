package importers

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"nof1/importers/record"
)

// ouraRings reads ringconfiguration.csv: every ring after the first is a break
// from the night after it was set up. The header is the web interface's, no file
// was at hand.
var ouraRings Importer = ouraRingTable{}

type ouraRingTable struct{}

func (ouraRingTable) Name() string { return "oura.rings" }

func (ouraRingTable) Wants() []string { return []string{"hardware_type", "set_up_at"} }

func (o ouraRingTable) Identify(h Head) bool { return h.Has(o.Wants()...) }

func (ouraRingTable) Read(src Source, sink Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	kind, at, id := t.Index("hardware_type"), t.Index("set_up_at"), t.Index("id")
	var rings ouraRingList
	var c record.Counts
	for t.Next() {
		c.Count(rings.add(t.clockCell(at), t.Cell(kind), t.Cell(id), sink))
	}
	rings.emit(sink)
	return tableEnd(t, c, sink)
}

// ouraRingList collects the rings of a file.
type ouraRingList []ouraRing

type ouraRing struct {
	setUp    time.Time
	kind, id string
}

// add takes a ring that says when it was set up.
func (l *ouraRingList) add(at clockCell, kind, id string, sink Sink) bool {
	if Missing(at.text) {
		return false
	}
	t, err := ouraTime(at.text)
	if err != nil {
		sink.Problem(record.Problem{Pos: at.pos, Field: at.field, Message: err.Error()})
		return false
	}
	*l = append(*l, ouraRing{t, strings.Clone(kind), strings.Clone(id)})
	return true
}

// emit hands out a break for every ring but the first. One ring set up again is
// the same ring.
func (l ouraRingList) emit(sink Sink) {
	slices.SortStableFunc(l, func(a, b ouraRing) int {
		return cmp.Or(a.setUp.Compare(b.setUp), strings.Compare(a.id, b.id))
	})
	for i := 1; i < len(l); i++ {
		if before := l[i-1]; before.id != l[i].id || before.kind != l[i].kind {
			sink.Break(record.Break{Night: record.DateOf(l[i].setUp) + 1, Source: ouraSource, Reason: "device", Detail: before.kind + " -> " + l[i].kind})
		}
	}
}
