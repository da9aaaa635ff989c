package importers

import (
	"bufio"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"nof1/importers/record"
)

// Tables made from Apple's export, one file a type or all in one. What their times
// and values mean is as in [appleExport]: one offset for all of them, but for the
// app Simple Health Export, whose times are UTC.
//
// The nights of sleep and of HRV stand in different files, so they are made once
// all files are read. A row counts as used when it is sound and of a type that is
// read.
var (
	appleSimple     Importer = &appleTable{name: "apple.simple_health_export", must: []string{"type", "sourceName", "startDate", "endDate", "value"}, never: "creationDate"}
	appleHealthData Importer = &appleTable{name: "apple.healthdata_csv", must: []string{"sourceName", "type", "creationDate", "startDate", "endDate", "value"}}
	appleTyped      Importer = &appleTable{name: "apple.typed_csv", must: []string{"type", "sourceName", "startDate", "endDate", "value"}, typed: true}
	appleFrame      Importer = &appleTable{name: "apple.dataframe_csv", must: []string{"source", "start", "end", "value", "sub_children"}}
)

type appleTable struct {
	name  string
	must  []string // header cells it is known by
	never string   // a header cell it does not have
	typed bool     // the type stands alone on the first line, above the header
	run   *appleTableRun
}

type appleTableRun struct {
	nights *appleRun
	zone   *time.Location
}

func (a *appleTable) Name() string { return a.name }

func (a *appleTable) Wants() []string { return a.must }

// typeAlone is a first line that is nothing but a type identifier.
var typeAlone = regexp.MustCompile(`^HK(Quantity|Category)TypeIdentifier\w+[ ,]*$`)

func (a *appleTable) Identify(h Head) bool {
	first, rest, _ := strings.Cut(h.Text, "\n")
	if a.typed != typeAlone.MatchString(strings.Trim(first, `" `)) {
		return false
	}
	if a.typed {
		h = newHead(h.Base, []byte(rest))
	}
	return h.Has(a.must...) && (a.never == "" || !h.Has(a.never))
}

func (a *appleTable) start() gatherer {
	fresh := *a
	fresh.run = &appleTableRun{nights: newAppleRun(appleSourceName)}
	return &fresh
}

// table opens the file, behind the line with the type where there is one.
func (a *appleTable) table(src Source) (*Table, error) {
	if !a.typed {
		return src.Table()
	}
	text, err := src.Text()
	if err != nil {
		return nil, err
	}
	lines := bufio.NewReaderSize(text, headSize)
	if _, err := lines.ReadSlice('\n'); err != nil {
		return nil, errors.Join(errors.New("no table below the first line"), text.Close())
	}
	*src.damage = nil
	t, err := newTable(src.Path, lines, src.damage)
	if err != nil {
		return nil, errors.Join(err, text.Close())
	}
	t.closer = text
	t.rows.number++ // the line above the header
	return t, nil
}

// Read gathers one file. Without start it makes the nights of this one file.
func (a *appleTable) Read(src Source, sink Sink) (record.Counts, error) {
	if a.run == nil {
		return readAlone(a.start(), src, sink)
	}
	t, err := a.table(src)
	if err != nil {
		return record.Counts{}, err
	}
	a.run.zone = src.Zone
	nights := a.run.nights
	nights.begin(src.Path)
	row := newAppleRow(t, src.Head.Base)
	var c record.Counts
	other := ""
	for t.Next() {
		r := row.record()
		if r.kind == appleUnread {
			c.Count(false)
			other = row.typeText()
			continue
		}
		c.Count(nights.add(r, sink))
	}
	if c.Used == 0 && other != "" && t.Err() == nil {
		return record.Counts{}, fmt.Errorf("it holds %s, of which nothing is used", other)
	}
	return tableEnd(t, c, sink)
}

// finish hands out the nights of all files.
func (a *appleTable) finish(sink Sink) {
	if a.run != nil {
		a.run.nights.hand(a.run.zone, sink)
	}
}

// appleRow turns rows into records.
type appleRow struct {
	t                                       *Table
	typ, source, version, device, product   int
	start, end, unit, value, zone, children int
	fileKind                                appleKind // by the file's name, for tables without a type
	r                                       appleRecord
}

func newAppleRow(t *Table, base string) *appleRow {
	return &appleRow{t: t, typ: t.Index("type"), source: t.Index("sourceName", "source"), version: t.Index("sourceVersion"),
		device: t.Index("device"), product: t.Index("productType"), start: t.Index("startDate", "start"), end: t.Index("endDate", "end"),
		unit: t.Index("unit"), value: t.Index("value"), zone: t.Index("HKTimeZone", "Time Zone"), children: t.Index("sub_children"),
		fileKind: appleKindInName(base)}
}

func (a *appleRow) typeText() string {
	if id := a.t.Cell(a.typ); id != "" {
		return strings.TrimPrefix(strings.TrimPrefix(id, "HKQuantityTypeIdentifier"), "HKCategoryTypeIdentifier")
	}
	return "something else"
}

var (
	appleNamedTypes = []string{"SleepAnalysis", "HeartRateVariabilitySDNN", "RespiratoryRate", "OxygenSaturation", "RestingHeartRate",
		"AppleSleepingWristTemperature", "StepCount", "ActiveEnergyBurned"}
	byHandInText = regexp.MustCompile(`HKWasUserEntered[^A-Za-z0-9]+(?:value[^A-Za-z0-9]+)?1`)
	zoneInText   = regexp.MustCompile(`HKTimeZone[^A-Za-z]+(?:value[^A-Za-z]+)?([A-Z][A-Za-z_]+(?:/[A-Za-z0-9_+-]+)*)`)
)

// appleKindInName returns the type that a file's name holds.
func appleKindInName(base string) appleKind {
	for _, id := range appleNamedTypes {
		if strings.Contains(strings.ToLower(base), strings.ToLower(id)) {
			return appleType(id)
		}
	}
	return appleUnread
}

// record returns the current row, good until the next.
func (a *appleRow) record() *appleRecord {
	t := a.t
	device := t.Cell(a.device)
	if product := t.Cell(a.product); strings.HasPrefix(product, "Watch") && !strings.Contains(device, "hardware:") {
		device += " model:Watch, hardware:" + product
	}
	a.r = appleRecord{kind: a.kind(), source: []byte(t.Cell(a.source)), version: []byte(t.Cell(a.version)), device: []byte(device),
		start: []byte(t.Cell(a.start)), end: []byte(t.Cell(a.end)), unit: []byte(t.Cell(a.unit)), value: []byte(t.Cell(a.value)),
		zone: []byte(t.Cell(a.zone)), line: t.Line()}
	if children := t.Cell(a.children); children != "" {
		if m := zoneInText.FindStringSubmatch(children); m != nil {
			a.r.zone = []byte(m[1])
		}
		a.r.byHand = byHandInText.MatchString(children)
	}
	return &a.r
}

// kind is that of the type column, else of what the value or the file's name
// tell.
func (a *appleRow) kind() appleKind {
	if id := a.t.Cell(a.typ); id != "" {
		return appleType(id)
	}
	switch {
	case strings.HasPrefix(a.t.Cell(a.value), "HKCategoryValueSleepAnalysis"):
		return appleSleep
	case a.fileKind == appleUnread && a.t.Cell(a.unit) == "ms":
		return appleSDNN
	}
	return a.fileKind
}
