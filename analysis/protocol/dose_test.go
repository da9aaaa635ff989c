package protocol

import (
	"math"
	"testing"
)

func TestElemental(t *testing.T) {
	mag := func(form string, amount float64, unit, basis string) DoseIn {
		return DoseIn{Supplement: "magnesium", Form: form, Amount: amount, HasAmount: true, Unit: unit, Basis: basis}
	}
	for _, c := range []struct {
		name string
		in   DoseIn
		mg   float64
		why  string
	}{
		// Worked examples: 7.2 % of threonate as labelled (not the formula's 8.25 %),
		// 14.1 % of bisglycinate, and 414 mg of oxide twice a day holding 500 mg.
		{"threonate", mag("l-threonate", 2000, "mg", BasisCompound), 144, ""},
		{"bisglycinate", mag("magnesium glycinate", 1418, "mg", BasisCompound), 199.938, ""},
		{"oxide", mag("oxide", 414, "mg", BasisCompound), 249.642, ""},
		{"elemental needs no form", mag("", 200, "mg", BasisElemental), 200, ""},
		{"elemental of a label-only form", mag("malate", 200, "mg", BasisElemental), 200, ""},
		{"grams", mag("l-threonate", 2, " G ", BasisCompound), 144, ""},
		{"micrograms", mag("", 500, "mcg", BasisElemental), 0.5, ""},
		{"micro sign", mag("", 500, "\u00b5g", BasisElemental), 0.5, ""},
		{"Greek mu", mag("", 500, "\u03bcg", BasisElemental), 0.5, ""},
		{"nothing taken", mag("", 0, "", ""), 0, ""},
		{"unknown basis", mag("citrate", 400, "mg", ""), 0, BasisUnknown},
		{"odd basis", mag("citrate", 400, "mg", "unknown"), 0, BasisUnknown},
		{"malate spans 8 to 23 %", mag("malate", 1000, "mg", BasisCompound), 0, FormUnknown},
		{"dimagnesium malate is by label", mag("malate_di", 1000, "mg", BasisCompound), 0, FormUnknown},
		{"buffered", mag("buffered glycinate", 1000, "mg", BasisCompound), 0, FormUnknown},
		{"blend", mag("blend", 1000, "mg", BasisCompound), 0, FormUnknown},
		{"form not said", mag("", 1000, "mg", BasisCompound), 0, FormUnknown},
		{"form of another element",
			DoseIn{Supplement: "zinc", Form: "citrate", Amount: 50, HasAmount: true, Unit: "mg", Basis: BasisCompound}, 0, FormUnknown},
		{"capsules", mag("citrate", 2, "capsules", BasisElemental), 0, ProductUnknown},
		{"international units", mag("", 400, "IU", BasisElemental), 0, UnitUnknown},
		{"no unit", mag("citrate", 400, "", BasisElemental), 0, UnitUnknown},
		{"no amount", DoseIn{Supplement: "magnesium", Unit: "mg", Basis: BasisElemental}, 0, AmountUnknown},
		{"negative", mag("", -1, "mg", BasisElemental), 0, AmountUnknown},
		{"not a number", mag("", math.NaN(), "mg", BasisElemental), 0, AmountUnknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			mg, ok, why := Elemental(c.in)
			if math.Abs(mg-c.mg) > 1e-9 || why != c.why || ok != (c.why == "") {
				t.Errorf("Elemental = %v, %v, %q, want %v, %q", mg, ok, why, c.mg, c.why)
			}
		})
	}
}

func TestSwapCheck(t *testing.T) {
	for _, c := range []struct {
		mg   float64
		form string
		want float64
		ok   bool
	}{
		{2000, "l-threonate", 144, true},
		{350.1, "oxide", 211.1103, true},
		{350, "oxide", 0, false},
		{200, "citrate", 0, false},
		{2000, "malate", 0, false},
		{2000, "", 0, false},
		{math.NaN(), "oxide", 0, false},
	} {
		if got, ok := SwapCheck(c.mg, c.form); ok != c.ok || math.Abs(got-c.want) > 1e-9 {
			t.Errorf("SwapCheck(%v, %q) = %v, %v, want %v, %v", c.mg, c.form, got, ok, c.want, c.ok)
		}
	}
}

func TestUpperLevels(t *testing.T) {
	want := map[string]float64{"us": 350, "eu": 250, "uk": 400, "no": 350}
	for _, l := range UpperLevels() {
		if l.Mg != want[l.Region] || l.Source == "" {
			t.Errorf("%+v, want %v mg with a source", l, want[l.Region])
		}
		delete(want, l.Region)
	}
	if len(want) > 0 {
		t.Errorf("no level for %v", want)
	}
}
