package apple

import (
	"bufio"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// Tables made from Apple's export, one file a type or all in one. What their times
// and values mean is as in [Export]: one offset for all of them, but for the
// app Simple Health Export, whose times are UTC.
//
// The nights of sleep and of HRV stand in different files, so they are made once
// all files are read. A row counts as used when it is sound and of a type that is
// read.
var (
	Simple     importers.Importer = &table{name: "apple.simple_health_export", must: []string{"type", "sourceName", "startDate", "endDate", "value"}, never: "creationDate"}
	HealthData importers.Importer = &table{name: "apple.healthdata_csv", must: []string{"sourceName", "type", "creationDate", "startDate", "endDate", "value"}}
	Typed      importers.Importer = &table{name: "apple.typed_csv", must: []string{"type", "sourceName", "startDate", "endDate", "value"}, typed: true}
	Frame      importers.Importer = &table{name: "apple.dataframe_csv", must: []string{"source", "start", "end", "value", "sub_children"}}
)

type table struct {
	name  string
	must  []string // header cells it is known by
	never string   // a header cell it does not have
	typed bool     // the type stands alone on the first line, above the header
	run   *tableRun
}

type tableRun struct {
	nights *run
	zone   *time.Location
}

func (a *table) Name() string { return a.name }

func (a *table) Wants() []string { return a.must }

// typeAlone is a first line that is nothing but a type identifier.
var typeAlone = regexp.MustCompile(`^HK(Quantity|Category)TypeIdentifier\w+[ ,]*$`)

func (a *table) Identify(h importers.Head) bool {
	first, rest, _ := strings.Cut(h.Text, "\n")
	if a.typed != typeAlone.MatchString(strings.Trim(first, `" `)) {
		return false
	}
	if a.typed {
		h = importers.NewHead(h.Base, []byte(rest))
	}
	return h.Has(a.must...) && (a.never == "" || !h.Has(a.never))
}

func (a *table) Start() importers.Gatherer {
	fresh := *a
	fresh.run = &tableRun{nights: newRun(sourceName)}
	return &fresh
}

// table opens the file, behind the line with the type where there is one.
func (a *table) table(src importers.Source) (*importers.Table, error) {
	if !a.typed {
		return src.Table()
	}
	text, err := src.Text()
	if err != nil {
		return nil, err
	}
	lines := bufio.NewReaderSize(text, importers.HeadSize)
	if _, err := lines.ReadSlice('\n'); err != nil {
		return nil, errors.Join(errors.New("no table below the first line"), text.Close())
	}
	*src.Damage = nil
	t, err := importers.NewTable(src.Path, lines, src.Damage)
	if err != nil {
		return nil, errors.Join(err, text.Close())
	}
	t.Closer = text
	t.Rows.Number++ // the line above the header
	return t, nil
}

// Read gathers one file. Without start it makes the nights of this one file.
func (a *table) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	if a.run == nil {
		return importers.ReadAlone(a.Start(), src, sink)
	}
	t, err := a.table(src)
	if err != nil {
		return record.Counts{}, err
	}
	a.run.zone = src.Zone
	nights := a.run.nights
	nights.begin(src.Path)
	row := newRow(t, src.Head.Base)
	var c record.Counts
	other := ""
	for t.Next() {
		r := row.record()
		if r.kind == unread {
			c.Count(false)
			other = row.typeText()
			continue
		}
		c.Count(nights.add(r, sink))
	}
	if c.Used == 0 && other != "" && t.Err() == nil {
		return record.Counts{}, fmt.Errorf("it holds %s, of which nothing is used", other)
	}
	return importers.TableEnd(t, c, sink)
}

// Finish hands out the nights of all files.
func (a *table) Finish(sink importers.Sink) {
	if a.run != nil {
		a.run.nights.hand(a.run.zone, sink)
	}
}

// row turns rows into records.
type row struct {
	t                                       *importers.Table
	typ, source, version, device, product   int
	start, end, unit, value, zone, children int
	fileKind                                kind // by the file's name, for tables without a type
	r                                       element
}

func newRow(t *importers.Table, base string) *row {
	return &row{t: t, typ: t.Index("type"), source: t.Index("sourceName", "source"), version: t.Index("sourceVersion"),
		device: t.Index("device"), product: t.Index("productType"), start: t.Index("startDate", "start"), end: t.Index("endDate", "end"),
		unit: t.Index("unit"), value: t.Index("value"), zone: t.Index("HKTimeZone", "Time Zone"), children: t.Index("sub_children"),
		fileKind: kindInName(base)}
}

func (a *row) typeText() string {
	if id := a.t.Cell(a.typ); id != "" {
		return strings.TrimPrefix(strings.TrimPrefix(id, "HKQuantityTypeIdentifier"), "HKCategoryTypeIdentifier")
	}
	return "something else"
}

var (
	namedTypes = []string{"SleepAnalysis", "HeartRateVariabilitySDNN", "RespiratoryRate", "OxygenSaturation", "RestingHeartRate",
		"AppleSleepingWristTemperature", "StepCount", "ActiveEnergyBurned"}
	byHandInText = regexp.MustCompile(`HKWasUserEntered[^A-Za-z0-9]+(?:value[^A-Za-z0-9]+)?1`)
	zoneInText   = regexp.MustCompile(`HKTimeZone[^A-Za-z]+(?:value[^A-Za-z]+)?([A-Z][A-Za-z_]+(?:/[A-Za-z0-9_+-]+)*)`)
)

// kindInName returns the type that a file's name holds.
func kindInName(base string) kind {
	for _, id := range namedTypes {
		if strings.Contains(strings.ToLower(base), strings.ToLower(id)) {
			return kindOf(id)
		}
	}
	return unread
}

// record returns the current row, good until the next.
func (a *row) record() *element {
	t := a.t
	device := t.Cell(a.device)
	if product := t.Cell(a.product); strings.HasPrefix(product, "Watch") && !strings.Contains(device, "hardware:") {
		device += " model:Watch, hardware:" + product
	}
	a.r = element{kind: a.kind(), source: []byte(t.Cell(a.source)), version: []byte(t.Cell(a.version)), device: []byte(device),
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
func (a *row) kind() kind {
	if id := a.t.Cell(a.typ); id != "" {
		return kindOf(id)
	}
	switch {
	case strings.HasPrefix(a.t.Cell(a.value), "HKCategoryValueSleepAnalysis"):
		return sleep
	case a.fileKind == unread && a.t.Cell(a.unit) == "ms":
		return hrv
	}
	return a.fileKind
}
