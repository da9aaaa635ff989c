package importers

import "testing"

func TestNamesSupplement(t *testing.T) {
	for name, want := range map[string]bool{
		"Magnesium": true, "took magnesium 400": true, "Magnésium (bisglycinate)": true, "Mg-threonate": true,
		"L-theanine": true, "Omega-3": true, "Vitamin D3": true, "vitamin_d": true, "KSM-66 Ashwagandha": true,
		"multivitamin": true, "5-HTP": true,
		"no magnesium": false, "buy magnesium": false, "Walk": false, "Iron the shirts": false, "Cronometer accurate?": false,
		"": false, "Vitaminwater": false,
	} {
		if got := namesSupplement(name); got != want {
			t.Errorf("%q: %v, want %v", name, got, want)
		}
	}
}

func TestSplitNameUnit(t *testing.T) {
	for cell, want := range map[string][2]string{
		"Glycine (mg)":                {"Glycine", "mg"},
		"Vitamin B12 (µg)":            {"Vitamin B12", "ug"},
		"Magnesium (citrate) (mg)":    {"Magnesium (citrate)", "mg"},
		"Magnesium (glycinate)":       {"Magnesium (glycinate)", ""},
		"Fish oil (Capsules)":         {"Fish oil", "capsules"},
		"(mg)":                        {"(mg)", ""},
		" Zinc ":                      {"Zinc", ""},
		"Magnesium (mg) in the night": {"Magnesium (mg) in the night", ""},
	} {
		if name, unit := splitNameUnit(cell); name != want[0] || unit != want[1] {
			t.Errorf("%q: %q and %q, want %q", cell, name, unit, want)
		}
	}
}

// Another app's number becomes a rating or an amount of ours only where it can
// be one.
func TestValueEntry(t *testing.T) {
	tests := []struct {
		name, unit string
		v          float64
		item       string
		want       float64
		yesNo      bool
	}{
		{"Anxiety", "", 7, "anxiety", 7, false},
		{"Anxiety", "", 70, "Anxiety (own scale)", 70, false},
		{"Caffeine", "mg", 200, "caffeine", 200, false},
		{"Caffeine", "", 2, "caffeine", 1, true},
		{"Caffeine", "", 0, "caffeine", 0, true},
		{"alcohol", "drinks", 2, "alcohol", 2, false},
		{"alcohol", "glasses", 2, "alcohol", 1, true},
		{"deep", "", 5, "deep (own scale)", 5, false},
		{"Low mood", "", 5, "Low mood", 5, false},
		{"Illness", "", 1, "illness", 1, false},
	}
	for _, test := range tests {
		e := valueEntry(Entry{}, test.name, test.unit, test.v)
		if e.Item != test.item || e.Value != test.want || e.YesNo != test.yesNo || !e.HasValue {
			t.Errorf("%s %v %s: %+v", test.name, test.v, test.unit, e)
		}
	}
}

func TestTagItem(t *testing.T) {
	for tag, want := range map[string]string{
		"Alcohol": "alcohol", "red wine": "alcohol", "no alcohol": "no alcohol", "Coffee": "caffeine", "Illness": "illness",
		"sick": "illness", "Late meal": "late_meal", "stress": "stress_event", "Reading  a book": "Reading a book", "deep": "deep",
	} {
		if got := tagItem(tag); got != want {
			t.Errorf("%q: %q, want %q", tag, got, want)
		}
	}
}
