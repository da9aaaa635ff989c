package process

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"nof1/analysis"
	"nof1/analysis/protocol"
	"nof1/cmd/validate/people"
	"nof1/reports"
)

// someone is a made-up person and what the configuration says of them.
type someone struct {
	scenario string
	seed     uint64
	config   func(*Config)
}

// nobody is a person to whom nothing happens.
var nobody = someone{"quiet", 3, nil}

// reportOn reads, analyses and reports on a person's files.
func reportOn(t *testing.T, x someone) reports.Report {
	t.Helper()
	p, err := people.Make(x.seed, x.scenario)
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, name := range p.Names() {
		files[name] = &fstest.MapFile{Data: p.Files[name]}
	}
	cfg := Defaults()
	if x.config != nil {
		x.config(&cfg)
	}
	r, err := Run(context.Background(), files, x.scenario, cfg)
	if err != nil {
		t.Fatalf("%s %d: %v", x.scenario, x.seed, err)
	}
	lint(t, x.scenario, r)
	return r
}

// checkOf returns the caveat of a check, about the primary outcome where there
// are several, nil where it is silent.
func checkOf(r reports.Report, id string) *analysis.Caveat {
	var found *analysis.Caveat
	for i, c := range r.Caveats {
		if c.ID == id && (found == nil || slices.Contains(c.Outcomes, string(r.Summary.Primary))) {
			found = &r.Caveats[i]
			if slices.Contains(c.Outcomes, string(r.Summary.Primary)) {
				return found
			}
		}
	}
	return found
}

// brandsConfigured names the two products of the brand people.
func brandsConfigured(c *Config) {
	for _, name := range []string{"Brightlab Magnesium", "Plainwell Magnesium"} {
		c.Products = append(c.Products, protocol.Product{Name: name, Supplement: "magnesium", Form: "bisglycinate"})
	}
}

func startDeclared(c *Config) { c.Supplement.Start = "2024-06-03" }

func lookedBefore(c *Config) {
	c.Looks = []analysis.Look{{Question: "magnesium hrv_rmssd", Inputs: "earlier"}}
}

// checkCase is a check with the two people it is held to.
type checkCase struct {
	id        string
	fires     someone
	size      string // measure of the caveat, "" none
	low, high float64
	silent    someone
}

// everyCheck has, for each check, a person on whom it fires, with the size that
// the person was made with, and one on whom it is silent.
var everyCheck = []checkCase{
	{"device_break", someone{"device", 3, nil}, "distance", -3, 3, nobody},
	{"medicine_change", someone{"medicine_near", 1, nil}, "distance", -5, -5, someone{"medicine_far", 1, nil}},
	{"co_start", someone{"costart", 3, nil}, "days_apart", 0, 2, someone{"companion_later", 1, nil}},
	{"other_supplements", someone{"companion_later", 1, nil}, "share_off", 0, 0, someone{"costart", 3, nil}},
	{"regression_to_mean", someone{"rtm", 2, nil}, "baseline_last7_percentile", 0, 10, nobody},
	{"missing_nights", someone{"worn_less", 1, nil}, "difference", 20, 50, nobody},
	{"missing_after", someone{"unworn_after_bad", 1, nil}, "odds_ratio", 2, 8, nobody},
	{"low_adherence", someone{"skips", 1, startDeclared}, "adherence", 50, 69.9, someone{"quiet", 3, startDeclared}},
	{"chosen_nights", someone{"weekend_doses", 1, nil}, "nights_with", 25, 40, nobody},
	{"imbalance", someone{"training_more", 2, nil}, "difference", 2, 5, nobody},
	{"bedtime_shift", someone{"later_bed", 1, nil}, "difference", 45, 75, nobody},
	{"model_dependent", nobody, "other_p", 0, .1, someone{"caffeine_alike", 1, nil}},
	{"outliers", someone{"wild_nights", 1, nil}, "nights", 3, 5, nobody},
	{"level_shift", someone{"jump", 2, nil}, "shift", -30, -10, nobody},
	{"baseline_trend", someone{"rises_before", 5, nil}, "slope_month", 4, 11, someone{"steady_before", 3, nil}},
	{"inconsistent_replication", someone{"first_start_only", 1, nil}, "same_way", 1, 1, someone{"every_start", 1, nil}},
	{"negative_control", someone{"oxygen_falls", 1, nil}, "estimate", -1.4, -.6, nobody},
	{"combined_product", someone{"with_b6", 1, nil}, "", 0, 0, nobody},
	{"product_change", someone{"brand_change", 1, brandsConfigured}, "", 0, 0, someone{"brand_alike", 1, brandsConfigured}},
	{"illness_pattern", someone{"illness_spell", 1, nil}, "nights", 3, 5, nobody},
	{"alcohol_nights", someone{"alcohol_more", 1, nil}, "rate_ratio", 2, 6, someone{"alcohol_alike", 1, nil}},
	{"late_caffeine", someone{"caffeine_later", 1, nil}, "share_on", 100, 100, someone{"caffeine_alike", 1, nil}},
	{"training_shift", someone{"training_week", 2, nil}, "week_to_usual", 1.6, 2.2, nobody},
	{"stress_event", someone{"hard_time", 1, nil}, "before_start", 3, 3, someone{"hard_time_alike", 1, nil}},
	{"cycle_phase", someone{"cycle_uneven", 1, nil}, "difference", 10, 25, someone{"cycle_whole", 1, nil}},
	{"travel", someone{"abroad", 1, nil}, "nights_in_other_zone", 8, 9, nobody},
	{"travel", someone{"odd_hours", 1, nil}, "nights_at_odd_hours", 4, 6, nobody},
	{"home_change", someone{"home_change", 1, nil}, "events_on", 7, 8, someone{"home_alike", 1, nil}},
	{"sleep_device", someone{"cpap_later", 1, nil}, "share_off", 0, 0, someone{"cpap_alike", 1, nil}},
	{"substances", someone{"nicotine_more", 1, nil}, "share_off", 0, 0, someone{"nicotine_alike", 1, nil}},
	{"late_meals", someone{"late_meals_before", 1, nil}, "share_on", 0, 0, someone{"late_meals_alike", 1, nil}},
	{"vaccination", someone{"vaccine", 1, nil}, "events_on", 5, 5, someone{"vaccine_onset", 1, nil}},
	{"altitude", someone{"mountains", 1, nil}, "events_on", 3, 4, nobody},
	{"weight_change", someone{"weight_falls", 1, nil}, "change", -4, -2, someone{"weight_alike", 1, nil}},
	{"warm_nights", someone{"heat", 1, nil}, "difference", .65, .95, nobody},
	{"sleep_changed", someone{"sleeps_longer", 1, nil}, "difference", 20, 50, nobody},
	{"weekday_balance", someone{"weekend_doses", 1, nil}, "difference", 30, 100, nobody},
	{"season", someone{"seasons_apart", 1, nil}, "apart", 100, 120, nobody},
	{"clock_change", someone{"clocks", 1, nil}, "distance", -2, 0, nobody},
	{"long_record", someone{"long_record", 1, nil}, "span", 400, 420, nobody},
	{"carry_over", someone{"every_start", 1, nil}, "share", 30, 36, someone{"long_record", 1, nil}},
	{"repeated_looks", someone{"quiet", 3, lookedBefore}, "looks", 2, 2, nobody},
}

// ofPlans are the checks that need a plan: TestEarlyLooks and
// TestChangedPlan of package analysis hold them to both kinds of people.
var ofPlans = []string{"early_looks", "plan_changed"}

func TestEveryCheckFiresAndIsSilent(t *testing.T) {
	made := map[string]reports.Report{}
	get := func(x someone, configured bool) reports.Report {
		key := x.scenario
		if configured {
			return reportOn(t, x)
		}
		if _, ok := made[key]; !ok {
			made[key] = reportOn(t, x)
		}
		return made[key]
	}
	for _, id := range analysis.CheckIDs() {
		if !slices.Contains(ofPlans, id) && !slices.ContainsFunc(everyCheck, func(c checkCase) bool { return c.id == id }) {
			t.Errorf("no made-up person for the check %s", id)
		}
	}
	for _, c := range everyCheck {
		got := checkOf(get(c.fires, c.fires.config != nil), c.id)
		if got == nil {
			t.Errorf("%s is silent on %s %d", c.id, c.fires.scenario, c.fires.seed)
		} else if m := got.Measured.Of(c.size); c.size != "" && (m == nil || m.Value < c.low || m.Value > c.high) {
			t.Errorf("%s on %s: %s is %+v, want %g to %g: %s", c.id, c.fires.scenario, c.size, m, c.low, c.high, got.Statement)
		} else {
			t.Logf("%s: %s", c.id, got.Statement)
		}
		if got := checkOf(get(c.silent, c.silent.config != nil), c.id); got != nil {
			t.Errorf("%s fires on %s %d: %s", c.id, c.silent.scenario, c.silent.seed, got.Statement)
		}
	}
}

// What the made-up people of the WHOOP format have in common: nothing but what
// their name says befell them, so checks that need an event are silent on all
// others, and those that a quiet record can set off do it on few.
func TestChecksOnTheWhoopPeople(t *testing.T) {
	dirs, err := filepath.Glob(made + "/*")
	if err != nil || len(dirs) != 22 {
		t.Fatalf("%d made-up people (%v), want 22", len(dirs), err)
	}
	only := map[string]string{ // the one kind of person a check may fire on, "" none
		"device_break": "device", "co_start": "costart", "chosen_nights": "asneeded",
		"medicine_change": "", "low_adherence": "", "combined_product": "", "product_change": "", "alcohol_nights": "", "late_caffeine": "",
		"training_shift": "", "stress_event": "", "cycle_phase": "", "travel": "", "home_change": "", "sleep_device": "", "substances": "",
		"late_meals": "", "vaccination": "", "altitude": "", "weight_change": "", "warm_nights": "", "other_supplements": "", "long_record": "",
		"repeated_looks": "",
	}
	most := map[string]int{"missing_nights": 3, "imbalance": 4, "bedtime_shift": 7, "illness_pattern": 3, "negative_control": 2,
		"level_shift": 2,
		"outliers":    2, "sleep_changed": 5, "weekday_balance": 1, "model_dependent": 4, "regression_to_mean": 6, "inconsistent_replication": 1,
		"baseline_trend": 2, "carry_over": 6, "season": 3, "clock_change": 5}
	fired := map[string]int{}
	for _, dir := range dirs {
		r := runFolder(t, dir, Defaults())
		lint(t, filepath.Base(dir), r)
		kind, _, _ := strings.Cut(filepath.Base(dir), "-")
		seen, about := map[string]bool{}, map[string]bool{} // the second: the question asked
		for _, c := range r.Caveats {
			seen[c.ID] = true
			if slices.Contains(c.Outcomes, string(r.Summary.Primary)) {
				about[c.ID] = true
			}
			if of, ok := only[c.ID]; ok && of != kind {
				t.Errorf("%s fires on %s: %s", c.ID, filepath.Base(dir), c.Statement)
			}
		}
		for id := range about {
			fired[id]++
		}
		for id, of := range only {
			if of == kind && !seen[id] {
				t.Errorf("%s is silent on %s", id, filepath.Base(dir))
			}
		}
		if kind == "alcohol" && len(r.Caveats) > 0 {
			t.Errorf("%s: nothing was compared, but %s fired", filepath.Base(dir), r.Caveats[0].ID)
		}
	}
	for id, n := range fired {
		if limit, ok := most[id]; ok && n > limit {
			t.Errorf("%s fired on %d of 22 people, want at most %d", id, n, limit)
		}
	}
	t.Logf("%v", fired)
}

// A product keeps the name its owner gives it.
func TestBrandsAreNamedAsTyped(t *testing.T) {
	c := checkOf(reportOn(t, someone{"brand_change", 1, brandsConfigured}), "product_change")
	if c == nil || !strings.Contains(c.Statement, "from Brightlab Magnesium to Plainwell Magnesium") {
		t.Errorf("%+v", c)
	}
}
