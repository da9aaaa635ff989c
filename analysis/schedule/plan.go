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

// SlowMix is the only analysis that a plan can declare: the analysis of every
// report, together with the randomisation test.
const SlowMix = "slowmix"

// Plan is the content of plan.yaml: what a person declared before starting. A key
// that is missing in the file has the zero value. A field added later must be
// omitempty, or the sums of older plans change.
type Plan struct {
	Schema       string      `yaml:"schema"`             // nof1.plan/1
	Question     string      `yaml:"question,omitempty"` // in the person's own words; untrusted
	Supplement   string      `yaml:"supplement"`         // id of `nof1 list supplements`, or the person's own name
	Primary      string      `yaml:"primary"`            // metric id of the outcome that answers the question
	Margin       string      `yaml:"margin,omitempty"`   // smallest useful change: 15 in its unit, or 5%; "" for the metric's default
	Analysis     string      `yaml:"analysis"`           // slowmix
	Constraint   Constraint  `yaml:"constraint"`         // rules of the draw
	Seed         *uint64     `yaml:"seed,omitempty"`     // seed of the draw; nil if another program drew it
	Schedule     Calendar    `yaml:"schedule"`
	StoppingDate Day         `yaml:"stopping_date,omitempty"` // no analysis before this day; zero for the end of the schedule
	Onset        int         `yaml:"onset"`                   // days not used after each change to with
	Washout      int         `yaml:"washout"`                 // days not used after each change to without
	Blinded      bool        `yaml:"blinded"`                 // the person does not know which days are with
	Created      Day         `yaml:"created"`                 // the day the plan was made, not after the start
	Contents     []Item      `yaml:"contents,omitempty"`      // items of the protocol (SPENT 2019), answered or left open
	Sealed       string      `yaml:"sealed,omitempty"`        // SHA-256 of the code with the days: see [Code]
	Salt         string      `yaml:"salt,omitempty"`          // salt of the opened code; not in the sum
	Opened       Day         `yaml:"opened,omitempty"`        // the day the code was opened; not in the sum
	Guesses      string      `yaml:"guesses,omitempty"`       // guess before opening: A, B or ? per [Plan.Boxes]; not in the sum
	Changes      []Change    `yaml:"changes,omitempty"`       // dated changes of the plan itself; not in the sum
	Deviations   []Deviation `yaml:"deviations,omitempty"`    // departures from the plan; not in the sum
	SHA256       string      `yaml:"sha256,omitempty"`        // of the plan as made: see [Plan.Sum]
}

// Item is one item of a protocol checklist and this plan's answer.
type Item struct {
	ID   string `yaml:"id"`             // id of the language catalogue
	Says string `yaml:"says,omitempty"` // the answer, "" if left open
}

// Change records a change of the plan itself: the value before the change. The plan
// holds the present value.
type Change struct {
	Date  Day    `yaml:"date"`  // day of the change
	Field string `yaml:"field"` // one of ChangeableFields
	From  string `yaml:"from"`  // value before the change
	Why   string `yaml:"why,omitempty"`
}

// Calendar is the drawn order of a plan with its dates.
type Calendar struct {
	Start Day    `yaml:"start"` // first day of the schedule
	End   Day    `yaml:"end"`   // last day, inclusive
	Days  string `yaml:"days"`  // one letter per day: A without, B with; spaces are ignored; "" while sealed
}

// Deviation is an event that did not follow the plan, in the person's own words.
type Deviation struct {
	Date Day    `yaml:"date"`
	What string `yaml:"what"` // untrusted
}

// Day is a date whose parse error names the line of the file.
type Day struct{ record.Date }

// UnmarshalYAML parses YYYY-MM-DD, quoted or not. The error is a *[yaml.TypeError].
func (d *Day) UnmarshalYAML(n *yaml.Node) error {
	if err := d.UnmarshalText([]byte(n.Value)); err != nil {
		return &yaml.TypeError{Errors: []string{fmt.Sprintf("line %d: %v", n.Line, err)}}
	}
	return nil
}

// Sum returns the SHA-256 of the plan as made, in lower-case hexadecimal. It covers
// the YAML of the plan before its changes, without comments and layout, deviations,
// opening, guesses and the sum itself. For a blinded plan it covers the SHA-256 of
// the code instead of the days.
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

// Drawn returns the schedule of the plan. It is empty if the days are not valid.
func (p Plan) Drawn() Schedule {
	on, err := readLetters(p.Schedule.Days)
	if err != nil {
		return Schedule{}
	}
	return Schedule{p.Schedule.Start.Date, on}
}

// Stopping returns the first day on which the result may be analysed: the stopping
// date, or the end of the schedule.
func (p Plan) Stopping() record.Date {
	if p.StoppingDate.Date == 0 {
		return p.Schedule.End.Date
	}
	return p.StoppingDate.Date
}

// ReadPlan parses plan.yaml strictly. An unknown key, a value of the wrong type and
// an invalid date give a *[yaml.TypeError] whose messages start with "line N:".
// ReadPlan does not check the plan: see [Plan.Validate].
func ReadPlan(text []byte) (Plan, error) {
	dec := yaml.NewDecoder(strings.NewReader(string(text)))
	dec.KnownFields(true)
	var p Plan
	if err := dec.Decode(&p); err != nil {
		return Plan{}, err
	}
	return p, nil
}
