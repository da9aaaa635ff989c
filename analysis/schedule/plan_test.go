package schedule

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"nof1/importers/record"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
)

const planText = `# made by hand
schema: nof1.plan/1
question: Does magnesium in the evening lift my HRV?
supplement: magnesium
primary: hrv_rmssd
margin: 5%
analysis: slowmix
constraint: {kind: weekly_pairs, weeks: 4}
seed: 7
schedule:
  start: 2031-03-03
  end: 2031-03-30
  days: DAYS
stopping_date: 2031-04-02
onset: 2
washout: 2
blinded: true
created: 2031-02-27
deviations:
  - {date: 2031-03-10, what: "travelled, no capsules with me"}
`

// plan returns a valid plan.
func plan(t *testing.T) Plan {
	t.Helper()
	s, err := Draw(Constraint{Kind: WeeklyPairs, Weeks: 4}, record.NewDate(2031, 3, 3), 7)
	if err != nil {
		t.Fatal(err)
	}
	p, err := ReadPlan([]byte(strings.Replace(planText, "DAYS", s.Letters(), 1)))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Validate(); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestReadPlan(t *testing.T) {
	p := plan(t)
	seed := uint64(7)
	day := func(m, d int) Day { return Day{record.NewDate(2031, 3, d) + record.Date(31*(m-3))} }
	want := Plan{Schema: PlanSchema, Question: "Does magnesium in the evening lift my HRV?", Supplement: "magnesium", Primary: "hrv_rmssd",
		Margin: "5%", Analysis: SlowMix, Constraint: Constraint{Kind: WeeklyPairs, Weeks: 4}, Seed: &seed,
		Schedule:     Calendar{Start: day(3, 3), End: day(3, 30), Days: p.Schedule.Days},
		StoppingDate: day(4, 2), Onset: 2, Washout: 2, Blinded: true,
		Created: Day{record.NewDate(2031, 2, 27)}, Deviations: []Deviation{{day(3, 10), "travelled, no capsules with me"}}}
	if d := cmp.Diff(want, p); d != "" {
		t.Error(d)
	}
	s := p.Drawn()
	for _, c := range []struct {
		day    record.Date
		on, ok bool
	}{{s.Start - 1, false, false}, {s.Start, s.On[0], true}, {s.End(), s.On[27], true}, {s.End() + 1, false, false}} {
		if on, ok := s.At(c.day); on != c.on || ok != c.ok {
			t.Errorf("%s: %v %v", c.day, on, ok)
		}
	}
}

// What is written reads back as the same plan with the same sum.
func TestPlanWritesAndReadsBack(t *testing.T) {
	p := plan(t)
	p.SHA256 = p.Sum()
	text, err := yaml.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	again, err := ReadPlan(text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if d := cmp.Diff(p, again); d != "" {
		t.Error(d)
	}
	if err := again.Validate(); err != nil {
		t.Error(err)
	}
}

// The sum is of what was declared: the layout and later deviations do not
// change it, anything else does.
func TestSum(t *testing.T) {
	p := plan(t)
	sum := p.Sum()
	p.Deviations = append(p.Deviations, Deviation{p.Created, "another"})
	if p.Sum() != sum {
		t.Error("a deviation changes the sum")
	}
	p.SHA256 = strings.ToUpper(sum)
	if err := p.Validate(); err != nil {
		t.Error(err)
	}
	p.Margin = "4%"
	if p.Sum() == sum {
		t.Error("another margin has the same sum")
	}
	var wrong *FieldError
	if err := p.Validate(); !errors.As(err, &wrong) || wrong.Field != "sha256" {
		t.Errorf("a changed plan passes: %v", err)
	}
}

func TestReadPlanIsStrict(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"margin: 5%", "margins: 5%", "line 6: field margins not found"},
		{"onset: 2", "onset: two", "line 15: cannot unmarshal"},
		{"2031-02-27", "27 Feb", `line 18: "27 Feb" is not a date: want YYYY-MM-DD`},
		{"{kind: weekly_pairs, weeks: 4}", "{kind: weekly_pairs, week: 4}", "line 8: field week not found"},
		{"2031-03-10", "2031-02-30", `line 20: "2031-02-30" is not a date`},
	} {
		_, err := ReadPlan([]byte(strings.Replace(planText, c.old, c.new, 1)))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.new, err, c.want)
		}
	}
}

func TestPlansRefused(t *testing.T) {
	for _, c := range []struct {
		field string
		spoil func(*Plan)
	}{
		{"schema", func(p *Plan) { p.Schema = "nof1.plan/2" }},
		{"supplement", func(p *Plan) { p.Supplement = " " }},
		{"primary", func(p *Plan) { p.Primary = "" }},
		{"analysis", func(p *Plan) { p.Analysis = "welch" }},
		{"constraint.weeks", func(p *Plan) { p.Constraint.Weeks = 3 }},
		{"schedule.days", func(p *Plan) { p.Schedule.Days = "ABX" }},
		{"schedule.days", func(p *Plan) { p.Schedule.Days = "AB" }},
		{"schedule.days", func(p *Plan) { *p.Seed = 8 }},
		{"schedule.end", func(p *Plan) { p.Schedule.End.Date++ }},
		{"schedule.start", func(p *Plan) { p.Schedule.Start.Date = 0 }},
		{"margin", func(p *Plan) { p.Margin = "5 percent" }},
		{"margin", func(p *Plan) { p.Margin = "0" }},
		{"stopping_date", func(p *Plan) { p.StoppingDate.Date = p.Schedule.End.Date - 1 }},
		{"onset", func(p *Plan) { p.Onset = 7 }},
		{"washout", func(p *Plan) { p.Washout = -1 }},
		{"created", func(p *Plan) { p.Created.Date = p.Schedule.Start.Date + 1 }},
		{"created", func(p *Plan) { p.Created.Date = 0 }},
		{"deviations[0].what", func(p *Plan) { p.Deviations[0].What = "" }},
	} {
		p := plan(t)
		c.spoil(&p)
		var wrong *FieldError
		if err := p.Validate(); !errors.As(err, &wrong) || wrong.Field != c.field {
			t.Errorf("want something about %s, got %v", c.field, err)
		}
	}
}

// A schedule from elsewhere has no seed, and still has to obey its constraint.
func TestPlanWithoutSeed(t *testing.T) {
	p := plan(t)
	p.Seed = nil
	on := p.Drawn().On
	for i := range on {
		on[i] = !on[i]
	}
	p.Schedule.Days = Schedule{On: on}.Letters()
	p.StoppingDate = Day{}
	if err := p.Validate(); err != nil {
		t.Error(err)
	}
	if p.Stopping() != p.Schedule.End.Date {
		t.Errorf("without a stopping date the plan stops on %s", p.Stopping())
	}
}

// The same seed must draw the same schedule for ever: people hold plans.
func ExampleDraw() {
	start := record.NewDate(2031, 3, 3)
	for _, c := range []Constraint{
		{Kind: Nightly, Weeks: 4, MaxRun: 2, Balanced: true},
		{Kind: WeeklyPairs, Weeks: 4},
		{Kind: ABAB, Weeks: 8, MinPhase: 10},
	} {
		s, err := Draw(c, start, 1)
		if err != nil {
			fmt.Println(err)
		}
		fmt.Println(s.Letters())
	}
	// Output:
	// BAABBAB BAABBAB AABABAB ABAABAB
	// AAAAAAA BBBBBBB BBBBBBB AAAAAAA
	// AAAAAAA AAAAABB BBBBBBB BBBBBBB AAAAAAA AAAAAAA AAABBBB BBBBBBB
}

// The example that documents the format is a valid plan and holds every key.
func TestExamplePlan(t *testing.T) {
	text, err := os.ReadFile("plan.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	p, err := ReadPlan(text)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Validate(); err != nil {
		t.Error(err)
	}
	for _, key := range []string{"schema", "question", "supplement", "primary", "margin", "analysis", "constraint", "max_run",
		"balanced", "block_days", "min_phase", "seed", "schedule", "stopping_date", "onset", "washout", "blinded", "created", "contents",
		"sealed", "salt", "opened", "guesses", "whole_weeks",
		"either_first", "changes", "deviations", "sha256"} {
		if !strings.Contains(string(text), key+":") {
			t.Errorf("no %s in the example", key)
		}
	}
}
