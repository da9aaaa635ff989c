package analysis

import (
	"math"
	"slices"
	"testing"
	"time"

	"nof1/importers/record"
)

// When the compared nights are.
func TestCalendar(t *testing.T) {
	zoned := func(zone string) Study {
		s := made{nights: 200, on: from(85), seed: 1}.study() // the clocks change on night 90, 31 March 2024
		s.Settings.Zone, _ = time.LoadLocation(zone)
		return s
	}
	long := func(nights, start int) Study { return made{nights: nights, on: from(start), seed: 1}.study() }
	twice := made{nights: 500, seed: 1, on: func(i int) bool { return i >= 180 && i < 250 || i >= 380 && i < 450 }}.study()
	weekends := made{nights: 200, seed: 1, on: func(i int) bool { return (day0 + record.Date(i)).Weekday() >= 5 }}.study()
	noFading := quiet // nobody knows how long it takes to fade
	noFading.Doses = slices.Clone(noFading.Doses)
	for i := range noFading.Doses {
		noFading.Doses[i].Supplement = "Lion's Mane"
	}
	for _, l := range []looked{
		{"clock_change", zoned("Europe/Paris"), zoned("Asia/Tokyo"), nil},
		{"weekday_balance", weekends, quiet, nil},
		{"season", long(260, 160), long(90, 45), nil},
		{"long_record", twice, quiet, nil},
		{"carry_over", made{nights: 168, on: func(i int) bool { return (i/28)%2 == 1 }, seed: 9}.study(), quiet, &noFading},
	} {
		l.check(t)
	}
}

// A start after a bad week: the caveat gives the size of the expected return
// and both bounds, and without that week the estimate is smaller.
func TestRegressionToMeanIsSized(t *testing.T) {
	m := made{nights: 240, on: from(120), seed: 5, adjust: func(i int) float64 {
		if i >= 113 && i < 120 {
			return -0.4
		}
		return 0
	}}
	r := analysed(t, m.study())
	c := caveatOf(r, "regression_to_mean")
	if c == nil {
		t.Fatal("did not fire")
	}
	if usual := caveatOf(analysed(t, quiet), "regression_to_mean"); c.Severity != High || usual != nil {
		t.Errorf("%s after a bad week, after a usual one %+v", c.Severity, usual)
	}
	if p := c.value("baseline_last7_percentile"); p > 5 {
		t.Errorf("the worst week of the record is at percentile %v", p)
	}
	diff, back := c.value("last7_difference"), c.value("expected_rebound")
	if diff >= 0 || back <= 0 || back > -1.05*diff {
		t.Errorf("last week %v, expected return %v: want a fall and a return no larger", diff, back)
	}
	if c.value("estimate_without") >= c.value("estimate_with") {
		t.Errorf("estimate without the bad week %v, with it %v", c.value("estimate_without"), c.value("estimate_with"))
	}
	if len(c.Nights) != 7 || c.Nights[6] != day0+119 {
		t.Errorf("nights %v, want the seven before %v", c.Nights, day0+120)
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

// Doses that follow bad nights are seen; doses by a coin are not, but the
// caveat that the person chose stays.
func TestChosenNights(t *testing.T) {
	for _, c := range []struct {
		name     string
		after    bool
		severity Severity
	}{{"by a coin", false, Moderate}, {"after bad nights", true, High}} {
		plain := made{nights: 160, seed: 21, rho: 0.1, sd: 0.2}.study()
		ln := map[record.Date]float64{}
		for _, r := range plain.Records {
			if r.Metric == "hrv_rmssd" {
				ln[r.Night] = math.Log(r.Value / 60)
			}
		}
		coin := made{nights: 160, seed: 99, rho: 0, sd: 1}.study()
		toss := map[record.Date]bool{}
		for _, r := range coin.Records {
			if r.Metric == "hrv_rmssd" {
				toss[r.Night] = r.Value < 60
			}
		}
		for i := 1; i < 160; i++ {
			night := day0 + record.Date(i)
			take := toss[night]
			if c.after {
				take = ln[night-1] < -0.05
			}
			if take {
				plain.Doses = append(plain.Doses, record.Dose{When: record.Moment{Day: night - 1}, Supplement: "magnesium",
					Taken: record.TakenYes, Source: "nof1.log"})
			}
		}
		r := analysed(t, plain)
		got := caveatOf(r, "chosen_nights")
		if r.Intervention.Design != DesignAsNeeded || got == nil || got.Severity != c.severity {
			t.Errorf("%s: design %s, %+v; want as_needed and severity %s", c.name, r.Intervention.Design, got, c.severity)
		}
		if got != nil && c.after && got.value("night_before_difference") >= 0 {
			t.Errorf("%s: the night before a dose is %v higher", c.name, got.value("night_before_difference"))
		}
	}
	if caveatOf(analysed(t, made{nights: 200, on: from(120), seed: 1}.study()), "chosen_nights") != nil {
		t.Error("a before/after does not choose its nights")
	}
}

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
	r = analysed(t, m.study())
	if o := outcomeOf(t, r, "hrv_rmssd"); decides(*o.CI95) != 0 && caveatOf(r, "inconsistent_replication") == nil {
		t.Errorf("starts %v are called consistent", o.Replications)
	}
}

// jumping returns a level that swings and jumps on night 180.
func jumping(level, swing, jump float64) func(i int) float64 {
	return func(i int) float64 {
		v := level + swing*math.Sin(float64(i*i))
		if i >= 180 {
			v += jump
		}
		return v
	}
}

func TestNegativeControl(t *testing.T) {
	with := func(jump float64) Result {
		return analysed(t, made{nights: 260, on: from(180), seed: 11}.study().with("spo2", 260, jumping(96, .3, jump)))
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

// Bedtime is a control as well, unless the supplement is taken to move it.
func TestBedtimeIsAControl(t *testing.T) {
	run := func(supplement string) []NegativeControl {
		s := made{nights: 260, on: from(180), seed: 11}.study()
		for i := range s.Doses {
			s.Doses[i].Supplement, s.Doses[i].Form = supplement, ""
		}
		r := analysed(t, s.with("bedtime", 260, jumping(660, 20, 60)))
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

func TestClockChangesWithoutZone(t *testing.T) {
	for start, want := range map[int]string{85: "europe", 66: "north_america", 100: ""} {
		r := analysed(t, made{nights: 200, on: from(start), seed: 1}.study())
		c := caveatOf(r, "clock_change")
		if (c == nil) != (want == "") || c != nil && c.Words["region"] != want {
			t.Errorf("a start on night %d: %+v, want %q", start, c, want)
		}
	}
}
