package protocol

import "testing"

func TestBeside(t *testing.T) {
	for name, want := range map[string]string{
		"mineral water": Beside, "Magnesium from mineral water": Beside, "magnesium (antacid)": Beside, "Mineral water magnesium": Beside,
		"multivitamin magnesium": Beside, Beside: Beside,
		"water": "water", "antacid": "antacid", "multivitamin": "multivitamin", // these may hold none
		"magnesium": magnesium, "milk of magnesia": magnesium, "magnesium with b6": "magnesium_with_b6", "mineral": "mineral",
	} {
		if got := Canonical(name); got != want {
			t.Errorf("Canonical(%q) = %q, want %q", name, got, want)
		}
	}
	id, _, in := builtIn().Resolve("magnesium", "mineral water", "mg", 110, true, BasisElemental, nil)
	if mg, ok, why := Elemental(in); id != Beside || !ok || mg != 110 {
		t.Errorf("110 mg in mineral water: %q, %v mg, %v %s", id, mg, ok, why)
	}
	if id, _, _ := builtIn().Resolve("magnesium", "citrate", "mg", 110, true, BasisElemental, nil); id != magnesium {
		t.Errorf("a citrate is %q", id)
	}
}
