package whoop

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// Journal reads journal_entries.csv: yes and no to the app's questions
// about the day before a sleep, next to that sleep's cycle. An answer so belongs
// to the day before the wake date and to the night of the wake date; the export
// has no times and no amounts.
//
// The file does not say when the sleep ended. The cycles and the sleeps of the
// same export do, and their cycle start is the journal's. Of a cycle that neither
// knows, one that starts before 15:00 is taken to end its sleep on that date, a
// later one on the next.
//
// "No" is an explicit no, a question without a row was not asked. A question
// about magnesium is a [Dose] without amount; other questions about supplements
// ("Take creatine?") stay diary entries like any other question.
var Journal importers.Importer = questions{}

type questions struct {
	run *journalRun // nil before start
}

// journalRun gathers the answers of all files of one run.
type journalRun struct {
	answers []journalAnswer
	wake    map[record.Moment]record.Session // the longest sleep of each cycle
}

var journalColumns = [][]string{cycleStart, question, answer}

func (questions) Name() string { return "whoop.journal" }

func (questions) Wants() []string { return firstNames(journalColumns) }

// Identify knows a journal in a language whose headers are not known by its
// first row: its shape is the same in all.
func (questions) Identify(h importers.Head) bool {
	return hasEach(h, journalColumns) || len(h.Header) == 6 && journalRow.MatchString(h.Text)
}

// journalRow is the beginning of the first row: a cycle's start, end and
// zone, a question, the answer and the note.
var journalRow = regexp.MustCompile(`^[^\n]*\n[^,\n]*\d\d:\d\d:\d\d,[^,\n]*,UTC(?:Z|[+-]\d\d:\d\d),(?:"[^"\n]*"|[^",\n]+),(?:true|false),`)

func (questions) Start() importers.Gatherer { return questions{&journalRun{}} }

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

// Read gathers the answers. Without start it hands out those of this one file.
func (w questions) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	if w.run == nil {
		return importers.ReadAlone(w.Start(), src, sink)
	}
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := newJournal(t, sink)
	var c record.Counts
	for t.Next() {
		c.Count(r.Read())
	}
	w.run.answers = append(w.run.answers, r.answers...)
	if c.Used == 0 && r.rewritten {
		return c, errWhoopRewritten
	}
	return importers.TableEnd(t, c, sink)
}

// Finish hands out the answers in the order of the files: questions that mean the
// same ("Feeling sick or ill?", "Experiencing a fever") become one answer a
// night, and yes wins.
func (w questions) Finish(sink importers.Sink) {
	if w.run == nil {
		return
	}
	nights := nightAnswers{at: map[journalKey]int{}}
	for _, a := range w.run.answers {
		night := wakeDate(a.cycle)
		if s, known := w.run.wake[record.MomentOf(a.cycle)]; known {
			night = s.Night
		}
		nights.Add(night, a)
	}
	for i, a := range nights.answers {
		a.Emit(nights.nights[i], sink)
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
	if j.question < 0 || j.answer < 0 { // in another language the columns stand in the same places
		j.start, j.question, j.answer, j.notes = 0, 3, 4, 5
	}
	return j
}

func (j *journal) Read() bool {
	question, text := j.t.Cell(j.question), j.t.Cell(j.answer)
	if question == "" || importers.Missing(text) {
		return false
	}
	yes, ok := importers.TrueFalse(text)
	if !ok {
		j.sink.Problem(record.Problem{Pos: j.t.Pos(j.answer), Field: j.t.Name(j.answer), Message: fmt.Sprintf("%q is neither true nor false", text)})
		return false
	}
	cycle := j.t.Cell(j.start)
	start, err := importers.ParseWall(cycle, layouts...)
	if err != nil {
		j.rewritten = j.rewritten || strings.ContainsAny(cycle, "/.")
		j.sink.Problem(j.t.Problem(j.start, err))
		return false
	}
	j.answers = append(j.answers, journalAnswer{start, journalItem(question), yes, j.note(cycle), j.t.Pos(j.question)})
	return true
}

// note returns the row's note, once a cycle: the export repeats it on every
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

func (n *nightAnswers) Add(night record.Date, a journalAnswer) {
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

func (a journalAnswer) Emit(night record.Date, sink importers.Sink) {
	when := record.Moment{Day: night - 1}
	if a.item == journalMagnesium {
		taken := record.NotTaken
		if a.yes {
			taken = record.TakenYes
		}
		sink.Dose(record.Dose{When: when, Supplement: a.item, Taken: taken, Note: a.note, Source: Journal.Name(), Pos: a.pos})
		return
	}
	e := record.Entry{When: when, Night: night, HasNight: true, Item: a.item, HasValue: true, YesNo: true,
		Note: a.note, Source: Journal.Name(), Pos: a.pos}
	if a.yes {
		e.Value = 1
	}
	sink.Entry(e)
}

const journalMagnesium = "magnesium"

// journalWords give the item of a diary that a question is about, by the words it
// holds after [Normalise]. The wording changes with the app's version and language.
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
