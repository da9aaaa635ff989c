package reports

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"

	"nof1/analysis"
	"nof1/importers/record"
	"nof1/reports/words"
)

func TestVerdictSentences(t *testing.T) {
	by := map[string]Report{}
	for _, x := range Samples(t) {
		by[x.Name] = x.Report(t)
	}
	for _, c := range []struct{ sample, short, in string }{
		{"ab-cant-tell",
			"We could not tell: while you took magnesium, heart rate variability (RMSSD) may have been anywhere between 1.2 ms lower and 6.9 ms higher.",
			"could only have revealed a change of about 6.1 ms or more"},
		{"ab-higher",
			"Heart rate variability (RMSSD) was about 8.1 ms higher while you took magnesium and l-theanine, with a likely range of 4.5 to 11.7 ms higher.",
			"This comparison cannot say why. The level is limited by: another supplement started at the same time."},
		{"ab-lower",
			"Heart rate variability (RMSSD) was about 7.2 ms lower while you took magnesium, with a likely range of 4.1 to 10.3 ms lower.",
			"That is about 12 % lower, from 60.0 to 52.8 ms. Nights compared: 168 without it, 80 with it."},
		{"not-comparable",
			"Heart rate variability (RMSSD) cannot be compared before and after: the device or its software changed too close to a switch.",
			"no change is computed"},
		{"abab",
			"Over 3 switches, heart rate variability (RMSSD) was about 5.4 ms higher while you took magnesium, with a likely range of 1.8 to 9.0 ms higher.", "does not rule out expectation"},
		{"randomised",
			"In a random order you did not choose, heart rate variability (RMSSD) was about 4.5 ms lower while you took magnesium, with a likely range of 1.8 to 7.2 ms lower.", "You knew what you were taking"},
		{"as-needed",
			"We could not tell: on nights after you took magnesium, heart rate variability (RMSSD) may have been anywhere between 4.5 ms lower and 2.7 ms higher.", ""},
		{"none", "No dose was found in these files, so there is nothing to compare yet.", "Add a supplement log"},
		{"too-few", "There are not enough nights without magnesium to say anything about heart rate variability (RMSSD).",
			"At least 28 are needed."},
	} {
		r := by[c.sample]
		if r.Summary.Headline != c.short {
			t.Errorf("%s: headline %q\nwant %q", c.sample, r.Summary.Headline, c.short)
		}
		v := r.Outcomes[0].Verdict
		if !strings.HasPrefix(v.Sentence, v.Short+" ") || !strings.Contains(v.Sentence, c.in) ||
			r.Summary.Detail != strings.TrimPrefix(v.Sentence, v.Short+" ") {
			t.Errorf("%s: sentence %q lacks %q or its parts differ", c.sample, v.Sentence, c.in)
		}
	}
}

// Worse is printed as plainly as what was hoped for: the same words, mirrored.
func TestWorseIsTheMirrorImage(t *testing.T) {
	x := Samples(t)[1]
	up := x.Report(t).Outcomes[0].Verdict.Sentence
	o := &x.res.Outcomes[0]
	*o.Estimate, o.CI95[0], o.CI95[1] = -*o.Estimate, -o.CI95[1], -o.CI95[0]
	*o.EstimatePct = -*o.EstimatePct
	o.Verdict.Code, o.Verdict.Direction, *o.Verdict.Favourable = "lower", "down", false
	down := x.Report(t).Outcomes[0].Verdict.Sentence
	numbers := regexp.MustCompile(`[0-9.]+ to [0-9.]+ ms\.`)
	swap := numbers.ReplaceAllString(strings.ReplaceAll(up, "higher", "lower"), "LEVELS")
	if got := numbers.ReplaceAllString(down, "LEVELS"); got != swap {
		t.Errorf("not mirrored:\n%s\n%s", got, swap)
	}
}

func TestNextAndMoreNights(t *testing.T) {
	x := Samples(t)[0]
	for _, c := range []struct {
		nights *int
		want   string
	}{{ptr(236), "about 236 more nights"}, {ptr(0), "these nights are enough"}, {nil, "two more years of nights would not be enough"}} {
		x.res.Outcomes[0].MoreNights = c.nights
		r := x.Report(t)
		if !strings.Contains(r.Next.Plan, c.want) || !strings.Contains(r.Next.Plan, "a before/after 18 times") {
			t.Errorf("plan %q lacks %q", r.Next.Plan, c.want)
		}
	}
	x.res.Outcomes[0].Margin = nil
	if r := x.Report(t); strings.Contains(r.Next.Plan, "With the same design") {
		t.Errorf("a number of nights without a margin: %q", r.Next.Plan)
	}
}

func TestThreeFailedChecksAreSaid(t *testing.T) {
	x := Samples(t)[1]
	o := &x.res.Outcomes[0]
	o.Verdict = analysis.Verdict{Code: "cant_tell", Direction: "up", Level: 1, Failed: []string{"placebo_share", "missingness", "imbalance"}}
	v := x.Report(t).Outcomes[0].Verdict
	if !strings.HasPrefix(v.Short, "We could not tell: heart rate variability (RMSSD) looked 4.5 to 11.7 ms higher") ||
		!strings.Contains(v.Sentence,
			"Cross-checks failed: made-up start dates often gave an equally large change, nights are missing unevenly and other habits differed between the nights") {
		t.Errorf("%q", v.Sentence)
	}
}

// everyResult walks through metrics, designs, codes and levels; the sentences
// of all of them must hold.
func everyResult(t *testing.T, visit func(name string, r Report)) {
	base := Samples(t)[1]
	reasons := []analysis.Text{"", "device_break", "medicine_change", "log_cannot_tell", "no_doses", "no_overlap", "too_few_off",
		"too_few_on", "too_few_phase", "not_estimable", "clock_times_spread"}
	for _, design := range []string{"AB", "ABA", "ABAB", "randomised_blocks", "blinded", "as_needed", "none"} {
		for _, code := range []analysis.Code{"higher", "lower", "no_meaningful_change", "cant_tell", "not_enough_data", "not_comparable"} {
			x := base
			x.res.Intervention.Design, x.res.Intervention.Blinded = design, design == "blinded"
			if design == "blinded" {
				x.res.Intervention.Design = "randomised_blocks"
			}
			x.res.Outcomes = nil
			for i, m := range record.Metrics {
				o := analysis.Outcome{Metric: m.ID, Role: analysis.Roles[1+i%2], Scale: m.Scale, Unit: m.Unit, Method: "slowmix", NOff: 100, NOn: 40,
					MeanOff: ptr(10.0), MeanOn: ptr(12.0), Estimate: ptr(2.0), CI95: &[2]float64{-1, 5}, EstimatePct: ptr(20.0), Margin: ptr(3.0),
					Detectable: ptr(4.0),
					UsedNights: make([]bool, x.res.Nights.Len()), Smoothed: i%3 == 0,
					Verdict: analysis.Verdict{Code: code, Level: i % 6, Reason: reasons[i%len(reasons)], SmallChance: i%4 == 0,
						CappedBy: []string{"multiplicity", "bad_start", "adherence"}[:i%4], Failed: []string{"placebo_share", "missingness"}[:i%3]}}
				if i == 0 {
					o.Role = "primary"
				}
				if code == "lower" {
					o.Estimate, o.CI95 = ptr(-2.0), &[2]float64{-3, -1}
				}
				x.res.Outcomes = append(x.res.Outcomes, o)
			}
			visit(design+" "+string(code), x.Report(t))
		}
	}
}

// fixedBlocks are the texts printed word for word that name what cannot be shown.
func fixedBlocks(s *words.Speaker) (out []string) {
	for _, id := range fixed {
		out = append(out, s.Word(id))
	}
	for _, m := range mechanisms(s, "magnesium") {
		out = append(out, m.Name, m.Says, m.Cannot)
	}
	return out
}

var tags = regexp.MustCompile(`(?s)<style>.*?</style>|<[^>]*>`)

func TestRenderedReportsHaveNoForbiddenWord(t *testing.T) {
	s := &words.Speaker{}
	check := func(name, text string) {
		text = strings.ReplaceAll(text, "export.zip!/", "") // the user's own file names
		for _, block := range fixedBlocks(s) {
			text = strings.ReplaceAll(text, block, "")
		}
		if m := forbidden.FindString(text); m != "" {
			i := strings.Index(text, m)
			t.Errorf("%s: %q in %q", name, m, text[max(0, i-60):min(len(text), i+60)])
		}
	}
	render := func(name string, r Report) {
		var page, term, md strings.Builder
		if err := WriteHTML(&page, r); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := WriteText(&term, r, TextOptions{Width: 1 << 20}); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := WriteMarkdown(&md, r); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		check(name+" html", html.UnescapeString(tags.ReplaceAllString(strings.Replace(page.String(), "<!doctype html>", "", 1), " ")))
		check(name+" text", term.String())
		check(name+" md", strings.NewReplacer("![", "[", `\!`, "!").Replace(md.String()))
		for _, o := range r.Outcomes {
			if strings.Contains(o.Verdict.Sentence, "  ") || strings.Contains(o.Verdict.Sentence, "<no value>") ||
				strings.Contains(o.Verdict.Sentence, "NaN") {
				t.Errorf("%s %s: %q", name, o.Metric, o.Verdict.Sentence)
			}
		}
	}
	for _, x := range Samples(t) {
		render(x.Name, x.Report(t))
	}
	everyResult(t, render)
}

// Whatever was started together is named together in every verdict that speaks
// of taking it.
func TestCoStartedAreAlwaysNamed(t *testing.T) {
	everyResult(t, func(name string, r Report) {
		for _, o := range r.Outcomes {
			if s := o.Verdict.Sentence; strings.Contains(s, "magnesium") &&
				strings.Count(s, "magnesium") != strings.Count(s, "magnesium and l-theanine") {
				t.Errorf("%s %s: %q", name, o.Metric, s)
			}
		}
	})
}

// A before/after and doses as needed never get the words of a random order.
func TestOnlyRandomOrderSoundsLikeOne(t *testing.T) {
	everyResult(t, func(name string, r Report) {
		random := strings.HasPrefix(name, "randomised") || strings.HasPrefix(name, "blinded")
		for _, o := range r.Outcomes {
			if strings.Contains(strings.ToLower(o.Verdict.Short), "random") && !random {
				t.Errorf("%s: %q", name, o.Verdict.Short)
			}
		}
	})
}

func TestCaveatsAreSized(t *testing.T) {
	r := Samples(t)[1].Report(t)
	for i, want := range []string{
		"You first took l-theanine on 2 May 2024, 5 days from the start.",
		"In the 7 nights before the start, heart rate variability (RMSSD) was about 6.2 ms lower than your usual. Of your earlier weeks, 9 % were lower. Some return to your usual was likely anyway: about 3.1 ms higher. The result is 2.9 ms higher with that week and 1.1 ms higher without it.",
		"The whoop data changed on 30 Apr 2024 (another strap: skin temperature appears), 10 nights after the nearest switch.",
		"Heart rate variability (RMSSD) is missing on 4 % of nights without it and 19 % of nights with it.",
	} {
		if !strings.Contains(r.Caveats[i].Statement, want) {
			t.Errorf("caveat %d: %q\nlacks %q", i, r.Caveats[i].Statement, want)
		}
	}
}

func TestCaveatWording(t *testing.T) {
	x := Samples(t)[0]
	x.res.Caveats = []analysis.Caveat{
		{ID: "bedtime_shift", Severity: analysis.Moderate, Outcomes: []string{"hrv_rmssd"}, Words: map[string]string{"metric": "bedtime"},
			Measured: []analysis.Measure{
				{Name: "off", Value: 681, Unit: "min after local noon"}, {Name: "on", Value: 703, Unit: "min after local noon"},
				{Name: "difference", Value: 22, Unit: "min after local noon"}, {Name: "smd", Value: 0.4, Unit: "SD"}}},
		{ID: "chosen_nights", Severity: analysis.High, Outcomes: []string{"hrv_rmssd"}, Words: map[string]string{"metric": "hrv_rmssd"},
			Measured: []analysis.Measure{
				{Name: "nights_with", Value: 43, Unit: "nights"}, {Name: "nights_without", Value: 72, Unit: "nights"},
				{Name: "night_before_difference", Value: -2.5, Unit: "ms"}, {Name: "p", Value: 0.01, Unit: ""}}},
		{ID: "low_adherence", Severity: analysis.Moderate, Words: map[string]string{"phase": "B1"}, Measured: []analysis.Measure{
			{Name: "taken", Value: 40, Unit: "days"}, {Name: "not_taken", Value: 10, Unit: "days"}, {Name: "unknown", Value: 12, Unit: "days"},
			{Name: "adherence", Value: 64.5, Unit: "%"}}},
		{ID: "medicine_change", Severity: analysis.Stop, Blocks: true, Words: map[string]string{"date": "2024-05-03"},
			Measured: []analysis.Measure{{Name: "distance", Value: -4, Unit: "days"}}},
	}
	r := x.Report(t)
	for i, want := range []string{
		"Bedtime was 23:43 on nights with it and 23:21 on nights without: 22 min later. That alone can change other numbers. It may also be a result of what you took.",
		"You decided when to take it: 43 nights with it, 72 nights without. Chosen nights differ even before anything is taken. On nights just before a dose, heart rate variability (RMSSD) was about 2.5 ms lower.",
		"In period B1 it was taken on 64 % of the days: 40 days taken, 10 days not taken, 12 days unknown.",
		"A medicine changed on 3 May 2024, 4 days before the nearest switch. We cannot separate the two.",
	} {
		if got := r.Caveats[i].Statement; got != want {
			t.Errorf("%q\nwant %q", got, want)
		}
	}
}

// The cross-checks say what they found in the outcome's own unit, and no p.
func TestCrossCheckWording(t *testing.T) {
	ms := func(name string, x float64) analysis.Measure {
		return analysis.Measure{Name: name, Value: x, Unit: "ms"}
	}
	plain := func(name string, x float64) analysis.Measure { return analysis.Measure{Name: name, Value: x} }
	hrv := map[string]string{"metric": "hrv_rmssd"}
	model := func(otherP float64) analysis.Caveat {
		return analysis.Caveat{ID: "model_dependent", Words: map[string]string{"metric": "hrv_rmssd", "model": "reml-kr"},
			Measured: []analysis.Measure{
				plain("p", 0.04), plain("other_p", otherP), ms("estimate", 2.9), ms("other_estimate", 3.3)}}
	}
	for _, c := range []struct {
		caveat analysis.Caveat
		title  string
		want   string
	}{
		{model(0.3), "Another method gives a different answer",
			"By the declared method, heart rate variability (RMSSD) was about 2.9 ms higher. Another accepted method gives 3.3 ms higher and is less certain. The certainty depends on which method is used."},
		{model(0.001), "Another method gives a different answer",
			"By the declared method, heart rate variability (RMSSD) was about 2.9 ms higher. Another accepted method gives 3.3 ms higher and is more certain. The certainty depends on which method is used."},
		{analysis.Caveat{ID: "outliers", Words: hrv, Measured: []analysis.Measure{{Name: "nights", Value: 1, Unit: "nights"},
			ms("estimate_with", 4), ms("estimate_without", 1.5)}}, "A few nights decide the answer",
			"One night is far from all others. The result is 4.0 ms higher with it and 1.5 ms higher without. The answer is not the same."},
		{analysis.Caveat{ID: "level_shift", Words: map[string]string{"metric": "hrv_rmssd", "date": "2024-03-09"},
			Measured: []analysis.Measure{ms("shift", -6), plain("p", 0.004)}}, "A jump that your dates do not explain",
			"From 9 Mar 2024 on, heart rate variability (RMSSD) was about 6.0 ms lower. You did not start or stop then. Something else changed it."},
		{analysis.Caveat{ID: "baseline_trend", Words: hrv, Measured: []analysis.Measure{ms("slope_month", 1.2), plain("p", 0.01)}},
			"It was already changing before the start",
			"Before the first dose, heart rate variability (RMSSD) was already getting 1.2 ms higher every month. Part of the change may be that trend."},
		{analysis.Caveat{ID: "inconsistent_replication", Words: hrv, Measured: []analysis.Measure{plain("starts", 3), plain("same_way", 2),
			plain("beyond_half_margin", 0)}}, "The repeats do not agree",
			"Over 3 starts, heart rate variability (RMSSD) changed in the same direction 2 times. The change was never more than half of what would matter."},
		{analysis.Caveat{ID: "inconsistent_replication", Words: hrv, Measured: []analysis.Measure{plain("starts", 2), plain("same_way", 1),
			plain("beyond_half_margin", 1)}}, "The repeats do not agree",
			"Over 2 starts, heart rate variability (RMSSD) changed in the same direction once. The change was more than half of what would matter once."},
		{analysis.Caveat{ID: "plan_changed", Measured: []analysis.Measure{plain("changes", 1)}}, "The plan was changed while it ran",
			"The rules for the answer were changed once after the first day. The analysis is not the one that was declared."},
		{analysis.Caveat{ID: "co_start", Words: map[string]string{"supplement": "l_theanine"},
			Measured: []analysis.Measure{{Name: "days_apart", Value: 0, Unit: "days"}}}, "You started something else too",
			"You first took l-theanine, the day of the start. This report cannot tell the two apart."},
		{analysis.Caveat{ID: "negative_control", Words: map[string]string{"metric": "steps"}, Outcomes: []string{"hrv_rmssd"},
			Measured: []analysis.Measure{
				{Name: "estimate", Value: 900, Unit: "n"}, {Name: "low", Value: 200, Unit: "n"}, {Name: "high", Value: 1600, Unit: "n"},
				plain("p", 0.01)}}, "Steps changed too",
			"Number of daily steps was about 900 higher, with a likely range of 200 to 1600 higher. There is no known reason why what you took would change it. So something else changed at the same time."},
		{analysis.Caveat{ID: "imbalance", Words: map[string]string{"metric": "alcohol"}, Outcomes: []string{"hrv_rmssd"},
			Measured: []analysis.Measure{
				{Name: "off", Value: 20, Unit: "g"}, {Name: "on", Value: 12, Unit: "g"}, {Name: "difference", Value: -8, Unit: "g"}}},
			"Alcohol differed too",
			"Alcohol was 12.0 g on nights with it and 20.0 g on nights without: 8.0 g lower. That alone can change other numbers."},
	} {
		w := &writer{Speaker: &words.Speaker{}}
		v := w.caveatValues(c.caveat)
		title, got := w.Say("caveat."+c.caveat.ID+".title", v), w.Say("caveat."+c.caveat.ID+".statement", v)
		if title != c.title || got != c.want || w.Err != nil {
			t.Errorf("%s: %q, %q (%v)\nwant %q", c.caveat.ID, title, got, w.Err, c.want)
		}
	}
}

func TestUnknownIDsAreSaidInGeneralWords(t *testing.T) {
	x := Samples(t)[0]
	x.res.Caveats = []analysis.Caveat{{ID: "later_check", Severity: analysis.High}}
	x.res.Intervention.DoseNotes = []analysis.Note{{ID: "later_note"}}
	x.res.Intervention.Assumptions = []analysis.Note{{ID: "later_rule"}}
	r := x.Report(t)
	for _, s := range []string{r.Caveats[0].Statement, r.Intervention.DoseNotes[0].Statement, r.Intervention.Assumptions[0].Statement} {
		if !strings.Contains(s, "later_") {
			t.Errorf("%q does not name the id", s)
		}
	}
	if r.Caveats[0].ID != "later_check" {
		t.Errorf("id %q", r.Caveats[0].ID)
	}
}

func ExampleWriteText() {
	r := Report{Participant: "sam", Summary: Summary{Code: "not_enough_data",
		Headline: "No dose was found in these files, so there is nothing to compare yet."}}
	var b strings.Builder
	if err := WriteText(&b, r, TextOptions{Width: 60}); err != nil {
		fmt.Println(err)
	}
	fmt.Println(strings.TrimSpace(b.String()))
	// Output:
	// sam: No supplement in the log
	//
	// No dose was found in these files, so there is nothing to
	// compare yet.
	//
	// before you believe this:
	//   Nothing was compared, so there is nothing to believe yet.
	//
	// a personal log summary, not medical advice
}
