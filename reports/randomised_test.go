package reports

import (
	"bytes"
	"strings"
	"testing"

	"nof1/analysis"
	"nof1/analysis/randomisation"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// randomisedSample is the made-up randomised person with a plan behind it.
func randomisedSample(t *testing.T, r *randomisation.Test) sample {
	t.Helper()
	for _, x := range Samples(t) {
		if x.Name != "randomised" {
			continue
		}
		x.res.Outcomes = append([]analysis.Outcome{}, x.res.Outcomes...)
		x.res.Outcomes[0].Randomisation = r
		x.res.Intervention.Deviations = &analysis.Deviations{NotTaken: 3, Taken: 1, Unknown: 2, Nights: 84}
		return x
	}
	t.Fatal("no randomised sample")
	return sample{}
}

// The test of a planned schedule is said in numbers and in words everywhere; where
// it undid a claim, the first sentence says so.
func TestRandomisationIsSaid(t *testing.T) {
	few := "So few orders were possible that this check can never show a change: its smallest possible p is 0.12."
	against := "A plan must pass that check too, so no change is claimed."
	for _, c := range []struct {
		name         string
		r            randomisation.Test
		value        string
		wants, lacks []string
	}{
		{"exact", randomisation.Test{Statistic: 4, P: 2. / 64, SmallestP: 2. / 64, Orders: 64, Tried: 64, Exact: true, CI95: &[2]float64{1, 7}},
			"2 of 64 as big", []string{"In 2 of 64, the difference is at least this large."}, []string{few, against}},
		{"drawn", randomisation.Test{Statistic: 4, P: .0213, SmallestP: 1e-4, Orders: 1e14, Tried: 9999, Seed: 7, CI95: &[2]float64{1, 7}},
			"212 of 9999 as big", []string{"In 212 of 9999 tried, the difference"}, []string{few, against}},
		{"undid", randomisation.Test{Statistic: 4, P: 8. / 64, SmallestP: 2. / 64, Orders: 64, Tried: 64, Exact: true},
			"8 of 64 as big", []string{against, "We could not tell: ", "but other orders that the draw could have given differ as much."},
			[]string{few, "Three or more"}},
		{"too few", randomisation.Test{Statistic: 4, P: 2. / 16, SmallestP: 2. / 16, Orders: 16, Tried: 16, Exact: true},
			"2 of 16 as big", []string{few}, []string{against}},
	} {
		x := randomisedSample(t, &c.r)
		undid := c.name == "undid"
		if v := &x.res.Outcomes[0].Verdict; undid {
			v.Code, v.Level, v.Failed = analysis.CodeCantTell, 1, []string{"exact_test"}
		}
		plain := randomisedSample(t, nil).Report(t).Outcomes[0].Verdict
		r := x.Report(t)
		o := r.Outcomes[0]
		if !undid && (o.Verdict.Code != plain.Code || o.Verdict.Level != plain.Level || o.Verdict.Short != plain.Short) {
			t.Errorf("%s: the test changes the verdict", c.name)
		}
		for _, want := range c.wants {
			if !strings.Contains(o.Verdict.Sentence, want) {
				t.Errorf("%s: %q does not say %q", c.name, o.Verdict.Sentence, want)
			}
		}
		for _, lack := range c.lacks {
			if strings.Contains(o.Verdict.Sentence, lack) {
				t.Errorf("%s: %q says %q", c.name, o.Verdict.Sentence, lack)
			}
		}
		if doc := HTMLOf(t, r); !strings.Contains(doc, c.value) || !strings.Contains(doc, "Random-order check") {
			t.Errorf("%s: the page does not say %q", c.name, c.value)
		}
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(written(t, r)))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema(t).Validate(v); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if j := o.Randomisation; j == nil || j.P != c.r.P || j.Orders != c.r.Orders || j.Seed != c.r.Seed ||
			(j.CI95 == nil) != (c.r.CI95 == nil) {
			t.Errorf("%s: %+v", c.name, j)
		}
		if d := r.Intervention.Deviations; d == nil || *d != (analysis.Deviations{NotTaken: 3, Taken: 1, Unknown: 2, Nights: 84}) {
			t.Errorf("%s: %+v", c.name, d)
		}
	}
}

// A person's words about a deviation are shown as they are, never as HTML.
func TestPlanNotes(t *testing.T) {
	x := randomisedSample(t, nil)
	x.res.Intervention.Assumptions = []analysis.Note{
		{ID: "plan", Words: map[string]string{"created": "2031-02-27", "start": "2031-03-03", "end": "2031-03-30"}},
		{ID: "plan_deviations", Measured: []analysis.Measure{{Name: "not_taken", Value: 3}, {Name: "taken", Value: 1},
			{Name: "unknown", Value: 2}, {Name: "nights", Value: 84}}},
		{ID: "plan_deviation", Words: map[string]string{"date": "2031-03-10", "what": "<b>ill</b>"}},
		{ID: "plan_early", Words: map[string]string{"date": "2031-03-30"}},
	}
	doc := HTMLOf(t, x.Report(t))
	for _, want := range []string{
		"comes from the plan made on 27 Feb 2031, for 3 Mar 2031 to 30 Mar 2031, not from the log.",
		"Log and plan differ on some of 84 nights. Planned with it but not taken: 3. Planned without it but taken: 1. Not in the log: 2. Nights where",
		"Noted while the plan ran (10 Mar 2031): &lt;b&gt;ill&lt;/b&gt;",
		"The plan said not to look before 30 Mar 2031. This is an early look.",
	} {
		if !strings.Contains(doc, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
