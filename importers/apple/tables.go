package apple

import (
	"bufio"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// Tables made from Apple's export, with one type of record a file or all in one.
// Times and values mean what they do in [Export]: one offset for all times, except
// that the app Simple Health Export writes UTC.
//
// Sleep and HRV are in different files, so the nights are made when all files are
// read. A row counts as used if it is sound and of a type that is read.
var (
	Simple = newTable(false, importers.Format{ID: "apple.simple_health_export",
		Columns: importers.Names("type", "sourceName", "startDate", "endDate", "value"), Without: []string{"creationDate"}})
	HealthData = newTable(false, importers.Format{ID: "apple.healthdata_csv",
		Columns: importers.Names("sourceName", "type", "creationDate", "startDate", "endDate", "value")})
	Typed = newTable(true, importers.Format{ID: "apple.typed_csv",
		Columns: importers.Names("type", "sourceName", "startDate", "endDate", "value")})
	Frame = newTable(false, importers.Format{ID: "apple.dataframe_csv",
		Columns: importers.Names("source", "start", "end", "value", "sub_children")})
)

// tables are the tables of one format.
type tables struct {
	*run
	typed bool // the first line, above the header, is the type
}

// typeAlone is a first line of nothing but a type identifier.
var typeAlone = regexp.MustCompile(`^HK(Quantity|Category)TypeIdentifier\w+[ ,]*$`)

func newTable(typed bool, f importers.Format) importers.Importer {
	return &importers.Gathered{Format: f, New: func() importers.Run { return tables{newRun(), typed} }, Claims: func(h importers.Head) bool {
		first, rest, _ := strings.Cut(h.Text, "\n")
		if typed != typeAlone.MatchString(strings.Trim(first, `" `)) {
			return false
		}
		if typed {
			h = importers.NewHead(h.Base, []byte(rest))
		}
		return !h.JSON && f.Identify(h)
	}}
}

// open opens the file as a table, below the line with the type.
func (a tables) open(src importers.Source) (*importers.Table, error) {
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

// Read implements [importers.Run].
func (a tables) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := a.open(src)
	if err != nil {
		return record.Counts{}, err
	}
	a.zone = src.Zone
	a.begin(src.Path)
	rows := newRows(t, src.Head.Base)
	var c record.Counts
	other := ""
	for t.Next() {
		r := rows.element()
		if r.kind == unread {
			other = rows.typeText()
		}
		c.Count(r.kind != unread && a.add(r, sink))
	}
	if c.Used == 0 && other != "" && t.Err() == nil {
		return record.Counts{}, fmt.Errorf("it holds %s, of which nothing is used", other)
	}
	return importers.TableEnd(t, c, sink)
}

// rows turns the rows of a table into elements.
type rows struct {
	*importers.Table
	typ, source, version, device, product   int
	start, end, unit, value, zone, children int
	fileKind                                kind // by the file's name, for tables without a type
	r                                       element
}

func newRows(t *importers.Table, base string) *rows {
	return &rows{Table: t, typ: t.Index("type"), source: t.Index("sourceName", "source"), version: t.Index("sourceVersion"),
		device: t.Index("device"), product: t.Index("productType"), start: t.Index("startDate", "start"), end: t.Index("endDate", "end"),
		unit: t.Index("unit"), value: t.Index("value"), zone: t.Index("HKTimeZone", "Time Zone"), children: t.Index("sub_children"),
		fileKind: kindInName(base)}
}

func (a *rows) typeText() string {
	if id := a.Cell(a.typ); id != "" {
		return strings.TrimPrefix(strings.TrimPrefix(id, "HKQuantityTypeIdentifier"), "HKCategoryTypeIdentifier")
	}
	return "something else"
}

var (
	byHandInText = regexp.MustCompile(`HKWasUserEntered[^A-Za-z0-9]+(?:value[^A-Za-z0-9]+)?1`)
	zoneInText   = regexp.MustCompile(`HKTimeZone[^A-Za-z]+(?:value[^A-Za-z]+)?([A-Z][A-Za-z_]+(?:/[A-Za-z0-9_+-]+)*)`)
)

// kindInName returns the kind of the type that a file's name has in it.
func kindInName(base string) kind {
	for _, id := range []string{"SleepAnalysis", "HeartRateVariabilitySDNN", "RespiratoryRate", "OxygenSaturation", "RestingHeartRate",
		"AppleSleepingWristTemperature", "StepCount", "ActiveEnergyBurned"} {
		if strings.Contains(strings.ToLower(base), strings.ToLower(id)) {
			return kindOf(id)
		}
	}
	return unread
}

// element returns the current row, good until the next.
func (a *rows) element() *element {
	text := func(i int) []byte { return []byte(a.Cell(i)) }
	a.r = element{kind: a.kind(), source: text(a.source), version: text(a.version), device: text(a.device), start: text(a.start),
		end: text(a.end), unit: text(a.unit), value: text(a.value), zone: text(a.zone), line: a.Line()}
	if product := a.Cell(a.product); strings.HasPrefix(product, "Watch") && !strings.Contains(a.Cell(a.device), "hardware:") {
		a.r.device = append(a.r.device, " model:Watch, hardware:"+product...)
	}
	if children := a.Cell(a.children); children != "" {
		if m := zoneInText.FindStringSubmatch(children); m != nil {
			a.r.zone = []byte(m[1])
		}
		a.r.byHand = byHandInText.MatchString(children)
	}
	return &a.r
}

// kind returns the kind of the type column, else of the value or of the file's name.
func (a *rows) kind() kind {
	if id := a.Cell(a.typ); id != "" {
		return kindOf(id)
	}
	switch {
	case strings.HasPrefix(a.Cell(a.value), "HKCategoryValueSleepAnalysis"):
		return sleep
	case a.fileKind == unread && a.Cell(a.unit) == "ms":
		return hrv
	}
	return a.fileKind
}
