package apple

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

var strengthInName = regexp.MustCompile(`(?i)(\d+(?:[.,]\d+)?)\s*(mg|mcg|µg|ug|g|iu|ie|ui)\b`)

// medication reads one dose of the JSON.
func (f *haeFile) medication() error {
	var raw json.RawMessage
	line := f.line()
	if err := f.items.Decoder.Decode(&raw); err != nil {
		return err
	}
	line += leadingLines(f, raw, line)
	var o importers.JSONObject
	if json.Unmarshal(raw, &o) != nil || o == nil {
		f.problem(line, "not an object: want {...}")
		f.counts.Count(false)
		return nil
	}
	f.counts.Count(haeDose(o.Text, func(string) record.Pos { return record.Pos{File: f.src.Path, Line: line} }, "healthautoexport.json", f.sink))
	return nil
}

// haeDose hands out a dose: the time it was taken, else that it was due at, on the
// clock as written. The amount is a number of units; where the name tells the
// strength of one, it is that many times it.
func haeDose(text func(key string) string, at func(key string) record.Pos, importer string, sink importers.Sink) bool {
	name := text("displayText")
	if importers.Missing(name) {
		name = text("nickname")
	}
	if importers.Missing(name) {
		sink.Problem(record.Problem{Pos: at(""), Message: "no supplement: the dose has no name and was left out"})
		return false
	}
	key := "start"
	if importers.Missing(text(key)) {
		key = "scheduledDate"
	}
	if importers.Missing(text(key)) {
		key = "date"
	}
	when, err := importers.ParseMoment(text(key))
	if err != nil {
		sink.Problem(record.Problem{Pos: at(key), Field: key, Message: err.Error()})
		return false
	}
	d := record.Dose{When: when, Supplement: name, Source: importer, Pos: at("")}
	var known bool
	if d.Taken, known = importers.HaeStatus(text("status")); !known {
		sink.Problem(record.Problem{Pos: at("status"), Field: "status", Message: fmt.Sprintf("%q is no status that is known: the dose counts as unknown", text("status"))})
	}
	haeAmount(&d, text("dosage"), text("form"), at, sink)
	sink.Dose(d)
	return true
}

func haeAmount(d *record.Dose, dosage, form string, at func(string) record.Pos, sink importers.Sink) {
	units := 1.0
	if !importers.Missing(dosage) {
		v, err := importers.Number(dosage)
		if err != nil || v < 0 {
			sink.Problem(importers.BadCell(at("dosage"), "dosage", dosage, "a number of units"))
			return
		}
		units = v
		d.Amount, d.HasAmount, d.Unit = v, true, importers.FoldUnit(form)
	}
	if m := strengthInName.FindAllStringSubmatch(d.Supplement, -1); len(m) == 1 {
		if strength, err := importers.Number(strings.Replace(m[0][1], ",", ".", 1)); err == nil {
			d.Amount, d.HasAmount, d.Unit = units*strength, true, importers.FoldUnit(m[0][2])
		}
	}
}

// HAEMedications reads a table of medications of the app. Its header was never
// seen: it is read where it has the JSON's names, in whatever spelling.
var HAEMedications importers.Importer = haeDoseTable{}

type haeDoseTable struct{}

func (haeDoseTable) Name() string { return "healthautoexport.medications" }

func (haeDoseTable) Wants() []string { return []string{"displayText", "scheduledDate", "status"} }

func (h haeDoseTable) Identify(head importers.Head) bool {
	for _, key := range h.Wants() {
		if haeField(head.Header, key) < 0 {
			return false
		}
	}
	return true
}

// haeField returns the column of a key of the JSON: "Scheduled Date" is
// scheduledDate.
func haeField(header []string, key string) int {
	return slices.IndexFunc(header, func(cell string) bool {
		return haeSpaces.Replace(importers.Normalise(cell)) == strings.ToLower(key)
	})
}

var haeSpaces = strings.NewReplacer(" ", "", "_", "")

func (haeDoseTable) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	columns := map[string]int{}
	for _, key := range []string{"displayText", "nickname", "start", "scheduledDate", "date", "form", "status", "dosage"} {
		columns[key] = haeField(t.Header(), key)
	}
	text := func(key string) string { return t.Cell(columns[key]) }
	at := func(key string) record.Pos {
		if i, ok := columns[key]; ok {
			return t.Pos(i)
		}
		return t.Pos(-1)
	}
	var c record.Counts
	for t.Next() {
		c.Count(haeDose(text, at, "healthautoexport.medications", sink))
	}
	return importers.TableEnd(t, c, sink)
}
