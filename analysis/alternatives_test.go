package analysis

import (
	"math"
	"slices"
	"testing"

	"nof1/analysis/schedule"
	"nof1/importers/record"
)

// namesOf checks what holds of every list of alternatives: 8 to 12 different
// ones, each an estimate inside its own interval.
func namesOf(t *testing.T, o Outcome) []string {
	t.Helper()
	var names []string
	for _, a := range o.Alternatives {
		if slices.Contains(names, a.Name) {
			t.Errorf("%s twice", a.Name)
		}
		names = append(names, a.Name)
		if !(a.CI95[0] < a.Estimate && a.Estimate < a.CI95[1]) || !(a.P > 0 && a.P <= 1) {
			t.Errorf("%s: %v in %v, p %v", a.Name, a.Estimate, a.CI95, a.P)
		}
		if (a.P < significant) != (decides(a.CI95) != 0) && math.Abs(a.P-significant) > 1e-4 {
			t.Errorf("%s: p %v beside %v", a.Name, a.P, a.CI95)
		}
	}
	if len(names) < 8 || len(names) > maxAlternatives {
		t.Errorf("%d alternatives, want 8 to %d: %v", len(names), maxAlternatives, names)
	}
	return names
}

func wants(t *testing.T, names []string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !slices.Contains(names, w) {
			t.Errorf("no %s among %v", w, names)
		}
	}
}

// Whatever the design, the answer stands beside 8 to 12 others.
func TestAlternativesOfEveryDesign(t *testing.T) {
	twoOfThree := func(i int) bool { return (i*i+i/3)%3 != 0 }
	weekly, coin := planOf(t, twelvePairs, 30, 3, 0, 0), planOf(t, schedule.Constraint{Kind: schedule.Nightly, Weeks: 10, MaxRun: 3, Balanced: true}, 30, 5, 0, 0)
	for _, c := range []struct {
		name  string
		study Study
		want  []string
	}{
		{"before/after", made{nights: 260, on: from(180), seed: 11}.study(),
			[]string{"marg-avg", "reml-kr", "onset-0", "onset-double", "baseline-60", "baseline-90", "without-last-week", "no-weekday", "raw-scale", "free-trend", "level-and-slope"}},
		{"short before/after", made{nights: 85, on: from(45), seed: 12}.study(), []string{"onset-0", "without-last-week", "no-weekday", "raw-scale"}},
		{"ABAB", made{nights: 112, on: func(i int) bool { return i/28%2 == 1 }, seed: 13}.study(),
			[]string{"onset-0", "onset-double", "without-first-phase", "without-last-phase", "without-last-week", "no-weekday"}},
		{"weekly coin", following(weekly, 130, made{seed: 14}), []string{"no-weekday", "without-first-nights", "previous-night", "raw-scale"}},
		{"nightly coin", following(coin, 110, made{seed: 15}), []string{"no-weekday", "previous-night", "raw-scale", "free-trend"}},
		{"as needed", made{nights: 120, on: twoOfThree, seed: 16}.study(),
			[]string{"newey-west", "no-weekday", "no-dose-before", "raw-scale", "slowmix", "marg-avg", "reml-kr"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := outcomeOf(t, analysed(t, c.study), "hrv_rmssd")
			if o.Estimate == nil {
				t.Fatalf("no estimate: %+v", o.Verdict)
			}
			wants(t, namesOf(t, o), c.want...)
		})
	}
}

// Where nothing is left out after a switch, leaving out a week is the other
// choice.
func TestAlternativesOfASameNightSupplement(t *testing.T) {
	s := made{nights: 150, on: from(90), seed: 19}.study()
	s.Settings.HasOnset, s.Settings.HasWashout = true, true
	names := namesOf(t, outcomeOf(t, analysed(t, s), "hrv_rmssd"))
	wants(t, names, "onset-7")
	if slices.Contains(names, "onset-0") || slices.Contains(names, "onset-double") {
		t.Errorf("%v", names)
	}
}

// A real effect comes back under every choice.
func TestAlternativesAgreeOnALargeEffect(t *testing.T) {
	s := made{nights: 112, on: func(i int) bool { return i/28%2 == 1 }, effect: .4, seed: 13}.study()
	o := outcomeOf(t, analysed(t, s), "hrv_rmssd")
	for _, a := range o.Alternatives {
		if decides(a.CI95) != 1 || math.Abs(a.Estimate / *o.Estimate - 1) > .3 {
			t.Errorf("%s: %v in %v, declared %v", a.Name, a.Estimate, a.CI95, *o.Estimate)
		}
	}
}

// A change that grows night by night: with a slope of its own its average is
// found exactly, where nothing else moves.
func TestLevelAndSlope(t *testing.T) {
	s := made{nights: 200, on: from(140), seed: 20, rho: .1, sd: .001, adjust: func(i int) float64 {
		if i < 147 { // the first week is left out
			return 0
		}
		return .1 + .01*float64(i-147)
	}}.study()
	o := outcomeOf(t, analysed(t, s), "hrv_rmssd")
	k := slices.IndexFunc(o.Alternatives, func(a Alternative) bool { return a.Name == "level-and-slope" })
	if k < 0 {
		t.Fatal("no such choice")
	}
	mean := .1 + .01*52./2 // nights 147 to 199
	if got, want := math.Log1p(o.Alternatives[k].Estimate / *o.MeanOff), mean; math.Abs(got-want) > .002 {
		t.Errorf("average change %v, want %v", got, want)
	}
}

// What the diary flags and what the log denies make choices of their own.
func TestAlternativesOfLogAndDiary(t *testing.T) {
	s := made{nights: 260, on: from(180), seed: 17, effect: .3}.study()
	for i := range s.Doses {
		switch {
		case i%10 == 3: // expressly not taken, and nothing happened on that night
			s.Doses[i].Taken = record.NotTaken
		case i%10 == 7:
			s.Doses[i].Supplement = "zinc" // nothing known of magnesium
		}
	}
	for i := range 260 {
		if i%13 == 2 {
			s.Entries = append(s.Entries, record.Entry{When: record.Moment{Day: day0 + record.Date(i) - 1}, Item: "alcohol", Value: 20, HasValue: true, Unit: "g"})
		}
	}
	o := outcomeOf(t, analysed(t, s), "hrv_rmssd")
	names := namesOf(t, o)
	wants(t, names, "adherence-weighted", "without-flagged-nights")
	// The nights denied had the effect all the same here: counted as nights
	// without, they shrink it; left out of the declared analysis they do not.
	k := slices.Index(names, "adherence-weighted")
	if got := o.Alternatives[k].Estimate; got >= *o.Estimate {
		t.Errorf("weighted by adherence %v, declared %v", got, *o.Estimate)
	}
}

// Minutes are also analysed in proportion, clock times are not.
func TestAlternativesOfOtherScales(t *testing.T) {
	s := made{nights: 150, on: from(90), seed: 18}.study()
	for i := range 150 {
		for metric, v := range map[string]float64{"tst": 420 + 30*math.Sin(float64(i*i)), "bedtime": 660 + 20*math.Sin(float64(3*i*i))} {
			s.Records = append(s.Records, record.Record{Night: day0 + record.Date(i), Metric: metric, Value: v, Source: "whoop", Pos: record.Pos{File: metric, Line: i + 2}})
		}
	}
	for metric, want := range map[string]bool{"tst": true, "bedtime": false} {
		s.Settings.Primary = metric
		o := outcomeOf(t, analysed(t, s), metric)
		var names []string
		for _, a := range o.Alternatives {
			names = append(names, a.Name)
			if a.Name == "log-scale" && math.Abs(a.Estimate-*o.Estimate) > 5 {
				t.Errorf("in proportion %v min, declared %v", a.Estimate, *o.Estimate)
			}
		}
		if slices.Contains(names, "log-scale") != want {
			t.Errorf("%s: %v", metric, names)
		}
	}
}
