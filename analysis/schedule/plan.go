package schedule

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"nof1/importers/record"

	"gopkg.in/yaml.v3"
)

// PlanSchema is the name and version of plan.yaml.
const PlanSchema = "nof1.plan/1"

// SlowMix is the one analysis a plan can declare: the engine of every report,
// with the randomisation test beside it.
const SlowMix = "slowmix"

// Plan is what a person declared before starting: plan.yaml. What is left out of
// the file has the zero value. A field added later must be omitempty, or the
// sums of older plans change.
type Plan struct {
	Schema       string      `yaml:"schema"`             // nof1.plan/1
	Question     string      `yaml:"question,omitempty"` // in the person's own words; untrusted
	Supplement   string      `yaml:"supplement"`         // id of `nof1 list supplements`, or the person's own name
	Primary      string      `yaml:"primary"`            // metric id of the outcome that answers the question
	Margin       string      `yaml:"margin,omitempty"`   // smallest change worth having: 15 in its unit, or 5%; "" the metric's default
	Analysis     string      `yaml:"analysis"`           // slowmix
	Constraint   Constraint  `yaml:"constraint"`         // what the draw obeyed
	Seed         *uint64     `yaml:"seed,omitempty"`     // what it was drawn with; left out where another program drew it
	Schedule     Calendar    `yaml:"schedule"`
	StoppingDate Day         `yaml:"stopping_date,omitempty"` // not analysed before this day; left out: the end of the schedule
	Onset        int         `yaml:"onset"`                   // days not used after each change to with
	Washout      int         `yaml:"washout"`                 // days not used after each change to without
	Blinded      bool        `yaml:"blinded"`                 // the person does not know which days are with
	Created      Day         `yaml:"created"`                 // the day the plan was made, not after the start
	Contents     []Item      `yaml:"contents,omitempty"`      // what a protocol says (SPENT 2019), each item filled or marked
	Sealed       string      `yaml:"sealed,omitempty"`        // sum of the code that says which days are with: see [Code]
	Salt         string      `yaml:"salt,omitempty"`          // of the code, once opened; not in the sum
	Opened       Day         `yaml:"opened,omitempty"`        // the day the code was opened; not in the sum
	Guesses      string      `yaml:"guesses,omitempty"`       // what the person thought before: A, B or ? for each [Plan.Boxes]; not in the sum
	Changes      []Change    `yaml:"changes,omitempty"`       // of the plan itself, dated; not in the sum
	Deviations   []Deviation `yaml:"deviations,omitempty"`    // added while it runs; not in the sum
	SHA256       string      `yaml:"sha256,omitempty"`        // of the plan as made: see Sum
}

// Item is one thing a protocol should say, and what this one says.
type Item struct {
	ID   string `yaml:"id"`             // id of the language catalogue
	Says string `yaml:"says,omitempty"` // "" where it was left open
}

// Change is a change of the plan itself: what stood there before. The plan says
// what holds now.
type Change struct {
	Date  Day    `yaml:"date"`
	Field string `yaml:"field"` // one of ChangeableFields
	From  string `yaml:"from"`  // as it stood before
	Why   string `yaml:"why,omitempty"`
}

// Calendar is the order of a plan on its days.
type Calendar struct {
	Start Day    `yaml:"start"` // first day of taking or not taking
	End   Day    `yaml:"end"`   // last
	Days  string `yaml:"days"`  // A without, B with, one letter a day; spaces mean nothing; "" while sealed
}

// Deviation is something that did not go as planned, in the person's words.
type Deviation struct {
	Date Day    `yaml:"date"`
	What string `yaml:"what"` // untrusted
}

// Day is a date that says its line where it cannot be read.
type Day struct{ record.Date }

// UnmarshalYAML reads YYYY-MM-DD, quoted or not.
func (d *Day) UnmarshalYAML(n *yaml.Node) error {
	if err := d.UnmarshalText([]byte(n.Value)); err != nil {
		return &yaml.TypeError{Errors: []string{fmt.Sprintf("line %d: %v", n.Line, err)}}
	}
	return nil
}

// Sum is the sha256 of the plan as made: of its YAML before its changes, without
// deviations, which come later, and without the sum itself. Comments and layout
// do not count. Of a sealed plan the days do not count either: the sum of their
// code does.
func (p Plan) Sum() string {
	p = p.asMade()
	p.SHA256, p.Deviations = "", nil
	p.Salt, p.Opened, p.Guesses = "", Day{}, ""
	if p.Sealed != "" {
		p.Seed, p.Schedule.Days = nil, ""
	}
	text, err := yaml.Marshal(p)
	if err != nil {
		return "" // no field of a Plan can fail
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Drawn is the plan's schedule; empty for a plan that does not validate.
func (p Plan) Drawn() Schedule {
	on, err := readLetters(p.Schedule.Days)
	if err != nil {
		return Schedule{}
	}
	return Schedule{p.Schedule.Start.Date, on}
}

// Stopping is the day before which the plan does not look at the result.
func (p Plan) Stopping() record.Date {
	if p.StoppingDate.Date == 0 {
		return p.Schedule.End.Date
	}
	return p.StoppingDate.Date
}

// ReadPlan reads plan.yaml strictly: an unknown key, a value of the wrong type
// or a bad date is a *[yaml.TypeError] whose messages start with "line N:". It
// does not validate.
func ReadPlan(text []byte) (Plan, error) {
	dec := yaml.NewDecoder(strings.NewReader(string(text)))
	dec.KnownFields(true)
	var p Plan
	if err := dec.Decode(&p); err != nil {
		return Plan{}, err
	}
	return p, nil
}
