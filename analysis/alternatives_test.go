package analysis

import (
	"math"
	"slices"
	"testing"

	"nof1/importers/record"
)

// namesOf checks what holds of every list of alternatives: different ones, each an
// estimate inside its own interval.
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
	return names
}

// designAlternatives are all the other choices a design can have, in the order of
// the report.
var designAlternatives = []struct {
	design string // as the method page calls it
	names  []string
}{
	{"AB", []string{"marg-avg", "reml-kr", "onset-0", "onset-double", "baseline-60", "without-last-week", "no-weekday", "raw-scale",
		"without-flagged-nights", "without-outliers", "taken-nights-only", "free-trend"}},
	{"ABA, ABAB, ...", []string{"marg-avg", "reml-kr", "onset-0", "onset-double", "without-last-week", "no-weekday", "raw-scale",
		"without-flagged-nights", "without-outliers", "taken-nights-only", "free-trend"}},
	{"randomised, with its plan", []string{"marg-avg", "reml-kr", "as-planned", "per-protocol", "no-weekday", "raw-scale",
		"without-flagged-nights", "without-outliers", "free-trend", "previous-night"}},
	{"randomised, declared alone", []string{"marg-avg", "reml-kr", "no-weekday", "raw-scale",
		"without-flagged-nights", "without-outliers", "free-trend", "previous-night"}},
	{"as needed", []string{"newey-west", "no-weekday", "raw-scale", "without-flagged-nights", "without-outliers", "slowmix",
		"marg-avg", "reml-kr"}},
}

// eventful adds what every other choice needs: a log that says no, doses that were
// not taken or are not known, nights after drinking, and nights far from all others.
func eventful(s Study) Study {
	logged := map[record.Date]bool{}
	for i := range s.Doses {
		logged[s.Doses[i].When.Day] = true
		switch i % 10 {
		case 3:
			s.Doses[i].Taken = record.NotTaken
		case 7:
			s.Doses[i].Supplement = "zinc"
		}
	}
	nights := 0
	for _, r := range s.Records {
		nights = max(nights, int(r.Night-day0)+1)
	}
	for i := range nights {
		if d := day0 + record.Date(i) - NightAfterDay; !logged[d] {
			s.Doses = append(s.Doses, record.Dose{When: record.Moment{Day: d}, Supplement: "Magnesium", Taken: record.NotTaken})
		}
	}
	for i := range s.Records {
		if s.Records[i].Metric == "hrv_rmssd" && i%29 == 4 {
			s.Records[i].Value *= 4
		}
	}
	for i := range nights {
		if i%13 == 2 {
			s.Entries = append(s.Entries, record.Entry{When: momentOf(int(day0) + i - 1), Item: "alcohol", Value: 20, HasValue: true, Unit: "g"})
		}
	}
	return s
}

// With everything a record can hold, no design has more than 12 other choices.
func TestAlternativesOfEveryDesign(t *testing.T) {
	weekly := planOf(t, twelvePairs, 30, 3, 0, 0)
	declared := following(weekly, 130, made{seed: 14})
	declared.Settings.Plan, declared.Settings.Randomised = nil, true
	studies := []Study{
		made{nights: 260, on: from(180), seed: 11}.study(),
		made{nights: 112, on: func(i int) bool { return i/28%2 == 1 }, seed: 13}.study(),
		following(weekly, 130, made{seed: 14}),
		declared,
		made{nights: 120, on: func(i int) bool { return (i*i+i/3)%3 != 0 }, seed: 16}.study(),
	}
	for k, c := range designAlternatives {
		t.Run(c.design, func(t *testing.T) {
			o := outcomeOf(t, analysed(t, eventful(studies[k])), "hrv_rmssd")
			if o.Estimate == nil {
				t.Fatalf("no estimate: %+v", o.Verdict)
			}
			if got := namesOf(t, o); !slices.Equal(got, c.names) {
				t.Errorf("got  %v\nwant %v", got, c.names)
			}
			if len(c.names) > 12 {
				t.Errorf("%d other choices, want at most 12", len(c.names))
			}
		})
	}
}

// Where nothing is left out after a switch, there is no window to change.
func TestAlternativesOfASameNightSupplement(t *testing.T) {
	s := made{nights: 150, on: from(90), seed: 19}.study()
	s.Settings.HasOnset, s.Settings.HasWashout = true, true
	names := namesOf(t, outcomeOf(t, analysed(t, s), "hrv_rmssd"))
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

// Clock times and minutes have one scale.
func TestAlternativesOfLinearOutcomes(t *testing.T) {
	s := made{nights: 150, on: from(90), seed: 18}.study()
	for i := range 150 {
		s.Records = append(s.Records, record.Record{Night: day0 + record.Date(i), Metric: "tst", Value: 420 + 30*math.Sin(float64(i*i)),
			Source: "whoop", Pos: record.Pos{File: "tst", Line: i + 2}})
	}
	s.Settings.Primary = "tst"
	if names := namesOf(t, outcomeOf(t, analysed(t, s), "tst")); slices.Contains(names, "raw-scale") || !slices.Contains(names, "no-weekday") {
		t.Errorf("%v", names)
	}
}
