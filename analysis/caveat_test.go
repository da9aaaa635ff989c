package analysis

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"nof1/analysis/nightly"
	"nof1/importers/record"
)

func momentOf(day int) record.Moment { return record.Moment{Day: record.Date(day)} }

// Every check has a study on which it fires and one on which it does not.
func TestChecksFire(t *testing.T) {
	quiet := made{nights: 200, on: from(120), seed: 1}
	other := func(s Study, name string, day int) Study {
		for i := range 30 {
			s.Doses = append(s.Doses, record.Dose{When: record.Moment{Day: day0 + record.Date(day+i)}, Supplement: name, Taken: record.TakenYes, Source: "nof1.log"})
		}
		return s
	}
	medicine := func(s Study, day int) Study {
		s.Entries = append(s.Entries, record.Entry{When: record.Moment{Day: day0 + record.Date(day)}, Item: "medication_change", Value: 1, HasValue: true, YesNo: true})
		return s
	}
	badWeek := quiet
	badWeek.adjust = func(i int) float64 {
		if i >= 113 && i < 120 {
			return -0.5
		}
		return 0
	}
	gaps := quiet
	gaps.missing = func(i int) bool { return i >= 127 && i%3 == 0 }
	skipped := quiet
	skipped.on = func(i int) bool { return i >= 120 && i%5 != 0 }
	ring := func(at int) made {
		m := quiet
		m.device = func(i int) string {
			if i < at {
				return "Gen3"
			}
			return "Ring 4"
		}
		return m
	}
	brk := func(s Study, night int) Study {
		s.Breaks = append(s.Breaks, record.Break{Night: day0 + record.Date(night), Source: "whoop", Reason: "strap"})
		return s
	}
	for _, c := range []struct {
		id       string
		name     string
		study    Study
		fires    bool
		severity Severity
		blocks   bool
	}{
		{"co_start", "same week", other(quiet.study(), "l-theanine", 122), true, High, false},
		{"co_start", "fourteen days", other(quiet.study(), "l-theanine", 119+14), true, High, false},
		{"co_start", "fifteen days", other(quiet.study(), "l-theanine", 119+15), false, "", false},
		{"medicine_change", "ten days before", medicine(quiet.study(), 110), true, Stop, true},
		{"medicine_change", "a month before", medicine(quiet.study(), 90), false, "", false},
		{"regression_to_mean", "after a bad week", badWeek.study(), true, High, false},
		{"regression_to_mean", "after a usual week", quiet.study(), false, "", false},
		{"missing_nights", "a third missing on", gaps.study(), true, High, false},
		{"missing_nights", "none missing", quiet.study(), false, "", false},
		{"device_break", "seven nights before the start", brk(quiet.study(), 113), true, Stop, true},
		{"device_break", "eight nights before", brk(quiet.study(), 112), true, High, false},
		{"device_break", "a month before, inside the baseline", brk(quiet.study(), 90), true, Moderate, false},
		{"device_break", "another vendor's", func() Study {
			s := brk(quiet.study(), 118)
			s.Breaks[0].Source = "oura"
			return s
		}(), false, "", false},
		{"device_break", "device column changes at the start", ring(121).study(), true, Stop, true},
		{"low_adherence", "every fifth day missed", skipped.study(), false, "", false},
		{"low_adherence", "nothing", quiet.study(), false, "", false},
	} {
		got := caveatOf(analysed(t, c.study), c.id)
		if (got != nil) != c.fires {
			t.Errorf("%s, %s: fired %v, want %v (%+v)", c.id, c.name, got != nil, c.fires, got)
			continue
		}
		if got != nil && (got.Severity != c.severity || got.Blocks != c.blocks) {
			t.Errorf("%s, %s: %s blocks %v, want %s %v", c.id, c.name, got.Severity, got.Blocks, c.severity, c.blocks)
		}
	}
}

func TestLowAdherenceFires(t *testing.T) {
	m := made{nights: 200, on: from(120), seed: 3}
	s := m.study()
	// A log that says "no" on every third day of the second half.
	for i, d := range s.Doses {
		if i%3 == 0 {
			s.Doses[i].Taken = record.NotTaken
		}
		_ = d
	}
	r := analysed(t, s)
	if r.Intervention.Design != DesignAsNeeded {
		t.Errorf("two days of three taken is design %s, want as_needed", r.Intervention.Design)
	}
	s.Settings.HasStart, s.Settings.Start = true, day0+120
	r = analysed(t, s)
	c := caveatOf(r, "low_adherence")
	if c == nil {
		t.Fatal("two days of three taken under a declared start: no caveat")
	}
	if got := c.value("adherence"); math.Abs(got-66.25) > 1 {
		t.Errorf("adherence %v %%, want about 66", got)
	}
	if o := outcomeOf(t, r, "hrv_rmssd"); !slices.Contains(o.Verdict.CappedBy, "adherence") {
		t.Errorf("capped by %v, want adherence", o.Verdict.CappedBy)
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

func TestMissingNightsNumbers(t *testing.T) {
	m := made{nights: 200, on: from(120), seed: 1, missing: func(i int) bool { return i >= 127 && i%3 == 0 }}
	c := caveatOf(analysed(t, m.study()), "missing_nights")
	if c == nil {
		t.Fatal("did not fire")
	}
	if off, on := c.value("missing_off"), c.value("missing_on"); off != 0 || math.Abs(on-100.0/3) > 2 {
		t.Errorf("missing %v %% off and %v %% on, want 0 and a third", off, on)
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
				plain.Doses = append(plain.Doses, record.Dose{When: record.Moment{Day: night - 1}, Supplement: "magnesium", Taken: record.TakenYes, Source: "nof1.log"})
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

func TestImbalanceNamesTheHabit(t *testing.T) {
	s := made{nights: 200, on: from(120), seed: 1}.study()
	for i := range 200 {
		v := 8000.0 + float64(i%7)*300
		if i >= 127 {
			v += 2000
		}
		s.Records = append(s.Records, record.Record{Night: day0 + record.Date(i), Metric: "steps", Value: v, Source: "whoop", Pos: record.Pos{File: "s.csv", Line: i + 2}})
	}
	c := caveatOf(analysed(t, s), "imbalance")
	if c == nil || c.Words["metric"] != "steps" || math.Abs(c.value("difference")-2000) > 100 || c.value("smd") < 0.25 {
		t.Errorf("%+v, want 2000 steps more with it", c)
	}
	for i := range s.Records {
		if s.Records[i].Metric == "steps" {
			s.Records[i].Value = 8000 + float64(i%7)*300
		}
	}
	if c := caveatOf(analysed(t, s), "imbalance"); c != nil {
		t.Errorf("equal habits: %+v", c)
	}
}

// Habits that never change resemble their neighbours from day to day. Their
// means differ by more than 0.25 SD in many people; the check may speak in few.
func TestImbalanceOnSteadyHabits(t *testing.T) {
	const people = 200
	named, differ := 0, 0
	for seed := range uint64(people) {
		r := rand.New(rand.NewPCG(seed, 11))
		s := made{nights: 130, on: from(90), seed: 1}.study()
		steps := 0.0
		for i := range 130 {
			steps = .4*steps + r.NormFloat64()
			s.Records = append(s.Records, record.Record{Night: day0 + record.Date(i), Metric: "steps", Value: 9000 + 2000*steps,
				Source: "whoop", Pos: record.Pos{File: "s.csv", Line: i + 2}})
		}
		table, err := nightly.Build(s.Records, nil)
		if err != nil {
			t.Fatal(err)
		}
		log := readLog(s, table)
		m := model{arrange: log.arrange, exposure: log.exposure, first: table.First()}
		look := review{table: table, model: m, outcomes: []Outcome{{Metric: "hrv_rmssd", Role: RolePrimary}}}
		if d := codifferences(table, m, "hrv_rmssd"); slices.ContainsFunc(d, func(d Difference) bool { return d.Metric == "steps" && math.Abs(d.SMD) > imbalance }) {
			differ++
		}
		named += len(unequalHabits(look))
	}
	t.Logf("of %d people %d differ by 0.25 SD, %d are named", people, differ, named)
	if differ < people/5 || named > people/10 || named == 0 {
		t.Errorf("of %d people with steady steps %d differ by 0.25 SD and %d are named: want a fifth or more and about a twentieth", people, differ, named)
	}
}
