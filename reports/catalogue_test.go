package reports

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nof1/analysis"
	"nof1/analysis/protocol"
	"nof1/importers/record"
	"nof1/reports/words"
)

// forbidden are the words a personal log must not use: they claim a cause, a
// cure or a judgement on the body.
var forbidden = regexp.MustCompile(`(?i)\b(prove[snd]?|proven|cure[sd]?|treat(s|ed|ment)?|heal(s|ed)?|prevent(s|ed)?|diagnos\w*|clinically (proven|significant|validated)|` +
	`works|effective|guarantee\w*|boost(s|ed)?|optimi[sz]e\w*|detox|balance your (hormones|nervous system)|because of (the )?magnesium|caused by|due to|thanks to|` +
	`responder|deficien(t|cy)|cortisol|GABA|NMDA|anxiety disorder|your anxiety (is|was|improved)|stress hormone|vagal tone improved|medical grade|safe for you|` +
	`you should (take|stop|increase|reduce)|recommended dose for you|statistically significant|normal|abnormal|n-of-1 proof)\b|!|improve[sd]?\b|\bworse\b|\bbetter sleep\b`)

// fixed are the blocks printed word for word, which name what cannot be shown.
var fixed = []string{"cannot", "disclaimer", "ideas"}

func rawCatalogue(t *testing.T) map[string]string {
	t.Helper()
	all, err := words.Sentences(words.English)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for id, tmpl := range all {
		out[id] = tmpl.Root.String()
	}
	return out
}

func TestCatalogueHasNoForbiddenWord(t *testing.T) {
	for id, text := range rawCatalogue(t) {
		if slices.Contains(fixed, id) || strings.HasPrefix(id, "escalation.") || strings.HasPrefix(id, "mechanism.") {
			continue
		}
		if m := forbidden.FindString(regexp.MustCompile(`\{\{.*?\}\}`).ReplaceAllString(text, "X")); m != "" {
			t.Errorf("%s: %q in %q", id, m, text)
		}
	}
}

func TestForbiddenWordsAreFound(t *testing.T) {
	for _, bad := range []string{"it works", "Magnesium boosts sleep", "because of magnesium", "a responder", "normal HRV", "due to",
		"Great!", "treatment"} {
		if !forbidden.MatchString(bad) {
			t.Errorf("%q passes", bad)
		}
	}
	for _, good := range []string{"Worth about 122 independent nights", "health", "proof of cause", "was higher while you took", "workshop"} {
		if forbidden.MatchString(good) {
			t.Errorf("%q fails", good)
		}
	}
}

// Short sentences: the long ones are the answers, which carry their range.
func TestSentencesAreShort(t *testing.T) {
	control := regexp.MustCompile(`\{\{(if|with|else|end|and).*?\}\}`)
	action := regexp.MustCompile(`\{\{.*?\}\}`)
	end := regexp.MustCompile(`[.:] |\.$`)
	for id, text := range rawCatalogue(t) {
		if slices.Contains(fixed, id) || strings.HasPrefix(id, "verdict.changed") {
			continue
		}
		for _, s := range end.Split(action.ReplaceAllString(control.ReplaceAllString(text, ""), "X"), -1) {
			if n := len(strings.Fields(s)); n > 24 {
				t.Errorf("%s: %d words: %q", id, n, s)
			}
		}
	}
}

// Every id the analysis can hand over has its sentence.
func TestEveryIDHasASentence(t *testing.T) {
	var want []string
	for _, id := range analysis.CheckIDs() {
		want = append(want, "caveat."+id+".title", "caveat."+id+".statement", "caveat."+id+".advice")
	}
	nothing, err := analysis.Run(analysis.Study{Records: []record.Record{{Night: 1, Metric: "hrv_rmssd", Value: 60, Source: "whoop"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range nothing.Ledger {
		id := row.ID
		want = append(want, "ledger."+id+".name", "ledger."+id+".direction")
		if id != "dietary_magnesium" && id != "score_watching" { // which no file ever tells
			want = append(want, "ledger."+id+".silent")
		}
	}
	for _, c := range checklistItems {
		want = append(want, "cent."+c.id+".requires", "cent."+c.id+".text")
	}
	for _, m := range record.Metrics {
		want = append(want, "metric."+m.ID+".name", "metric."+m.ID+".short", "unit."+m.Unit+".change", "unit."+m.Unit+".level")
	}
	group := func(prefix string, ids ...string) {
		for _, id := range ids {
			want = append(want, prefix+id)
		}
	}
	reasons := []string{"no_doses", "no_overlap", "too_few_off", "too_few_on", "too_few_phase", "not_estimable", "clock_times_spread",
		"not_measured", "other"}
	group("verdict.not_enough_data.", reasons...)
	group("verdict.not_enough_more.", reasons...)
	gates := []string{"device_break", "medicine_change", "log_cannot_tell", "other"}
	group("verdict.not_comparable.", gates...)
	group("verdict.not_comparable_more.", gates...)
	group("verdict.changed.", "before_after", "repeated", "randomised", "blinded", "as_needed")
	group("next.", "none", "not_enough_before_after", "not_enough_repeated", "not_enough_randomised", "not_enough_blinded",
		"not_enough_as_needed", "not_comparable", "before_after", "repeated", "randomised", "blinded", "as_needed")
	group("cap.", "design", "short_record", "as_needed", "co_start", "bad_start", "placebo_share", "missingness", "adherence",
		"multiplicity", "model", "imbalance", "outliers", "level_shift", "looks", "plan_changed", "few_orders")
	group("failed.", "placebo_share", "missingness", "imbalance", "model", "outliers", "level_shift", "exact_test")
	group("alternative.", "declared", "marg-avg", "reml-kr", "newey-west", "onset-0", "onset-double", "baseline-60", "without-last-week",
		"no-weekday",
		"raw-scale", "without-flagged-nights", "without-outliers", "taken-nights-only", "free-trend", "previous-night", "slowmix",
		"as-planned", "per-protocol")
	group("screen.reason.", "too_few_with", "too_few_without", "never_no", "little_variation", "few_stretches", "not_estimable",
		"same_item", "same_moment",
		"own_input", "not_claimed", "clock_times_spread", "not_measured", "other")
	group("severity.", "stop", "high", "moderate", "note")
	group("assumption.", "doses_only_baseline", "doses_only_runs", "doses_only_between", "doses_after_unknown", "absent_unknown",
		"absent_not_taken", "start_given", "start_before_doses", "doses_before_start", "start_run_ends", "doses_after_run", "blocks_no_onset",
		"forms_only", "other")
	group("dose.", "not_in_catalogue", "maybe_magnesium", "upper_level", "upper_level_above_us", "upper_level_above_eu", "upper_level_uk",
		"upper_level_no", "upper_level_above_uk", "upper_level_above_no", "swap_check", "basis_unknown", "amount_unknown", "form_unknown",
		"product_unknown", "unit_unknown", "doses_merged", "dose_changed", "form_changed", "brand_changed", "above_ceiling", "oxide_share",
		"topical", "beside", "combined", "timing", "other")
	group("escalation.", "crisis", "urgent_body", "prompt", "suggest", "worse", "sleep", "medicine", "gate")
	group("harm.name.", "loose_stool", "nausea", "drowsiness", "side_effects")
	group("not_recorded.", "alcohol", "caffeine", "illness", "training_load", "travel", "stress_event", "medication", "late_meal",
		"cycle_start")
	group("reason.", "strap", "device", "firmware", "configured", "catalogue")
	for _, s := range protocol.All() {
		for _, r := range s.Routes {
			group("mechanism."+r.ID+".", "name", "says", "cannot")
		}
	}
	group("kind.", "baseline", "on", "off", "washout")
	group("method_name.", "slowmix", "lagged", "none")
	for _, id := range want {
		if !words.Has(id) {
			t.Errorf("no sentence for %q", id)
		}
	}
}

func TestSpeakerKeepsTheFirstError(t *testing.T) {
	s := &words.Speaker{}
	s.Word("no.such.id")
	s.Word("another.one")
	if s.Err == nil || !strings.Contains(s.Err.Error(), "no.such.id") {
		t.Errorf("got %v", s.Err)
	}
	s = &words.Speaker{}
	if s.Say("page.title", words.Values{"Participant": "x"}); s.Err == nil {
		t.Error("a missing value is no error")
	}
}

func TestList(t *testing.T) {
	s := &words.Speaker{}
	for want, in := range map[string][]string{"": nil, "a": {"a"}, "a and b": {"a", "b"}, "a, b and c": {"a", "b", "c"}} {
		if got := s.List(in); got != want {
			t.Errorf("%v: %q, want %q", in, got, want)
		}
	}
}

// TestCatalogueHasNoDeadSentence: every id is said somewhere, whole or by a prefix to
// which the code adds what it found; and what it adds is a word of the analysis where
// the sentence is about one.
func TestCatalogueHasNoDeadSentence(t *testing.T) {
	here := sourceOf(t, "*.go", "words/*.go", "index/*.go", "plan/*.go", "templates/*.html")
	said, prefixes := map[string]bool{}, []string{"assumption.", "dose."}
	for _, m := range regexp.MustCompile(`"([\w.]+?)(%s)?"`).FindAllStringSubmatch(here, -1) {
		said[m[1]] = true
		if strings.HasSuffix(m[1], ".") || m[2] != "" {
			prefixes = append(prefixes, m[1])
		}
	}
	found := sourceOf(t, "../analysis/*.go", "../analysis/*/*.go", "../importers/*.go", "../importers/*/*.go")
	made := []string{"dose.upper_level_", "dose.form_changed", "dose.brand_changed"} // put together by the analysis
	for id := range rawCatalogue(t) {
		has := func(p string) bool { return strings.HasPrefix(id, p) }
		if !said[id] && !slices.ContainsFunc(prefixes, has) {
			t.Errorf("%s: nothing says it", id)
		}
		group, _, _ := strings.Cut(id, ".")
		word := id[strings.LastIndexByte(id, '.')+1:]
		if !slices.Contains([]string{"alternative", "assumption", "dose", "not_recorded", "cap", "failed"}, group) || word == "other" ||
			word == "declared" || slices.ContainsFunc(made, has) {
			continue
		}
		if !strings.Contains(found, `"`+word+`"`) {
			t.Errorf("%s: the analysis never finds %q", id, word)
		}
	}
}

// sourceOf is the text of the files of some patterns, tests left out.
func sourceOf(t *testing.T, patterns ...string) string {
	t.Helper()
	var out strings.Builder
	for _, p := range patterns {
		files, err := filepath.Glob(p)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: no file (%v)", p, err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			out.Write(b)
		}
	}
	return out.String()
}
