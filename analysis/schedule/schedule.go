package schedule

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode"

	"nof1/importers/record"
)

// drawStream is the stream of the random numbers that draw a schedule. It differs
// from the stream of a randomisation test with the same seed.
const drawStream = 0x5c4ed0e1

// Schedule is one drawn order with its dates.
type Schedule struct {
	Start record.Date // first day
	On    []bool      // one per day, true for a day with the supplement
}

// Draw returns a schedule drawn at random. The same constraint, start and seed give
// the same schedule on every machine. The error is that of [Constraint.Validate].
func Draw(c Constraint, start record.Date, seed uint64) (Schedule, error) {
	if err := c.Validate(); err != nil {
		return Schedule{}, err
	}
	return Schedule{start, c.orders().draw(rand.New(rand.NewPCG(seed, drawStream)))}, nil
}

// End returns the last day.
func (s Schedule) End() record.Date { return s.Start + record.Date(len(s.On)) - 1 }

// At returns the condition of a day and reports whether the day is in the schedule.
func (s Schedule) At(day record.Date) (on, ok bool) {
	if day < s.Start || day > s.End() {
		return false, false
	}
	return s.On[day-s.Start], true
}

// Letters returns the order as one letter per day, A for without and B for with, with
// a space after every seven days: "ABBABAB BAABABA".
func (s Schedule) Letters() string {
	var b strings.Builder
	for i, on := range s.On {
		if i > 0 && i%daysPerWeek == 0 {
			b.WriteByte(' ')
		}
		if on {
			b.WriteByte('B')
		} else {
			b.WriteByte('A')
		}
	}
	return b.String()
}

// readLetters parses the format of Letters. It ignores white space.
func readLetters(text string) ([]bool, error) {
	var on []bool
	for _, r := range text {
		switch {
		case r == 'A' || r == 'B':
			on = append(on, r == 'B')
		case !unicode.IsSpace(r):
			return nil, fmt.Errorf("%q is not a condition: want A (without) or B (with) for each day", r)
		}
	}
	return on, nil
}
