package analysis

import (
	"math"
	"slices"
	"testing"

	"nof1/analysis/protocol"
	"nof1/importers/record"
)

func noteOf(notes []Note, id string) *Note {
	for i := range notes {
		if notes[i].ID == id {
			return &notes[i]
		}
	}
	return nil
}

// changedFrom edits the doses of a quiet study from a night on.
func changedFrom(night int, edit func(*record.Dose)) Study {
	s := quietStudy()
	s.Doses = slices.Clone(s.Doses)
	for i := range s.Doses {
		if int(s.Doses[i].When.Day-day0) >= night-1 {
			edit(&s.Doses[i])
		}
	}
	return s
}

func TestProductChanges(t *testing.T) {
	citrate := func(d *record.Dose) { d.Form = "citrate" }
	for _, c := range []struct {
		name  string
		study Study
		kind  string // "" no caveat
		note  string
	}{
		{"form", changedFrom(150, citrate), changedForm, "form_changed"},
		{"dose", changedFrom(150, func(d *record.Dose) { d.Amount = 400 }), changedDose, "dose_changed"},
		{"brand", changedFrom(150, func(d *record.Dose) { d.Supplement = "Magnesium caps" }), changedBrand, "brand_changed"},
		{"a name that says the new form", changedFrom(150, func(d *record.Dose) { d.Supplement, d.Form = "Magnesium citrate", "" }),
			changedForm, "form_changed"},
		{"nothing", quiet, "", ""},
		{"less than a week", changedFrom(196, citrate), "", ""},
		{"a dose within a twentieth", changedFrom(150, func(d *record.Dose) { d.Amount = 205 }), "", ""},
	} {
		r := analysed(t, c.study)
		got := caveatOf(r, "product_change")
		if (got == nil) != (c.kind == "") {
			t.Errorf("%s: %+v", c.name, got)
			continue
		}
		if got == nil {
			continue
		}
		if got.Words["kind"] != c.kind || got.Words["date"] != (day0+149).String() || got.Nights[0] != day0+150 {
			t.Errorf("%s: %+v, want %s on %s", c.name, got, c.kind, day0+149)
		}
		if n := noteOf(r.Intervention.DoseNotes, c.note); n == nil || n.Words["date"] != (day0+149).String() {
			t.Errorf("%s: note %+v", c.name, n)
		}
		if l := ledgerRow(t, r, "adherence"); l.Status != LedgerFired {
			t.Errorf("%s: ledger %+v", c.name, l)
		}
	}
}

// The answer over the nights before a change of product is listed beside the answer:
// what only the second did is not in it. With too few nights before, none does.
func TestAnswerBeforeTheChange(t *testing.T) {
	study := func(change int) Study {
		s := made{nights: 220, on: from(120), seed: 8, adjust: func(i int) float64 {
			if i >= change {
				return .5
			}
			return 0
		}}.study()
		for i := range s.Doses {
			if int(s.Doses[i].When.Day-day0) >= change-1 {
				s.Doses[i].Form = "citrate"
			}
		}
		return s
	}
	c := caveatOf(analysed(t, study(165)), "product_change")
	if c == nil || c.Words["metric"] != "hrv_rmssd" || c.value("estimate_with") < 5 || math.Abs(c.value("estimate_before")) > 3 ||
		c.value("estimate_after") < c.value("estimate_with")+5 {
		t.Errorf("%+v, want about nothing before the change and more after it than over all", c)
	}
	if c := caveatOf(analysed(t, study(135)), "product_change"); c == nil || !math.IsNaN(c.value("estimate_before")) ||
		math.IsNaN(c.value("estimate_after")) {
		t.Errorf("8 nights before the change: %+v", c)
	}
}

// A change of product divides the on-phase and leaves the design as it is.
func TestPartsOfAPhase(t *testing.T) {
	r := analysed(t, changedFrom(150, func(d *record.Dose) { d.Form, d.Amount, d.Supplement = "citrate", 400, "Magnesium caps" }))
	iv := r.Intervention
	if iv.Design != DesignAB || len(iv.Phases) != 2 || iv.Phases[0].Parts != nil {
		t.Fatalf("%s, %+v", iv.Design, iv.Phases)
	}
	on := iv.Phases[1]
	if len(on.Parts) != 2 {
		t.Fatalf("%+v, want two parts", on)
	}
	a, b := on.Parts[0], on.Parts[1]
	if a.First != on.First || a.Last != day0+149 || b.First != day0+150 || b.Last != on.Last || a.Days+b.Days != on.Days ||
		a.NightsUsed+b.NightsUsed != on.NightsUsed {
		t.Errorf("%+v and %+v do not divide %+v on night %s", a, b, on, day0+150)
	}
	if a.Form != "bisglycinate" || *a.ElementalMg != 200 || b.Form != "citrate" || *b.ElementalMg != 400 || a.Product == b.Product ||
		a.NightsUsed == 0 || b.NightsUsed == 0 {
		t.Errorf("%+v, %+v", a, b)
	}
	for _, p := range analysed(t, quiet).Intervention.Phases {
		if p.Parts != nil {
			t.Errorf("nothing changed: %+v", p)
		}
	}
}

// A change while off is no boundary inside a phase, one in a later on-phase
// divides that alone, and two make three parts.
func TestPartsOfSeveralPhases(t *testing.T) {
	days := func(form map[int]string) (out []intake) {
		for d := range 100 {
			if d < 40 || d >= 60 {
				x := intake{taken: record.TakenYes, when: record.Moment{Day: record.Date(d)}}
				for at := d; at >= 0 && x.form == ""; at-- {
					x.form = form[at]
				}
				out = append(out, x)
			}
		}
		return out
	}
	for _, c := range []struct {
		name        string
		form        map[int]string
		first, last int // parts of the two on-phases
	}{
		{"steady", map[int]string{0: "citrate"}, 0, 0},
		{"while off", map[int]string{0: "citrate", 50: "oxide"}, 0, 0},
		{"in the second", map[int]string{0: "citrate", 80: "oxide"}, 0, 2},
		{"twice in the first", map[int]string{0: "citrate", 10: "oxide", 25: "malate"}, 3, 0},
	} {
		phases := []Phase{{Kind: "on", First: 1, Last: 40}, {Kind: "off", First: 41, Last: 60}, {Kind: "on", First: 61, Last: 100}}
		supplementLog{test: days(c.form)}.divide(phases, nil, 0)
		if len(phases[0].Parts) != c.first || phases[1].Parts != nil || len(phases[2].Parts) != c.last {
			t.Errorf("%s: %+v", c.name, phases)
		}
	}
}

func TestDoseTiming(t *testing.T) {
	s := quietStudy()
	s.Doses = slices.Clone(s.Doses)
	for i := range 200 {
		night := day0 + record.Date(i)
		s.Sessions = append(s.Sessions, record.Session{Night: night, Onset: record.Moment{Day: night - 1, Minute: 23 * 60, Timed: true},
			Source: "whoop", Pos: record.Pos{File: "f.csv", Line: i + 2}})
	}
	if got := analysed(t, s).Intervention.Timing; got != nil {
		t.Errorf("doses without a clock time: %+v", got)
	}
	for i := range s.Doses {
		s.Doses[i].When.Timed, s.Doses[i].When.Minute = true, 21*60+30
		if i%4 == 0 {
			s.Doses[i].When.Minute = 18 * 60
		}
	}
	r := analysed(t, s)
	got := r.Intervention.Timing
	if got == nil || got.Nights != 80 || got.Median != 1.5 || got.Low != 1.5 || got.High != 5 {
		t.Fatalf("%+v, want 80 nights, 1.5 h in the middle, up to 5 h", got)
	}
	if n := noteOf(r.Intervention.DoseNotes, "timing"); n == nil || n.Measured[0] != (Measure{"hours", 1.5, "h"}) {
		t.Errorf("note %+v", n)
	}
}

// A product that holds something else is no test of magnesium: it is named with
// it and the claim is held down.
func TestCombinedProducts(t *testing.T) {
	r := analysed(t, changedFrom(0, func(d *record.Dose) { d.Form = "glycinate + B6" }))
	c := caveatOf(r, "combined_product")
	if c == nil || c.Severity != High || c.Words["supplement"] != "vitamin_b6" ||
		!slices.Equal(r.Intervention.CoStarted, []string{"vitamin_b6"}) {
		t.Errorf("a form that names B6: %+v, named with it %v", c, r.Intervention.CoStarted)
	}
	if o := outcomeOf(t, r, "hrv_rmssd"); !slices.Contains(o.Verdict.CappedBy, "co_start") {
		t.Errorf("capped by %v", o.Verdict.CappedBy)
	}
	r = analysed(t, changedFrom(0, func(d *record.Dose) { d.Supplement, d.Form = "Magnesium + L-theanine", "" }))
	c = caveatOf(r, "combined_product")
	if r.Intervention.Supplement != "magnesium_l_theanine" || c == nil || c.Words["parts"] != "magnesium, l_theanine" ||
		r.Intervention.Onset != 7 {
		t.Errorf("under its own name: %q, onset %d, %+v", r.Intervention.Supplement, r.Intervention.Onset, c)
	}
	if noteOf(r.Intervention.DoseNotes, "combined") == nil {
		t.Error("no note of the parts")
	}
	if c := caveatOf(analysed(t, quiet), "combined_product"); c != nil {
		t.Errorf("plain bisglycinate: %+v", c)
	}
}

func TestTopicalIsNotAdded(t *testing.T) {
	s := quietStudy()
	for i := 150; i < 160; i++ {
		s.Doses = append(s.Doses, record.Dose{When: momentOf(int(day0) + i), Supplement: "Magnesium oil spray", Amount: 500,
			HasAmount: true, Unit: "mg", Basis: record.BasisElemental, Taken: record.TakenYes, Source: "nof1.log"})
	}
	r := analysed(t, s)
	if r.Intervention.AmountRange[1] != 200 {
		t.Errorf("the largest day is %v mg, want 200", r.Intervention.AmountRange[1])
	}
	n := noteOf(r.Intervention.DoseNotes, "topical")
	if n == nil || n.Measured[0].Value != 10 {
		t.Errorf("%+v, want 10 days", n)
	}
	if noteOf(analysed(t, quiet).Intervention.DoseNotes, "topical") != nil {
		t.Error("a note without a spray")
	}
}

func TestLabelCeiling(t *testing.T) {
	named := changedFrom(0, func(d *record.Dose) { d.Supplement, d.Form, d.Unit, d.Amount = "Mg caps", "", "capsule", 2 })
	product := protocol.Product{Name: "Mg caps", Supplement: "magnesium", Form: "glycinate", PerUnit: 100, Unit: "mg", Basis: "elemental"}
	for _, c := range []struct {
		compound float64
		form     string
		id       string
	}{{500, "glycinate", "oxide_share"}, {500, "citrate", "above_ceiling"}, {720, "glycinate", ""}, {0, "glycinate", ""}} {
		s := named
		p := product
		p.Compound, p.Form = c.compound, c.form
		s.Settings.Products = []protocol.Product{p}
		notes := analysed(t, s).Intervention.DoseNotes
		for _, id := range []string{"oxide_share", "above_ceiling"} {
			n := noteOf(notes, id)
			if (n != nil) != (id == c.id) {
				t.Errorf("100 of %v mg %s: %s %+v", c.compound, c.form, id, n)
			}
			if n != nil && id == "oxide_share" && math.Abs(n.Measured[2].Value-38.5) > .1 {
				t.Errorf("share of oxide %v, want 38.5 %%", n.Measured[2].Value)
			}
		}
	}
}

func TestOwnSupplements(t *testing.T) {
	s := changedFrom(0, func(d *record.Dose) { d.Supplement, d.Form = "Melissa", "" })
	var err error
	s.Settings.Catalogue, err = protocol.NewCatalogue([]protocol.Custom{{ID: "lemon_balm", Aliases: []string{"melissa"},
		AnalysisOnset: 3, AnalysisWashout: 2,
		Expects: []protocol.CustomExpected{{Metric: "resting_hr", Direction: "down"}}}})
	if err != nil {
		t.Fatal(err)
	}
	r := analysed(t, s)
	o := outcomeOf(t, r, "resting_hr")
	if r.Intervention.Supplement != "lemon_balm" || r.Intervention.Onset != 3 || o.Role != RoleSecondary || o.Expected != record.Down {
		t.Errorf("%q, onset %d, role %s, expected %v", r.Intervention.Supplement, r.Intervention.Onset, o.Role, o.Expected)
	}
}

// A brand nobody declared is compared under its own name, with a note. A declared or
// catalogued brand counts as its supplement.
func TestUnknownBrandsAreNamed(t *testing.T) {
	for _, c := range []struct {
		name       string
		products   []protocol.Product
		supplement string
		noted      bool
	}{
		{"BisMag", nil, "bismag", true},
		{"BisMag", []protocol.Product{{Name: "bismag", Supplement: "magnesium"}}, "magnesium", false},
		{"Natural Calm", nil, "magnesium", false},
		{"Magtein", nil, "magnesium", false},
	} {
		s := changedFrom(0, func(d *record.Dose) { d.Supplement, d.Form = c.name, "" })
		s.Settings.Products = c.products
		iv := analysed(t, s).Intervention
		n := noteOf(iv.DoseNotes, "not_in_catalogue")
		if string(iv.Supplement) != c.supplement || (n != nil) != c.noted || n != nil && n.Words["product"] != c.name {
			t.Errorf("%s: %s, %+v", c.name, iv.Supplement, n)
		}
	}
	// Beside magnesium, what may be magnesium is named, and nothing else.
	s := changedFrom(150, func(d *record.Dose) { d.Supplement, d.Form = "Brightlab Magnesium", "" })
	s.Doses = append(s.Doses, record.Dose{When: momentOf(int(day0) + 190), Supplement: "Lion's Mane", Taken: record.TakenYes,
		Source: "nof1.log"})
	notes := analysed(t, s).Intervention.DoseNotes
	if n := noteOf(notes, "maybe_magnesium"); n == nil || n.Words["product"] != "Brightlab Magnesium" {
		t.Errorf("%+v", n)
	}
	if n := noteOf(notes, "not_in_catalogue"); n != nil {
		t.Errorf("magnesium is known: %+v", n)
	}
}

// Mineral water counts towards the upper level and is not the dose tested.
func TestMineralWaterIsSummed(t *testing.T) {
	s := made{nights: 200, on: from(120), seed: 1}.study() // 200 mg on 80 days
	for i := range 40 {
		s.Doses = append(s.Doses, record.Dose{When: momentOf(int(day0) + 122 + i), Supplement: "magnesium", Form: "mineral water",
			Amount: 100, HasAmount: true, Unit: "mg", Basis: record.BasisElemental, Taken: record.TakenYes, Source: "nof1.log"})
	}
	r := analysed(t, s)
	note := func(id string) *Note {
		for i, n := range r.Intervention.DoseNotes {
			if n.ID == id {
				return &r.Intervention.DoseNotes[i]
			}
		}
		return nil
	}
	above := note("upper_level_above_eu")
	if above == nil || above.Measured[0].Value != 40 {
		t.Fatalf("300 mg on 40 days is above 250 mg: %+v", above)
	}
	if n := note("beside"); n == nil || n.Measured[0].Value != 40 || n.Measured[1].Value != 100 {
		t.Errorf("%+v", n)
	}
	if *r.Intervention.ElementalMg != 200 {
		t.Errorf("the dose tested is %v mg, want 200", *r.Intervention.ElementalMg)
	}
	if caveatOf(r, "product_change") != nil {
		t.Error("water is no change of product")
	}
}
