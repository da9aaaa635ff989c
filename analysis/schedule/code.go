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

// codeSchema is the name and version of the format of a sealed code.
const codeSchema = "nof1.code/1"

// Code holds the days of a blinded plan, in a file of its own. The plan contains
// the SHA-256 of the code, so that the code cannot be exchanged.
type Code struct {
	Schema string `yaml:"schema"` // nof1.code/1
	Salt   string `yaml:"salt"`   // random text, so that nobody finds the days by trying seeds
	Seed   uint64 `yaml:"seed"`   // of the draw
	Days   string `yaml:"days"`   // letters A and B as in [Calendar]
}

// Blind removes the days from a plan. It returns the plan, which now contains the
// SHA-256 of the code, and the code as the text of its file. The salt is random text
// of at least 16 bytes. Blind returns an error for a shorter salt or a plan without
// a seed.
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

// text returns the YAML of the code: the bytes that are hashed and sealed.
func (c Code) text() []byte {
	text, err := yaml.Marshal(c)
	if err != nil {
		return nil // no field of a Code can fail
	}
	return text
}

// sumOf returns the SHA-256 of text in lower-case hexadecimal.
func sumOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// wrap breaks text into lines of 64 bytes.
func wrap(text string) string {
	var b strings.Builder
	for len(text) > 64 {
		b.WriteString(text[:64] + "\n")
		text = text[64:]
	}
	return b.String() + text + "\n"
}

// Open restores the days of a sealed plan from its code and records day as the day
// of opening. Lines of the code that start with # are comments. Open returns an
// error if the plan is not sealed or the code belongs to another plan.
func (p Plan) Open(code []byte, day record.Date) (Plan, error) {
	if p.Sealed == "" {
		return p, fmt.Errorf("the plan is not sealed: it has no code to open")
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
		return p, fmt.Errorf("not the code of this plan: its SHA-256 is another")
	}
	var c Code
	if err := yaml.Unmarshal(text, &c); err != nil || c.Schema != codeSchema {
		return p, fmt.Errorf("not a sealed code of %s", codeSchema)
	}
	p.Seed, p.Salt, p.Schedule.Days, p.Opened = &c.Seed, c.Salt, c.Days, Day{day}
	return p, nil
}

// IsSealed reports whether the plan has a code that has not been opened.
func (p Plan) IsSealed() bool {
	return p.Sealed != "" && strings.TrimSpace(p.Schedule.Days) == ""
}

// StayedBlind reports whether the code of a blinded plan was opened after its last
// day, according to the plan.
func (p Plan) StayedBlind() bool { return p.Blinded && p.Opened.Date > p.Schedule.End.Date }

// Boxes returns the first and last day of each box of pills, counted from 0. All
// days of a box have the same condition. The boxes depend only on the constraint, so
// they reveal nothing about the drawn order.
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

// Guessed returns the number of boxes for which the person made a guess and the
// number of right guesses. Both are 0 while the plan is sealed.
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
