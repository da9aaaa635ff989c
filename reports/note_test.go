package reports

import (
	"strings"
	"testing"

	"nof1/analysis"
	"nof1/reports/words"
)

// Notes are whole sentences with their numbers, and also without: a note that
// lost a number is said more generally, never with a hole.
func TestNotes(t *testing.T) {
	mg := func(name string, x float64) analysis.Measure {
		return analysis.Measure{Name: name, Value: x, Unit: "mg"}
	}
	rows := []analysis.Measure{{Name: "rows", Value: 12, Unit: "rows"}, {Name: "all", Value: 80, Unit: "rows"}}
	for _, c := range []struct {
		group string
		note  analysis.Note
		want  string
	}{
		{"dose", analysis.Note{ID: "upper_level", Measured: []analysis.Measure{mg("mean_mg", 203.4), mg("us", 350), mg("eu", 250)}},
			"Your logged magnesium averaged 203 mg a day from supplements. The US upper level for supplements is 350 mg and the EU level is 250 mg. They are set mainly to avoid diarrhoea. Ask a clinician before staying above them."},
		{"dose", analysis.Note{ID: "upper_level_above_us", Measured: []analysis.Measure{{Name: "days_above", Value: 40, Unit: "days"}}},
			"On 40 days the dose was above the US upper level for supplements. Talk to a clinician about it."},
		{"dose", analysis.Note{ID: "upper_level_above_eu"},
			"The dose was above the EU upper level for supplements. Talk to a clinician about it."},
		{"dose", analysis.Note{ID: "upper_level_uk", Measured: []analysis.Measure{mg("mean_mg", 203.4), mg("uk", 400)}},
			"Your logged magnesium averaged 203 mg a day from supplements. The UK guidance level for supplements is 400 mg. It is set mainly to avoid diarrhoea. Ask a clinician before staying above it."},
		{"dose", analysis.Note{ID: "upper_level_above_no", Measured: []analysis.Measure{{Name: "days_above", Value: 1, Unit: "days"}}},
			"On 1 day the dose was above the Norwegian upper level for supplements. Talk to a clinician about it."},
		{"dose", analysis.Note{ID: "swap_check", Measured: []analysis.Measure{mg("stated_mg", 2000), mg("as_compound_mg", 144)},
			Words: map[string]string{"form": "l-threonate"}},
			"The log says 2000 mg of the mineral alone. If that is the weight of the whole l-threonate, it contains about 144 mg of the mineral. Check the label."},
		{"dose", analysis.Note{ID: "basis_unknown", Measured: rows},
			"In 12 rows the log does not say whether the amount is the mineral alone or the whole compound. The dose there is unknown."},
		{"dose", analysis.Note{ID: "amount_unknown"}, "In some rows there is no amount, so the dose is unknown."},
		{"dose", analysis.Note{ID: "product_unknown", Measured: rows},
			"In 12 rows the amount is in capsules or the like, and no product entry says what one contains."},
		{"dose", analysis.Note{ID: "unit_unknown", Measured: rows}, "In 12 rows the unit of the amount is not recognised."},
		{"dose", analysis.Note{ID: "form_unknown", Measured: rows, Words: map[string]string{"form": "malate"}},
			"In 12 rows the form does not say how much of the compound is the mineral (malate)."},
		{"dose", analysis.Note{ID: "doses_merged", Measured: []analysis.Measure{{Name: "days", Value: 3, Unit: "days"}}},
			"Two logs had doses on the same day (3 days). They were merged, not added."},
		{"dose", analysis.Note{ID: "dose_changed", Measured: []analysis.Measure{mg("low_mg", 100), mg("high_mg", 300)}},
			"The daily dose changed during the log, between 100 mg and 300 mg."},
		{"assumption", analysis.Note{ID: "start_given", Words: map[string]string{"date": "2024-05-03"}},
			"You gave the start date, 3 May 2024. It is not taken from the log."},
		{"assumption", analysis.Note{ID: "start_run_ends", Words: map[string]string{"date": "2024-05-03"},
			Measured: []analysis.Measure{{Name: "nights", Value: 9, Unit: "nights"}}},
			"The log then has a week or more without a dose. So the period with it ends on 3 May 2024. Later nights are not compared: 9 nights."},
		{"assumption", analysis.Note{ID: "start_before_doses", Measured: []analysis.Measure{{Name: "days", Value: 1, Unit: "days"}}},
			"The first dose in the log is later than that date, by 1 day. The nights until then count as nights with it."},
		{"assumption", analysis.Note{ID: "forms_only", Measured: rows, Words: map[string]string{"forms": "citrate"}},
			"Only these forms count: citrate. Rows left out: 12."},
	} {
		w := &writer{Speaker: &words.Speaker{},
			res: analysis.Result{Answer: analysis.Answer{Intervention: analysis.Intervention{Supplement: "magnesium"}}}}
		if got := w.note(c.group, c.note); got != c.want || w.Err != nil {
			t.Errorf("%s %s: %q (%v)\nwant %q", c.group, c.note.ID, got, w.Err, c.want)
		}
	}
}

// Every sentence of a note or a caveat can be said with no number at all.
func TestSentencesWithoutNumbers(t *testing.T) {
	w := &writer{Speaker: &words.Speaker{}}
	for id := range rawCatalogue(t) {
		group, name, _ := strings.Cut(id, ".")
		switch group {
		case "dose", "assumption":
			if s := w.note(group, analysis.Note{ID: name}); strings.Contains(s, "<no value>") || s == "" {
				t.Errorf("%s: %q", id, s)
			}
		case "caveat":
			if s := w.Say(id, w.caveatValues(analysis.Caveat{ID: name})); strings.Contains(s, "<no value>") || s == "" {
				t.Errorf("%s: %q", id, s)
			}
		}
	}
	if w.Err != nil {
		t.Error(w.Err)
	}
}

// The chip of the answer speaks the words of its metric.
func TestChips(t *testing.T) {
	for _, c := range []struct {
		metric string
		code   analysis.Code
		want   string
	}{
		{"hrv_rmssd", "higher", "Higher"}, {"tst", "higher", "Longer"}, {"tst", "lower", "Shorter"}, {"bedtime", "higher", "Later"},
		{"bedtime", "lower", "Earlier"},
		{"tst", "cant_tell", "Could not tell"}, {"tst", "no_meaningful_change", "About the same"},
	} {
		p := &pager{Speaker: &words.Speaker{}}
		if got := p.CodeWord(c.metric, c.code, "chip"); got != c.want || p.Err != nil {
			t.Errorf("%s %s: %q (%v), want %q", c.metric, c.code, got, p.Err, c.want)
		}
	}
}

// Long lists of problems are cut on the page, and the page says so.
func TestManyProblems(t *testing.T) {
	x := Samples(t)[0]
	p := x.meta.Inputs[0].Problems[0]
	for range 30 {
		x.meta.Inputs[0].Problems = append(x.meta.Inputs[0].Problems, p)
	}
	doc := HTMLOf(t, x.Report(t))
	if n := strings.Count(doc, "<li><code>export.zip"); n != problemsRead {
		t.Errorf("%d problems listed, want %d", n, problemsRead)
	}
	if !strings.Contains(doc, "12 more not shown here") || !strings.Contains(doc, "32 problems in") {
		t.Error("the page does not say how many there are")
	}
	if want := `export.zip!/physiological_cycles.csv:12:41: &#34;Heart rate variability (ms)&#34;: &#34;12,x&#34; is not a number`; !strings.Contains(doc, want) {
		t.Errorf("no line %s", want)
	}
}
