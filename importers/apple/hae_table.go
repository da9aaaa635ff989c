package apple

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// haeSource is the source of values that Health Auto Export made of a day. Its
// single samples are Apple's and keep Apple's name.
const haeSource = "healthautoexport"

// HAETable reads the CSV of the app Health Auto Export: a wide table with a row a
// day or an hour, the unit of every column in its header. It follows code that
// writes and reads such files; no real file was seen.
//
// HRV is the mean of Apple's SDNN samples of the calendar day, day and night mixed,
// so it has a source of its own. Sleep belongs to the day it ends on; if rows are
// hours, the first cell above 0 counts. [Asleep] is sleep without stages, and the
// total only if there are no other columns. Measurements of the hours of a day are
// averaged, counts are added up.
var HAETable importers.Importer = haeCSV{importers.Format{ID: "healthautoexport.csv",
	Columns: importers.Names("Date/Time", "Heart Rate Variability (ms)", "Sleep Analysis [Total] (hr)")}}

type haeCSV struct{ importers.Format }

// Identify implements [importers.Importer]. It wants a date and one of the columns
// that no other export has.
func (haeCSV) Identify(h importers.Head) bool {
	return h.Index("Date/Time", "Date") >= 0 && !h.Has("Cycle start time") && slices.ContainsFunc(h.Header, func(cell string) bool {
		c := newHaeColumn(cell)
		return c.sub != "" && strings.HasPrefix(c.name, "sleep analysis") || c.unit != "" && c.name == "heart rate variability"
	})
}

// haeColumn is a header such as "Sleep Analysis [Total] (hr)", folded.
type haeColumn struct{ name, sub, unit string }

var haeHeader = regexp.MustCompile(`^([^\[(]+?)\s*(?:\(sdnn\)\s*)?(?:\[([^\]]*)\])?\s*(?:\((.*)\))?$`)

func newHaeColumn(header string) haeColumn {
	m := haeHeader.FindStringSubmatch(importers.Normalise(header))
	if m == nil {
		return haeColumn{}
	}
	if m[3] == "of" || m[3] == "oc" { // folded from ºF
		m[3] = m[3][1:]
	}
	return haeColumn{m[1], m[2], m[3]}
}

// haeHow is how the rows of one day become one value.
type haeHow int

const (
	haeMean haeHow = iota
	haeFirst
	haeSum
)

// haeMetrics are the columns that are read, by name and sub-column.
var haeMetrics = map[string]struct {
	metric string
	how    haeHow
	shift  record.Date // 1 for what belongs to the night after its day
}{
	"heart rate variability":           {"hrv_sdnn", haeMean, 0},
	"resting heart rate":               {"resting_hr", haeMean, 0},
	"respiratory rate":                 {"respiratory_rate", haeMean, 0},
	"blood oxygen saturation":          {"spo2", haeMean, 0},
	"apple sleeping wrist temperature": {"skin_temp", haeFirst, 0},
	"sleep analysis [deep]":            {"deep", haeFirst, 0},
	"sleep analysis [rem]":             {"rem", haeFirst, 0},
	"sleep analysis [core]":            {"light", haeFirst, 0},
	"sleep analysis [awake]":           {"waso", haeFirst, 0},
	"sleep analysis [in bed]":          {"tib", haeFirst, 0},
	"sleep analysis [total]":           {"tst", haeFirst, 0},
	"sleep analysis [asleep]":          {"asleep", haeFirst, 0},
	"step count":                       {"steps", haeSum, 1},
	"active energy":                    {"active_energy", haeSum, 1},
	"caffeine":                         {"caffeine", haeSum, 1},
}

// haeCell is the value of one day and metric.
type haeCell struct {
	sum float64
	n   int
	raw string
	pos record.Pos
}

// haeDays gathers the table's days in the order of the file.
type haeDays struct {
	t       *importers.Table
	sink    importers.Sink
	columns []haeBound // to read
	values  []haeBound // to emit: those of the sleep, then the columns of everything else
	days    map[record.Date]map[string]*haeCell
	order   []record.Date
	damaged map[record.Date]bool // days on which a class of sleep cannot be read
}

// haeBound is a column found in the table.
type haeBound struct {
	index  int
	metric string
	row    record.Metric
	how    haeHow
	shift  record.Date
	unit   string
	sleep  bool
}

// Read implements [importers.Importer].
func (haeCSV) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	dates, err := importers.NewSlashDates(src, "Date/Time", "Date")
	if err != nil {
		return record.Counts{}, err
	}
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	d := haeDays{t: t, sink: sink, days: map[record.Date]map[string]*haeCell{}, damaged: map[record.Date]bool{}}
	d.bind()
	date := t.Index("Date/Time", "Date")
	var c record.Counts
	for t.Next() {
		day, err := haeDay(dates, t.Cell(date))
		if err != nil {
			sink.Problem(t.Problem(date, err))
		}
		c.Count(err == nil && d.read(day))
	}
	used := 0
	for _, day := range d.order {
		used += d.emitDay(day)
	}
	if used == 0 {
		c = record.Counts{Read: c.Read, Skipped: c.Read}
	}
	return importers.TableEnd(t, c, sink)
}

func (d *haeDays) bind() {
	var sleep, other []haeBound
	for i, header := range d.t.Header() {
		c := newHaeColumn(header)
		key := c.name
		if c.sub != "" {
			key += " [" + c.sub + "]"
		}
		m, known := haeMetrics[key]
		if !known {
			continue
		}
		bound := haeBound{index: i, metric: m.metric, how: m.how, shift: m.shift, unit: c.unit, sleep: c.name == "sleep analysis"}
		bound.row, _ = record.MetricByID(strings.Replace(m.metric, "asleep", "tst", 1))
		if strings.HasPrefix(c.unit, "count") || c.unit == "steps" || c.unit == "bpm" {
			bound.unit = ""
		}
		d.columns = append(d.columns, bound)
		if !bound.sleep {
			other = append(other, bound)
		} else if sleep == nil { // in the unit of the first column
			for _, id := range []string{"tst", "tib", "waso", "deep", "rem", "light"} {
				bound.metric = id
				bound.row, _ = record.MetricByID(id)
				sleep = append(sleep, bound)
			}
		}
	}
	d.values = append(sleep, other...)
}

// read reads the cells of the current row and reports whether it used any. It uses
// none if all are zero: on such a day nothing was measured.
func (d *haeDays) read(day record.Date) (used bool) {
	var adds []func()
	for _, c := range d.columns {
		cell := d.t.Cell(c.index)
		if importers.Missing(cell) {
			continue
		}
		v, err := d.t.Number(cell)
		if err != nil {
			d.sink.Problem(d.t.BadCell(c.index, importers.UnitWords(c.row.Unit)))
			d.damaged[day] = d.damaged[day] || slices.Contains(haeClasses, c.metric)
			continue
		}
		if v < 0 || v == 0 && (c.row.ZeroMissing || c.metric == "tib") {
			continue
		}
		pos := d.t.Pos(c.index)
		adds = append(adds, func() { d.cell(day, c.metric).add(c.how, v, cell, pos) })
		used = used || v > 0
	}
	for _, add := range adds {
		if used {
			add()
		}
	}
	return used
}

func (d *haeDays) cell(day record.Date, metric string) *haeCell {
	if d.days[day] == nil {
		d.days[day] = map[string]*haeCell{}
		d.order = append(d.order, day)
	}
	if d.days[day][metric] == nil {
		d.days[day][metric] = &haeCell{}
	}
	return d.days[day][metric]
}

func (h *haeCell) add(how haeHow, v float64, raw string, pos record.Pos) {
	switch {
	case how != haeFirst || h.n == 0:
	case h.sum > 0 || v == 0:
		return
	default: // of an hour before the sleep
		*h = haeCell{}
	}
	if h.n == 0 {
		h.pos, h.raw = pos, raw
	}
	h.sum += v
	h.n++
}

// emitDay emits one day and returns the number of its values. A night without
// sleep has no stages. Without a column of the time in bed, that is the time asleep
// and awake.
func (d *haeDays) emitDay(day record.Date) (used int) {
	cells := d.days[day]
	if cells["tst"] == nil && !d.damaged[day] {
		cells["tst"] = haeTotal(cells)
	}
	haeUnstaged(cells)
	tst, awake := cells["tst"], cells["waso"]
	if tst != nil && awake != nil && cells["tib"] == nil {
		cells["tib"] = &haeCell{sum: tst.sum + awake.sum, n: 1, raw: tst.raw + " + " + awake.raw, pos: tst.pos}
	}
	for _, c := range d.values {
		cell := cells[c.metric]
		if cell != nil && (tst != nil || !c.sleep || c.metric == "tib") && d.emit(day, c, cell) {
			used++
		}
	}
	return used
}

// haeUnstaged drops the zeros of a night without stages: deep sleep and time awake
// were not measured.
func haeUnstaged(cells map[string]*haeCell) {
	stages := []string{"light", "deep", "rem"}
	if slices.ContainsFunc(stages, func(stage string) bool { c := cells[stage]; return c != nil && c.sum > 0 }) {
		return
	}
	for _, stage := range stages {
		delete(cells, stage)
	}
	if c := cells["waso"]; c != nil && c.sum == 0 {
		delete(cells, "waso")
	}
}

// haeClasses are the classes of sleep, which exclude each other.
var haeClasses = []string{"asleep", "light", "deep", "rem"}

// haeTotal adds up the classes of sleep.
func haeTotal(cells map[string]*haeCell) (total *haeCell) {
	for _, class := range haeClasses {
		if c := cells[class]; c != nil && c.sum > 0 {
			if total == nil {
				total = &haeCell{n: 1, raw: c.raw, pos: c.pos}
			}
			total.sum += c.sum
		}
	}
	return total
}

func (d *haeDays) emit(day record.Date, c haeBound, cell *haeCell) bool {
	v, unit := cell.sum, c.unit
	if c.how == haeMean {
		v /= float64(cell.n)
	}
	if c.row.ID == "spo2" && v <= 1 {
		unit = "pct1"
	}
	v, err := importers.Convert(c.row, unit, v)
	if err != nil {
		d.sink.Problem(record.Problem{Pos: cell.pos, Field: d.t.Name(c.index), Message: err.Error()})
		return false
	}
	raw := cell.raw
	if cell.n > 1 {
		raw = fmt.Sprintf("%s of %d rows", [...]string{"mean", "first", "sum"}[c.how], cell.n)
	}
	return importers.EmitComputed(record.Record{Night: day + c.shift, Metric: c.metric, Value: v, Raw: raw, RawUnit: c.unit,
		Source: haeSource, Pos: cell.pos}, d.t.Name(c.index), d.sink)
}

var haeLayouts = []string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02", "2006-01-02 15:04:05 -0700",
	"January 2, 2006", "January 2, 2006 15:04", "Jan 2, 2006", "January 2, 2006 3:04 PM", "2006-01-02T15:04:05Z07:00"}

// haeDay returns the calendar day of a cell, as written.
func haeDay(dates importers.SlashDates, cell string) (record.Date, error) {
	plain, layouts, err := dates.Layouts(cell)
	if err != nil {
		return 0, err
	}
	if layouts == nil {
		layouts = haeLayouts
	}
	t, err := importers.ParseWall(plain, layouts...)
	return record.DateOf(t), err
}
