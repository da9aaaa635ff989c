package journals

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// Bearable reads the export of the Bearable app: one row an entry. A row of the
// category Meds/Supplements is a dose, its amount in rating/amount and its unit
// in brackets behind the name. Only what was taken is listed: a day without a row
// says nothing. A dose after midnight has the new date and its own time, by which
// it finds its night.
//
// The row Sleep is the night that ended on its date; a sleep quality from 1 to 5
// becomes 0 to 10, what was written stays in the note. Other ratings keep the
// name they have in the app, for their scales are its own. Gratitudes and the
// food diary are private and left out.
var Bearable importers.Importer = importers.Rows{
	Format: importers.Format{ID: bearableID, Columns: append([][]string{{"date", "date formatted"}},
		importers.Names("weekday", "time of day", "category", "rating/amount", "detail")...)},
	Open: func(t *importers.Table, _ importers.Source, sink importers.Sink) func() bool {
		return bearableRow{Table: t, sink: sink, iso: t.Index("date formatted"), date: t.Index("date"), time: t.Index("time of day"),
			category: t.Index("category"), amount: t.Index("rating/amount"), detail: t.Index("detail"), notes: t.Index("notes")}.read
	},
}

const bearableID = "bearable.export"

type bearableRow struct {
	*importers.Table
	sink                                             importers.Sink
	iso, date, time, category, amount, detail, notes int
}

// read emits the current row and reports whether it held anything.
func (r bearableRow) read() bool {
	category := importers.Normalise(r.Cell(r.category))
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
func (r bearableRow) when() (record.Moment, *record.Problem) {
	i, layouts := r.iso, []string{"2006-1-2"}
	if r.Cell(i) == "" {
		i, layouts = r.date, []string{"2 Jan 2006", "2 January 2006", "2006-1-2"}
	}
	day, err := importers.ParseWall(ordinal.ReplaceAllString(r.Cell(i), "$1"), layouts...)
	if err != nil {
		return record.Moment{}, new(r.Problem(i, fmt.Errorf("%q is not a date: want one such as 21st Nov 2020", r.Cell(i))))
	}
	m := record.Moment{Day: record.DateOf(day)}
	if clock, err := importers.ParseClock(r.Cell(r.time)); err == nil {
		m.Minute, m.Timed = clock, true
	}
	return m, nil
}

func (r bearableRow) dose(when record.Moment) bool {
	name, unit := importers.SplitNameUnit(r.Cell(r.detail))
	if name == "" {
		r.sink.Problem(r.Problem(r.detail, errNoName))
		return false
	}
	d := record.Dose{When: when, Supplement: name, Unit: unit, Taken: record.TakenYes, Note: r.Cell(r.notes),
		Source: bearableID, Pos: r.Pos(r.detail)}
	if cell := r.Cell(r.amount); !importers.Missing(cell) {
		v, err := r.Number(cell)
		if err != nil || v < 0 {
			r.sink.Problem(r.BadCell(r.amount, "an amount such as 400"))
		} else if d.Amount, d.HasAmount = v, true; v == 0 {
			d.Taken = record.NotTaken
		}
	}
	r.sink.Dose(d)
	return true
}

// factors emits what was ticked that day.
func (r bearableRow) factors(when record.Moment) (used bool) {
	for _, tag := range strings.Split(r.Cell(r.detail), "|") {
		if tag = strings.TrimSpace(tag); tag == "" {
			continue
		}
		base := r.entry(when)
		if used = true; r.Own.Supplement(tag) {
			r.sink.Dose(record.Dose{When: when, Supplement: tag, Taken: record.TakenYes, Source: bearableID, Pos: base.Pos})
			continue
		}
		r.sink.Entry(importers.TagEntry(base, tag))
	}
	return used
}

func (r bearableRow) entry(when record.Moment) record.Entry {
	return record.Entry{When: when, Source: bearableID, Pos: r.Pos(r.detail)}
}

// rating emits any other row: its name is the detail without the word for the
// number ("Stress (Mild)"), or the category if the detail only says that
// word ("Good").
func (r bearableRow) rating(category string, when record.Moment) bool {
	e := r.entry(when)
	e.Item, e.Note = r.Cell(r.category), r.Cell(r.notes)
	detail := r.Cell(r.detail)
	if name, _, found := strings.Cut(detail, " ("); found && category == "symptom" {
		e.Item = name
	} else if category == "symptom" && detail != "" {
		e.Item = detail
	}
	cell := r.Cell(r.amount)
	v, err := r.Number(cell)
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
func (r bearableRow) sleep(night record.Date) bool {
	detail, pos := r.Cell(r.detail), r.Pos(r.detail)
	used := r.slept(night)
	for _, m := range bearableSleep.FindAllStringSubmatch(detail, -1) {
		from, to, ok := nightClocks(night, m[2], m[3])
		if !ok {
			r.sink.Problem(r.Problem(r.detail, fmt.Errorf("%q is no time asleep: want one such as 23:15 - 07:00", m[0])))
			continue
		}
		if used = true; strings.EqualFold(m[1], "in bed") {
			r.Emit(record.Record{Night: night, Metric: "tib", Value: float64(to.Clock() - from.Clock()), Raw: m[0],
				Source: "bearable"}, r.detail, r.sink)
			continue
		}
		cell := func(text string) importers.ClockCell {
			return importers.ClockCell{Text: text, Field: r.Name(r.detail), Pos: pos}
		}
		importers.EmitSession(record.Session{Night: night, Onset: from, Wake: to, Source: "bearable", Pos: pos}, cell(m[2]), cell(m[3]), r.sink)
	}
	return used
}

// slept emits the time asleep, written h:mm.
func (r bearableRow) slept(night record.Date) bool {
	cell := r.Cell(r.amount)
	if importers.Missing(cell) {
		return false
	}
	at, err := time.Parse("15:04", cell)
	if err != nil {
		r.sink.Problem(r.BadCell(r.amount, "a duration such as 7:45"))
		return false
	}
	return r.Emit(record.Record{Night: night, Metric: "tst", Value: float64(at.Hour()*60 + at.Minute()), Raw: cell,
		RawUnit: "h:mm", Source: "bearable"},
		r.amount, r.sink)
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
