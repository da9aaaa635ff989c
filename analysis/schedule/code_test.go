package schedule

import (
	"errors"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

const salt = "0123456789abcdef"

// sealed returns a blinded plan and its code.
func sealed(t *testing.T) (Plan, string) {
	t.Helper()
	p := plan(t)
	p.StoppingDate = Day{}
	blind, code, err := p.Blind(salt)
	if err != nil {
		t.Fatal(err)
	}
	if err := blind.Validate(); err != nil {
		t.Fatal(err)
	}
	return blind, code
}

// Nothing in the plan, and nothing readable in the code, reveals the days.
func TestSealedTellsNothing(t *testing.T) {
	blind, code := sealed(t)
	text, err := yaml.Marshal(blind)
	if err != nil {
		t.Fatal(err)
	}
	days := plan(t).Schedule.Days
	for _, secret := range []string{days, "seed:", salt} {
		if strings.Contains(string(text), secret) || strings.Contains(code, secret) {
			t.Errorf("%q can be read", secret)
		}
	}
	if !blind.IsSealed() || len(blind.Drawn().On) != 0 {
		t.Error("the days are still in it")
	}
	other, _, err := plan(t).Blind("another salt of some length")
	if err != nil || other.Sealed == blind.Sealed {
		t.Errorf("the salt changes nothing (%v)", err)
	}
	if _, _, err := plan(t).Blind("short"); err == nil {
		t.Error("a short salt is taken")
	}
}

func TestOpen(t *testing.T) {
	blind, code := sealed(t)
	after := blind.Schedule.End.Date + 1
	p, err := blind.Open([]byte("# a remark\n"+code), after)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Validate(); err != nil {
		t.Fatal(err)
	}
	if p.Schedule.Days != plan(t).Schedule.Days || *p.Seed != 7 || p.Sum() != blind.Sum() || !p.StayedBlind() {
		t.Errorf("opened: %+v", p)
	}
	if early, err := blind.Open([]byte(code), blind.Schedule.End.Date); err != nil || early.StayedBlind() {
		t.Errorf("opened on the last day counts as blind (%v)", err)
	}
	// Written and read again it is still the plan that was made.
	text, err := yaml.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	again, err := ReadPlan(text)
	if err != nil || again.Validate() != nil || again.SHA256 != blind.SHA256 {
		t.Errorf("%v, %v", err, again.Validate())
	}
}

func TestOpenRefuses(t *testing.T) {
	blind, code := sealed(t)
	_, other, err := func() (Plan, string, error) { p := plan(t); return p.Blind("another salt of some length") }()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]string{"another plan's": other, "cut": code[:70], "no code": "***", "empty": ""} {
		if _, err := blind.Open([]byte(c), blind.Schedule.End.Date+1); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
	open := plan(t)
	if _, err := open.Open([]byte(code), open.Schedule.End.Date+1); err == nil {
		t.Error("a plan that is not sealed was opened")
	}
}

// Whoever puts other days into an opened plan, or other guesses than there are
// boxes, is told.
func TestOpenedPlansRefused(t *testing.T) {
	blind, code := sealed(t)
	for _, c := range []struct {
		field string
		spoil func(*Plan)
	}{
		{"schedule.days", func(p *Plan) {
			seed := uint64(8)
			s, _ := Draw(p.Constraint, p.Schedule.Start.Date, seed)
			p.Seed, p.Schedule.Days = &seed, s.Letters()
		}},
		{"schedule.days", func(p *Plan) { p.Salt = "another salt of some length" }},
		{"opened", func(p *Plan) { p.Opened = Day{} }},
		{"opened", func(p *Plan) { p.Opened.Date = p.Created.Date - 1 }},
		{"guesses", func(p *Plan) { p.Guesses = "AB" }},
		{"guesses", func(p *Plan) { p.Guesses = "ABAX" }},
		{"opened", func(p *Plan) { p.Blinded = false }},
		{"sha256", func(p *Plan) { p.Margin = "1%" }},
	} {
		p, err := blind.Open([]byte(code), blind.Schedule.End.Date+1)
		if err != nil {
			t.Fatal(err)
		}
		c.spoil(&p)
		var wrong *FieldError
		if err := p.Validate(); !errors.As(err, &wrong) || wrong.Field != c.field {
			t.Errorf("want something about %s, got %v", c.field, err)
		}
	}
}

func TestGuessed(t *testing.T) {
	blind, code := sealed(t)
	p, err := blind.Open([]byte(code), blind.Schedule.End.Date+1)
	if err != nil {
		t.Fatal(err)
	}
	// Four weeks, the first of them as drawn.
	first := map[bool]string{false: "A", true: "B"}[p.Drawn().On[0]]
	other := map[string]string{"A": "B", "B": "A"}[first]
	third := map[bool]string{false: "A", true: "B"}[p.Drawn().On[14]]
	p.Guesses = first + first + third + "?" // the second week of a pair is the other one
	if err := p.Validate(); err != nil {
		t.Fatal(err)
	}
	if n, right := p.Guessed(); n != 3 || right != 2 {
		t.Errorf("%d guesses, %d right, want 3 and 2 (%s, other %s)", n, right, p.Guesses, other)
	}
}

// Boxes do not depend on the drawn order.
func TestBoxes(t *testing.T) {
	for _, c := range []struct {
		constraint Constraint
		want       int
	}{
		{Constraint{Kind: WeeklyPairs, Weeks: 12}, 12}, {Constraint{Kind: Blocks, Weeks: 12, BlockDays: 14}, 6},
		{Constraint{Kind: ABAB, Weeks: 12, MinPhase: 14, WholeWeeks: true}, 12}, {Constraint{Kind: ABAB, Weeks: 8, MinPhase: 10}, 56},
		{Constraint{Kind: Nightly, Weeks: 4}, 28},
	} {
		boxes := Plan{Constraint: c.constraint}.Boxes()
		if len(boxes) != c.want || boxes[0][0] != 0 || boxes[len(boxes)-1][1] != c.constraint.Days()-1 {
			t.Errorf("%+v: %d boxes from %v to %v", c.constraint, len(boxes), boxes[0], boxes[len(boxes)-1])
		}
		s, err := Draw(c.constraint, 0, 3)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range boxes {
			for d := b[0]; d <= b[1]; d++ {
				if s.On[d] != s.On[b[0]] {
					t.Fatalf("%+v: box %v holds both", c.constraint, b)
				}
			}
		}
	}
}

// A plan may change where the change is dated; the sum is that of the plan as
// made.
func TestChanges(t *testing.T) {
	p := plan(t)
	p.SHA256 = p.Sum()
	sum := p.SHA256
	day := Day{p.Schedule.Start.Date + 3}
	p.Changes = []Change{{day, "margin", "5%", "too fine"}, {day, "stopping_date", "2031-04-02", ""}, {day, "margin", "8%", ""}}
	p.Margin, p.StoppingDate = "10%", Day{p.StoppingDate.Date + 7}
	if err := p.Validate(); err != nil || p.Sum() != sum {
		t.Errorf("%v, sum %s, want %s", err, p.Sum(), sum)
	}
	if !p.Changes[0].Deciding() || p.Changes[1].Deciding() {
		t.Error("a margin decides, a stopping date does not")
	}
	for _, c := range []struct {
		field string
		spoil func(*Change)
	}{
		{"sha256", func(c *Change) { c.From = "4%" }},
		{"changes[0].date", func(c *Change) { c.Date = Day{} }},
		{"changes[0].date", func(c *Change) { c.Date.Date = p.Created.Date - 1 }},
		{"changes[0].field", func(c *Change) { c.Field = "schedule" }},
		{"changes[0].from", func(c *Change) { c.Field, c.From = "onset", "two" }},
	} {
		bad := p
		bad.Changes = append([]Change(nil), p.Changes...)
		c.spoil(&bad.Changes[0])
		var wrong *FieldError
		if err := bad.Validate(); !errors.As(err, &wrong) || wrong.Field != c.field {
			t.Errorf("want something about %s, got %v", c.field, err)
		}
	}
}
