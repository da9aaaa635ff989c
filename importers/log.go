package importers

import (
	"fmt"
	"strings"
)

// logCSV reads the native supplement log: `date` or `time`, `supplement`, and
// `form`, `amount`, `unit`, `basis`, `taken`, `note` in any order. A row with
// `start` and `end` stands for every day in between. A row that does not say
// whether it was taken was, unless its amount is 0.
type logCSV struct{}

var supplementLog = logCSV{}

// Name implements [Importer].
func (logCSV) Name() string { return "nof1.log" }

// Wants implements [Importer].
func (logCSV) Wants() []string { return []string{"date", "supplement", "amount"} }

// Identify claims a table that dates and names supplements and says something
// about them. One with an item and a value is a diary.
func (logCSV) Identify(h Head) bool {
	return h.Index("date", "time", "start") >= 0 &&
		h.Index("supplement", "name", "item") >= 0 &&
		h.Index("form", "amount", "unit", "basis", "taken", "note", "end") >= 0 &&
		!h.Has("item", "value")
}

// Read implements [Importer].
func (logCSV) Read(src Source, sink Sink) (Counts, error) {
	t, err := src.Table()
	if err != nil {
		return Counts{}, err
	}
	c := logColumns{
		when:  whenColumns{date: t.Index("date"), time: t.Index("time")},
		start: t.Index("start"), end: t.Index("end"),
		supplement: t.Index("supplement", "name", "item"), form: t.Index("form"),
		amount: t.Index("amount"), unit: t.Index("unit"), both: -1,
		basis: t.Index("basis"), taken: t.Index("taken"), note: t.Index("note"),
		importer: "nof1.log",
	}
	if c.supplement < 0 || c.when.date < 0 && c.when.time < 0 && c.start < 0 {
		return Counts{}, fmt.Errorf("a supplement log has a date or time and a supplement column")
	}
	if c.note == len(t.Header())-1 {
		t.lastTakesRest()
	}
	return c.read(t, sink)
}

// logColumns are the places of a log's columns, -1 where there is none.
type logColumns struct {
	when                                 whenColumns
	start, end                           int
	supplement, form, amount, unit, both int // both: amount with its unit in one cell
	basis, taken, note                   int
	importer                             string
}

func (c logColumns) read(t *Table, sink Sink) (Counts, error) {
	var counts Counts
	for t.Next() {
		counts.Read++
		if d, ok := c.dose(t, sink); ok {
			counts.Used++
			sink.Dose(d)
		} else {
			counts.Skipped++
		}
	}
	return counts, t.Err()
}

// dose reads the current row. A cell that cannot be read is a problem, and the
// dose is kept with what is left; without a date or a name there is none.
func (c logColumns) dose(t *Table, sink Sink) (Dose, bool) {
	d := Dose{Supplement: t.Cell(c.supplement), Form: t.Cell(c.form), Note: t.Cell(c.note),
		Source: c.importer, Pos: Pos{t.file, t.line, 0}}
	if d.Supplement == "" {
		sink.Problem(Problem{d.Pos, "", "no supplement: name what was taken, the row was left out"})
		return d, false
	}
	var problem *Problem
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
func (c logColumns) days(t *Table) (Moment, *Regimen, *Problem) {
	if t.Cell(c.start) == "" {
		m, problem := c.when.read(t)
		if problem == nil && t.Cell(c.end) != "" {
			problem = &Problem{t.Pos(c.end), t.Name(c.end), "an end without a start: say both, the row was left out"}
		}
		return m, nil, problem
	}
	start, err := c.when.moment(t.Cell(c.start))
	if err != nil {
		return Moment{}, nil, &Problem{t.Pos(c.start), t.Name(c.start), err.Error()}
	}
	if Missing(t.Cell(c.end)) {
		return start, &Regimen{Open: true}, nil
	}
	end, err := c.when.moment(t.Cell(c.end))
	if err != nil {
		return Moment{}, nil, &Problem{t.Pos(c.end), t.Name(c.end), err.Error()}
	}
	if end.Day < start.Day {
		return Moment{}, nil, &Problem{t.Pos(c.end), t.Name(c.end),
			fmt.Sprintf("ends on %s, before it starts on %s: the row was left out", end.Day, start.Day)}
	}
	return start, &Regimen{End: end.Day}, nil
}

// readAmount fills in amount and unit; "400 mg" in one cell is understood where
// there is no unit beside it.
func (c logColumns) readAmount(t *Table, d *Dose, sink Sink) {
	d.Unit = foldUnit(t.Cell(c.unit))
	i := max(c.amount, c.both)
	cell := t.Cell(i)
	if Missing(cell) {
		return
	}
	text, unit := splitAmount(cell)
	v, err := t.Number(text)
	switch {
	case err != nil, unit != "" && d.Unit != "" && unit != d.Unit:
		sink.Problem(BadCell(t.Pos(i), t.Name(i), cell, "an amount such as 400, with its unit in the column unit"))
		return
	case v < 0:
		sink.Problem(Problem{t.Pos(i), t.Name(i), fmt.Sprintf("%s is below 0: want an amount such as 400", number(v))})
		return
	}
	d.Amount, d.HasAmount = v, true
	if unit != "" {
		d.Unit = unit
	}
}

// splitAmount cuts "0.372mg" or "1 g" before the unit.
func splitAmount(cell string) (amount, unit string) {
	cell = strings.TrimSpace(cell)
	i := strings.IndexFunc(cell, func(r rune) bool { return !strings.ContainsRune("+-.,0123456789", r) })
	if i <= 0 {
		return cell, ""
	}
	return cell[:i], foldUnit(cell[i:])
}

// foldUnit writes a unit in lower case, with u for the Greek letter and the
// micro sign.
func foldUnit(unit string) string {
	return strings.NewReplacer("μ", "u", "µ", "u").Replace(strings.ToLower(strings.TrimSpace(unit)))
}

func (c logColumns) readBasis(t *Table, d *Dose, sink Sink) {
	switch cell := strings.ToLower(t.Cell(c.basis)); {
	case cell == "elemental":
		d.Basis = BasisElemental
	case cell == "compound":
		d.Basis = BasisCompound
	case Missing(cell), cell == "unknown", cell == "?":
	default:
		sink.Problem(Problem{t.Pos(c.basis), t.Name(c.basis),
			fmt.Sprintf("%q is not a basis: want elemental, compound or nothing", t.Cell(c.basis))})
	}
}

// readTaken decides whether the dose was taken. An answer that cannot be read
// leaves it unknown, and so does a yes to an amount of 0.
func (c logColumns) readTaken(t *Table, d *Dose, sink Sink) {
	cell := t.Cell(c.taken)
	answer, ok := readAnswer(cell)
	nothing := d.HasAmount && d.Amount == 0
	switch {
	case cell == "" && nothing:
		d.Taken = NotTaken
	case cell == "":
		d.Taken = TakenYes
	case ok && answer && nothing:
		sink.Problem(Problem{t.Pos(c.taken), t.Name(c.taken),
			fmt.Sprintf("%q with an amount of 0: say one or the other, the dose counts as unknown", cell)})
	case ok && answer:
		d.Taken = TakenYes
	case ok:
		d.Taken = NotTaken
	case Missing(cell), strings.EqualFold(cell, "unknown"), cell == "?":
	default:
		sink.Problem(Problem{t.Pos(c.taken), t.Name(c.taken),
			fmt.Sprintf("%q is not an answer: want yes, no or nothing, the dose counts as unknown", cell)})
	}
}

// readAnswer reads an answered question.
func readAnswer(cell string) (answer, ok bool) {
	switch strings.ToLower(strings.TrimSpace(cell)) {
	case "yes", "y", "true", "1", "taken":
		return true, true
	case "no", "n", "false", "0", "not taken", "skipped":
		return false, true
	}
	return false, false
}
