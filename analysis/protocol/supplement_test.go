package protocol_test

import (
	"regexp"
	"slices"
	"testing"
	"time"

	"nof1/analysis/protocol"
	"nof1/importers/record"
)

// TestSupplements holds every row to the rules of the file.
func TestSupplements(t *testing.T) {
	all := protocol.All()
	if len(all) != 17 || all[0].ID != "magnesium" {
		t.Fatalf("%d supplements, first %q, want 17, magnesium first", len(all), all[0].ID)
	}
	id := regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	seen := map[string]bool{}
	for _, s := range all {
		if !id.MatchString(s.ID) || seen[s.ID] {
			t.Errorf("%s: id is odd or occurs twice", s.ID)
		}
		seen[s.ID] = true
		if s.Name == "" || s.Dose == "" || !slices.Contains([]string{"mg", "g", "iu"}, s.Unit) {
			t.Errorf("%s: name %q, dose %q, unit %q", s.ID, s.Name, s.Dose, s.Unit)
		}
		for _, nights := range []int{s.AnalysisOnset, s.AnalysisWashout} {
			if nights < 1 || nights > 28 {
				t.Errorf("%s: %d nights left out, want 1 to 28", s.ID, nights)
			}
		}
		for _, span := range [][2]int{{s.AnalysisOnset, s.PlanDays.Onset}, {s.AnalysisWashout, s.PlanDays.Washout}} {
			if span[1] < 1 || span[1] > 90 || s.ID == "magnesium" && span[1] <= span[0] {
				t.Errorf("%s: %d days for planning, %d nights left out", s.ID, span[1], span[0])
			}
		}
		if s.PlanOnset.Text == "" || s.PlanWashout.Text == "" || s.Safety.Text == "" || s.Amounts.Text == "" || s.Evidence.Text == "" {
			t.Errorf("%s: a text is missing", s.ID)
		}
		if s.Diary != (s.ID == "caffeine" || s.ID == "alcohol") {
			t.Errorf("%s: diary is %v", s.ID, s.Diary)
		}
		checkExpectations(t, s)
		for _, metric := range append(s.NoneExpected, s.Unknown...) {
			if _, ok := record.MetricByID(metric); !ok {
				t.Errorf("%s: no metric %q", s.ID, metric)
			}
			if _, ok := s.Expectation(metric); ok {
				t.Errorf("%s expects %s and does not", s.ID, metric)
			}
		}
		for _, r := range s.Routes {
			for _, metric := range r.Predicts {
				if _, ok := s.Expectation(metric); !ok {
					t.Errorf("%s: %s predicts %s, which the row does not expect", s.ID, r.ID, metric)
				}
			}
		}
	}
}

// Every self-rated symptom has a direction, "none expected" or "unknown" for
// magnesium.
func TestMagnesiumSaysSomethingOfEveryRating(t *testing.T) {
	s, _ := protocol.Lookup("magnesium")
	for _, m := range record.Metrics {
		if m.Kind != record.Rating || m.ID == "sleep_quality" {
			continue
		}
		if _, ok := s.Expectation(m.ID); !ok && !slices.Contains(s.NoneExpected, m.ID) && !slices.Contains(s.Unknown, m.ID) {
			t.Errorf("magnesium says nothing of %s", m.ID)
		}
	}
}

func TestUpperLevelsIn(t *testing.T) {
	for region, want := range map[string]float64{"us": 350, "eu": 250, "uk": 400, "no": 350} {
		if got := protocol.UpperLevelsIn(region); len(got) != 1 || got[0].Mg != want || got[0].Source == "" {
			t.Errorf("%s: %+v", region, got)
		}
	}
	if got := protocol.UpperLevelsIn(""); len(got) != 2 || got[0].Region != "us" || got[1].Region != "eu" {
		t.Errorf("without a region: %+v", got)
	}
}

func checkExpectations(t *testing.T, s protocol.Supplement) {
	t.Helper()
	seen := map[string]bool{}
	for _, e := range s.Expects {
		if _, ok := record.MetricByID(e.Metric); !ok || seen[e.Metric] {
			t.Errorf("%s expects %q: not in the catalogue or twice", s.ID, e.Metric)
		}
		seen[e.Metric] = true
		if !slices.Contains([]string{"up", "down"}, e.Direction) || !slices.Contains([]string{"B", "C", "D", "X"}, e.Grade) {
			t.Errorf("%s expects %s: direction %q, grade %q", s.ID, e.Metric, e.Direction, e.Grade)
		}
	}
}

// claims are words no printed text may use: a row is context, not a promise.
var claims = regexp.MustCompile(`(?i)\b(proves?|cures?|treats?|treatments?|heals?|prevents?|diagnos\w*|works|effective|` +
	`guarantee\w*|boosts?|optimi[sz]e\w*|normal|deficien\w*|due to|because of|you should)\b`)

// TestTextsAreSourced: a text counts as a fact only with its source, and no
// text promises anything.
func TestTextsAreSourced(t *testing.T) {
	for _, s := range protocol.All() {
		for _, text := range append(s.More, s.PlanOnset, s.PlanWashout, s.Amounts, s.Evidence, s.Safety) {
			if text.Verified && (text.Source == "" || text.Text == "") {
				t.Errorf("%s: %q is marked verified without a source", s.ID, text.Text)
			}
			if w := claims.FindString(text.Text); w != "" {
				t.Errorf("%s: %q promises: %q", s.ID, text.Text, w)
			}
		}
	}
}

// dated finds the year of a source.
var dated = regexp.MustCompile(`\b(19[5-9]\d|20[0-4]\d)\b`)

// TestExpectationsAreSourced: every direction says who saw it, when and what they
// saw, or is marked as an idea alone.
func TestExpectationsAreSourced(t *testing.T) {
	ideas := 0
	for _, s := range protocol.All() {
		for _, e := range s.Expects {
			switch {
			case e.Source == "" && e.Found == "" && e.Grade == "D":
				ideas++
			case e.Source == "" || e.Found == "":
				t.Errorf("%s expects %s (%s): found %q, source %q: want both, or neither and grade D",
					s.ID, e.Metric, e.Grade, e.Found, e.Source)
			case !dated.MatchString(e.Source):
				t.Errorf("%s expects %s: source %q has no year", s.ID, e.Metric, e.Source)
			}
			if w := claims.FindString(e.Found); w != "" {
				t.Errorf("%s expects %s: %q promises: %q", s.ID, e.Metric, e.Found, w)
			}
		}
	}
	if ideas != 1 {
		t.Errorf("%d directions without a source, want one (magnesium and muscle tension): say in the row what was read", ideas)
	}
}

// TestSafetyLinesAreSourced: nobody is warned of something no one has read.
func TestSafetyLinesAreSourced(t *testing.T) {
	for _, s := range protocol.All() {
		if !s.Safety.Verified {
			t.Errorf("%s: %q has no source", s.ID, s.Safety.Text)
		}
	}
}

// TestAnalysisNights pins what the analysis leaves out: a change moves results.
func TestAnalysisNights(t *testing.T) {
	want := map[string]int{
		"magnesium": 7, "ashwagandha": 14, "omega_3": 28, "vitamin_d": 28, "creatine": 14, "zinc": 14, "inositol": 14,
		"lavender_oil": 7, "valerian": 7, "chamomile": 7, "taurine": 3, "cbd": 3, "melatonin": 1, "glycine": 1,
		"l_theanine": 1, "caffeine": 2, "alcohol": 1,
	}
	for _, s := range protocol.All() {
		if s.AnalysisOnset != want[s.ID] || s.AnalysisWashout != want[s.ID] {
			t.Errorf("%s: onset %d, washout %d, want %d", s.ID, s.AnalysisOnset, s.AnalysisWashout, want[s.ID])
		}
	}
}

func TestLookupAndCanonical(t *testing.T) {
	for name, want := range map[string]string{
		"magnesium": "magnesium", "Magnesium 400 mg": "magnesium", "magnesium 400": "magnesium",
		"Mg": "magnesium", "magnesuim": "magnesium",
		"Magnesium Glycinate": "magnesium", "mag citrate caps": "magnesium", "Magnesium (malate)": "magnesium", "Magtein": "magnesium",
		"l-theanine": "l_theanine", "L_Theanine": "l_theanine", "theanine": "l_theanine", "vitamind3": "vitamin_d",
		"Vitamin D3 2000 IU": "vitamin_d", "omega3": "omega_3", "Omega-3": "omega_3", "fish oil": "omega_3",
		"Creatine Monohydrate 5g": "creatine",
		"ashwaganda":              "ashwagandha", "KSM-66": "ashwagandha", "myo-inositol": "inositol", "Silexan": "lavender_oil",
		"apigenin": "chamomile", "coffee": "caffeine", "zinc citrate": "zinc", "CBD oil": "cbd",
	} {
		if got := protocol.Canonical(name); got != want {
			t.Errorf("Canonical(%q) = %q, want %q", name, got, want)
		}
		if s, ok := protocol.Lookup(name); !ok || s.ID != want {
			t.Errorf("Lookup(%q) = %q, %v, want %q", name, s.ID, ok, want)
		}
	}
	for name, want := range map[string]string{
		"Lion's Mane": "lions_mane", "": "", "  5-HTP ": "5_htp", "Käsepappel Tee": "käsepappel_tee",
		// A product that combines is not a test of one of its parts.
		"Magnesium + B6": "magnesium_b6", "zinc & magnesium": "zinc_magnesium", "magnesium theanine": "magnesium_theanine",
	} {
		if s, ok := protocol.Lookup(name); ok {
			t.Errorf("Lookup(%q) = %q, want none", name, s.ID)
		}
		if got := protocol.Canonical(name); got != want {
			t.Errorf("Canonical(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestCanonicalIsStable(t *testing.T) {
	for _, s := range protocol.All() {
		if got := protocol.Canonical(s.ID); got != s.ID {
			t.Errorf("Canonical(%q) = %q", s.ID, got)
		}
	}
	for _, name := range []string{"Lion's Mane", "5-HTP", "magnesium + b6"} {
		once := protocol.Canonical(name)
		if twice := protocol.Canonical(once); twice != once {
			t.Errorf("Canonical(%q) = %q, again %q", name, once, twice)
		}
	}
}

func TestExpectation(t *testing.T) {
	s, _ := protocol.Lookup("magnesium")
	if e, ok := s.Expectation("resting_hr"); !ok || e.Direction != "down" || e.Grade != "C" {
		t.Errorf("magnesium and resting_hr: %+v, %v", e, ok)
	}
	if e, ok := s.Expectation("loose_stool"); !ok || !e.Harm || e.Direction != "up" {
		t.Errorf("magnesium and loose_stool: %+v, %v", e, ok)
	}
	if _, ok := s.Expectation("steps"); ok {
		t.Error("magnesium expects steps")
	}
}

func TestKnownBreaks(t *testing.T) {
	breaks := protocol.KnownBreaks()
	var last time.Time
	found := false
	for _, b := range breaks {
		from, to, err := b.Span()
		if err != nil || from.Before(last) || to.Before(from) || b.Certain() && !to.Equal(from) {
			t.Errorf("%+v: %v, from %s to %s, or order", b, err, from, to)
		}
		last = from
		if b.Source == "" || b.Reason == "" || b.Evidence == "" || b.Metrics != nil && len(b.Metrics) == 0 {
			t.Errorf("%+v: a field is empty", b)
		}
		if b.Reach != protocol.ReachAll && b.Reach != protocol.ReachDevice && b.Reach != protocol.ReachChoice {
			t.Errorf("%+v: no reach", b)
		}
		for _, m := range b.Metrics {
			if _, ok := record.MetricByID(m); !ok {
				t.Errorf("%+v: no metric %q", b, m)
			}
		}
		if b.Source == "whoop" && b.Date == "2025-02-24" {
			found = true
			if slices.Contains(b.Metrics, "hrv_rmssd") || !slices.Contains(b.Metrics, "deep") {
				t.Errorf("staging changed, heart rate variability did not: %v", b.Metrics)
			}
		}
	}
	if !found {
		t.Error("the WHOOP staging change is missing")
	}
}
