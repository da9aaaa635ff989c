package oura

import (
	"errors"
	"slices"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// Tags reads the tags of Oura's Membership Hub (enhancedtag.csv, tag.csv) and of
// tables made from the web interface. A tag says that something was so. Nothing
// says what was not, so a day without a tag is unknown.
//
// Supplements are among the tags of the user's own making. One that names a
// supplement, or whose comment begins with an amount ("400 mg"), is a
// [record.Dose] under the name the user gave it. All others are diary entries, and
// so is a comment without a tag. A tag over several days is a regimen, or an entry
// on each of them.
var Tags importers.Importer = tags{importers.Rows{
	Format: importers.Format{ID: tagsID, Columns: [][]string{{"tag_type_code"}, {"start_time", "start_day"}}},
	Open: func(t *importers.Table, _ importers.Source, sink importers.Sink) func() bool {
		columns := map[string]int{}
		for _, name := range tagKeys {
			columns[name] = t.Index(name)
		}
		cell := func(key string) importers.ClockCell {
			i := columns[key]
			return importers.ClockCell{Text: t.Cell(i), Field: key, Pos: t.Pos(i)}
		}
		return func() bool { return emitTag(cell, t.Own, t.Pos(-1), sink) }
	},
}}

type tags struct{ importers.Rows }

// Wants implements [importers.Importer]. A table with just one of these columns, such
// as start_time, is not near to a table of tags.
func (tags) Wants() []string { return []string{"tag_type_code", "start_time", "start_day"} }

const tagsID = "oura.tags"

var tagKeys = []string{"tag_type_code", "custom_name", "comment", "start_day", "start_time", "end_day", "end_time"}

// tagDays is the longest a tag may last, in days: one left open by mistake must not
// fill a diary.
const tagDays = 92

// tagItems give the item of a diary that Oura's own tags mean, without tag_ and
// generic_ and underscores. Of the list only alcohol, caffeine and sick are
// confirmed. A code that is not on it keeps its own words.
var tagItems = map[string]string{
	"alcohol": "alcohol", "caffeine": "caffeine", "coffee": "caffeine",
	"sick": "illness", "sickness": "illness", "ill": "illness", "fever": "illness", "flu": "illness", "cold": "illness", "covid": "illness",
	"travel": "travel", "jetlag": "travel", "jet lag": "travel", "flight": "travel",
	"latemeal": "late_meal", "late meal": "late_meal", "lateeating": "late_meal",
	"vaccine": "vaccination", "vaccination": "vaccination", "period": "cycle_start",
}

// emitTag emits one tag, read by key, and reports whether it could.
func emitTag(cell func(key string) importers.ClockCell, own importers.OwnNames, pos record.Pos, sink importers.Sink) bool {
	when, ok := tagTime(cell("start_time"), cell("start_day"), sink)
	if !ok {
		return false
	}
	end := when.Day
	if day := cell("end_day"); !importers.Missing(day.Text) {
		d, err := importers.DateLabel(day.Text)
		if err != nil || d < when.Day || d > when.Day+tagDays {
			sink.Problem(problem(day, errors.New("no day from the start to three months on: the tag counts for its first day")))
		} else {
			end = d
		}
	}
	code, comment := cell("tag_type_code").Text, cell("comment").Text
	item, isDose := tagItem(code, cell("custom_name").Text, comment, own)
	if item == "" {
		return false
	}
	if isDose {
		sink.Dose(dose(item, comment, when, end, pos))
		return true
	}
	e := record.Entry{When: when, Item: item, Value: 1, HasValue: true, YesNo: true, Note: comment, Source: tagsID, Pos: pos}
	if m, isMetric := record.MetricByID(item); item == "note" || isMetric && m.Kind == record.Rating {
		e.Value, e.HasValue, e.YesNo = 0, false, false
	}
	for ; e.When.Day <= end; e.When = (record.Moment{Day: e.When.Day + 1}) {
		sink.Entry(e)
	}
	return true
}

// tagTime returns when a tag begins: its time, else its day.
func tagTime(at, day importers.ClockCell, sink importers.Sink) (record.Moment, bool) {
	if !importers.Missing(at.Text) {
		t, err := parseInstant(at.Text)
		if err == nil {
			return record.MomentOf(t), true
		}
		if importers.Missing(day.Text) {
			sink.Problem(problem(at, err))
			return record.Moment{}, false
		}
	}
	d, ok := dateLabel(day, sink)
	return record.Moment{Day: d}, ok
}

// tagItem returns what a tag is about and whether it is a dose. The item is "" for a
// tag that says nothing.
func tagItem(code, custom, comment string, own importers.OwnNames) (item string, isDose bool) {
	made := strings.EqualFold(code, "custom") || importers.Missing(code) // by the user
	switch {
	case made && !importers.Missing(custom):
		_, _, amount := amount(comment)
		if amount || own.Supplement(custom) {
			return custom, true
		}
		return importers.TagItem(custom), false
	case made && importers.Missing(comment):
		return "", false
	case made:
		return "note", false
	}
	words := strings.ReplaceAll(strings.TrimPrefix(strings.ToLower(code), "tag_"), "_", " ")
	words = strings.TrimPrefix(words, "generic ")
	for _, w := range []string{words, strings.TrimPrefix(words, "sleep ")} {
		if id, ok := tagItems[w]; ok {
			return id, false
		}
	}
	if own.Supplement(words) {
		return words, true
	}
	return importers.TagItem(words), false
}

// amount reads the amount that a comment begins with.
func amount(comment string) (v float64, unit string, ok bool) {
	amount, rest := importers.SplitAmount(comment)
	unit, _, _ = strings.Cut(rest, " ")
	unit = strings.Trim(unit, ".,;()")
	v, err := importers.Number(amount)
	return v, unit, err == nil && v >= 0 && slices.Contains(importers.AmountUnits, unit)
}

// dose returns the dose of a tag, over several days if it ends later.
func dose(name, comment string, when record.Moment, end record.Date, pos record.Pos) record.Dose {
	d := record.Dose{When: when, Supplement: name, Taken: record.TakenYes, Note: comment, Source: tagsID, Pos: pos}
	if v, unit, ok := amount(comment); ok {
		d.Amount, d.HasAmount, d.Unit = v, true, unit
		if v == 0 {
			d.Taken = record.NotTaken
		}
	}
	if end > when.Day {
		d.Regimen = &record.Regimen{End: end}
	}
	return d
}
