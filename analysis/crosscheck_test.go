package analysis

import (
	"math"
	"slices"
	"testing"

	"nof1/importers/record"
)

func TestModelDependent(t *testing.T) {
	if got := apart(0.04, 0.2); math.Abs(got-5) > 1e-12 {
		t.Errorf("0.04 and 0.2 are %v apart, want 5", got)
	}
	if got := apart(1e-5, 1e-9); got != 1 {
		t.Errorf("two sure results are %v apart, want 1", got)
	}
	// On a quiet AR(1) record without an effect, both models are printed.
	r := analysed(t, made{nights: 260, on: from(180), seed: 11}.study())
	o := outcomeOf(t, r, "hrv_rmssd")
	var names []string
	for _, a := range o.Alternatives {
		names = append(names, a.Name)
		if a.CI95[0] > a.Estimate || a.CI95[1] < a.Estimate || a.P <= 0 || a.P > 1 {
			t.Errorf("%s: %v in %v, p %v", a.Name, a.Estimate, a.CI95, a.P)
		}
	}
	for _, want := range []string{"marg-avg", "reml-kr"} {
		if !slices.Contains(names, want) {
			t.Errorf("no alternative %s among %v", want, names)
		}
	}
	failed := slices.Contains(o.Verdict.Failed, "model")
	differs := apart(*o.P, o.Alternatives[0].P) > 3 || apart(*o.P, o.Alternatives[1].P) > 3
	if failed != differs {
		t.Errorf("p %v, others %v: failed %v", *o.P, o.Alternatives[:2], failed)
	}
}

// Eight wild baseline nights hide a change that all others show.
func TestOutlierDependent(t *testing.T) {
	wild := func(on bool) made {
		return made{nights: 200, on: from(120), effect: 0.2, seed: 31, rho: 0.05, sd: 0.05, adjust: func(i int) float64 {
			if on && i < 120 && i%15 == 0 {
				return 1.2
			}
			return 0
		}}
	}
	s := wild(true).study()
	o := outcomeOf(t, analysed(t, s), "hrv_rmssd")
	c := caveatOf(analysed(t, s), "outliers")
	without := -1
	for i, a := range o.Alternatives {
		if a.Name == "without-outliers" {
			without = i
		}
	}
	if without < 0 {
		t.Fatal("no estimate without the wild nights")
	}
	flips := decides(o.Alternatives[without].CI95) != decides(*o.CI95)
	if (c != nil) != flips {
		t.Errorf("interval %v, without them %v: caveat %v", *o.CI95, o.Alternatives[without].CI95, c)
	}
	if !flips {
		t.Errorf("the wild nights do not decide: %v and %v", *o.CI95, o.Alternatives[without].CI95)
	}
	if c != nil && (c.value("nights") != 8 || len(c.Nights) != 8) {
		t.Errorf("%v wild nights, want 8", c.value("nights"))
	}
	if caveatOf(analysed(t, wild(false).study()), "outliers") != nil {
		t.Error("fired without wild nights")
	}
}

// A step in the middle of the baseline that no switch explains.
func TestLevelShift(t *testing.T) {
	step := func(size float64) Study {
		return made{nights: 220, on: from(150), seed: 8, rho: 0.1, sd: 0.1, adjust: func(i int) float64 {
			if i >= 90 {
				return size
			}
			return 0
		}}.study()
	}
	c := caveatOf(analysed(t, step(0.5)), "level_shift")
	if c == nil {
		t.Fatal("a step of five SDs was not seen")
	}
	if d := int(c.Nights[0]-day0) - 90; abs(d) > 3 {
		t.Errorf("the step is found %d nights from where it is", d)
	}
	if caveatOf(analysed(t, step(0)), "level_shift") != nil {
		t.Error("fired without a step")
	}
}

// A baseline that climbs is named beside a rise, not beside a fall, and not
// where nothing was found.
func TestBaselineTrend(t *testing.T) {
	run := func(slope, effect float64) *Caveat {
		return caveatOf(analysed(t, made{nights: 200, on: from(140), effect: effect, seed: 31, rho: .1, sd: .1, adjust: func(i int) float64 {
			return slope * float64(min(i, 140)) / 30
		}}.study()), "baseline_trend")
	}
	c := run(.05, .4)
	if c == nil {
		t.Fatal("a baseline that rises by 5 % a month is not named")
	}
	if s := c.value("slope_month"); math.Abs(s/(60*.05)-1) > .4 || c.value("p") > .05 || c.value("nights") != 140 {
		t.Errorf("%v ms a month, p %v", s, c.value("p"))
	}
	for name, c := range map[string]*Caveat{"a fall": run(.05, -.5), "no change": run(.02, 0), "no trend": run(0, .4)} {
		if c != nil {
			t.Errorf("%s: fired with %+v", name, c.Measured)
		}
	}
}

func TestReplications(t *testing.T) {
	m := made{nights: 168, on: func(i int) bool { return (i/28)%2 == 1 }, effect: 0.25, seed: 9, rho: 0.2, sd: 0.1}
	r := analysed(t, m.study())
	o := outcomeOf(t, r, "hrv_rmssd")
	if len(o.Replications) != 3 || o.Replications[0].From != "A1" || o.Replications[2].To != "B3" {
		t.Fatalf("%+v", o.Replications)
	}
	for _, x := range o.Replications {
		if x.Difference < 5 || x.Difference > 30 {
			t.Errorf("%s to %s: %v ms, want about 17", x.From, x.To, x.Difference)
		}
	}
	if caveatOf(r, "inconsistent_replication") != nil {
		t.Error("three starts that agree are called inconsistent")
	}
	if o.Effect == nil || o.Effect.NAP < 0.8 || math.Abs(o.Effect.HodgesLehmann-*o.Estimate) > 5 {
		t.Errorf("companions %+v beside an estimate of %v", o.Effect, *o.Estimate)
	}
	// Two starts up, one far down, still a change on the whole.
	m.adjust = func(i int) float64 {
		if i >= 140 {
			return -0.5
		}
		return 0.3 * float64((i/28)%2)
	}
	if o := outcomeOf(t, analysed(t, m.study()), "hrv_rmssd"); decides(*o.CI95) != 0 && caveatOf(analysed(t, m.study()), "inconsistent_replication") == nil {
		t.Errorf("starts %v are called consistent", o.Replications)
	}
}

func TestNegativeControl(t *testing.T) {
	with := func(jump float64) Result {
		s := made{nights: 260, on: from(180), seed: 11}.study()
		for i := range 260 {
			v := 96 + 0.3*math.Sin(float64(i*i))
			if i >= 180 {
				v += jump
			}
			s.Records = append(s.Records, record.Record{Night: day0 + record.Date(i), Metric: "spo2", Value: v, Source: "whoop", Pos: record.Pos{File: "o.csv", Line: i + 2}})
		}
		return analysed(t, s)
	}
	r := with(2)
	if len(r.Controls) != 1 || !r.Controls[0].Moved || math.Abs(r.Controls[0].Estimate-2) > 0.5 || caveatOf(r, "negative_control") == nil {
		t.Errorf("oxygen jumped by 2 points: %+v", r.Controls)
	}
	r = with(0)
	if len(r.Controls) != 1 || r.Controls[0].Moved || caveatOf(r, "negative_control") != nil {
		t.Errorf("oxygen did not move: %+v", r.Controls)
	}
}

// Bedtime stands beside as well, unless the supplement is taken to move it.
func TestBedtimeIsAControl(t *testing.T) {
	run := func(supplement string) []NegativeControl {
		s := made{nights: 260, on: from(180), seed: 11}.study()
		for i := range s.Doses {
			s.Doses[i].Supplement, s.Doses[i].Form = supplement, ""
		}
		for i := range 260 {
			v := 660 + 20*math.Sin(float64(i*i))
			if i >= 180 {
				v += 60
			}
			s.Records = append(s.Records, record.Record{Night: day0 + record.Date(i), Metric: "bedtime", Value: v, Source: "whoop", Pos: record.Pos{File: "b.csv", Line: i + 2}})
		}
		r := analysed(t, s)
		if caveatOf(r, "negative_control") != nil {
			t.Error("the check of bedtime speaks of bedtime, not this one")
		}
		return r.Controls
	}
	if c := run("magnesium"); len(c) != 1 || c[0].Metric != "bedtime" || !c[0].Moved || math.Abs(c[0].Estimate-60) > 10 {
		t.Errorf("an hour later: %+v", c)
	}
	if c := run("melatonin"); len(c) != 0 {
		t.Errorf("melatonin is expected to move bedtime: %+v", c)
	}
}

func TestLooks(t *testing.T) {
	q := func(in string) Look { return Look{Question: "magnesium hrv_rmssd", Inputs: in} }
	before := []Look{q("a"), {Question: "zinc tst", Inputs: "b"}, q("c"), q("a")}
	for now, want := range map[string]int{"a": 1, "c": 2, "d": 3} {
		if got := lookNumber(before, q(now)); got != want {
			t.Errorf("look at %s is number %d, want %d", now, got, want)
		}
	}
	s := made{nights: 200, on: from(120), effect: 0.5, seed: 2}.study()
	s.Settings.Looks, s.Settings.Inputs = []Look{q("a"), q("b")}, "c"
	r := analysed(t, s)
	o := outcomeOf(t, r, "hrv_rmssd")
	if r.Look.Number != 3 || caveatOf(r, "repeated_looks") == nil || !slices.Contains(o.Verdict.CappedBy, "looks") {
		t.Errorf("look %d, %s capped by %v", r.Look.Number, o.Verdict.Code, o.Verdict.CappedBy)
	}
	s.Settings.Inputs = "a"
	if r := analysed(t, s); r.Look.Number != 1 || caveatOf(r, "repeated_looks") != nil {
		t.Errorf("the first files again are look %d", r.Look.Number)
	}
}
