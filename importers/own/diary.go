package own

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// Diary reads the native diary: long, with `date` or `time`, `item`, `value`
// and perhaps `unit` and `note`; or wide, with a column for each rating, event
// or covariate. A column of a wide one that is named as a supplement holds doses:
// an amount, a yes or a no.
var Diary importers.Importer = diary{importers.Format{ID: diaryID, Columns: importers.Names("date", "item", "value")}}

const diaryID = "nof1.diary"

type diary struct{ importers.Format }

// Identify implements [importers.Importer]. It claims a table with a date, items and values, or one with a date and
// ratings or events but nothing measured.
func (diary) Identify(h importers.Head) bool {
	if h.Index("date", "time") < 0 {
		return false
	}
	if h.Has("item", "value") {
		return true
	}
	if importers.MeasuredColumn(h) || h.Index("supplement", "item") >= 0 || SupplementLog.Identify(h) {
		return false
	}
	doses := 0
	for _, name := range h.Header {
		if diaryColumn(name) {
			return true
		}
		if importers.DoseColumn(name, h.Own) {
			doses++
		}
	}
	// What sounds like a supplement may be a nutrient in a table of food.
	food := h.Index("calories", "calories (kcal)", "energy (kcal)", "kcal", "protein", "protein (g)", "carbohydrates", "carbs (g)") >= 0
	return doses > 0 && !food && len(importers.UnknownColumns(h.Header, h.Own)) <= 2*doses+1
}

// diaryColumn reports whether a header names a rating, a covariate or an event.
func diaryColumn(name string) bool {
	id, ok := importers.ItemID(name)
	m, isMetric := record.MetricByID(id)
	return ok && (!isMetric || m.Kind == record.Rating || m.Kind == record.Covariate)
}

// Read implements [importers.Importer].
func (diary) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	dates, err := importers.NewSlashDates(src, "date", "time")
	if err != nil {
		return record.Counts{}, err
	}
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	c := diaryColumns{when: importers.WhenColumns{Date: t.Index("date"), Time: t.Index("time"), Parse: dates.Moment},
		item: t.Index("item"), value: t.Index("value"), unit: t.Index("unit"), note: t.Index("note", "notes"),
		importer: diaryID}
	if c.when.Date < 0 && c.when.Time < 0 {
		return record.Counts{}, fmt.Errorf("a diary has a column date or time")
	}
	if c.item < 0 || c.value < 0 {
		c.wide = wideColumns(t, c.when.Date, c.when.Time, c.note)
	}
	if c.note == len(t.Header())-1 {
		t.LastTakesRest()
	}
	return c.read(t, sink)
}

// diaryColumns are the positions of a diary's columns, -1 for one that is missing.
type diaryColumns struct {
	when                    importers.WhenColumns
	item, value, unit, note int
	wide                    []wideColumn // where set, item and value are not used
	importer                string
}

// wideColumn is a column of a wide table: every cell with text is an entry.
type wideColumn struct {
	index       int
	item        string
	unit        string
	zeroMissing bool
	turned      bool // a rating whose lowest value means the catalogue's highest
	dose        bool // item is a supplement
}

// wideColumns returns every column with a name but those given.
func wideColumns(t *importers.Table, except ...int) []wideColumn {
	var wide []wideColumn
	for i, name := range t.Header() {
		if name == "" || slices.Contains(except, i) {
			continue
		}
		c, isDose := doseOf(t, i)
		if !isDose {
			c.item, _ = importers.ItemID(name)
		}
		wide = append(wide, c)
	}
	return wide
}

// doseOf returns column i as one of doses; false if it is not named as a supplement.
func doseOf(t *importers.Table, i int) (wideColumn, bool) {
	c := wideColumn{index: i}
	if c.dose = importers.DoseColumn(t.Name(i), t.Own); c.dose {
		c.item, c.unit = importers.SplitNameUnit(t.Name(i))
	}
	return c, c.dose
}

// eventColumns returns the columns named as events or supplements.
func eventColumns(t *importers.Table) []wideColumn {
	var wide []wideColumn
	for i, name := range t.Header() {
		id, ok := importers.ItemID(name)
		if _, isMetric := record.MetricByID(id); ok && !isMetric {
			wide = append(wide, wideColumn{index: i, item: id})
		} else if c, isDose := doseOf(t, i); isDose {
			wide = append(wide, c)
		}
	}
	return wide
}

// read emits the entries of every row.
func (c diaryColumns) read(t *importers.Table, sink importers.Sink) (record.Counts, error) {
	return t.Each(sink, func() bool { return c.row(t, sink) })
}

// row emits the entries of the current row and reports whether it had any.
func (c diaryColumns) row(t *importers.Table, sink importers.Sink) bool {
	when, problem := c.when.Read(t)
	if problem != nil {
		sink.Problem(*problem)
		return false
	}
	e := record.Entry{When: when, Note: t.Cell(c.note), Source: c.importer, Pos: t.Pos(-1)}
	if c.wide != nil {
		used := readWide(t, c.wide, e, sink)
		if used == 0 && e.Note != "" {
			e.Item = "note"
			sink.Entry(e)
			used = 1
		}
		return used > 0
	}
	if t.Cell(c.item) == "" {
		sink.Problem(record.Problem{Pos: e.Pos, Message: "no item: name what the row is about, the row was left out"})
		return false
	}
	e.Item, _ = importers.ItemID(t.Cell(c.item))
	e.Unit = importers.FoldUnit(t.Cell(c.unit))
	if p := readValue(t, c.value, &e); p != nil {
		sink.Problem(*p)
		return false
	}
	sink.Entry(e)
	return true
}

// readWide emits an entry for every cell of the row that says something; base
// has what they share, its note goes with the first.
func readWide(t *importers.Table, cols []wideColumn, base record.Entry, sink importers.Sink) (used int) {
	for _, c := range cols {
		if importers.Missing(t.Cell(c.index)) {
			continue
		}
		if c.dose {
			if readWideDose(t, c, base, sink) {
				used++
			}
			continue
		}
		text, _ := importers.SplitAmount(t.Cell(c.index))
		if v, err := t.Number(text); err == nil && v == 0 && c.zeroMissing {
			continue
		}
		e := base
		e.Item, e.Unit, e.Pos = c.item, c.unit, t.Pos(c.index)
		p := readValue(t, c.index, &e)
		if p == nil && !e.HasValue {
			p = new(t.BadCell(c.index, wantedValue(c.item, c.unit)))
		}
		if p != nil {
			sink.Problem(*p)
			continue
		}
		if e.YesNo && e.Value == 0 && c.zeroMissing {
			continue
		}
		if c.turned {
			m, _ := record.MetricByID(c.item)
			e.Value = m.HardHigh - e.Value
		}
		sink.Entry(e)
		base.Note = ""
		used++
	}
	return used
}

// readWideDose emits the dose of a cell: an amount, or an answer. A 1 without a
// unit is a yes, for it does not say 1 of what.
func readWideDose(t *importers.Table, c wideColumn, base record.Entry, sink importers.Sink) bool {
	cell := t.Cell(c.index)
	d := record.Dose{When: base.When, Supplement: c.item, Unit: c.unit, Note: base.Note, Source: base.Source, Pos: t.Pos(c.index)}
	v, unit, err := t.Amount(cell)
	answer, isAnswer := importers.TakenAnswer(cell)
	switch {
	case isAnswer && c.unit == "" && answer:
		d.Taken = record.TakenYes
	case isAnswer && !answer:
		d.Taken = record.NotTaken
	case err != nil || v < 0 || unit != "" && c.unit != "" && unit != c.unit:
		sink.Problem(t.BadCell(c.index, "an amount such as 400 mg, or yes or no"))
		return false
	default:
		d.Amount, d.HasAmount, d.Taken = v, true, record.TakenYes
		if unit != "" {
			d.Unit = unit
		}
		if v == 0 {
			d.Taken = record.NotTaken
		}
	}
	sink.Dose(d)
	return true
}

// readValue fills in an entry's value from a cell: a number, a number with its
// unit, yes or no. An empty cell means that the thing happened, and so does a
// text, which becomes the note; only a rating needs a number. A rating whose unit is a
// range, "1-4", becomes one from 0 to 10.
func readValue(t *importers.Table, i int, e *record.Entry) *record.Problem {
	cell := t.Cell(i)
	m, isMetric := record.MetricByID(e.Item)
	if importers.Missing(cell) {
		if isMetric {
			return new(t.Problem(i, errors.New("no value: want "+wantedValue(e.Item, e.Unit))))
		}
		return nil
	}
	text, unit := importers.SplitAmount(cell)
	v, err := t.Number(text)
	answer, isAnswer := importers.ReadAnswer(cell)
	switch {
	case err == nil && (unit == "" || e.Unit == "" || unit == e.Unit):
		e.Value, e.HasValue = v, true
		if unit != "" {
			e.Unit = unit
		}
	case isAnswer && !importers.IsScale(m):
		e.HasValue, e.YesNo = true, true
		if answer {
			e.Value = 1
		}
		return nil
	case isMetric:
		return new(t.BadCell(i, wantedValue(e.Item, e.Unit)))
	default:
		e.Note = strings.TrimSpace(cell + " " + e.Note)
		return nil
	}
	if !isMetric {
		return nil
	}
	v, err = importers.Convert(m, e.Unit, e.Value)
	if _, _, ranged := importers.RatingRange(e.Unit); ranged && m.Unit == importers.RatingUnit {
		if err != nil {
			return new(t.Problem(i, err))
		}
		e.Value, e.Unit = v, m.Unit
	}
	if err != nil && m.Kind != record.Rating { // drinks, cups: the limits are not in their unit
		return nil
	}
	if err != nil {
		v = e.Value
	}
	if err := importers.CheckLimits(m, v); err != nil {
		return new(t.Problem(i, err))
	}
	return nil
}

// wantedValue says what the value of an item should be, in the unit of the file.
func wantedValue(item, unit string) string {
	m, isMetric := record.MetricByID(item)
	_, _, ranged := importers.RatingRange(unit)
	switch {
	case ranged && m.Unit == importers.RatingUnit:
		return "a number from " + importers.UnitWords(unit)
	case importers.IsScale(m):
		return "a number from " + importers.FormatNumber(m.HardLow) + " to " + importers.FormatNumber(m.HardHigh)
	case isMetric && m.Unit != "n" && m.Unit != "au":
		return importers.UnitWords(m.Unit) + ", or yes or no"
	}
	return "a number, or yes or no"
}

// DiaryItem returns the id of a rating, a covariate or an event by its name;
// false for anything else, such as a supplement.
func DiaryItem(name string) (string, bool) {
	if !diaryColumn(name) {
		return "", false
	}
	return importers.ItemID(name)
}
