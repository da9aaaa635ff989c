package whoop

import (
	"regexp"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// Journal reads journal_entries.csv: yes and no to the app's questions about the
// day before a sleep, next to that sleep's cycle. An answer belongs to the day
// before the wake date and to the night of the wake date. The export has no times
// and no amounts.
//
// The file does not say when the sleep ended. The cycles and the sleeps of the same
// export do, and have the same cycle start. A cycle that neither of them has is
// dated by its start: before 15:00 the sleep ends on that date, else on the next.
//
// "No" is an explicit no. A question without a row was not asked. A question about
// magnesium is a [record.Dose] without amount. Other questions about supplements
// ("Take creatine?") are diary entries like any other question.
var Journal importers.Importer = questions{Rows: importers.Rows{
	Format: importers.Format{ID: journalID, Columns: [][]string{cycleStart, question, answer}}}}

const journalID = "whoop.journal"

type questions struct {
	importers.Rows
	run *journalRun // nil before Start
}

// journalRun collects the answers of all files.
type journalRun struct {
	answers []journalAnswer
	wake    map[record.Moment]record.Session // the longest sleep of each cycle
}

// Identify knows a journal with other headers by its first row, which has the same
// shape in every language.
func (w questions) Identify(h importers.Head) bool {
	return w.Rows.Identify(h) || len(h.Header) == 6 && journalRow.MatchString(h.Text)
}

// journalRow is the beginning of the first row: a cycle's start, end and
// zone, a question, the answer and the note.
var journalRow = regexp.MustCompile(`^[^\n]*\n[^,\n]*\d\d:\d\d:\d\d,[^,\n]*,UTC(?:Z|[+-]\d\d:\d\d),(?:"[^"\n]*"|[^",\n]+),(?:true|false),`)

// Start implements [importers.Gatherer].
func (w questions) Start() importers.Gatherer {
	w.run = &journalRun{}
	w.Open = func(t *importers.Table, _ importers.Source, sink importers.Sink) func() bool {
		j := newJournal(t, sink)
		t.AtEnd(func(c record.Counts) (record.Counts, error) {
			w.run.answers = append(w.run.answers, j.answers...)
			if c.Used == 0 && j.rewritten {
				return c, errRewritten
			}
			return c, nil
		})
		return j.read
	}
	return &w
}

// Consult notes which sleep each cycle has.
func (w questions) Consult(res *importers.Result) {
	w.run.wake = map[record.Moment]record.Session{}
	for _, s := range res.Sessions {
		if s.Source != source || !s.Cycle.Timed {
			continue
		}
		if old, ok := w.run.wake[s.Cycle]; !ok || s.Wake.Clock()-s.Onset.Clock() > old.Wake.Clock()-old.Onset.Clock() {
			w.run.wake[s.Cycle] = s
		}
	}
}

// Read collects the answers. Before Start it emits those of this one file.
func (w questions) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	if w.run == nil {
		return importers.ReadAlone(w.Start(), src, sink)
	}
	return w.Rows.Read(src, sink)
}

// Finish emits the answers in the order of the files. Questions that mean the same
// ("Feeling sick or ill?", "Experiencing a fever") become one answer a night, and
// yes wins.
func (w questions) Finish(sink importers.Sink) {
	nights := nightAnswers{at: map[journalKey]int{}}
	for _, a := range w.run.answers {
		night := wakeDate(a.cycle)
		if s, known := w.run.wake[record.MomentOf(a.cycle)]; known {
			night = s.Night
		}
		nights.add(night, a)
	}
	for i, a := range nights.answers {
		a.emit(nights.nights[i], sink)
	}
}

// journal collects the answers of one file.
type journal struct {
	t                              *importers.Table
	sink                           importers.Sink
	start, question, answer, notes int

	answers   []journalAnswer
	noted     map[string]bool // cycles whose note was taken
	rewritten bool
}

// journalAnswer is one row.
type journalAnswer struct {
	cycle time.Time // its start
	item  string
	yes   bool
	note  string
	pos   record.Pos
}

func newJournal(t *importers.Table, sink importers.Sink) *journal {
	j := &journal{
		t: t, sink: sink,
		start: t.Index(cycleStart...), question: t.Index(question...),
		answer: t.Index(answer...), notes: t.Index(notes...),
		noted: map[string]bool{},
	}
	if j.question < 0 || j.answer < 0 { // in another language: the columns have the same places
		j.start, j.question, j.answer, j.notes = 0, 3, 4, 5
	}
	return j
}

// read keeps the answer of the current row and reports whether it has one.
func (j *journal) read() bool {
	question := j.t.Cell(j.question)
	if question == "" || importers.Missing(j.t.Cell(j.answer)) {
		return false
	}
	yes, ok := trueFalse(j.t, j.answer, j.sink)
	if !ok {
		return false
	}
	cycle := j.t.Cell(j.start)
	start, ok := j.t.Time(j.start, j.sink, layouts...)
	if !ok {
		j.rewritten = j.rewritten || slashed(cycle)
		return false
	}
	j.answers = append(j.answers, journalAnswer{start, journalItem(question), yes, j.note(cycle), j.t.Pos(j.question)})
	return true
}

// note returns the note of the row, once a cycle: the export repeats it on every
// question.
func (j *journal) note(cycle string) string {
	note := j.t.Cell(j.notes)
	if note == "" || j.noted[cycle] {
		return ""
	}
	j.noted[cycle] = true
	return note
}

// nightAnswers keeps one answer an item and night.
type nightAnswers struct {
	answers []journalAnswer
	nights  []record.Date // of each
	at      map[journalKey]int
}

type journalKey struct {
	night record.Date
	item  string
}

func (n *nightAnswers) add(night record.Date, a journalAnswer) {
	i, known := n.at[journalKey{night, a.item}]
	if !known {
		n.at[journalKey{night, a.item}] = len(n.answers)
		n.answers, n.nights = append(n.answers, a), append(n.nights, night)
		return
	}
	old := &n.answers[i]
	if a.yes && !old.yes {
		old.yes, old.pos = true, a.pos
	}
	if old.note == "" {
		old.note = a.note
	}
}

func (a journalAnswer) emit(night record.Date, sink importers.Sink) {
	when := record.Moment{Day: night - 1}
	if a.item == journalMagnesium {
		taken := record.NotTaken
		if a.yes {
			taken = record.TakenYes
		}
		sink.Dose(record.Dose{When: when, Supplement: a.item, Taken: taken, Note: a.note, Source: journalID, Pos: a.pos})
		return
	}
	e := record.Entry{When: when, Night: night, HasNight: true, Item: a.item, HasValue: true, YesNo: true,
		Note: a.note, Source: journalID, Pos: a.pos}
	if a.yes {
		e.Value = 1
	}
	sink.Entry(e)
}

const journalMagnesium = "magnesium"

// journalWords give the item of a diary that a question is about, by words in it
// after [importers.Normalise]. The wording changes with the app's version and
// language.
var journalWords = []struct {
	item  string
	words []string
}{
	{journalMagnesium, []string{"magnesium", "magnesio"}},
	{"alcohol", []string{"alcohol", "alkohol", "alcool"}},
	{"caffeine", []string{"caffeine", "koffein", "cafein"}},
	{"illness", []string{"sick or ill", "feeling sick", "fever"}},
	{"travel", []string{"jet lag", "jetlag", "travel on a plane"}},
	{"late_meal", []string{"food close to bed", "eat close to bed", "late meal"}},
}

// journalItem returns the id of a known question, else the question as written.
func journalItem(question string) string {
	folded := importers.Normalise(question)
	for _, known := range journalWords {
		for _, w := range known.words {
			if strings.Contains(folded, w) {
				return known.item
			}
		}
	}
	return strings.Join(strings.Fields(question), " ")
}
