package importers

import (
	"slices"
	"strings"

	"nof1/importers/record"
)

// ouraTags reads the tags of Oura's Membership Hub (enhancedtag.csv, tag.csv)
// and of tables made from the web interface. A tag says that something was so;
// there is none for what was not, so a day without a tag is unknown.
//
// Tags of the user's own making are where supplements live: one that names a
// supplement, or whose comment begins with an amount ("400 mg"), is a [Dose] under
// the name the user gave it. All others are diary entries, and so is a comment
// without a tag. A tag over several days is a regimen or an entry on each of them.
// Times are on the wall clock of their offset.
var ouraTags Importer = ouraTagTable{}

type ouraTagTable struct{}

func (ouraTagTable) Name() string { return "oura.tags" }

func (ouraTagTable) Wants() []string { return []string{"tag_type_code", "start_time", "start_day"} }

func (ouraTagTable) Identify(h Head) bool {
	return h.Has("tag_type_code") && h.Index("start_time", "start_day") >= 0
}

func (ouraTagTable) Read(src Source, sink Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	at := map[string]int{}
	for _, name := range ouraTagKeys {
		at[name] = t.Index(name)
	}
	var c record.Counts
	for t.Next() {
		c.Count(emitOuraTag(func(key string) clockCell {
			i := at[key]
			return clockCell{t.Cell(i), key, t.Pos(i)}
		}, t.own, t.Pos(-1), sink))
	}
	return tableEnd(t, c, sink)
}

var ouraTagKeys = []string{"tag_type_code", "custom_name", "comment", "start_day", "start_time", "end_day", "end_time"}

// ouraTagDays is the longest a tag may last: one left open by mistake must not
// fill a diary.
const ouraTagDays = 92

// ouraTagItems give the item of a diary that Oura's own tags mean, without tag_ and
// generic_ and underscores. The list is unconfirmed but for alcohol, caffeine and
// sick; a code that is not on it keeps its own words.
var ouraTagItems = map[string]string{
	"alcohol": "alcohol", "caffeine": "caffeine", "coffee": "caffeine",
	"sick": "illness", "sickness": "illness", "ill": "illness", "fever": "illness", "flu": "illness", "cold": "illness", "covid": "illness",
	"travel": "travel", "jetlag": "travel", "jet lag": "travel", "flight": "travel",
	"latemeal": "late_meal", "late meal": "late_meal", "lateeating": "late_meal",
	"vaccine": "vaccination", "vaccination": "vaccination", "period": "cycle_start",
}

// emitOuraTag hands out one tag, read by key, and tells whether it could.
func emitOuraTag(cell func(key string) clockCell, own ownNames, pos record.Pos, sink Sink) bool {
	when, ok := ouraTagTime(cell("start_time"), cell("start_day"), sink)
	if !ok {
		return false
	}
	end := when.Day
	if day := cell("end_day"); !Missing(day.text) {
		d, err := dateLabel(day.text)
		if err != nil || d < when.Day || d > when.Day+ouraTagDays {
			sink.Problem(record.Problem{Pos: day.pos, Field: day.field, Message: "no day from the start to three months on: the tag counts for its first day"})
		} else {
			end = d
		}
	}
	code, comment := cell("tag_type_code").text, cell("comment").text
	item, isDose := ouraTagItem(code, cell("custom_name").text, comment, own)
	if item == "" {
		return false
	}
	if isDose {
		sink.Dose(ouraDose(item, comment, when, end, pos))
		return true
	}
	e := record.Entry{When: when, Item: item, Value: 1, HasValue: true, YesNo: true, Note: comment, Source: ouraTags.Name(), Pos: pos}
	if m, isMetric := record.MetricByID(item); item == "note" || isMetric && m.Kind == record.Rating {
		e.Value, e.HasValue, e.YesNo = 0, false, false
	}
	for ; e.When.Day <= end; e.When = (record.Moment{Day: e.When.Day + 1}) {
		sink.Entry(e)
	}
	return true
}

// ouraTagTime returns when a tag begins: its time, else its day.
func ouraTagTime(at, day clockCell, sink Sink) (record.Moment, bool) {
	if !Missing(at.text) {
		t, err := ouraTime(at.text)
		if err == nil {
			return record.MomentOf(t), true
		}
		if Missing(day.text) {
			sink.Problem(record.Problem{Pos: at.pos, Field: at.field, Message: err.Error()})
			return record.Moment{}, false
		}
	}
	d, err := dateLabel(day.text)
	if err != nil {
		sink.Problem(record.Problem{Pos: day.pos, Field: day.field, Message: err.Error()})
		return record.Moment{}, false
	}
	return record.Moment{Day: d}, true
}

// ouraTagItem names what a tag is about and tells whether it is a dose; "" for a
// tag that says nothing.
func ouraTagItem(code, custom, comment string, own ownNames) (item string, isDose bool) {
	made := strings.EqualFold(code, "custom") || Missing(code) // by the user
	switch {
	case made && !Missing(custom):
		_, _, amount := ouraAmount(comment)
		if amount || own.supplement(custom) {
			return custom, true
		}
		return tagItem(custom), false
	case made && Missing(comment):
		return "", false
	case made:
		return "note", false
	}
	words := strings.ReplaceAll(strings.TrimPrefix(strings.ToLower(code), "tag_"), "_", " ")
	words = strings.TrimPrefix(words, "generic ")
	for _, w := range []string{words, strings.TrimPrefix(words, "sleep ")} {
		if id, ok := ouraTagItems[w]; ok {
			return id, false
		}
	}
	if own.supplement(words) {
		return words, true
	}
	return tagItem(words), false
}

// ouraAmount reads the amount a comment begins with.
func ouraAmount(comment string) (v float64, unit string, ok bool) {
	amount, rest := splitAmount(comment)
	unit, _, _ = strings.Cut(rest, " ")
	unit = strings.Trim(unit, ".,;()")
	v, err := Number(amount)
	return v, unit, err == nil && v >= 0 && slices.Contains(amountUnits, unit)
}

func ouraDose(name, comment string, when record.Moment, end record.Date, pos record.Pos) record.Dose {
	d := record.Dose{When: when, Supplement: name, Taken: record.TakenYes, Note: comment, Source: ouraTags.Name(), Pos: pos}
	if v, unit, ok := ouraAmount(comment); ok {
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
