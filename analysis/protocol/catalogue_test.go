package protocol

import (
	"strings"
	"testing"
)

func TestNewCatalogue(t *testing.T) {
	c, err := NewCatalogue([]Custom{{ID: "lemon_balm", Name: "lemon balm", Aliases: []string{"Melissa"},
		AnalysisOnset: 5, AnalysisWashout: 3, Expects: []CustomExpected{{"sol", "down"}}}})
	if err != nil {
		t.Fatal(err)
	}
	s, ok := c.Lookup("MELISSA 300 mg capsules")
	if !ok || s.ID != "lemon_balm" || s.Expects[0].Direction != "down" {
		t.Errorf("%+v, %v", s, ok)
	}
	if id := c.Canonical("melissa"); id != "lemon_balm" {
		t.Errorf("Canonical = %q", id)
	}
	if onset, washout := c.Windows("Melissa"); onset != 5 || washout != 3 {
		t.Errorf("windows %d and %d, want 5 and 3", onset, washout)
	}
	if n := len(c.All()); n != len(All())+1 {
		t.Errorf("%d rows, want one more than built in", n)
	}
	if _, ok := Lookup("Melissa"); ok {
		t.Error("the built-in catalogue was changed")
	}
	id, _, _ := c.Resolve("Melissa", "", "mg", 300, true, "", nil)
	if id != "lemon_balm" {
		t.Errorf("Resolve = %q", id)
	}
}

func TestNilCatalogueIsTheBuiltIn(t *testing.T) {
	var c *Catalogue
	if s, ok := c.Lookup("Magtein"); !ok || s.ID != magnesium {
		t.Errorf("%+v, %v", s, ok)
	}
	if onset, _ := c.Windows("zinc"); onset != 14 {
		t.Errorf("zinc's onset %d", onset)
	}
	for name, want := range map[string]PlanDays{"Magtein": {56, 28}, "ZMA": {84, 28}, "magnesium oil spray": {56, 28}, "Lion's Mane": {}} {
		if got := c.PlanDays(name); got != want {
			t.Errorf("PlanDays(%q) = %+v, want %+v", name, got, want)
		}
	}
	if len(c.All()) != 17 {
		t.Errorf("%d rows", len(c.All()))
	}
}

func TestNewCatalogueRefuses(t *testing.T) {
	for _, c := range []struct {
		row  Custom
		want string
	}{
		{Custom{ID: "Lemon Balm"}, `supplements[0].id "Lemon Balm": want small letters`},
		{Custom{ID: ""}, "supplements[0].id"},
		{Custom{ID: "x", AnalysisOnset: -1}, "supplements[0].analysis_onset is -1: want 0 to 90"},
		{Custom{ID: "x", AnalysisWashout: 91}, "supplements[0].analysis_washout is 91"},
		{Custom{ID: "x", Expects: []CustomExpected{{"sol", "sideways"}}},
			`supplements[0].expects[0].direction "sideways": want up or down`},
		{Custom{ID: "magnesium"}, `"magnesium" of magnesium is also a name of magnesium`},
		{Custom{ID: "balm", Aliases: []string{"Fish Oil"}}, `"Fish Oil" of balm is also a name of omega_3`},
	} {
		if _, err := NewCatalogue([]Custom{c.row}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.row, err, c.want)
		}
	}
}
