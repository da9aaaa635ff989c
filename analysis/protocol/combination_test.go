package protocol

import (
	"slices"
	"testing"
)

func TestParts(t *testing.T) {
	var c *Catalogue
	for name, want := range map[string][]string{
		"Magnesium + B6":                    {"magnesium", "vitamin_b6"},
		"magnesium_b6":                      {"magnesium", "vitamin_b6"}, // as an id
		"Mag glycinate & L-theanine caps":   {"magnesium", "l_theanine"},
		"magnesium theanine":                {"magnesium", "l_theanine"},
		"Magnesium with Ashwagandha 300 mg": {"magnesium", "ashwagandha"},
		"Melatonin 1 mg, Magnesium citrate": {"melatonin", "magnesium"},
		"ZMA":                               {"zinc", "magnesium", "vitamin_b6"},
		"Cal-Mag":                           {"calcium", "magnesium"},
		"fish oil vitamin D3":               {"omega_3", "vitamin_d"},
		"magnesium":                         nil,
		"Magnesium Citrate 400 mg":          nil,
		"magnesium citrate malate":          nil, // two forms are still magnesium
		"zinc bisglycinate":                 nil,
		"L-Theanine mg":                     nil, // a unit left behind
		"sleep blend with melatonin":        nil,
		"Lion's Mane":                       nil,
		"":                                  nil,
		"magnesium oil spray":               nil,
		"Vitamin C 500 mg":                  nil,
	} {
		if got := c.Parts(name); !slices.Equal(got, want) {
			t.Errorf("Parts(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestTopical(t *testing.T) {
	for name, want := range map[string]string{
		"magnesium oil": Topical, "Magnesium Oil Spray": Topical, "Epsom salt bath": Topical, "magnesium chloride flakes": Topical,
		"mag lotion": Topical, "magnesium": "magnesium", "fish oil": "omega_3", "lavender oil": "lavender_oil", "epsom salt": "epsom_salt",
		"CBD oil": "cbd", "oil": "oil", "bath": "bath", "hot bath": "hot_bath", "magnesium_topical": Topical,
	} {
		if got := Canonical(name); got != want {
			t.Errorf("Canonical(%q) = %q, want %q", name, got, want)
		}
	}
	for form, want := range map[string]string{"spray": Topical, "oil": Topical, "citrate": "magnesium", "": "magnesium",
		"chloride lotion": Topical} {
		if got, _, _ := builtIn().Resolve("magnesium", form, "mg", 100, true, BasisElemental, nil); got != want {
			t.Errorf("magnesium, form %q: %q, want %q", form, got, want)
		}
	}
}

// A combined product waits as long as its slowest part.
func TestWindowsOfCombinations(t *testing.T) {
	var c *Catalogue
	for name, want := range map[string]int{"magnesium_b6": 7, "magnesium + ashwagandha": 14, Topical: 7, "lions_mane": 0, "melatonin": 1} {
		if onset, washout := c.Windows(name); onset != want || washout != want {
			t.Errorf("Windows(%q) = %d, %d, want %d", name, onset, washout, want)
		}
	}
}
