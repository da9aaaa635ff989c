package main

import (
	"context"
	"math"
	"reflect"
	"strings"
	"testing"

	"nof1/analysis"
)

// Every cell's people are what its name says: the analysis infers the design
// from their log, adjusts nobody's nights away and gives nearly all a verdict.
func TestPeopleOfEveryCell(t *testing.T) {
	names := map[string]bool{}
	for _, c := range grid {
		if names[c.name] {
			t.Errorf("two cells are called %q", c.name)
		}
		names[c.name] = true
		want := "AB"
		switch {
		case strings.Contains(c.name, "ABAB"):
			want = "ABAB"
		case strings.Contains(c.name, "coin"):
			want = analysis.DesignRandomised
		case strings.HasPrefix(c.name, "as needed"):
			want = analysis.DesignAsNeeded
		}
		p := c.person(1, 3)
		res, err := analysis.Run(p.study(0))
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		o, ok := outcomeOf(res, c.metric())
		if !ok || o.Role != analysis.RolePrimary {
			t.Fatalf("%s: the outcome is %q", c.name, o.Role)
		}
		if res.Intervention.Design != want {
			t.Errorf("%s: design %s, want %s", c.name, res.Intervention.Design, want)
		}
		if !judged(o, 1).answered {
			t.Errorf("%s: %s (%s)", c.name, o.Verdict.Code, o.Verdict.Reason)
		}
		if onset := res.Intervention.Onset; (onset == 0) != (c.atOnce || c.plan.randomised) {
			t.Errorf("%s: onset %d", c.name, onset)
		}
		for t2, y := range p.y {
			if c.every && math.IsNaN(y) {
				t.Errorf("%s: night %d is missing", c.name, t2)
			}
		}
	}
	if len(grid) > 40 {
		t.Errorf("%d cells, want at most 40", len(grid))
	}
}

// The effect is added on nights with a dose alone, in the person's own SD, and
// the interval is held against it on the right scale.
func TestEffect(t *testing.T) {
	for _, c := range []cell{
		{name: "minutes", plan: beforeAfter(60, 60), noise: autoregressive(.3)},
		{name: "ms", plan: beforeAfter(60, 60), noise: autoregressive(.3), hrv: true},
	} {
		p := c.person(1, 1)
		without, with := p.study(0), p.study(2)
		for i, r := range with.Records {
			got := toScale(r.Metric, r.Value) - toScale(r.Metric, without.Records[i].Value)
			want := 0.0
			if p.on[r.Night-p.first] {
				want = p.delta(2)
			}
			if math.Abs(got-want) > 1e-9 {
				t.Fatalf("%s: night %v changed by %g, want %g", c.name, r.Night, got, want)
			}
		}
		d := p.delta(1)
		o := analysis.Outcome{CI95: &[2]float64{d - 1, d + 1}, CI95Pct: &[2]float64{100*math.Expm1(d) - 1, 100*math.Expm1(d) + 1}}
		if !p.covers(o, 1) || p.covers(o, 10) {
			t.Errorf("%s: an interval about the truth covers it %v, one far away %v", c.name, p.covers(o, 1), p.covers(o, 10))
		}
	}
}

// Who works on whom, and how many at once, changes nothing; another seed does.
func TestTallyIsReproducible(t *testing.T) {
	c := cell{name: "short", plan: beforeAfter(40, 35), noise: autoregressive(.6)}
	count := func(seed uint64, workers int) tally {
		got, err := tallyCell(context.Background(), c, seed, 12, workers)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	one := count(7, 1)
	if many := count(7, 5); !reflect.DeepEqual(one, many) {
		t.Errorf("1 worker %+v\n5 workers %+v", one, many)
	}
	if one.people != 12 || one.claims[2] == 0 {
		t.Errorf("%+v: nobody's effect of 1 SD is found", one)
	}
	if reflect.DeepEqual(c.person(7, 0).y, c.person(8, 0).y) || reflect.DeepEqual(c.person(7, 0).y, c.person(7, 1).y) {
		t.Error("another seed or another person has the same nights")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := tallyCell(ctx, c, 7, 12, 2); err == nil {
		t.Error("a cancelled run reports no error")
	}
}

func TestJudged(t *testing.T) {
	for _, c := range []struct {
		code                      analysis.Code
		sign                      float64
		answered, claim, opposite bool
	}{
		{analysis.CodeHigher, 1, true, true, false},
		{analysis.CodeHigher, -1, true, true, true},
		{analysis.CodeLower, -1, true, true, false},
		{analysis.CodeLower, 1, true, true, true},
		{analysis.CodeCantTell, 1, true, false, false},
		{analysis.CodeNoMeaningful, 1, true, false, false},
		{analysis.CodeNotEnough, 1, false, false, false},
		{analysis.CodeNotComparable, 1, false, false, false},
	} {
		a := judged(analysis.Outcome{Verdict: analysis.Verdict{Code: c.code}}, c.sign)
		if a.answered != c.answered || a.claim != c.claim || a.opposite != c.opposite {
			t.Errorf("%s, sign %g: %+v", c.code, c.sign, a)
		}
	}
}
