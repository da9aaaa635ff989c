package analysis_test

import (
	"math"
	"slices"
	"testing"

	"nof1/analysis"
	"nof1/analysis/power"
	"nof1/analysis/schedule"
	"nof1/importers/record"
)

// The change that is foretold is the one that the report of such a study says it
// could have found.
func TestPowerForetellsReports(t *testing.T) {
	const people = 8
	foretold, reported := map[string]float64{}, map[string]float64{}
	for seed := range uint64(people) {
		before, err := power.Run(analysis.MadeStudy(150, 150, 0, seed))
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range before.Outcomes[0].Studies {
			if x.Weeks == 12 && x.Detectable != nil {
				foretold[x.Design] += *x.DetectablePct / people
			}
		}
		pairs := analysis.PairsOutcome(t, seed)
		reported["weekly_pairs"] += 100 * *pairs.Detectable / *pairs.MeanOff / people
		s := analysis.MadeStudy(84, 42, 0, 200+seed)
		s.Settings.Onset, s.Settings.HasOnset = 0, true
		r, err := analysis.Run(s)
		if err != nil {
			t.Fatal(err)
		}
		ab := r.Outcomes[0]
		reported["AB"] += 100 * *ab.Detectable / *ab.MeanOff / people
	}
	for design, want := range reported {
		t.Logf("%s: foretold %.1f %%, reported %.1f %%", design, foretold[design], want)
		if math.Abs(foretold[design]/want-1) > .15 {
			t.Errorf("%s: foretold %v %%, reports say %v %%", design, foretold[design], want)
		}
	}
}

func TestPowerFromOwnNights(t *testing.T) {
	s := analysis.MadeStudy(220, 150, .3, 6)
	s.Records = slices.DeleteFunc(s.Records, func(r record.Record) bool { return (r.Night-s.Records[0].Night)%10 == 3 })
	p, err := power.Run(s)
	if err != nil {
		t.Fatal(err)
	}
	o := p.Outcomes[0]
	if p.Supplement != "magnesium" || p.Onset != 7 || p.Washout != 7 || o.Metric != "hrv_rmssd" || o.Role != analysis.RolePrimary {
		t.Fatalf("%+v", p)
	}
	// Only the 150 nights before the start count, one in ten missing.
	if o.WithToo || o.Nights != 135 || math.Abs(o.MissingShare-.1) > .005 || math.Abs(*o.SD/(*o.Mean*.18)-1) > .25 {
		t.Errorf("%d nights, %v missing, SD %v of %v", o.Nights, o.MissingShare, *o.SD, *o.Mean)
	}
	if len(o.Studies) != 4*len(power.Weeks) {
		t.Fatalf("%d studies", len(o.Studies))
	}
	at := map[string]power.StudyProspect{}
	for _, x := range o.Studies {
		if x.Weeks == 16 {
			at[x.Design] = x
		}
	}
	if a, b, c, d := *at["AB"].Detectable, *at["ABAB"].Detectable, *at["weekly_pairs"].Detectable,
		*at["nightly"].Detectable; !(a > b && b > c && c > d) {
		t.Errorf("AB %v ABAB %v pairs %v nightly %v: want them to fall", a, b, c, d)
	}

	// Too short without it: nights with it count too. No nights with a dose: all.
	p, err = power.Run(analysis.MadeStudy(90, 20, 0, 6))
	if err != nil || !p.Outcomes[0].WithToo || p.Outcomes[0].Nights != 90 {
		t.Errorf("%+v %v", p.Outcomes[0], err)
	}
	p, err = power.Run(analysis.MadeStudy(20, 20, 0, 6))
	if err != nil || len(p.Outcomes) == 0 || p.Outcomes[0].Reason != "too_few_off" || p.Outcomes[0].Studies != nil {
		t.Errorf("%+v %v", p, err)
	}
	if _, err := power.Run(analysis.Study{}); err == nil {
		t.Error("no night is no error")
	}
}

// The person's own nights decide the unit and the numbers: calmer nights show
// smaller changes.
func TestComparisonOfOwnNights(t *testing.T) {
	loud, calm := analysis.MadeStudy(150, 150, 0, 5), analysis.MadeStudy(150, 150, 0, 5)
	for i, r := range calm.Records {
		if r.Metric == "hrv_rmssd" {
			calm.Records[i].Value = 60 * math.Sqrt(r.Value/60)
		}
	}
	q := power.Question{Weeks: 12, Primary: "hrv_rmssd", Margin: &schedule.Margin{Value: 5, Percent: true}}
	q.Study = &loud
	a, err := power.Compare(q)
	if err != nil {
		t.Fatal(err)
	}
	q.Study = &calm
	b, err := power.Compare(q)
	if err != nil {
		t.Fatal(err)
	}
	if a.Own == nil || b.Own == nil || a.Margin == nil || math.Abs(*a.Margin-.05**a.Own.Mean) > 1e-9 {
		t.Fatalf("own nights are not used: %+v", a)
	}
	for i, o := range a.Options {
		if o.Detectable == nil {
			continue
		}
		if p := b.Options[i]; *p.Detectable > .7**o.Detectable || *p.AtMargin < *o.AtMargin {
			t.Errorf("%s: calm nights detect %.2f with power %.2f, loud ones %.2f and %.2f", o.Design, *p.Detectable, *p.AtMargin,
				*o.Detectable, *o.AtMargin)
		}
	}
}
