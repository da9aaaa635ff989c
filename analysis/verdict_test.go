package analysis

import (
	"reflect"
	"slices"
	"testing"
)

// The verdict as a function of the interval, the margin and what failed.
func TestDecide(t *testing.T) {
	type in struct {
		ci95, ci90 [2]float64
		margin     float64
		e          evidence
		role       Role
		adjusted   float64
	}
	ab := evidence{design: DesignAB, cap: 2}
	abab := evidence{design: "ABAB", cap: 3}
	blind := evidence{design: DesignRandomised, cap: 5}
	with := func(e evidence, failed ...string) evidence { e.failed = failed; return e }
	for _, c := range []struct {
		name   string
		in     in
		code   Code
		level  int
		capped []string
		small  bool
	}{
		{"excludes zero", in{[2]float64{1, 9}, [2]float64{2, 8}, 4, ab, RolePrimary, .01}, CodeHigher, 2, []string{"design"}, false},
		{"excludes zero below", in{[2]float64{-9, -1}, [2]float64{-8, -2}, 4, ab, RolePrimary, .01}, CodeLower, 2, []string{"design"}, false},
		{"excludes zero inside the margin", in{[2]float64{.5, 3}, [2]float64{1, 2}, 4, ab, RolePrimary, .01}, CodeHigher, 2,
			[]string{"design"}, true},
		{"includes zero, 90 % inside", in{[2]float64{-5, 3.5}, [2]float64{-3.9, 3}, 4, ab, RolePrimary, .5}, CodeNoMeaningful, 1, nil, false},
		{"includes zero, 90 % touches the margin", in{[2]float64{-5, 3.5}, [2]float64{-4, 3}, 4, ab, RolePrimary, .5}, CodeCantTell, 1,
			nil, false},
		{"includes zero, no margin", in{[2]float64{-.1, .1}, [2]float64{-.05, .05}, 0, ab, RolePrimary, .9}, CodeCantTell, 1, nil, false},
		{"repeated", in{[2]float64{1, 9}, [2]float64{2, 8}, 4, abab, RolePrimary, .01}, CodeHigher, 3, nil, false},
		{"repeated, one failed", in{[2]float64{1, 9}, [2]float64{2, 8}, 4, with(abab, "missingness"), RolePrimary, .01}, CodeHigher, 2,
			[]string{"missingness"}, false},
		{"blinded, two failed", in{[2]float64{1, 9}, [2]float64{2, 8}, 4, with(blind, "a", "b"), RolePrimary, .01}, CodeHigher, 3,
			[]string{"a", "b"}, false},
		{"three failed", in{[2]float64{1, 9}, [2]float64{2, 8}, 4, with(blind, "a", "b", "c"), RolePrimary, .01}, CodeCantTell, 1, nil, false},
		{"never below 2", in{[2]float64{1, 9}, [2]float64{2, 8}, 4, with(ab, "a", "b"), RolePrimary, .01}, CodeHigher, 2,
			[]string{"design", "a", "b"}, false},
		{"secondary not surviving Holm", in{[2]float64{1, 9}, [2]float64{2, 8}, 4, blind, RoleSecondary, .06}, CodeHigher, 2,
			[]string{"multiplicity"}, false},
		{"secondary surviving Holm", in{[2]float64{1, 9}, [2]float64{2, 8}, 4, blind, RoleSecondary, .04}, CodeHigher, 5, nil, false},
		{"exploratory always", in{[2]float64{1, 9}, [2]float64{2, 8}, 4, blind, RoleExploratory, .001}, CodeHigher, 2,
			[]string{"multiplicity"}, false},
	} {
		o := Outcome{Metric: "hrv_rmssd", Role: c.in.role, CI95: &c.in.ci95, CI90: &c.in.ci90, PAdjusted: &c.in.adjusted,
			Estimate: new((c.in.ci95[0] + c.in.ci95[1]) / 2)}
		if c.in.margin > 0 {
			o.Margin = &c.in.margin
		}
		decide(&o, c.in.e)
		v := o.Verdict
		if v.Code != c.code || v.Level != c.level || !slices.Equal(v.CappedBy, c.capped) || v.SmallChance != c.small {
			t.Errorf("%s: %s level %d capped %v small %v; want %s %d %v %v", c.name, v.Code, v.Level, v.CappedBy, v.SmallChance, c.code,
				c.level, c.capped, c.small)
		}
		claim := c.code == CodeHigher || c.code == CodeLower
		if (v.Favourable != nil) != claim {
			t.Errorf("%s: favourable %v for %s", c.name, v.Favourable, v.Code)
		}
		if claim && *v.Favourable != (c.code == CodeHigher) {
			t.Errorf("%s: higher RMSSD is wished for", c.name)
		}
	}
}

func TestGatesWithholdNumbers(t *testing.T) {
	o := Outcome{Metric: "tst", Estimate: new(1.0), CI95: &[2]float64{1, 2}, CI90: &[2]float64{1, 2}, P: new(.01), PAdjusted: new(.01)}
	decide(&o, evidence{gate: "device_break"})
	if o.Verdict.Code != CodeNotComparable || o.Verdict.Level != 0 || o.Estimate != nil || o.CI95 != nil || o.P != nil || o.Method != "none" {
		t.Errorf("a blocked outcome still has numbers: %+v", o)
	}
}

func TestSupplementUnderTest(t *testing.T) {
	take := func(name string, days ...int) (out []intake) {
		for _, d := range days {
			out = append(out, intake{supplement: name, when: momentOf(d), taken: 2})
		}
		return out
	}
	join := func(xs ...[]intake) []intake { return slices.Concat(xs...) }
	for _, c := range []struct {
		name, configured string
		log              []intake
		want             string
	}{
		{"configured", "L-Theanine", take("magnesium", 1), "l_theanine"},
		{"magnesium if logged", "", join(take("glycine", 1, 2, 3), take("magnesium", 1)), "magnesium"},
		{"most days", "", join(take("glycine", 1, 2), take("zinc", 1, 2, 3)), "zinc"},
		{"ties by id", "", join(take("zinc", 1, 2), take("glycine", 3, 4)), "glycine"},
		{"alcohol is a diary item", "", join(take("alcohol", 1, 2, 3), take("zinc", 1)), "zinc"},
		{"nothing", "", nil, ""},
	} {
		if got := chooseSupplement(nil, c.configured, c.log); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// What decides nothing can be left out without a trace in what is decided.
func TestVerdictOnly(t *testing.T) {
	for name, m := range map[string]made{
		"before/after": {nights: 260, on: from(180), seed: 11, effect: .3},
		"ABAB":         {nights: 112, on: func(i int) bool { return i/28%2 == 1 }, seed: 13},
		"as needed":    {nights: 120, on: func(i int) bool { return (i*i+i/3)%3 == 0 }, seed: 16},
	} {
		whole, s := analysed(t, m.study()), m.study()
		s.Settings.VerdictOnly = true
		bare := analysed(t, s)
		if !reflect.DeepEqual(bare.Caveats, whole.Caveats) || bare.Associations != nil || whole.Associations == nil {
			t.Errorf("%s: other caveats, or a screen", name)
		}
		for i, o := range bare.Outcomes {
			want := whole.Outcomes[i]
			if o.Explored != nil || o.Role == RolePrimary && len(o.Alternatives) >= len(want.Alternatives) {
				t.Errorf("%s, %s: what decides nothing is there", name, o.Metric)
			}
			o.Explored, o.Alternatives = want.Explored, want.Alternatives
			if !reflect.DeepEqual(o, want) {
				t.Errorf("%s, %s: %+v, the whole analysis %+v", name, o.Metric, o.Verdict, want.Verdict)
			}
		}
	}
}
