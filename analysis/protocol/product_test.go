package protocol

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestResolve(t *testing.T) {
	products := []Product{
		{Name: "Mg Glycinate caps", Supplement: "magnesium", Form: "glycinate", PerUnit: 120, Unit: "mg", Basis: "elemental"},
		{Name: "Calm", Supplement: "Magnesium", Form: "carbonate", Unit: "mg"},
		{Name: "Nightcap", Supplement: "Lion's Mane", PerUnit: 1, Unit: "g"},
	}
	type row struct {
		name, form, unit string
		amount           float64
		hasAmount        bool
		basis            string
	}
	for _, c := range []struct {
		name string
		row  row
		want DoseIn
	}{
		{"pieces of a product", row{"mg glycinate  CAPS", "", "capsules", 2, true, ""},
			DoseIn{"magnesium", "bisglycinate", 240, true, "mg", "elemental"}},
		{"an amount without a unit is pieces", row{"Mg Glycinate caps", "", "", 3, true, "unknown"},
			DoseIn{"magnesium", "bisglycinate", 360, true, "mg", "elemental"}},
		{"a weight stays", row{"Mg Glycinate caps", "", "mg", 200, true, "compound"},
			DoseIn{"magnesium", "bisglycinate", 200, true, "mg", "compound"}},
		{"the row's form wins", row{"Mg Glycinate caps", "citrate", "mg", 200, true, ""},
			DoseIn{"magnesium", "citrate", 200, true, "mg", "elemental"}},
		{"how many pieces is not guessed", row{"Mg Glycinate caps", "", "", 0, false, ""},
			DoseIn{"magnesium", "bisglycinate", 0, false, "mg", "elemental"}},
		{"a product without content", row{"calm", "", "scoop", 1, true, ""},
			DoseIn{"magnesium", "carbonate", 1, true, "scoop", ""}},
		{"a product of something else", row{"Nightcap", "", "scoop", 2, true, ""},
			DoseIn{"lions_mane", "", 2, true, "g", ""}},
		{"form in the name", row{"Magnesium Citrate 400mg", "", "MG", 400, true, ""},
			DoseIn{"magnesium", "citrate", 400, true, "mg", ""}},
		{"brand that is a form", row{"Magtein", "", "mg", 2000, true, "compound"},
			DoseIn{"magnesium", "l-threonate", 2000, true, "mg", "compound"}},
		{"form not known", row{"magnesium", "Super Blend X", "mg", 400, true, ""},
			DoseIn{"magnesium", "super_blend_x", 400, true, "mg", ""}},
		{"zinc citrate is no magnesium citrate", row{"zinc", "Citrate", "mg", 15, true, ""},
			DoseIn{"zinc", "citrate", 15, true, "mg", ""}},
		{"unknown supplement", row{"Rhodiola Rosea", "", "mg", 300, true, ""},
			DoseIn{"rhodiola_rosea", "", 300, true, "mg", ""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := c.row
			supplement, form, dose := builtIn().Resolve(r.name, r.form, r.unit, r.amount, r.hasAmount, r.basis, products)
			if diff := cmp.Diff(c.want, dose); diff != "" {
				t.Errorf("dose (-want +got):\n%s", diff)
			}
			if supplement != c.want.Supplement || form != c.want.Form {
				t.Errorf("Resolve = %q, %q, want as in the dose", supplement, form)
			}
		})
	}
}

// TestResolveThenElemental follows one row of a log.
func TestResolveThenElemental(t *testing.T) {
	products := []Product{{Name: "Neuro", Supplement: "magnesium", Form: "magtein", PerUnit: 667, Unit: "mg", Basis: "compound"}}
	_, _, dose := builtIn().Resolve("neuro", "", "capsule", 3, true, "", products)
	if mg, ok, why := Elemental(dose); !ok || why != "" || mg < 144 || mg > 144.1 {
		t.Errorf("3 capsules of 667 mg threonate = %v mg, %v, %q, want 144.07", mg, ok, why)
	}
}

func TestKnows(t *testing.T) {
	products := []Product{{Name: "BisMag", Supplement: "magnesium"}, {Name: "Slow-Mag", Supplement: "magnesium"},
		{Name: "Nightcap", Supplement: "Lion's Mane"}}
	var c *Catalogue
	for name, want := range map[string]bool{
		"Magtein": true, "Natural Calm": true, "magnesium citrate 400 mg": true, "KSM-66": true, "Silexan": true, "coffee": true,
		"ZMA": true, "Magnesium + B6": true, "Epsom salt bath": true, "mineral water": true,
		"bismag": true, "slow mag": true, "SLOW_MAG": true, // declared, however it is written
		"Nightcap": false, // declared as something nothing is known of
		"MagMind":  false, "Magnesium Breakthrough": false, "Lion's Mane": false, "": false,
	} {
		if got := c.Knows(name, products); got != want {
			t.Errorf("Knows(%q) = %v", name, got)
		}
	}
	if c.Knows("BisMag", nil) {
		t.Error("a brand nobody declared is known")
	}
	for name, want := range map[string]bool{
		"Brightlab Magnesium Sleep": true, "Mag Plus": true, "Lion's Mane 500 mg": false, "MagMind": false,
	} {
		if got := MentionsMagnesium(name); got != want {
			t.Errorf("MentionsMagnesium(%q) = %v", name, got)
		}
	}
}
