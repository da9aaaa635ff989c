package importers

import (
	"fmt"
	"strings"
)

// whoopJournal reads journal_entries.csv: yes and no to the app's questions
// about the day before a sleep, next to that sleep's cycle. An answer so belongs
// to the day before the wake date and to the night of the wake date; the export
// has no times and no amounts.
//
// The file does not say when the sleep ended. A cycle that starts before 15:00
// ends its sleep on that date, a later one on the next.
//
// "No" is an explicit no, a question without a row was not asked. A question
// about magnesium is a [Dose] without amount; other questions about supplements
// ("Take creatine?") stay diary entries like any other question.
var whoopJournal Importer = whoopQuestions{}

type whoopQuestions struct{}

var whoopJournalColumns = [][]string{whoopCycleStart, whoopQuestion, whoopAnswer}

func (whoopQuestions) Name() string { return "whoop.journal" }

func (whoopQuestions) Wants() []string { return firstNames(whoopJournalColumns) }

func (whoopQuestions) Identify(h Head) bool { return hasEach(h, whoopJournalColumns) }

// Read hands out the answers in file order, once the file is read: questions
// that mean the same ("Feeling sick or ill?", "Experiencing a fever") become one
// answer a night, and yes wins.
func (whoopQuestions) Read(src Source, sink Sink) (Counts, error) {
	t, err := src.Table()
	if err != nil {
		return Counts{}, err
	}
	r := newJournal(t, sink)
	var c Counts
	for t.Next() {
		c.count(r.read())
	}
	for _, a := range r.answers {
		a.emit(sink)
	}
	if c.Used == 0 && r.rewritten {
		return c, errWhoopRewritten
	}
	return tableEnd(t, c, sink)
}

// journal collects the answers of one file.
type journal struct {
	t                              *Table
	sink                           Sink
	start, question, answer, notes int

	answers   []journalAnswer
	at        map[journalKey]int // of the answer to an item on a night
	noted     map[string]bool    // cycles whose note was taken
	rewritten bool
}

type journalKey struct {
	night Date
	item  string
}

type journalAnswer struct {
	journalKey
	yes  bool
	note string
	pos  Pos
}

func newJournal(t *Table, sink Sink) *journal {
	return &journal{
		t: t, sink: sink,
		start: t.Index(whoopCycleStart...), question: t.Index(whoopQuestion...),
		answer: t.Index(whoopAnswer...), notes: t.Index(whoopNotes...),
		at: map[journalKey]int{}, noted: map[string]bool{},
	}
}

func (j *journal) read() bool {
	question, text := j.t.Cell(j.question), j.t.Cell(j.answer)
	if question == "" || Missing(text) {
		return false
	}
	yes, ok := trueFalse(text)
	if !ok {
		j.sink.Problem(Problem{j.t.Pos(j.answer), j.t.Name(j.answer), fmt.Sprintf("%q is neither true nor false", text)})
		return false
	}
	cycle := j.t.Cell(j.start)
	start, err := parseWall(cycle, whoopLayouts...)
	if err != nil {
		j.rewritten = j.rewritten || strings.ContainsAny(cycle, "/.")
		j.sink.Problem(Problem{j.t.Pos(j.start), j.t.Name(j.start), err.Error()})
		return false
	}
	a := journalAnswer{journalKey{whoopWakeDate(start), journalItem(question)}, yes, j.note(cycle), j.t.Pos(j.question)}
	j.add(a)
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

// add keeps one answer an item and night: yes wins over no.
func (j *journal) add(a journalAnswer) {
	i, known := j.at[a.journalKey]
	if !known {
		j.at[a.journalKey] = len(j.answers)
		j.answers = append(j.answers, a)
		return
	}
	old := &j.answers[i]
	if a.yes && !old.yes {
		old.yes, old.pos = true, a.pos
	}
	if old.note == "" {
		old.note = a.note
	}
}

func (a journalAnswer) emit(sink Sink) {
	when := Moment{Day: a.night - 1}
	if a.item == journalMagnesium {
		taken := NotTaken
		if a.yes {
			taken = TakenYes
		}
		sink.Dose(Dose{When: when, Supplement: a.item, Taken: taken, Note: a.note, Source: whoopJournal.Name(), Pos: a.pos})
		return
	}
	e := Entry{When: when, Night: a.night, HasNight: true, Item: a.item, HasValue: true, YesNo: true,
		Note: a.note, Source: whoopJournal.Name(), Pos: a.pos}
	if a.yes {
		e.Value = 1
	}
	sink.Entry(e)
}

const journalMagnesium = "magnesium"

// journalWords give the contract's id of a question that holds one of the words,
// after [Normalise]. The wording changes with the app's version and language.
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
	folded := Normalise(question)
	for _, known := range journalWords {
		for _, w := range known.words {
			if strings.Contains(folded, w) {
				return known.item
			}
		}
	}
	return strings.Join(strings.Fields(question), " ")
}
