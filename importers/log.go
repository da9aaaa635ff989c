package importers

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"nof1/importers/record"
)

// logCSV reads the native supplement log: `date` or `time`, `supplement`, and
// `form`, `amount`, `unit`, `basis`, `taken`, `note` in any order, and the other
// names that people give to these columns in tables of their own. A row with
// `start` and `end` stands for every day in between. A row that does not say
// whether it was taken was, unless its amount is 0.
type logCSV struct{}

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

var supplementLog = logCSV{}

// Name implements [Importer].
func (logCSV) Name() string { return "nof1.log" }

// Wants implements [Importer].
func (logCSV) Wants() []string { return []string{"date", "supplement", "amount"} }

// Identify claims a table that dates supplements, or that dates and names things
// and says how much of them. One with an item and a value is a diary.
func (logCSV) Identify(h Head) bool {
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

// Read implements [Importer].
func (logCSV) Read(src Source, sink Sink) (record.Counts, error) {
	columns := logDates
	if src.Head.Index(columns...) < 0 {
		columns = slices.Concat(logTimes, logStarts)
	}
	dates, err := newSlashDates(src, columns...)
	if err != nil {
		return record.Counts{}, err
	}
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	c := logColumns{
		when:  whenColumns{date: t.Index(logDates...), time: t.Index(logTimes...), parse: dates.moment},
		start: t.Index(logStarts...), end: t.Index(logEnds...),
		supplement: t.Index(logNames...), form: t.Index("form"),
		amount: t.Index(logAmounts...), unit: t.Index(logUnits...), both: -1,
		basis: t.Index("basis"), taken: t.Index(logTaken...), note: t.Index(logNotes...),
		importer: "nof1.log",
	}
	if c.supplement < 0 || c.when.date < 0 && c.when.time < 0 && c.start < 0 {
		return record.Counts{}, fmt.Errorf("a supplement log has a date or time and a supplement column")
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

func (c logColumns) read(t *Table, sink Sink) (record.Counts, error) {
	var counts record.Counts
	for t.Next() {
		counts.Read++
		if d, ok := c.dose(t, sink); ok {
			counts.Used++
			sink.Dose(d)
		} else {
			counts.Skipped++
		}
	}
	return tableEnd(t, counts, sink)
}

// dose reads the current row. A cell that cannot be read is a problem, and the
// dose is kept with what is left; without a date or a name there is none.
func (c logColumns) dose(t *Table, sink Sink) (record.Dose, bool) {
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
func (c logColumns) days(t *Table) (record.Moment, *record.Regimen, *record.Problem) {
	if t.Cell(c.start) == "" {
		m, problem := c.when.read(t)
		if t.Cell(c.end) != "" {
			problem = &record.Problem{Pos: t.Pos(c.end), Field: t.Name(c.end), Message: "an end without a start: say both, the row was left out"}
		}
		return m, nil, problem
	}
	start, err := c.when.moment(t.Cell(c.start))
	if err != nil {
		return record.Moment{}, nil, new(t.problem(c.start, err))
	}
	if Missing(t.Cell(c.end)) {
		return start, &record.Regimen{Open: true}, nil
	}
	end, err := c.when.moment(t.Cell(c.end))
	if err != nil {
		return record.Moment{}, nil, new(t.problem(c.end, err))
	}
	if end.Day < start.Day {
		return record.Moment{}, nil, &record.Problem{Pos: t.Pos(c.end), Field: t.Name(c.end),
			Message: fmt.Sprintf("ends on %s, before it starts on %s: the row was left out", end.Day, start.Day)}
	}
	return start, &record.Regimen{End: end.Day}, nil
}

// readAmount fills in amount and unit; "400 mg" in one cell is understood where
// there is no unit beside it.
func (c logColumns) readAmount(t *Table, d *record.Dose, sink Sink) {
	d.Unit = foldUnit(t.Cell(c.unit))
	i := max(c.amount, c.both)
	cell := t.Cell(i)
	if Missing(cell) {
		return
	}
	v, unit, err := t.amount(cell)
	switch {
	case err != nil, unit != "" && d.Unit != "" && unit != d.Unit:
		sink.Problem(BadCell(t.Pos(i), t.Name(i), cell, "an amount such as 400, with its unit in the column unit"))
		return
	case v < 0:
		sink.Problem(record.Problem{Pos: t.Pos(i), Field: t.Name(i), Message: fmt.Sprintf("%s is below 0: want an amount such as 400", number(v))})
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

// fractions are amounts people write as parts of a tablet.
var fractions = map[string]float64{"1/2": 0.5, "½": 0.5, "1/4": 0.25, "¼": 0.25, "3/4": 0.75, "¾": 0.75, "1/3": 1. / 3, "⅓": 1. / 3, "2/3": 2. / 3, "⅔": 2. / 3}

var (
	leadingFraction = regexp.MustCompile(`^([1-3]/[2-4]|[½¼¾⅓⅔])(?:$|\s*\pL)`)
	groupedDigits   = regexp.MustCompile(`^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$`)
	decimalComma    = regexp.MustCompile(`^\d+,\d{1,2}$|^0,\d+$`)
)

// amount reads an amount with or without its unit: "400 mg", "1/2 tablet",
// "5,000 IU". A comma before three digits parts thousands, unless the table's own
// delimiter says that commas are decimal; with one or two digits it is decimal.
func (t *Table) amount(cell string) (v float64, unit string, err error) {
	cell = strings.TrimSpace(cell)
	if m := leadingFraction.FindStringSubmatch(cell); m != nil {
		if v, known := fractions[m[1]]; known {
			return v, foldUnit(cell[len(m[1]):]), nil
		}
	}
	text, unit := splitAmount(cell)
	text = strings.TrimSpace(text)
	switch {
	case t.rows.delimiter == ',' && groupedDigits.MatchString(text):
		text = strings.ReplaceAll(text, ",", "")
	case decimalComma.MatchString(text):
		text = strings.Replace(text, ",", ".", 1)
	}
	if v, err = t.Number(text); err == nil && strings.HasPrefix(unit, "/") {
		err = fmt.Errorf("%q is not an amount", cell)
	}
	return v, unit, err
}

// foldUnit writes a unit in lower case, with u for the Greek letter and the
// micro sign.
func foldUnit(unit string) string {
	return strings.NewReplacer("μ", "u", "µ", "u").Replace(strings.ToLower(strings.TrimSpace(unit)))
}

func (c logColumns) readBasis(t *Table, d *record.Dose, sink Sink) {
	switch cell := strings.ToLower(t.Cell(c.basis)); {
	case cell == "elemental":
		d.Basis = record.BasisElemental
	case cell == "compound":
		d.Basis = record.BasisCompound
	case Missing(cell), cell == "unknown", cell == "?":
	default:
		sink.Problem(record.Problem{Pos: t.Pos(c.basis), Field: t.Name(c.basis),
			Message: fmt.Sprintf("%q is not a basis: want elemental, compound or nothing", t.Cell(c.basis))})
	}
}

// readTaken decides whether the dose was taken. An answer that cannot be read
// leaves it unknown, and so does a yes to an amount of 0.
func (c logColumns) readTaken(t *Table, d *record.Dose, sink Sink) {
	cell := t.Cell(c.taken)
	answer, ok := takenAnswer(cell)
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
	case Missing(cell), strings.EqualFold(cell, "unknown"), cell == "?":
	default:
		sink.Problem(record.Problem{Pos: t.Pos(c.taken), Field: t.Name(c.taken),
			Message: fmt.Sprintf("%q is not an answer: want yes, no or nothing, the dose counts as unknown", cell)})
	}
}

// takenAnswer reads whether a dose was taken: an answer, a tick, or the word of a
// reminder's status in the phone's language.
func takenAnswer(cell string) (answer, ok bool) {
	if answer, ok = readAnswer(cell); ok {
		return answer, ok
	}
	switch Normalise(cell) {
	case "x", "✓", "✔", "☑", "ja", "oui", "si", "sim", "da", "tak":
		return true, true
	case "nein", "non", "nao", "nee", "nej", "nie", "✗", "✘":
		return false, true
	}
	taken, known := haeStatus(cell)
	return taken == record.TakenYes, known && taken != record.TakenUnknown
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
