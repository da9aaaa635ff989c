package analysis

import (
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"strconv"
	"testing"

	"nof1/analysis/schedule"
	"nof1/importers/record"
)

// The whole pipeline on the golden case ab120 (golden/verdict_rule.json):
// records and a log in, the reference rule's numbers out.
func TestPipelineMeetsTheReferenceRule(t *testing.T) {
	f, err := os.Open("stats/testdata/verdict_rule_data/ab120.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var s Study
	for i, row := range rows[1:] {
		night := day0 + record.Date(i)
		if row[2] == "1" {
			s.Doses = append(s.Doses, record.Dose{When: record.Moment{Day: night - 1}, Supplement: "magnesium", Taken: record.TakenYes,
				Source: "nof1.log"})
		}
		if row[3] == "" {
			continue
		}
		ln, err := strconv.ParseFloat(row[3], 64)
		if err != nil {
			t.Fatal(err)
		}
		s.Records = append(s.Records, record.Record{Night: night, Metric: "hrv_rmssd", Value: math.Exp(ln), Source: "whoop",
			Pos: record.Pos{File: "f.csv", Line: i + 2}})
	}
	o := outcomeOf(t, analysed(t, s), "hrv_rmssd")
	if o.NOff != 58 || o.NOn != 45 || *o.DF != 95 {
		t.Fatalf("%d off, %d on, df %v; want 58, 45, 95", o.NOff, o.NOn, *o.DF)
	}
	near(t, "p", *o.P, 0.030023135185076884, 1e-6)
	near(t, "lambda", *o.Lambda, 1.140175425099138, 1e-9)
	near(t, "estimate", *o.Estimate, *o.MeanOff*math.Expm1(0.15379862072872352), 1e-6)
	near(t, "ci95 low", o.CI95[0], *o.MeanOff*math.Expm1(0.017676294345778054), 1e-5)
	near(t, "ci95 high", o.CI95[1], *o.MeanOff*math.Expm1(0.2928044640582482), 1e-5)
	near(t, "percent", *o.EstimatePct, 100*math.Expm1(0.15379862072872352), 1e-6)
	if o.Verdict.Code != CodeHigher || o.Verdict.Level != 2 {
		t.Errorf("%s level %d, want higher at level 2", o.Verdict.Code, o.Verdict.Level)
	}
}

func near(t *testing.T, what string, got, want, rel float64) {
	t.Helper()
	if math.Abs(got-want) > rel*math.Abs(want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// The derived numbers follow from the printed ones.
func TestDerivedNumbers(t *testing.T) {
	r := analysed(t, made{nights: 260, on: from(180), seed: 11}.study())
	for _, o := range r.Outcomes {
		n := float64(o.NOff + o.NOn)
		if *o.NEffective < 1 || *o.NEffective > n {
			t.Errorf("%s: %v effective nights of %v", o.Metric, *o.NEffective, n)
		}
		ratio := *o.Detectable / *o.Margin
		want := math.Ceil(n * (ratio*ratio - 1))
		switch {
		case want > 730 && o.MoreNights != nil:
			t.Errorf("%s: %d more nights, want none printed beyond 730", o.Metric, *o.MoreNights)
		case want <= 730 && float64(*o.MoreNights) != max(want, 0):
			t.Errorf("%s: %d more nights, want %v", o.Metric, *o.MoreNights, want)
		}
		if o.Metric == "resting_hr" {
			near(t, "margin", *o.Margin, 2, 0)
			near(t, "percent", *o.EstimatePct, 100**o.Estimate / *o.MeanOff, 1e-12)
		}
		if o.Placebo == nil || o.Placebo.Tried != len(o.Placebo.Z) || o.Placebo.Share != float64(o.Placebo.AsBig)/float64(o.Placebo.Tried) {
			t.Errorf("%s: fake starts %+v", o.Metric, o.Placebo)
		}
		if len(o.AdjustedFor) != 2 {
			t.Errorf("%s: adjusted for %v, want trend and weekday over 260 nights", o.Metric, o.AdjustedFor)
		}
	}
}

func TestUserMarginIsForThePrimary(t *testing.T) {
	s := made{nights: 260, on: from(180), seed: 11}.study()
	s.Settings.Margin = &schedule.Margin{Value: 10, Percent: true}
	r := analysed(t, s)
	o := outcomeOf(t, r, "hrv_rmssd")
	near(t, "margin of 10 %", *o.Margin, *o.MeanOff/10, 1e-12)
	near(t, "the other's margin", *outcomeOf(t, r, "resting_hr").Margin, 2, 0)
}

// The order of rows, and of files, changes nothing.
func TestOrderDoesNotMatter(t *testing.T) {
	s := made{nights: 200, on: from(120), seed: 2}.study()
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 200 {
		day := record.Moment{Day: day0 + record.Date(i)}
		pos := record.Pos{File: "diary.csv", Line: i + 2}
		for k, item := range []string{"medication_change", "mood_rating", "mood_rating", "headache", "alcohol"} {
			pos.Column = k + 1
			s.Entries = append(s.Entries, record.Entry{When: day, Item: item, HasValue: true, Value: .1 + float64(r.IntN(9)), Pos: pos})
		}
		for k := range 2 {
			s.Sessions = append(s.Sessions, record.Session{Night: day.Day, Source: "whoop", HasOffset: true, Offset: 60 * r.IntN(9),
				Onset: record.Moment{Day: day.Day - 1, Timed: true, Minute: 1380}, Pos: record.Pos{File: "sleep.csv", Line: 2*i + k + 2}})
		}
	}
	a := analysed(t, s)
	r.Shuffle(len(s.Records), func(i, j int) { s.Records[i], s.Records[j] = s.Records[j], s.Records[i] })
	r.Shuffle(len(s.Doses), func(i, j int) { s.Doses[i], s.Doses[j] = s.Doses[j], s.Doses[i] })
	r.Shuffle(len(s.Entries), func(i, j int) { s.Entries[i], s.Entries[j] = s.Entries[j], s.Entries[i] })
	r.Shuffle(len(s.Sessions), func(i, j int) { s.Sessions[i], s.Sessions[j] = s.Sessions[j], s.Sessions[i] })
	b := analysed(t, s)
	a.Nights, b.Nights = nil, nil
	if !reflect.DeepEqual(a, b) {
		t.Error("shuffled rows give another result")
	}
}

func TestMinimumNights(t *testing.T) {
	for _, c := range []struct {
		nights, start int
		reason        Text
	}{
		{100, 27, "too_few_off"}, {100, 28, ""}, {28 + 7 + 20, 28, "too_few_on"}, {28 + 7 + 21, 28, ""},
	} {
		o := outcomeOf(t, analysed(t, made{nights: c.nights, on: from(c.start), seed: 4}.study()), "hrv_rmssd")
		if o.Verdict.Reason != c.reason {
			t.Errorf("%d nights, start at %d: reason %q, want %q", c.nights, c.start, o.Verdict.Reason, c.reason)
		}
		if c.reason != "" && (o.Estimate != nil || o.Verdict.Code != CodeNotEnough || o.MeanOff == nil) {
			t.Errorf("%d nights, start at %d: %s with estimate %v", c.nights, c.start, o.Verdict.Code, o.Estimate)
		}
	}
}

func TestRepeatedDesign(t *testing.T) {
	m := made{nights: 168, on: func(i int) bool { return (i/28)%2 == 1 }, effect: 0.25, seed: 9}
	r := analysed(t, m.study())
	o := outcomeOf(t, r, "hrv_rmssd")
	if r.Intervention.Design != "ABABAB" || r.Intervention.DesignLevel != 2 || o.Placebo != nil || *o.Lambda != 1 {
		t.Errorf("design %s level %d fake starts %v lambda %v", r.Intervention.Design, r.Intervention.DesignLevel, o.Placebo, *o.Lambda)
	}
	if o.Verdict.Code != CodeHigher || o.Verdict.Level != 3 {
		t.Errorf("%s level %d, want higher at 3", o.Verdict.Code, o.Verdict.Level)
	}
	used := 0
	for i, p := range r.Intervention.Phases {
		want := 7
		if i == 0 {
			want = 0
		}
		if p.ExcludedDays != want || p.NightsUsed != p.Days-want {
			t.Errorf("%s: %d of %d used, %d excluded", p.Label, p.NightsUsed, p.Days, p.ExcludedDays)
		}
		used += p.NightsUsed
	}
	if used != o.NOff+o.NOn {
		t.Errorf("phases use %d nights, the outcome %d", used, o.NOff+o.NOn)
	}
}

func TestBaselineIsAtMost180Nights(t *testing.T) {
	o := outcomeOf(t, analysed(t, made{nights: 400, on: from(300), seed: 9}.study()), "hrv_rmssd")
	if o.NOff != 180 || o.NOn != 83 {
		t.Errorf("%d off and %d on, want 180 and 90 - 7", o.NOff, o.NOn)
	}
}

func TestAsNeeded(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	var taken [150]bool
	for i := range taken {
		taken[i] = i >= 20 && r.Float64() < 0.4
	}
	res := analysed(t, made{nights: 150, on: func(i int) bool { return taken[i] }, effect: -0.3, seed: 6}.study())
	o := outcomeOf(t, res, "hrv_rmssd")
	if res.Intervention.Design != DesignAsNeeded || o.Method != "lagged" || o.Verdict.Code != CodeLower || o.Verdict.Level != 2 {
		t.Errorf("%s %s %s level %d", res.Intervention.Design, o.Method, o.Verdict.Code, o.Verdict.Level)
	}
	if o.Verdict.CappedBy[0] != "as_needed" || len(res.Intervention.Phases) != 0 {
		t.Errorf("capped by %v, %d phases", o.Verdict.CappedBy, len(res.Intervention.Phases))
	}
}

func TestLogThatCannotTell(t *testing.T) {
	s := made{nights: 200, on: from(120), seed: 2}.study()
	s.Settings.Absent = "unknown"
	if o := outcomeOf(t, analysed(t, s), "hrv_rmssd"); o.Verdict.Code != CodeNotComparable || o.Verdict.Reason != "log_cannot_tell" {
		t.Errorf("%s %s: a log of doses alone, absent days unknown", o.Verdict.Code, o.Verdict.Reason)
	}
}

func TestLatencyOfZeroIsNotMeasured(t *testing.T) {
	s := made{nights: 200, on: from(120), seed: 2}.study()
	for i := range 200 {
		s.Records = append(s.Records, record.Record{Night: day0 + record.Date(i), Metric: "sol",
			Value: float64(5 * (i % 2) * (i % 4 / 3)), Source: "fitbit", Pos: record.Pos{File: "g", Line: i}})
	}
	if o := outcomeOf(t, analysed(t, s), "sol"); o.Verdict.Reason != "not_measured" {
		t.Errorf("reason %q, want not_measured", o.Verdict.Reason)
	}
}
