package schedule

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"

	"nof1/importers/record"

	"gopkg.in/yaml.v3"
)

// codeSchema is the name and version of a sealed code.
const codeSchema = "nof1.code/1"

// Code is what a blinded plan keeps apart: which days are with. The plan holds
// its sum, so that it cannot be exchanged.
type Code struct {
	Schema string `yaml:"schema"`
	Salt   string `yaml:"salt"` // random, so that nobody finds the days by trying seeds
	Seed   uint64 `yaml:"seed"`
	Days   string `yaml:"days"` // as in Calendar
}

// Blind takes the days out of a plan: it returns the plan with the sum of the
// code, and the code as the text of its file. salt is random text of at least
// 16 letters.
func (p Plan) Blind(salt string) (Plan, string, error) {
	if p.Seed == nil {
		return p, "", fmt.Errorf("a plan without a seed cannot be blinded")
	}
	if len(salt) < 16 {
		return p, "", fmt.Errorf("the salt of a code is too short")
	}
	text := Code{codeSchema, salt, *p.Seed, p.Schedule.Days}.text()
	p.Sealed = sumOf(text)
	p.Blinded, p.Seed, p.Schedule.Days = true, nil, ""
	p.SHA256 = p.Sum()
	return p, wrap(base64.StdEncoding.EncodeToString(text)), nil
}

// text is what is summed and sealed.
func (c Code) text() []byte {
	text, err := yaml.Marshal(c)
	if err != nil {
		return nil // no field of a Code can fail
	}
	return text
}

func sumOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// wrap writes lines of 64 letters, which no eye reads in passing.
func wrap(text string) string {
	var b strings.Builder
	for len(text) > 64 {
		b.WriteString(text[:64] + "\n")
		text = text[64:]
	}
	return b.String() + text + "\n"
}

// Open puts the days back into a sealed plan. Lines of the code that start with
// # are remarks. The error is for a code that is not this plan's.
func (p Plan) Open(code []byte, day record.Date) (Plan, error) {
	if p.Sealed == "" {
		return p, fmt.Errorf("the plan is not sealed: nothing is to be opened")
	}
	var letters strings.Builder
	for line := range strings.Lines(string(code)) {
		if !strings.HasPrefix(line, "#") {
			letters.WriteString(strings.TrimSpace(line))
		}
	}
	text, err := base64.StdEncoding.DecodeString(letters.String())
	if err != nil {
		return p, fmt.Errorf("not a sealed code: %w", err)
	}
	if !strings.EqualFold(sumOf(text), p.Sealed) {
		return p, fmt.Errorf("not the code of this plan: its sum is another")
	}
	var c Code
	if err := yaml.Unmarshal(text, &c); err != nil || c.Schema != codeSchema {
		return p, fmt.Errorf("not a sealed code of %s", codeSchema)
	}
	p.Seed, p.Salt, p.Schedule.Days, p.Opened = &c.Seed, c.Salt, c.Days, Day{day}
	return p, nil
}

// IsSealed tells whether the days of a plan are not known yet.
func (p Plan) IsSealed() bool {
	return p.Sealed != "" && strings.TrimSpace(p.Schedule.Days) == ""
}

// StayedBlind tells whether a blinded plan says that its code was opened after
// its last day.
func (p Plan) StayedBlind() bool { return p.Blinded && p.Opened.Date > p.Schedule.End.Date }

// Boxes are the stretches of days that are packed together: days first and last,
// counted from 0. They are the same whatever was drawn, so that they tell
// nothing.
func (p Plan) Boxes() [][2]int {
	size := 1
	switch p.Constraint.Kind {
	case WeeklyPairs:
		size = daysPerWeek
	case Blocks:
		size = p.Constraint.BlockDays
	case ABAB:
		if p.Constraint.WholeWeeks {
			size = daysPerWeek
		}
	}
	var out [][2]int
	for from := 0; from < p.Constraint.Days(); from += size {
		out = append(out, [2]int{from, min(from+size, p.Constraint.Days()) - 1})
	}
	return out
}

// Guessed counts the boxes the person had a guess about, and those guessed
// right.
func (p Plan) Guessed() (guesses, right int) {
	on := p.Drawn().On
	boxes := p.Boxes()
	for i, g := range p.Guesses {
		if i >= len(boxes) || len(on) == 0 || g == '?' {
			continue
		}
		guesses++
		if on[boxes[i][0]] == (g == 'B') {
			right++
		}
	}
	return guesses, right
}
