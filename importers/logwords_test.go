package importers

import (
	"strings"
	"testing"
	"testing/fstest"

	"nof1/importers/record"
)

func TestNamesSupplement(t *testing.T) {
	for name, want := range map[string]bool{
		"Magnesium": true, "took magnesium 400": true, "Magnésium (bisglycinate)": true, "Mg-threonate": true,
		"L-theanine": true, "Omega-3": true, "Vitamin D3": true, "vitamin_d": true, "KSM-66 Ashwagandha": true,
		"multivitamin": true, "5-HTP": true,
		"no magnesium": false, "buy magnesium": false, "Walk": false, "Iron the shirts": false, "Cronometer accurate?": false,
		"": false, "Vitaminwater": false,
	} {
		if got := OwnNames(nil).Supplement(name); got != want {
			t.Errorf("%q: %v, want %v", name, got, want)
		}
	}
}

// What the user calls a supplement is one, in whatever spelling, and nothing else
// becomes one by it.
func TestOwnNames(t *testing.T) {
	own := newOwnNames([]string{"Lemon_Balm", " Melissa ", "L-Citrullin", ""})
	for name, want := range map[string]bool{
		"lemon balm": true, "Lemon Balm (caps)": true, "MELISSA tea": true, "l-citrullin 3 g": true, "Zinc": true,
		"lemon": false, "balm lemon": false, "no melissa": false, "Melissas birthday": false, "": false,
	} {
		if got := own.Supplement(name); got != want {
			t.Errorf("%q: %v, want %v", name, got, want)
		}
	}
}

// A name the user calls a supplement makes doses of what every kind of log says
// of it, and diary entries without it.
func TestReadOwnNames(t *testing.T) {
	files := fstest.MapFS{
		"Checkmarks.csv": {Data: []byte("Date,Melissa,Walk,\n2031-03-05,2,2,\n2031-03-04,0,2,\n")},
		"daylio.csv":     {Data: []byte("full_date,date,weekday,time,mood,activities,note\n2031-03-05,March 5,Wednesday,9:01 PM,good,\"walk | melissa\",\n")},
		"nomie.csv":      {Data: []byte("epoch,start,end,offset,note\n1930518000000,2031-03-05T21:00:00,2031-03-05T21:00:00,-60,#melissa(2) #walk\n")},
		"bearable.csv":   {Data: []byte("date,weekday,time of day,category,rating/amount,detail,notes\n\"5th Mar 2031\",\"Wednesday\",\"\",\"Factors\",\"\",\"Melissa | Walk\",\"\"\n")},
		"servings.csv":   {Data: []byte("Day,Time,Group,Food Name,Amount\n2031-03-05,,Evening,Melissa drops,20.00 drops\n")},
		"tag.csv":        {Data: []byte("tag_type_code,start_day,custom_name,comment\ncustom,2031-03-05,Melissa,\n")},
		"wide.csv":       {Data: []byte("date,melissa,anxiety\n2031-03-05,1,3\n")},
	}
	for _, names := range [][]string{nil, {"melissa"}} {
		res, err := Read(t.Context(), files, Options{Formats: AllFormats(), Supplements: names})
		if err != nil {
			t.Fatal(err)
		}
		doses := map[string]int{}
		for _, d := range res.Doses {
			doses[d.Pos.File]++
			if !strings.Contains(strings.ToLower(d.Supplement), "melissa") {
				t.Errorf("a dose of %q", d.Supplement)
			}
		}
		for file := range files {
			if want := len(names) > 0; want != (doses[file] > 0) {
				t.Errorf("own names %v: %d doses of %s", names, doses[file], file)
			}
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
		if name, unit := SplitNameUnit(cell); name != want[0] || unit != want[1] {
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
		{"Anxiety", "", 7, "Anxiety (own scale)", 7, false},
		{"Anxiety", "0-10", 7, "anxiety", 7, false},
		{"Anxiety (1-5)", "", 4, "anxiety", 7.5, false},
		{"Anxiety (1-5)", "", 6, "Anxiety (1-5) (own scale)", 6, false},
		{"GAD7", "", 7, "gad7", 7, false},
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
		e := ValueEntry(record.Entry{}, test.name, test.unit, test.v)
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
		if got := TagItem(tag); got != want {
			t.Errorf("%q: %q, want %q", tag, got, want)
		}
	}
}
