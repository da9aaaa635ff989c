package apple

import (
	"fmt"
	"regexp"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// HAEMedications reads a table of the medications of Health Auto Export: the keys
// of the JSON as header cells, as one word or two. No real file was seen.
var HAEMedications importers.Importer = importers.Rows{
	Format: importers.Format{ID: "healthautoexport.medications", Columns: [][]string{haeName, haeDue, {"status"}}},
	Open: func(t *importers.Table, _ importers.Source, sink importers.Sink) func() bool {
		columns := map[string]int{"": -1, "displayText": t.Index(haeName...), "scheduledDate": t.Index(haeDue...)}
		for _, key := range []string{"nickname", "start", "date", "form", "status", "dosage"} {
			columns[key] = t.Index(key)
		}
		d := haeDose{importer: "healthautoexport.medications", sink: sink,
			text: func(key string) string { return t.Cell(columns[key]) },
			pos:  func(key string) record.Pos { return t.Pos(columns[key]) }}
		return d.emit
	},
}

var (
	haeName = []string{"displayText", "display text", "display_text"}
	haeDue  = []string{"scheduledDate", "scheduled date", "scheduled_date"}
)

// haeDose is a dose of the JSON or of a table.
type haeDose struct {
	text     func(key string) string
	pos      func(key string) record.Pos // of the dose for the key ""
	importer string
	sink     importers.Sink
}

// either returns the first of the keys that has a value, else the last.
func (d haeDose) either(keys ...string) string {
	for _, key := range keys[:len(keys)-1] {
		if !importers.Missing(d.text(key)) {
			return key
		}
	}
	return keys[len(keys)-1]
}

// emit emits the dose at the time it was taken, else at the time it was due, on the
// clock as written, and reports whether there was one.
func (d haeDose) emit() bool {
	name := d.text(d.either("displayText", "nickname"))
	if importers.Missing(name) {
		d.sink.Problem(record.Problem{Pos: d.pos(""), Message: "no supplement: the dose has no name and was left out"})
		return false
	}
	key := d.either("start", "scheduledDate", "date")
	when, err := importers.ParseMoment(d.text(key))
	if err != nil {
		d.sink.Problem(record.Problem{Pos: d.pos(key), Field: key, Message: err.Error()})
		return false
	}
	taken, known := importers.HAEStatus(d.text("status"))
	if !known {
		d.sink.Problem(record.Problem{Pos: d.pos("status"), Field: "status",
			Message: fmt.Sprintf("%q is no status that is known: the dose counts as unknown", d.text("status"))})
	}
	dose := record.Dose{When: when, Supplement: name, Taken: taken, Source: d.importer, Pos: d.pos("")}
	d.amount(&dose)
	d.sink.Dose(dose)
	return true
}

var strengthInName = regexp.MustCompile(`(?i)(\d+(?:[.,]\d+)?)\s*(mg|mcg|µg|ug|g|iu|ie|ui)\b`)

// amount fills in the amount: a number of units, times the strength of one if the
// name gives it.
func (d haeDose) amount(dose *record.Dose) {
	units := 1.0
	if text := d.text("dosage"); !importers.Missing(text) {
		v, err := importers.Number(text)
		if err != nil || v < 0 {
			d.sink.Problem(importers.BadCell(d.pos("dosage"), "dosage", text, "a number of units"))
			return
		}
		units = v
		dose.Amount, dose.HasAmount, dose.Unit = v, true, importers.FoldUnit(d.text("form"))
	}
	if m := strengthInName.FindAllStringSubmatch(dose.Supplement, -1); len(m) == 1 {
		if strength, err := importers.Number(strings.Replace(m[0][1], ",", ".", 1)); err == nil {
			dose.Amount, dose.HasAmount, dose.Unit = units*strength, true, importers.FoldUnit(m[0][2])
		}
	}
}
