package schedule

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"nof1/importers/record"
)

// FieldError is something wrong with the value of one key.
type FieldError struct {
	Field   string // key path: "constraint.weeks"
	Message string
}

func (e *FieldError) Error() string { return e.Field + ": " + e.Message }

func fieldf(field, format string, args ...any) error {
	return &FieldError{field, fmt.Sprintf(format, args...)}
}

// Validate says the first thing that is wrong with a plan, as a *[FieldError]:
// what is missing, a schedule that the constraint could not have drawn or the
// seed did not, or a plan changed without a word after it was made. A plan whose
// days are sealed is not wrong. Whether the supplement and the metric exist is
// for the caller to know.
func (p Plan) Validate() error {
	for _, check := range []func() error{p.declared, p.drawnAsSaid, p.windows, p.dates, p.blinding, p.changesSaid, p.unchanged} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (p Plan) declared() error {
	switch {
	case p.Schema != PlanSchema:
		return fieldf("schema", "%q: want %s", p.Schema, PlanSchema)
	case strings.TrimSpace(p.Supplement) == "":
		return fieldf("supplement", "is missing: say what is taken")
	case p.Primary == "":
		return fieldf("primary", "is missing: say which metric answers the question")
	case p.Schedule.Start.Date == 0:
		return fieldf("schedule.start", "is missing: say on which day it starts")
	case badMargin(p.Margin) != nil:
		return fieldf("margin", "%v", badMargin(p.Margin))
	case p.Analysis != SlowMix:
		return fieldf("analysis", "%q: want %s", p.Analysis, SlowMix)
	}
	for i, d := range p.Deviations {
		if strings.TrimSpace(d.What) == "" {
			return fieldf(fmt.Sprintf("deviations[%d].what", i), "is missing: say what was different")
		}
	}
	return nil
}

func (p Plan) drawnAsSaid() error {
	var wrong *FieldError
	if err := p.Constraint.Validate(); errors.As(err, &wrong) {
		return &FieldError{"constraint." + wrong.Field, wrong.Message}
	}
	if p.IsSealed() {
		if end := p.Schedule.Start.Date + record.Date(p.Constraint.Days()) - 1; p.Schedule.End.Date != end {
			return fieldf("schedule.end", "%s: %d days from %s end on %s", p.Schedule.End, p.Constraint.Days(), p.Schedule.Start, end)
		}
		return nil
	}
	on, err := readLetters(p.Schedule.Days)
	if err != nil {
		return fieldf("schedule.days", "%v", err)
	}
	if err := p.Constraint.Check(on); err != nil {
		return fieldf("schedule.days", "%v", err)
	}
	if end := p.Drawn().End(); p.Schedule.End.Date != end {
		return fieldf("schedule.end", "%s: %d days from %s end on %s", p.Schedule.End, len(on), p.Schedule.Start, end)
	}
	if p.Seed == nil {
		return nil
	}
	again, err := Draw(p.Constraint, p.Schedule.Start.Date, *p.Seed)
	if err != nil {
		return err
	}
	if !slices.Equal(again.On, on) {
		return fieldf("schedule.days", "is not what seed %d draws: put the drawn days back, or leave seed out where another program drew them", *p.Seed)
	}
	return nil
}

// windows wants something left of every stretch.
func (p Plan) windows() error {
	for _, w := range []struct {
		name string
		days int
	}{{"onset", p.Onset}, {"washout", p.Washout}} {
		if w.days < 0 || w.days >= p.Constraint.Shortest() {
			return fieldf(w.name, "%d: a stretch of the schedule can be %d days long: want 0 to %d", w.days, p.Constraint.Shortest(), p.Constraint.Shortest()-1)
		}
	}
	return nil
}

func (p Plan) dates() error {
	switch {
	case p.Created.Date == 0:
		return fieldf("created", "is missing: say on which day the plan was made")
	case p.Created.Date > p.Schedule.Start.Date:
		return fieldf("created", "%s: a plan is made before its schedule starts, on %s", p.Created, p.Schedule.Start)
	case p.Stopping() < p.Schedule.End.Date:
		return fieldf("stopping_date", "%s: comes before the end of the schedule, %s", p.StoppingDate, p.Schedule.End)
	}
	return nil
}

// blinding checks what was sealed and guessed.
func (p Plan) blinding() error {
	switch {
	case p.Opened.Date != 0 && !p.Blinded:
		return fieldf("opened", "%s: belongs to a blinded plan", p.Opened)
	case p.Opened.Date != 0 && p.Opened.Date < p.Created.Date:
		return fieldf("opened", "%s: comes before the plan was made, on %s", p.Opened, p.Created)
	case p.Sealed != "" && !p.Blinded:
		return fieldf("sealed", "belongs to a blinded plan")
	case p.Sealed != "" && !p.IsSealed() && p.Opened.Date == 0:
		return fieldf("opened", "is missing: say on which day the code was opened")
	case p.Sealed != "" && !p.IsSealed() && (p.Seed == nil || !strings.EqualFold(sumOf(Code{codeSchema, p.Salt, *p.Seed, p.Schedule.Days}.text()), p.Sealed)):
		return fieldf("schedule.days", "are not those of the sealed code: open it again with nof1 plan open")
	case p.Guesses == "":
		return nil
	case len(p.Guesses) != len(p.Boxes()) || strings.Trim(p.Guesses, "AB?") != "":
		return fieldf("guesses", "%q: want %d letters, A (without), B (with) or ? for each box", p.Guesses, len(p.Boxes()))
	}
	return nil
}

func (p Plan) unchanged() error {
	if p.SHA256 == "" || strings.EqualFold(p.SHA256, p.Sum()) {
		return nil
	}
	return fieldf("sha256", "the plan was changed after it was made: put it back as it was, or write what stood there under changes, with the date; what went otherwise belongs under deviations")
}

const largestMargin = 1e6

// ReadMargin reads the smallest change worth having: "15" in the outcome's unit,
// or "5%". "" is 0.
func ReadMargin(text string) (v float64, percent bool, err error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, false, nil
	}
	number, percent := strings.CutSuffix(text, "%")
	v, err = strconv.ParseFloat(strings.TrimSpace(number), 64)
	if err != nil || !(v > 0 && v <= largestMargin) {
		return 0, false, fmt.Errorf("%q: want a positive number in the outcome's unit, or a percentage such as 5%%", text)
	}
	return v, percent, nil
}

func badMargin(text string) error {
	_, _, err := ReadMargin(text)
	return err
}
