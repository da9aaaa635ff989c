package oura

import (
	"slices"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// Tags reads the tags of Oura's Membership Hub (enhancedtag.csv, tag.csv)
// and of tables made from the web interface. A tag says that something was so;
// there is none for what was not, so a day without a tag is unknown.
//
// Tags of the user's own making are where supplements live: one that names a
// supplement, or whose comment begins with an amount ("400 mg"), is a [Dose] under
// the name the user gave it. All others are diary entries, and so is a comment
// without a tag. A tag over several days is a regimen or an entry on each of them.
// Times are on the wall clock of their offset.
var Tags importers.Importer = tagTable{}

type tagTable struct{}

func (tagTable) Name() string { return "oura.tags" }

func (tagTable) Wants() []string { return []string{"tag_type_code", "start_time", "start_day"} }

func (tagTable) Identify(h importers.Head) bool {
	return h.Has("tag_type_code") && h.Index("start_time", "start_day") >= 0
}

func (tagTable) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	at := map[string]int{}
	for _, name := range tagKeys {
		at[name] = t.Index(name)
	}
	var c record.Counts
	for t.Next() {
		c.Count(emitOuraTag(func(key string) importers.ClockCell {
			i := at[key]
			return importers.ClockCell{Text: t.Cell(i), Field: key, Pos: t.Pos(i)}
		}, t.Own, t.Pos(-1), sink))
	}
	return importers.TableEnd(t, c, sink)
}

var tagKeys = []string{"tag_type_code", "custom_name", "comment", "start_day", "start_time", "end_day", "end_time"}

// tagDays is the longest a tag may last: one left open by mistake must not
// fill a diary.
const tagDays = 92

// tagItems give the item of a diary that Oura's own tags mean, without tag_ and
// generic_ and underscores. The list is unconfirmed but for alcohol, caffeine and
// sick; a code that is not on it keeps its own words.
var tagItems = map[string]string{
	"alcohol": "alcohol", "caffeine": "caffeine", "coffee": "caffeine",
	"sick": "illness", "sickness": "illness", "ill": "illness", "fever": "illness", "flu": "illness", "cold": "illness", "covid": "illness",
	"travel": "travel", "jetlag": "travel", "jet lag": "travel", "flight": "travel",
	"latemeal": "late_meal", "late meal": "late_meal", "lateeating": "late_meal",
	"vaccine": "vaccination", "vaccination": "vaccination", "period": "cycle_start",
}

// emitOuraTag hands out one tag, read by key, and tells whether it could.
func emitOuraTag(cell func(key string) importers.ClockCell, own importers.OwnNames, pos record.Pos, sink importers.Sink) bool {
	when, ok := tagTime(cell("start_time"), cell("start_day"), sink)
	if !ok {
		return false
	}
	end := when.Day
	if day := cell("end_day"); !importers.Missing(day.Text) {
		d, err := importers.DateLabel(day.Text)
		if err != nil || d < when.Day || d > when.Day+tagDays {
			sink.Problem(record.Problem{Pos: day.Pos, Field: day.Field, Message: "no day from the start to three months on: the tag counts for its first day"})
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
	e := record.Entry{When: when, Item: item, Value: 1, HasValue: true, YesNo: true, Note: comment, Source: Tags.Name(), Pos: pos}
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
		t, err := ouraTime(at.Text)
		if err == nil {
			return record.MomentOf(t), true
		}
		if importers.Missing(day.Text) {
			sink.Problem(record.Problem{Pos: at.Pos, Field: at.Field, Message: err.Error()})
			return record.Moment{}, false
		}
	}
	d, err := importers.DateLabel(day.Text)
	if err != nil {
		sink.Problem(record.Problem{Pos: day.Pos, Field: day.Field, Message: err.Error()})
		return record.Moment{}, false
	}
	return record.Moment{Day: d}, true
}

// tagItem names what a tag is about and tells whether it is a dose; "" for a
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

// amount reads the amount a comment begins with.
func amount(comment string) (v float64, unit string, ok bool) {
	amount, rest := importers.SplitAmount(comment)
	unit, _, _ = strings.Cut(rest, " ")
	unit = strings.Trim(unit, ".,;()")
	v, err := importers.Number(amount)
	return v, unit, err == nil && v >= 0 && slices.Contains(importers.AmountUnits, unit)
}

func dose(name, comment string, when record.Moment, end record.Date, pos record.Pos) record.Dose {
	d := record.Dose{When: when, Supplement: name, Taken: record.TakenYes, Note: comment, Source: Tags.Name(), Pos: pos}
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
