package journals

import (
	"io"
	"slices"
	"strings"

	"nof1/importers"
	"nof1/importers/record"
)

// Daylio reads the export of Daylio, a diary of moods with activities to tick.
// A mood is a word that people change as they like; only the five the app begins
// with are numbers, from 5 (rad) to 1 (awful). An activity whose name is that of a
// supplement is a dose without an amount, once a day; its time is that of the
// entry, often of the app's reminder, and not used. What is not ticked says
// nothing. A file that has lost its first line is read all the same.
var Daylio importers.Importer = daylio{importers.Format{ID: daylioID, Columns: importers.Names(daylioColumns...)}}

const daylioID = "daylio.entries"

type daylio struct{ importers.Format }

var daylioColumns = []string{"full_date", "date", "weekday", "time", "mood", "activities"}

// Identify implements [importers.Importer]. A file may have lost its header.
func (daylio) Identify(h importers.Head) bool {
	return h.Has(daylioColumns...) || daylioBare(h.Header)
}

// daylioBare reports whether a first line is an entry, not a header: date, the date in
// words, a day of the week, a time, a mood, activities, a note.
func daylioBare(cells []string) bool {
	if len(cells) < 7 || len(cells) > 9 {
		return false
	}
	full, errDate := record.ParseDate(cells[0])
	_, errTime := importers.ParseClock(spacesPlain(cells[3]))
	digits := strings.IndexAny(cells[2]+cells[4], "0123456789")
	return errDate == nil && errTime == nil && digits < 0 && cells[2] != "" && cells[4] != "" &&
		slices.Contains(strings.FieldsFunc(cells[1], func(r rune) bool { return r < '0' || r > '9' }),
			importers.FormatNumber(float64(full.Time().Day())))
}

// Read implements [importers.Importer].
func (daylio) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := daylioOpen(src)
	if err != nil {
		return record.Counts{}, err
	}
	r := daylioRow{Table: t, sink: sink, seen: map[string]bool{}, date: t.Index("full_date"), mood: t.Index("mood"),
		activities: t.Index("activities"), title: t.Index("note_title"), note: t.Index("note")}
	return t.Each(sink, r.read)
}

// daylioOpen opens the table, with a header put before the first line if it has
// none.
func daylioOpen(src importers.Source) (*importers.Table, error) {
	if !daylioBare(src.Head.Header) {
		return src.Table()
	}
	header := slices.Clone(daylioColumns)
	if len(src.Head.Header) > 7 {
		header = append(header, []string{"note_title", "scales,note_title"}[len(src.Head.Header)-8])
	}
	first := strings.Join(append(header, "note"), ",") + "\n"
	t, err := src.EditedTable(func(text io.Reader) io.Reader { return io.MultiReader(strings.NewReader(first), text) })
	if err == nil {
		t.HeaderAdded()
	}
	return t, err
}

type daylioRow struct {
	*importers.Table
	sink                                importers.Sink
	seen                                map[string]bool // doses, by day and name
	date, mood, activities, title, note int
}

// daylioMoods are the moods the app begins with.
var daylioMoods = map[string]float64{"rad": 5, "good": 4, "meh": 3, "bad": 2, "awful": 1}

// read emits one entry of the diary and reports whether it held anything.
func (r daylioRow) read() bool {
	when, err := importers.ParseMoment(r.Cell(r.date))
	if err != nil {
		r.sink.Problem(r.Problem(r.date, err))
		return false
	}
	base := record.Entry{When: record.Moment{Day: when.Day}, Source: daylioID, Pos: r.Pos(r.mood)}
	used := r.emitMood(base)
	base.Pos = r.Pos(r.activities)
	for _, tag := range strings.Split(r.Cell(r.activities), "|") {
		if tag = strings.TrimSpace(tag); tag != "" {
			r.activity(base, tag)
			used = true
		}
	}
	note := strings.TrimSpace(r.Cell(r.title) + " " + r.Cell(r.note))
	if note != "" {
		base.Item, base.Note, base.Pos = "note", note, r.Pos(r.note)
		r.sink.Entry(base)
		used = true
	}
	return used
}

// emitMood emits the mood, with a number if it is one the app begins with.
func (r daylioRow) emitMood(e record.Entry) bool {
	mood := r.Cell(r.mood)
	if mood == "" {
		return false
	}
	e.Item, e.Note = "mood", mood
	e.Value, e.HasValue = daylioMoods[strings.ToLower(mood)]
	r.sink.Entry(e)
	return true
}

// activity emits an activity that was ticked: a dose, once a day, or an entry.
func (r daylioRow) activity(e record.Entry, tag string) {
	if !r.Own.Supplement(tag) {
		r.sink.Entry(importers.TagEntry(e, tag))
		return
	}
	name, unit := importers.SplitNameUnit(tag)
	if key := e.When.String() + name; !r.seen[key] {
		r.seen[key] = true
		r.sink.Dose(record.Dose{When: e.When, Supplement: name, Unit: unit, Taken: record.TakenYes, Source: daylioID, Pos: e.Pos})
	}
}
