package own

import (
	"fmt"
	"slices"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// SupplementLog reads the native supplement log: `date` or `time`, `supplement`, and
// `form`, `amount`, `unit`, `basis`, `taken`, `note` in any order, and the other
// names that people give to these columns in tables of their own. A row with
// `start` and `end` counts for every day in between. A row that does not say
// whether it was taken was, unless its amount is 0.
var SupplementLog importers.Importer = supplementLog{importers.Format{ID: logID, Columns: importers.Names("date", "supplement", "amount")}}

const logID = "nof1.log"

type supplementLog struct{ importers.Format }

// The names of a log's columns, ours first.
var (
	logDates   = []string{"date", "day"}
	logTimes   = []string{"time", "datetime", "date time", "date/time", "timestamp", "when"}
	logStarts  = []string{"start", "start date", "start_date"}
	logEnds    = []string{"end", "end date", "end_date"}
	logNames   = []string{"supplement", "name", "item", "medication", "medicine", "substance", "what"}
	logAmounts = []string{"amount", "dose", "dosage", "quantity", "qty"}
	logUnits   = []string{"unit", "units"}
	logTaken   = []string{"taken", "status"}
	logNotes   = []string{"note", "notes", "comment", "comments"}
)

// Identify implements [importers.Importer]. It claims a table that dates supplements, or that dates and names things
// and says how much of them. One with an item and a value is a diary.
func (supplementLog) Identify(h importers.Head) bool {
	if h.Index(slices.Concat(logDates, logTimes, logStarts)...) < 0 {
		return false
	}
	if h.Index("supplement", "medication", "substance") >= 0 {
		return true
	}
	return h.Index(logNames...) >= 0 && h.Index("duration", "distance", "calories") < 0 && // a list of workouts
		h.Index(slices.Concat([]string{"form", "basis"}, logAmounts, logUnits, logTaken, logNotes, logEnds)...) >= 0 &&
		!h.Has("item", "value")
}

// Read implements [importers.Importer].
func (supplementLog) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	columns := logDates
	if src.Head.Index(columns...) < 0 {
		columns = slices.Concat(logTimes, logStarts)
	}
	dates, err := importers.NewSlashDates(src, columns...)
	if err != nil {
		return record.Counts{}, err
	}
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	c := logColumns{
		when:  importers.WhenColumns{Date: t.Index(logDates...), Time: t.Index(logTimes...), Parse: dates.Moment},
		start: t.Index(logStarts...), end: t.Index(logEnds...),
		supplement: t.Index(logNames...), form: t.Index("form"),
		amount: t.Index(logAmounts...), unit: t.Index(logUnits...), both: -1,
		basis: t.Index("basis"), taken: t.Index(logTaken...), note: t.Index(logNotes...),
		importer: logID,
	}
	if c.supplement < 0 || c.when.Date < 0 && c.when.Time < 0 && c.start < 0 {
		return record.Counts{}, fmt.Errorf("a supplement log has a date or time and a supplement column")
	}
	if c.note == len(t.Header())-1 {
		t.LastTakesRest()
	}
	return c.read(t, sink)
}

// logColumns are the positions of a log's columns, -1 for one that is missing.
type logColumns struct {
	when                                 importers.WhenColumns
	start, end                           int
	supplement, form, amount, unit, both int // both: amount with its unit in one cell
	basis, taken, note                   int
	importer                             string
}

// read emits the dose of every row.
func (c logColumns) read(t *importers.Table, sink importers.Sink) (record.Counts, error) {
	return t.Each(sink, func() bool {
		d, ok := c.dose(t, sink)
		if ok {
			sink.Dose(d)
		}
		return ok
	})
}

// dose reads the current row. A cell that cannot be read is a problem, and the
// dose is kept with what is left. It returns false for a row without a date or name.
func (c logColumns) dose(t *importers.Table, sink importers.Sink) (record.Dose, bool) {
	d := record.Dose{Supplement: t.Cell(c.supplement), Form: t.Cell(c.form), Note: t.Cell(c.note),
		Source: c.importer, Pos: t.Pos(-1)}
	if d.Supplement == "" {
		sink.Problem(record.Problem{Pos: d.Pos, Message: "no supplement: name what was taken, the row was left out"})
		return d, false
	}
	var problem *record.Problem
	if d.When, d.Regimen, problem = c.days(t); problem != nil {
		sink.Problem(*problem)
		return d, false
	}
	c.readAmount(t, &d, sink)
	c.readBasis(t, &d, sink)
	c.readTaken(t, &d, sink)
	return d, true
}

// days reads when a dose was, or from when to when a regimen lasted.
func (c logColumns) days(t *importers.Table) (record.Moment, *record.Regimen, *record.Problem) {
	if t.Cell(c.start) == "" {
		m, problem := c.when.Read(t)
		if t.Cell(c.end) != "" {
			problem = &record.Problem{Pos: t.Pos(c.end), Field: t.Name(c.end), Message: "an end without a start: say both, the row was left out"}
		}
		return m, nil, problem
	}
	start, err := c.when.Moment(t.Cell(c.start))
	if err != nil {
		return record.Moment{}, nil, new(t.Problem(c.start, err))
	}
	if importers.Missing(t.Cell(c.end)) {
		return start, &record.Regimen{Open: true}, nil
	}
	end, err := c.when.Moment(t.Cell(c.end))
	if err != nil {
		return record.Moment{}, nil, new(t.Problem(c.end, err))
	}
	if end.Day < start.Day {
		return record.Moment{}, nil, &record.Problem{Pos: t.Pos(c.end), Field: t.Name(c.end),
			Message: fmt.Sprintf("ends on %s, before it starts on %s: the row was left out", end.Day, start.Day)}
	}
	return start, &record.Regimen{End: end.Day}, nil
}

// readAmount fills in amount and unit; "400 mg" in one cell is understood where
// there is no unit beside it.
func (c logColumns) readAmount(t *importers.Table, d *record.Dose, sink importers.Sink) {
	d.Unit = importers.FoldUnit(t.Cell(c.unit))
	i := max(c.amount, c.both)
	cell := t.Cell(i)
	if importers.Missing(cell) {
		return
	}
	v, unit, err := t.Amount(cell)
	switch {
	case err != nil, unit != "" && d.Unit != "" && unit != d.Unit:
		sink.Problem(t.BadCell(i, "an amount such as 400, with its unit in the column unit"))
		return
	case v < 0:
		sink.Problem(record.Problem{Pos: t.Pos(i), Field: t.Name(i),
			Message: fmt.Sprintf("%s is below 0: want an amount such as 400", importers.FormatNumber(v))})
		return
	}
	d.Amount, d.HasAmount = v, true
	if unit != "" {
		d.Unit = unit
	}
}

func (c logColumns) readBasis(t *importers.Table, d *record.Dose, sink importers.Sink) {
	switch cell := strings.ToLower(t.Cell(c.basis)); {
	case cell == "elemental":
		d.Basis = record.BasisElemental
	case cell == "compound":
		d.Basis = record.BasisCompound
	case importers.Missing(cell), cell == "unknown", cell == "?":
	default:
		sink.Problem(record.Problem{Pos: t.Pos(c.basis), Field: t.Name(c.basis),
			Message: fmt.Sprintf("%q is not a basis: want elemental, compound or nothing", t.Cell(c.basis))})
	}
}

// readTaken decides whether the dose was taken. An answer that cannot be read
// leaves it unknown, and so does a yes to an amount of 0.
func (c logColumns) readTaken(t *importers.Table, d *record.Dose, sink importers.Sink) {
	cell := t.Cell(c.taken)
	answer, ok := importers.TakenAnswer(cell)
	nothing := d.HasAmount && d.Amount == 0
	switch {
	case cell == "" && nothing:
		d.Taken = record.NotTaken
	case cell == "":
		d.Taken = record.TakenYes
	case ok && answer && nothing:
		sink.Problem(record.Problem{Pos: t.Pos(c.taken), Field: t.Name(c.taken),
			Message: fmt.Sprintf("%q with an amount of 0: say one or the other, the dose counts as unknown", cell)})
	case ok && answer:
		d.Taken = record.TakenYes
	case ok:
		d.Taken = record.NotTaken
	case importers.Missing(cell), strings.EqualFold(cell, "unknown"), cell == "?":
	default:
		sink.Problem(record.Problem{Pos: t.Pos(c.taken), Field: t.Name(c.taken),
			Message: fmt.Sprintf("%q is not an answer: want yes, no or nothing, the dose counts as unknown", cell)})
	}
}
