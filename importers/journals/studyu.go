package journals

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"nof1/importers"
	"nof1/importers/record"
)

// StudyU reads the measurements of StudyU, an app for trials on oneself: one row
// a questionnaire answered, of one person or several, with the treatment of that
// day. A day counts from the local midnight on which the person began, written in
// UTC: that gives the offset, and no zone is asked for.
//
// The treatment of day D is taken on D, so it belongs to the night after; the
// sleep rated on the morning of D is the night before. What was assigned counts as
// taken: the file does not say what was done. Days without an answer are unknown.
// A treatment named as a control ("No tea", "Regular temperature") means that
// the other one was not taken. If no name says so, each is a supplement and not
// taken while the other is.
//
// Sleep quality is answered from 0 to 10 and hours of sleep in hours. The file does
// not give other scales, so those answers keep the question as their name.
var StudyU importers.Importer = studyu{importers.Format{ID: studyuID, Columns: importers.Names("measurement_time", "participant_id",
	"participant_started_at", "current_day_of_study", "current_intervention_name"), Delimited: true}}

const studyuID = "studyu.measurements"

type studyu struct{ importers.Format }

// People returns the participants of a file.
func (studyu) People(src importers.Source) []string {
	return importers.TablePeople(src, "participant_id")
}

// Read implements [importers.Importer].
func (studyu) Read(src importers.Source, sink importers.Sink) (record.Counts, error) {
	t, err := src.Table()
	if err != nil {
		return record.Counts{}, err
	}
	r := newStudyuRows(t, src, sink)
	if len(r.questions) == 0 {
		return record.Counts{}, errors.New("no question: want columns survey1_question1_text and survey1_question1_response")
	}
	var c record.Counts
	for t.Next() {
		if src.Person == "" || t.Cell(r.person) == src.Person {
			c.Count(r.read())
		}
	}
	r.doses()
	return importers.TableEnd(t, c, sink)
}

// studyuRows emits the answers of one file and collects its treatments.
type studyuRows struct {
	*importers.Table
	sink                              importers.Sink
	zone                              *time.Location
	time, person, started, day, given int
	questions                         []studyuQuestion
	days                              []studyuDay
	seen                              map[record.Date]bool
}

type studyuQuestion struct{ text, response int }

type studyuDay struct {
	day       record.Date
	treatment string
	pos       record.Pos
}

// studyuLayouts are the instants of the file, in UTC.
var studyuLayouts = []string{"2006-01-02 15:04:05.999Z", "2006-01-02T15:04:05.999Z"}

var studyuResponse = regexp.MustCompile(`^(survey\d+_question\d+)_response$`)

func newStudyuRows(t *importers.Table, src importers.Source, sink importers.Sink) *studyuRows {
	r := &studyuRows{Table: t, sink: sink, zone: src.Zone, time: t.Index("measurement_time"), person: t.Index("participant_id"),
		started: t.Index("participant_started_at"), day: t.Index("current_day_of_study"),
		given: t.Index("current_intervention_name"), seen: map[record.Date]bool{}}
	for i := range t.Header() {
		if m := studyuResponse.FindStringSubmatch(t.Name(i)); m != nil {
			if text := t.Index(m[1] + "_text"); text >= 0 {
				r.questions = append(r.questions, studyuQuestion{text, i})
			}
		}
	}
	return r
}

// read emits the answers of the current row and keeps its treatment.
func (r *studyuRows) read() (used bool) {
	day, problem := r.date()
	if problem != nil {
		r.sink.Problem(*problem)
		return false
	}
	if name := r.Cell(r.given); name != "" && !r.seen[day] {
		r.seen[day] = true
		r.days = append(r.days, studyuDay{day, name, r.Pos(r.given)})
		used = true
	}
	for _, q := range r.questions {
		if r.Cell(q.response) != "" && r.Cell(q.text) != "" {
			used = r.answer(q, day) || used
		}
	}
	return used
}

// date returns the local date of the current row: the day the person began, by
// their own midnight, and the days since; where either is missing, the date of
// the answer in the user's zone.
func (r *studyuRows) date() (record.Date, *record.Problem) {
	start, errStart := importers.ParseWall(r.Cell(r.started), studyuLayouts...)
	days, errDays := strconv.Atoi(r.Cell(r.day))
	if offset, ok := midnightOffset(start); ok && errStart == nil && errDays == nil && days >= 0 && days < 1e5 {
		return record.DateOf(start.Add(offset)) + record.Date(days), nil
	}
	at, err := importers.ParseWall(r.Cell(r.time), studyuLayouts...)
	if err != nil {
		return 0, new(r.Problem(r.time, err))
	}
	if r.zone == nil {
		return 0, new(r.Problem(r.started, errors.New("no local midnight on which the person began: say the zone with --zone")))
	}
	return record.DateOf(at.In(r.zone)), nil
}

// midnightOffset returns the offset from UTC in which an instant is midnight: up to 12 hours west, 14 less a quarter of an hour east.
func midnightOffset(at time.Time) (time.Duration, bool) {
	clock := time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
	if clock%(15*time.Minute) != 0 || at.Second() != 0 {
		return 0, false
	}
	if clock > 10*time.Hour {
		return 24*time.Hour - clock, true
	}
	return -clock, true
}

// answer emits one answer and reports whether it could be used.
func (r *studyuRows) answer(q studyuQuestion, day record.Date) bool {
	question, cell, pos := r.Cell(q.text), r.Cell(q.response), r.Pos(q.response)
	folded := importers.Normalise(question)
	e := record.Entry{When: record.Moment{Day: day}, Item: question, Source: studyuID, Pos: pos}
	if strings.Contains(folded, "yesterday") {
		e.When.Day--
	}
	if strings.Contains(folded, "last night") {
		e.Night, e.HasNight = day, true
	}
	v, err := r.Number(cell)
	yes, isAnswer := importers.TrueFalse(cell)
	switch {
	case err == nil && strings.Contains(folded, "how many hours") && e.HasNight:
		return importers.EmitComputed(record.Record{Night: day, Metric: "tst", Value: v * 60, Raw: cell, RawUnit: "h",
			Source: "studyu", Pos: pos}, question, r.sink)
	case err == nil:
		e.Value, e.HasValue = v, true
		if strings.Contains(folded, "how well did you sleep") && v >= 0 && v <= 10 {
			e.Item = "sleep_quality"
		}
	case isAnswer:
		e.HasValue, e.YesNo = true, true
		if yes {
			e.Value = 1
		}
	default: // a choice: [14.00_-_16.00]
		e.Note = strings.TrimSpace(strings.ReplaceAll(strings.Trim(cell, "[]"), "_", " "))
	}
	r.sink.Entry(e)
	return true
}

// studyuControl matches the name of a control arm, which is not a treatment.
var studyuControl = regexp.MustCompile(`(?i)^(?:no|without|regular|normal|usual|control|placebo|baseline|nothing)\b`)

// doses emits a dose for every treatment and day.
func (r *studyuRows) doses() {
	var active []string
	seen := map[string]bool{}
	for _, d := range r.days {
		if !seen[d.treatment] && !studyuControl.MatchString(d.treatment) {
			active = append(active, d.treatment)
		}
		seen[d.treatment] = true
	}
	for _, d := range r.days {
		for _, name := range active {
			dose := record.Dose{When: record.Moment{Day: d.day}, Supplement: name, Taken: record.NotTaken, Source: studyuID, Pos: d.pos,
				Note: fmt.Sprintf("assigned: %s", d.treatment)}
			if name == d.treatment {
				dose.Taken = record.TakenYes
			}
			r.sink.Dose(dose)
		}
	}
}
