package reports

import (
	"bytes"
	"strings"
	"testing"

	"nof1/analysis"
)

// exploredMadeUp is what each design has to look at beside an answer.
func exploredMadeUp(design string) *analysis.Explored {
	one := analysis.Effect{Nights: 40, Estimate: 2, CI95: [2]float64{-1, 5}, P: .2}
	level := func(amount float64) analysis.DoseLevel {
		return analysis.DoseLevel{Amount: amount, Effect: one, PAdjusted: .4}
	}
	lag := func(lag int) analysis.LagEffect { return analysis.LagEffect{Lag: lag, Effect: one, PAdjusted: .4} }
	x := &analysis.Explored{Strength: &analysis.Strength{PartialR2: .04, Robustness: .18, RobustnessAt5: .05, EValue: 1.9, EValueLimit: 1.3,
		Drift: ptr(1.25), MissingBy: ptr(9.0), BaselineSlope: ptr(.2), BaselineSlopeP: ptr(.3)}}
	x.HodgesLehmannCI95, x.Seed = &[2]float64{-1.5, 4.5}, 1
	switch design {
	case "AB":
		x.Doses = &analysis.DoseView{Unit: "mg", Levels: []analysis.DoseLevel{level(100), level(400)}, Slope: &one, Step: 300}
	case "ABAB":
		x.CarryOver = &analysis.CarryOver{AfterStop: &one, LaterOff: &one, Suspected: true}
	case "as_needed":
		x.Chosen = &analysis.Chosen{OddsPerSD: ptr(.62), OddsCI95: &[2]float64{.4, .9}, OddsP: ptr(.01), Lead: ptr(-2.5), LeadP: ptr(.2),
			CaseCrossover: &analysis.CaseCrossover{Difference: 1.5, Each: []float64{-2, 5}, Unmatched: 1}}
		x.Lags = []analysis.LagEffect{lag(0), lag(1), lag(2)}
	}
	return x
}

func TestExploredInTheDocument(t *testing.T) {
	x := named(t, "ab-higher")
	x.res.Outcomes[0].Explored.Doses.Slope = nil
	r := x.Report(t)
	got := r.Outcomes[0].Explored
	if got == nil || len(got.Doses.Levels) != 2 || got.Doses.Levels[1].Amount != 400 || got.Doses.Slope != nil || got.Strength == nil ||
		got.CarryOver != nil {
		t.Fatalf("%+v", got)
	}
	for _, o := range r.Outcomes[1:] {
		if o.Explored != nil {
			t.Errorf("%s, a further outcome, is explored", o.Metric)
		}
	}
	doc := written(t, r)
	for _, want := range []string{`"lags": []`, `"chosen_nights": null`, `"robustness_value_5pct": 0.05`, `"tipping_drift_month": 1.25`,
		`"explored": null`} {
		if !bytes.Contains(doc, []byte(want)) {
			t.Errorf("no %s in the document", want)
		}
	}
}

func TestExploredOnThePage(t *testing.T) {
	for name, want := range map[string][]string{
		"ab-higher": {"By amount taken", "300 mg more, nights with a dose only", "100 mg", "40 nights, p 0.20, 0.40 with all rows counted",
			"A hidden factor would have to explain 18 %", "A steady drift of 1.2 ms a month"},
		"abab": {"What remained after stopping", "An effect may have lasted", "Later periods without it, compared with the first"},
		"as-needed": {"One night later", "2 nights later", "odds of a dose were 0.62 times", "So doses depended on the night before",
			"No sign that doses depended on the night before", "2 nights with a dose, each compared with"},
	} {
		s := section(HTMLOf(t, named(t, name).Report(t)), "explored")
		for _, w := range want {
			if !strings.Contains(s, w) {
				t.Errorf("%s: no %q in\n%.1500s", name, w, s)
			}
		}
	}
	// Nothing to undo where nothing is claimed.
	if s := section(HTMLOf(t, named(t, "ab-cant-tell").Report(t)), "explored"); strings.Contains(s, "hidden change") {
		t.Error("an undecided answer is said to be undone")
	}
	for _, name := range []string{"none", "not-comparable"} {
		if s := section(HTMLOf(t, named(t, name).Report(t)), "explored"); s != "" {
			t.Errorf("%s: %.300s", name, s)
		}
	}
}
