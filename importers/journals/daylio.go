package journals

import (
	"errors"
	"io"
	"slices"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// daylio reads the export of Daylio, a diary of moods with activities to tick.
// A mood is a word that people change as they like; only the five the app begins
// with are numbers, from 5 (rad) to 1 (awful). An activity whose name is that of a
// supplement is a dose without an amount, once a day; its time is that of the
// entry, often of the app's reminder, and not used. What is not ticked says
// nothing. A file that has lost its first line is read all the same.
var Daylio importers.Importer = daylioEntries{}

type daylioEntries struct{}

var daylioColumns = []string{"full_date", "date", "weekday", "time", "mood", "activities"}

func (daylioEntries) Name() string { return "daylio.entries" }

func (daylioEntries) Wants() []string { return daylioColumns }

func (daylioEntries) Identify(h importers.Head) bool {
	return h.Has(daylioColumns...) || daylioBare(h.Header)
}

// daylioBare tells whether a first line is an entry already: date, the date in
// words, a day of the week, a time, a mood, activities, a note.
func daylioBare(cells []string) bool {
	if len(cells) < 7 || len(cells) > 9 {
		return false
	}
	full, errDate := record.ParseDate(cells[0])
	_, errTime := importers.ParseClock(spacesPlain(cells[3]))
	digits := strings.IndexAny(cells[2]+cells[4], "0123456789")
	return errDate == nil && errTime == nil && digits < 0 && cells[2] != "" && cells[4] != "" &&
		slices.Contains(strings.FieldsFunc(cells[1], func(r rune) bool { return r < '0' || r > '9' }), importers.FormatNumber(float64(full.Time().Day())))
}

func (daylioEntries) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := daylioOpen(src)
	if err != nil {
		return record.Counts{}, err
	}
	r := daylioRows{t: t, sink: sink, seen: map[string]bool{}, date: t.Index("full_date"), mood: t.Index("mood"),
		activities: t.Index("activities"), title: t.Index("note_title"), note: t.Index("note")}
	var c record.Counts
	for t.Next() {
		c.Count(r.Read())
	}
	return importers.TableEnd(t, c, sink)
}

// daylioOpen opens the table, with the first line it should have where that is
// not there.
func daylioOpen(src importers.Source) (*importers.Table, error) {
	if !daylioBare(src.Head.Header) {
		return src.Table()
	}
	text, err := src.Text()
	if err != nil {
		return nil, err
	}
	header := slices.Clone(daylioColumns)
	if len(src.Head.Header) > 7 {
		header = append(header, []string{"note_title", "scales,note_title"}[len(src.Head.Header)-8])
	}
	first := strings.Join(append(header, "note"), ",") + "\n"
	if src.Damage != nil {
		*src.Damage = nil
	}
	t, err := importers.NewTable(src.Path, io.MultiReader(strings.NewReader(first), text), src.Damage)
	if err != nil {
		return nil, errors.Join(err, text.Close())
	}
	t.Rows.Number = 0 // the line above is not the file's
	t.Closer, t.Sheet, t.Own = text, src.Sheet != "", src.Head.Own
	return t, nil
}

type daylioRows struct {
	t                                   *importers.Table
	sink                                importers.Sink
	seen                                map[string]bool // doses, by day and name
	date, mood, activities, title, note int
}

// daylioMoods are the moods the app begins with.
var daylioMoods = map[string]float64{"rad": 5, "good": 4, "meh": 3, "bad": 2, "awful": 1}

func (r daylioRows) Read() bool {
	when, err := importers.ParseMoment(r.t.Cell(r.date))
	if err != nil {
		r.sink.Problem(r.t.Problem(r.date, err))
		return false
	}
	base := record.Entry{When: record.Moment{Day: when.Day}, Source: Daylio.Name(), Pos: r.t.Pos(r.mood)}
	used := r.moodOf(base)
	base.Pos = r.t.Pos(r.activities)
	for _, tag := range strings.Split(r.t.Cell(r.activities), "|") {
		if tag = strings.TrimSpace(tag); tag != "" {
			r.activity(base, tag)
			used = true
		}
	}
	note := strings.TrimSpace(r.t.Cell(r.title) + " " + r.t.Cell(r.note))
	if note != "" {
		base.Item, base.Note, base.Pos = "note", note, r.t.Pos(r.note)
		r.sink.Entry(base)
		used = true
	}
	return used
}

func (r daylioRows) moodOf(e record.Entry) bool {
	mood := r.t.Cell(r.mood)
	if mood == "" {
		return false
	}
	e.Item, e.Note = "mood", mood
	e.Value, e.HasValue = daylioMoods[strings.ToLower(mood)]
	r.sink.Entry(e)
	return true
}

func (r daylioRows) activity(e record.Entry, tag string) {
	if !r.t.Own.Supplement(tag) {
		r.sink.Entry(importers.TagEntry(e, tag))
		return
	}
	name, unit := importers.SplitNameUnit(tag)
	if key := e.When.String() + name; !r.seen[key] {
		r.seen[key] = true
		r.sink.Dose(record.Dose{When: e.When, Supplement: name, Unit: unit, Taken: record.TakenYes, Source: Daylio.Name(), Pos: e.Pos})
	}
}
