package schedule

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"nof1/importers/record"
)

// FieldError is a mistake in the value of one key of a plan.
type FieldError struct {
	Field   string // path of the key, such as "constraint.weeks"
	Message string // the mistake and what to write instead
}

// Error returns "FIELD: MESSAGE".
func (e *FieldError) Error() string { return e.Field + ": " + e.Message }

// fieldf returns a *FieldError with a formatted message.
func fieldf(field, format string, args ...any) error {
	return &FieldError{field, fmt.Sprintf(format, args...)}
}

// Validate returns the first mistake in a plan as a *[FieldError], or nil. A mistake
// is a missing value, a schedule that the constraint could not have drawn or that
// the seed does not draw, or a change without a dated entry after the plan was made.
// A plan whose days are sealed can be valid. Validate does not check whether the
// supplement and the metric exist.
func (p Plan) Validate() error {
	for _, check := range []func() error{
		p.declared, p.validSchedule, p.validWindows, p.validDates, p.validBlinding, p.validChanges, p.unchanged,
	} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// declared checks that every required value is given.
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

// validSchedule checks that the days follow from the constraint and the seed.
func (p Plan) validSchedule() error {
	var wrong *FieldError
	if err := p.Constraint.Validate(); errors.As(err, &wrong) {
		return &FieldError{"constraint." + wrong.Field, wrong.Message}
	}
	if p.IsSealed() {
		return p.validEnd(p.Constraint.Days())
	}
	on, err := readLetters(p.Schedule.Days)
	if err != nil {
		return fieldf("schedule.days", "%v", err)
	}
	if err := p.Constraint.Check(on); err != nil {
		return fieldf("schedule.days", "%v", err)
	}
	if err := p.validEnd(len(on)); err != nil {
		return err
	}
	if p.Seed == nil {
		return nil
	}
	again, err := Draw(p.Constraint, p.Schedule.Start.Date, *p.Seed)
	if err != nil {
		return err
	}
	if !slices.Equal(again.On, on) {
		return fieldf("schedule.days",
			"is not what seed %d draws: put the drawn days back, or leave seed out where another program drew them", *p.Seed)
	}
	return nil
}

// validEnd checks the last day of a schedule with the given number of days.
func (p Plan) validEnd(days int) error {
	if end := p.Schedule.Start.Date + record.Date(days) - 1; p.Schedule.End.Date != end {
		return fieldf("schedule.end", "%s: %d days from %s end on %s", p.Schedule.End, days, p.Schedule.Start, end)
	}
	return nil
}

// validWindows checks that onset and washout leave days of every phase.
func (p Plan) validWindows() error {
	for _, w := range []struct {
		name string
		days int
	}{{"onset", p.Onset}, {"washout", p.Washout}} {
		if w.days < 0 || w.days >= p.Constraint.Shortest() {
			shortest := p.Constraint.Shortest()
			return fieldf(w.name, "%d: a stretch of the schedule can be %d days long: want 0 to %d", w.days, shortest, shortest-1)
		}
	}
	return nil
}

// validDates checks the order of the dates.
func (p Plan) validDates() error {
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

// validBlinding checks the sealed code, its opening and the guesses.
func (p Plan) validBlinding() error {
	switch {
	case p.Opened.Date != 0 && !p.Blinded:
		return fieldf("opened", "%s: belongs to a blinded plan", p.Opened)
	case p.Opened.Date != 0 && p.Opened.Date < p.Created.Date:
		return fieldf("opened", "%s: comes before the plan was made, on %s", p.Opened, p.Created)
	case p.Sealed != "" && !p.Blinded:
		return fieldf("sealed", "belongs to a blinded plan")
	case p.Sealed != "" && !p.IsSealed() && p.Opened.Date == 0:
		return fieldf("opened", "is missing: say on which day the code was opened")
	case p.Sealed != "" && !p.IsSealed() && !p.matchesCode():
		return fieldf("schedule.days", "are not those of the sealed code: open it again with nof1 plan open")
	case p.Guesses == "":
		return nil
	case len(p.Guesses) != len(p.Boxes()) || strings.Trim(p.Guesses, "AB?") != "":
		return fieldf("guesses", "%q: want %d letters, A (without), B (with) or ? for each box", p.Guesses, len(p.Boxes()))
	}
	return nil
}

// matchesCode reports whether seed, salt and days are those of the sealed code.
func (p Plan) matchesCode() bool {
	if p.Seed == nil {
		return false
	}
	code := Code{codeSchema, p.Salt, *p.Seed, p.Schedule.Days}
	return strings.EqualFold(sumOf(code.text()), p.Sealed)
}

// unchanged checks the sum of the plan, if it has one.
func (p Plan) unchanged() error {
	if p.SHA256 == "" || strings.EqualFold(p.SHA256, p.Sum()) {
		return nil
	}
	return fieldf("sha256", "the plan was changed after it was made: put it back as it was, or write the earlier value under changes, "+
		"with the date; what did not go as planned belongs under deviations")
}

// largestMargin is the largest margin that ReadMargin accepts.
const largestMargin = 1e6

// Margin is the smallest useful change.
type Margin struct {
	Value   float64 // in the outcome's unit, or in percent of its mean
	Percent bool
}

// ReadMargin parses a margin: "15" is 15 in the unit of the outcome, "5%" is 5
// percent. Empty text is nil. Other text and numbers that are not above 0 are errors.
func ReadMargin(text string) (*Margin, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, nil
	}
	number, percent := strings.CutSuffix(text, "%")
	v, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if err != nil || !(v > 0 && v <= largestMargin) {
		return nil, fmt.Errorf("%q: want a positive number in the outcome's unit, or a percentage such as 5%%", text)
	}
	return &Margin{v, percent}, nil
}

// Of returns the margin in the unit of an outcome with this mean.
func (m Margin) Of(mean float64) float64 {
	if m.Percent {
		return math.Abs(mean) * m.Value / 100
	}
	return m.Value
}

// badMargin returns the error of ReadMargin.
func badMargin(text string) error {
	_, err := ReadMargin(text)
	return err
}
