package analysis

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"nof1/analysis/schedule"
	"nof1/importers/record"
)

// notesOf returns the ids of what was assumed.
func notesOf(r Result) string {
	var ids []string
	for _, n := range r.Intervention.Assumptions {
		ids = append(ids, n.ID)
	}
	return fmt.Sprint(ids)
}

// A finding of a blinded plan reaches level 5 where its code was opened after
// the last day, and 4 where it was opened before or nobody wrote down when.
func TestLevelOfABlindedPlan(t *testing.T) {
	for _, c := range []struct {
		name         string
		opened       int // days after the last one; -1000 not written down
		level        int
		design       int
		note, guess  string
		guesses      string
		known, right int
	}{
		{"after", 1, 5, 4, "plan_stayed_blind", "plan_guesses", "BBBBBBBBBBBB", 12, 6},
		{"on the last day", 0, 4, 3, "plan_opened_early", "plan_no_guesses", "", 0, 0},
		{"not said", -1000, 4, 3, "plan_opened_unknown", "plan_no_guesses", "", 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := planOf(t, twelvePairs, 30, 3, 0, 0)
			p.Blinded, p.SHA256, p.Guesses = true, "", ""
			if c.opened > -1000 {
				p.Opened.Date = p.Schedule.End.Date + record.Date(c.opened)
			}
			if c.guesses != "" {
				// One letter a box of a week: twelve weeks, half of them right.
				p.Guesses = strings.Repeat("B", len(p.Boxes()))
				c.known, c.right = len(p.Boxes()), len(p.Boxes())/2
			}
			r := analysed(t, following(p, 130, made{seed: 4, effect: .25}))
			o := outcomeOf(t, r, "hrv_rmssd")
			if o.Verdict.Level != c.level || r.Intervention.DesignLevel != c.design || r.Intervention.Blinded != (c.level == 5) {
				t.Errorf("level %d, design level %d", o.Verdict.Level, r.Intervention.DesignLevel)
			}
			for _, want := range []string{c.note, c.guess} {
				if !strings.Contains(notesOf(r), want) {
					t.Errorf("%s is not among %s", want, notesOf(r))
				}
			}
			if b := r.Intervention.Blinding; b == nil || b.Guesses != c.known || b.Right != c.right || b.Kept != (c.level == 5) {
				t.Errorf("%+v", b)
			}
		})
	}
	if r := analysed(t, following(planOf(t, twelvePairs, 30, 3, 0, 0), 130, made{seed: 4, effect: .25})); r.Intervention.Blinding != nil {
		t.Error("an open plan has a blinding")
	}
}

// sealedFollowing returns a study of somebody who takes a capsule every day of a
// blinded plan.
func sealedFollowing(t *testing.T) Study {
	t.Helper()
	p := planOf(t, twelvePairs, 30, 3, 0, 0)
	blind, code, err := p.Blind("0123456789abcdef")
	if err != nil {
		t.Fatal(err)
	}
	opened, err := blind.Open([]byte(code), p.Schedule.End.Date+1)
	if err != nil {
		t.Fatal(err)
	}
	s := following(&opened, 130, made{seed: 4, effect: .25})
	s.Doses = nil
	for d := p.Schedule.Start.Date; d <= p.Schedule.End.Date; d++ {
		s.Doses = append(s.Doses, record.Dose{When: record.Moment{Day: d}, Supplement: "magnesium", Amount: 1, HasAmount: true,
			Unit: "capsule", Taken: record.TakenYes})
	}
	return s
}

// Whoever takes a look-alike capsule every day has kept to the plan: half of
// them held nothing.
func TestSealedCapsulesAreNotDoses(t *testing.T) {
	s := sealedFollowing(t)
	r := analysed(t, s)
	o := outcomeOf(t, r, "hrv_rmssd")
	if d := r.Intervention.Deviations; d.Taken+d.NotTaken+d.Unknown != 0 || d.Nights != 84 {
		t.Errorf("%+v", d)
	}
	if o.NOff != 42 || o.NOn != 42 || o.Verdict.Level != 5 || r.Intervention.DaysTaken != 42 {
		t.Errorf("%d + %d nights, level %d, %d days taken", o.NOff, o.NOn, o.Verdict.Level, r.Intervention.DaysTaken)
	}
}

// As planned counts every night as drawn, per protocol those the log agrees
// with: both are listed beside the declared estimate.
func TestAsPlannedAndPerProtocol(t *testing.T) {
	p := planOf(t, twelvePairs, 30, 3, 0, 0)
	s := following(p, 130, made{seed: 4, effect: .25})
	on := p.Drawn().On
	day := func(k int, with bool) record.Date { // the k-th day with, or without
		for d, b := range on {
			if b == with {
				if k == 0 {
					return p.Schedule.Start.Date + record.Date(d)
				}
				k--
			}
		}
		t.Fatal("no such day")
		return 0
	}
	swap := map[record.Date]record.Taken{day(3, true): record.NotTaken, day(9, true): record.NotTaken, day(5, false): record.TakenYes}
	for d, taken := range swap {
		found := false
		for i := range s.Doses {
			if s.Doses[i].When.Day == d {
				s.Doses[i].Taken, found = taken, true
			}
		}
		if !found {
			s.Doses = append(s.Doses, record.Dose{When: record.Moment{Day: d}, Supplement: "Magnesium", Taken: taken})
		}
	}
	r := analysed(t, s)
	if d := r.Intervention.Deviations; d.NotTaken != 2 || d.Taken != 1 {
		t.Fatalf("%+v", d)
	}
	o := outcomeOf(t, r, "hrv_rmssd")
	var names []string
	for _, a := range o.Alternatives {
		names = append(names, a.Name)
		if a.Name == "as-planned" && math.Abs(a.Estimate-*o.Estimate) < 1e-9 {
			t.Error("as planned is the declared estimate, with other nights")
		}
	}
	if !slices.Contains(names, "as-planned") || slices.Contains(names, "taken-nights-only") {
		t.Errorf("alternatives %v", names)
	}
	if o.NOff != 41 || o.NOn != 40 {
		t.Errorf("%d + %d nights", o.NOff, o.NOn)
	}
	// The test of the draw counts all nights as drawn.
	if o.Randomisation == nil || o.Randomisation.Orders != 64 {
		t.Errorf("%+v", o.Randomisation)
	}
}

// Looks at a plan's nights before its stopping date cap what may be claimed,
// with or without the plan; looks before its first night do not count.
func TestEarlyLooks(t *testing.T) {
	p := planOf(t, twelvePairs, 30, 3, 0, 0)
	s := following(p, 130, made{seed: 4, effect: .25})
	s.Settings.Inputs = "whole"
	q := "magnesium hrv_rmssd"
	last := p.Schedule.End.Date + 1
	for _, c := range []struct {
		before []Look
		want   int
	}{
		{nil, 0},
		{[]Look{{q, "a", p.Schedule.Start.Date}}, 0},
		{[]Look{{q, "a", last - 20}, {q, "a", last - 20}, {q, "b", last - 10}, {"zinc tst", "c", last - 10}}, 2},
		{[]Look{{q, "a", last}}, 0},
	} {
		s.Settings.Looks = c.before
		r := analysed(t, s)
		o := outcomeOf(t, r, "hrv_rmssd")
		capped := slices.Contains(o.Verdict.CappedBy, "looks")
		if r.Look.Early != c.want || capped != (c.want > 0) || (caveatOf(r, "early_looks") != nil) != (c.want > 0) ||
			capped && o.Verdict.Level != 2 {
			t.Errorf("%v: %d early looks, level %d capped by %v", c.before, r.Look.Early, o.Verdict.Level, o.Verdict.CappedBy)
		}
	}
	// The look itself is one where the record ends before the plan does.
	short := following(p, 90, made{seed: 4, effect: .25})
	if r := analysed(t, short); r.Look.Early != 1 || !strings.Contains(notesOf(r), "plan_early") {
		t.Errorf("%d early looks, %s", r.Look.Early, notesOf(r))
	}
	// A complete record is not an early look, though the stopping date is the day after.
	p.StoppingDate.Date = p.Schedule.End.Date + 1
	whole := following(p, 30+84, made{seed: 4, effect: .25})
	if r := analysed(t, whole); r.Look.Early != 0 || strings.Contains(notesOf(r), "plan_early") {
		t.Errorf("whole record: %d early looks, %s", r.Look.Early, notesOf(r))
	}
}

// A change of what decides after the first day caps a claim; one before it, or
// of the question's words, is printed and no more.
func TestChangedPlan(t *testing.T) {
	for _, c := range []struct {
		field, from string
		after       int // days after the first
		capped      bool
	}{{"margin", "4%", 10, true}, {"margin", "4%", -1, false}, {"question", "?", 10, false}} {
		p := planOf(t, twelvePairs, 30, 3, 0, 0)
		p.Created.Date -= 5
		p.Changes = []schedule.Change{{Date: schedule.Day{Date: p.Schedule.Start.Date + record.Date(c.after)}, Field: c.field, From: c.from}}
		r := analysed(t, following(p, 130, made{seed: 4, effect: .25}))
		o := outcomeOf(t, r, "hrv_rmssd")
		if !strings.Contains(notesOf(r), "plan_change") {
			t.Errorf("%s: not printed: %s", c.field, notesOf(r))
		}
		if got := slices.Contains(o.Verdict.CappedBy, "plan_changed"); got != c.capped || c.capped != (o.Verdict.Level == 2) {
			t.Errorf("%+v: level %d, capped by %v", c, o.Verdict.Level, o.Verdict.CappedBy)
		}
	}
}

// What the interval claims and the draw's own test does not is no change that is
// claimed.
func TestExactTestDecides(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	claimed, undone := 0, 0
	for seed := range uint64(60) {
		p := planOf(t, twelvePairs, 30, seed, 0, 0)
		r := analysed(t, following(p, 130, made{seed: seed, effect: .09}))
		o := outcomeOf(t, r, "hrv_rmssd")
		if o.CI95[0] <= 0 {
			continue
		}
		against := o.Randomisation.P > .05
		want, level := CodeHigher, 4
		if against {
			want, level = CodeCantTell, 1
			undone++
		} else {
			claimed++
		}
		if o.Verdict.Code != want || o.Verdict.Level > level || slices.Contains(o.Verdict.Failed, "exact_test") != against {
			t.Errorf("seed %d: p %.3f, %s, level %d, failed %v", seed, o.Randomisation.P, o.Verdict.Code, o.Verdict.Level, o.Verdict.Failed)
		}
	}
	if claimed == 0 || undone == 0 {
		t.Errorf("%d claimed, %d undone: the test shows nothing", claimed, undone)
	}
}

// An outcome that never changes looks the same in every order.
func TestOrdersOfAnOutcomeThatNeverChanges(t *testing.T) {
	p := planOf(t, twelvePairs, 30, 3, 0, 0)
	s := following(p, 130, made{seed: 4})
	for i := range s.Records {
		if s.Records[i].Metric == "hrv_rmssd" {
			s.Records[i].Value = 51.3
		}
	}
	o := outcomeOf(t, analysed(t, s), "hrv_rmssd")
	if x := o.Randomisation; x == nil || x.P != 1 || x.Observed != 0 || x.CI95 != nil {
		t.Errorf("%+v", x)
	}
}

// With so few orders the test can never exclude chance, so it does not raise the level.
func TestFewOrders(t *testing.T) {
	p := planOf(t, schedule.Constraint{Kind: schedule.WeeklyPairs, Weeks: 8}, 30, 3, 0, 0)
	o := outcomeOf(t, analysed(t, following(p, 100, made{seed: 4, effect: .4})), "hrv_rmssd")
	if o.Randomisation.SmallestP != 2./16 || o.Verdict.Code != CodeHigher || o.Verdict.Level != 3 ||
		!slices.Contains(o.Verdict.CappedBy, "few_orders") {
		t.Errorf("smallest p %v, %+v", o.Randomisation.SmallestP, o.Verdict)
	}
}
