package oura

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// Rings reads ringconfiguration.csv: every ring after the first is a break
// from the night after it was set up. The header is the web interface's, no file
// was at hand.
var Rings importers.Importer = ringTable{}

type ringTable struct{}

func (ringTable) Name() string { return "oura.rings" }

func (ringTable) Wants() []string { return []string{"hardware_type", "set_up_at"} }

func (o ringTable) Identify(h importers.Head) bool { return h.Has(o.Wants()...) }

func (ringTable) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	kind, at, id := t.Index("hardware_type"), t.Index("set_up_at"), t.Index("id")
	var rings ringList
	var c record.Counts
	for t.Next() {
		c.Count(rings.Add(t.ClockCell(at), t.Cell(kind), t.Cell(id), sink))
	}
	rings.Emit(sink)
	return importers.TableEnd(t, c, sink)
}

// ringList collects the rings of a file.
type ringList []ring

type ring struct {
	setUp    time.Time
	kind, id string
}

// Add takes a ring that says when it was set up.
func (l *ringList) Add(at importers.ClockCell, kind, id string, sink importers.Sink) bool {
	if importers.Missing(at.Text) {
		return false
	}
	t, err := ouraTime(at.Text)
	if err != nil {
		sink.Problem(record.Problem{Pos: at.Pos, Field: at.Field, Message: err.Error()})
		return false
	}
	*l = append(*l, ring{t, strings.Clone(kind), strings.Clone(id)})
	return true
}

// Emit hands out a break for every ring but the first. One ring set up again is
// the same ring.
func (l ringList) Emit(sink importers.Sink) {
	slices.SortStableFunc(l, func(a, b ring) int {
		return cmp.Or(a.setUp.Compare(b.setUp), strings.Compare(a.id, b.id))
	})
	for i := 1; i < len(l); i++ {
		if before := l[i-1]; before.id != l[i].id || before.kind != l[i].kind {
			sink.Break(record.Break{Night: record.DateOf(l[i].setUp) + 1, Source: source, Reason: "device", Detail: before.kind + " -> " + l[i].kind})
		}
	}
}
