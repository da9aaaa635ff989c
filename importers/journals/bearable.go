package journals

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// bearable reads the export of the Bearable app: one row an entry. A row of the
// category Meds/Supplements is a dose, its amount in rating/amount and its unit
// in brackets behind the name. Only what was taken is there: a day without a row
// says nothing. A dose after midnight has the new date and its own time, by which
// it finds its night.
//
// The row Sleep is the night that ended on its date; a sleep quality from 1 to 5
// becomes 0 to 10, what was written stays in the note. Other ratings keep the
// name they have in the app, for their scales are its own. Gratitudes and the
// food diary are nobody's business and left out.
var Bearable importers.Importer = bearableExport{}

type bearableExport struct{}

var bearableColumns = []string{"weekday", "time of day", "category", "rating/amount", "detail"}

func (bearableExport) Name() string { return "bearable.export" }

func (bearableExport) Wants() []string { return append([]string{"date"}, bearableColumns...) }

func (bearableExport) Identify(h importers.Head) bool {
	return h.Index("date", "date formatted") >= 0 && h.Has(bearableColumns...)
}

func (b bearableExport) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := bearableRows{t: t, sink: sink, iso: t.Index("date formatted"), date: t.Index("date"), time: t.Index("time of day"),
		category: t.Index("category"), amount: t.Index("rating/amount"), detail: t.Index("detail"), notes: t.Index("notes")}
	var c record.Counts
	for t.Next() {
		c.Count(r.Read())
	}
	return importers.TableEnd(t, c, sink)
}

type bearableRows struct {
	t                                                *importers.Table
	sink                                             importers.Sink
	iso, date, time, category, amount, detail, notes int
}

// Read hands out the current row and tells whether there was something in it.
func (r bearableRows) Read() bool {
	category := importers.Normalise(r.t.Cell(r.category))
	switch category {
	case "", "gratitudes", "gratitude", "food diary", "food", "journal":
		return false
	}
	when, problem := r.when()
	if problem != nil {
		r.sink.Problem(*problem)
		return false
	}
	switch {
	case strings.HasPrefix(category, "med") || strings.Contains(category, "supplement"):
		return r.dose(when)
	case category == "sleep":
		return r.sleep(when.Day)
	case category == "factors" || category == "sleep factors":
		return r.factors(when)
	}
	return r.rating(category, when)
}

// ordinal is the end of a day of the month in English.
var ordinal = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)\b`)

// when reads "21st Nov 2020" beside "0:46". Parts of the day ("am", "mid") and
// "all day" leave it untimed.
func (r bearableRows) when() (record.Moment, *record.Problem) {
	i, layouts := r.iso, []string{"2006-1-2"}
	if r.t.Cell(i) == "" {
		i, layouts = r.date, []string{"2 Jan 2006", "2 January 2006", "2006-1-2"}
	}
	day, err := importers.ParseWall(ordinal.ReplaceAllString(r.t.Cell(i), "$1"), layouts...)
	if err != nil {
		return record.Moment{}, &record.Problem{Pos: r.t.Pos(i), Field: r.t.Name(i), Message: fmt.Sprintf("%q is not a date: want one such as 21st Nov 2020", r.t.Cell(i))}
	}
	m := record.Moment{Day: record.DateOf(day)}
	if clock, err := importers.ParseClock(r.t.Cell(r.time)); err == nil {
		m.Minute, m.Timed = clock, true
	}
	return m, nil
}

func (r bearableRows) dose(when record.Moment) bool {
	name, unit := importers.SplitNameUnit(r.t.Cell(r.detail))
	if name == "" {
		r.sink.Problem(record.Problem{Pos: r.t.Pos(r.detail), Field: r.t.Name(r.detail), Message: "no name: name what was taken, the row was left out"})
		return false
	}
	d := record.Dose{When: when, Supplement: name, Unit: unit, Taken: record.TakenYes, Note: r.t.Cell(r.notes), Source: Bearable.Name(), Pos: r.t.Pos(r.detail)}
	if cell := r.t.Cell(r.amount); !importers.Missing(cell) {
		v, err := r.t.Number(cell)
		if err != nil || v < 0 {
			r.sink.Problem(importers.BadCell(r.t.Pos(r.amount), r.t.Name(r.amount), cell, "an amount such as 400"))
		} else if d.Amount, d.HasAmount = v, true; v == 0 {
			d.Taken = record.NotTaken
		}
	}
	r.sink.Dose(d)
	return true
}

// factors are what was ticked that day.
func (r bearableRows) factors(when record.Moment) (used bool) {
	for _, tag := range strings.Split(r.t.Cell(r.detail), "|") {
		if tag = strings.TrimSpace(tag); tag == "" {
			continue
		}
		base := r.entry(when)
		if used = true; r.t.Own.Supplement(tag) {
			r.sink.Dose(record.Dose{When: when, Supplement: tag, Taken: record.TakenYes, Source: Bearable.Name(), Pos: base.Pos})
			continue
		}
		r.sink.Entry(importers.TagEntry(base, tag))
	}
	return used
}

func (r bearableRows) entry(when record.Moment) record.Entry {
	return record.Entry{When: when, Source: Bearable.Name(), Pos: r.t.Pos(r.detail)}
}

// rating is any other row: its name is the detail without the word for the
// number ("Stress (Mild)"), or the category where the detail only says that
// word ("Good").
func (r bearableRows) rating(category string, when record.Moment) bool {
	e := r.entry(when)
	e.Item, e.Note = r.t.Cell(r.category), r.t.Cell(r.notes)
	detail := r.t.Cell(r.detail)
	if name, _, found := strings.Cut(detail, " ("); found && category == "symptom" {
		e.Item = name
	} else if category == "symptom" && detail != "" {
		e.Item = detail
	}
	cell := r.t.Cell(r.amount)
	v, err := r.t.Number(cell)
	switch {
	case category == "sleep quality" && err == nil && v >= 1 && v <= 5:
		e.Item, e.Value, e.HasValue, e.Night, e.HasNight = "sleep_quality", (v-1)*2.5, true, when.Day, true
		e.Note = strings.TrimSpace(cell + " of 5 " + e.Note)
	case err == nil:
		e.Value, e.HasValue = v, true
		if id, _ := importers.ItemID(e.Item); importers.IsRating(id) { // a symptom from 1 to 3 is not one from 0 to 10
			e.Item += " (own scale)"
		}
	case !importers.Missing(cell):
		e.Note = strings.TrimSpace(cell + " " + e.Note)
	case detail == "":
		return false
	}
	if category != "symptom" && detail != "" {
		e.Note = strings.TrimSpace(detail + " " + e.Note)
	}
	r.sink.Entry(e)
	return true
}

// bearableSleep finds "Asleep 02:45 - 12:30. In bed 02:15 - 13:15".
var bearableSleep = regexp.MustCompile(`(?i)(asleep|in bed) (\d{1,2}:\d{2}) ?[-–] ?(\d{1,2}:\d{2})`)

// sleep reads the night that ended on a day.
func (r bearableRows) sleep(night record.Date) bool {
	detail, pos := r.t.Cell(r.detail), r.t.Pos(r.detail)
	used := r.slept(night)
	for _, m := range bearableSleep.FindAllStringSubmatch(detail, -1) {
		from, to, ok := nightClocks(night, m[2], m[3])
		if !ok {
			r.sink.Problem(record.Problem{Pos: pos, Field: r.t.Name(r.detail), Message: fmt.Sprintf("%q is no time asleep: want one such as 23:15 - 07:00", m[0])})
			continue
		}
		if used = true; strings.EqualFold(m[1], "in bed") {
			importers.EmitComputed(record.Record{Night: night, Metric: "tib", Value: float64(to.Clock() - from.Clock()), Raw: m[0], Source: "bearable", Pos: pos}, r.t.Name(r.detail), r.sink)
			continue
		}
		cell := func(text string) importers.ClockCell {
			return importers.ClockCell{Text: text, Field: r.t.Name(r.detail), Pos: pos}
		}
		importers.EmitSession(record.Session{Night: night, Onset: from, Wake: to, Source: "bearable", Pos: pos}, cell(m[2]), cell(m[3]), r.sink)
	}
	return used
}

// slept hands out the time asleep, written h:mm.
func (r bearableRows) slept(night record.Date) bool {
	cell, pos := r.t.Cell(r.amount), r.t.Pos(r.amount)
	if importers.Missing(cell) {
		return false
	}
	at, err := time.Parse("15:04", cell)
	if err != nil {
		r.sink.Problem(importers.BadCell(pos, r.t.Name(r.amount), cell, "a duration such as 7:45"))
		return false
	}
	return importers.EmitComputed(record.Record{Night: night, Metric: "tst", Value: float64(at.Hour()*60 + at.Minute()), Raw: cell, RawUnit: "h:mm", Source: "bearable", Pos: pos},
		r.t.Name(r.amount), r.sink)
}

// nightClocks puts two times of day into the night that ended on a date.
func nightClocks(night record.Date, from, to string) (record.Moment, record.Moment, bool) {
	a, errA := importers.ParseClock(from)
	b, errB := importers.ParseClock(to)
	if errA != nil || errB != nil || a == b {
		return record.Moment{}, record.Moment{}, false
	}
	start := record.Moment{Day: night, Minute: a, Timed: true}
	if a > b {
		start.Day--
	}
	return start, record.Moment{Day: night, Minute: b, Timed: true}, true
}
