package analysis

import (
	"slices"
	"sort"
	"time"

	"nof1/analysis/nightly"
	"nof1/analysis/schedule"
	"nof1/importers/record"
)

// review is everything a check may look at. Fits and outcomes are in the same
// order; verdicts are not decided yet.
type review struct {
	table      *nightly.Table
	model      model
	candidates []candidate
	fits       []fitted
	outcomes   []Outcome
	breaks     []record.Break
	entries    []record.Entry
	sessions   []record.Session
	others     map[string][]intake
	supplement string
	calendar   calendar        // of nights
	gated      map[string]bool // metrics an earlier check blocks: not worth more doubt
	controls   []NegativeControl
	seed       uint64
	look       int            // how often this question was asked
	plan       *schedule.Plan // declared in advance, nil without one
	early      int            // looks before its stopping date
	log        supplementLog
	zone       *time.Location     // of the person, nil not known
	unequalIn  []string           // habits the check of unequal habits names
	findings   map[string]finding // what the ledger found, by check
}

// check is one reason to doubt, computed from the person's own data.
type check struct {
	id  string
	run func(review) []Caveat
	cap string // word in Verdict.CappedBy where the check fired
	as  effect
}

// effect is what a fired check does to the outcomes it names.
type effect int

const (
	warns      effect = iota // nothing but the sentence
	caps                     // lowers a claim
	structures               // lowers every verdict of the outcome, and is always listed
	fails                    // a failed cross-check: three of them undo a claim
)

// checks is the list of all checks, those that can block a verdict first.
var checks = []check{
	{id: "device_break", run: deviceBreak},
	{id: "medicine_change", run: medicineChange},
	{id: "co_start", run: coStart, cap: "co_start", as: structures},
	{id: "regression_to_mean", run: regressionToMean, cap: "bad_start", as: caps},
	{id: "missing_nights", run: missingNights, cap: "missingness", as: fails},
	{id: "missing_after", run: missingAfter},
	{id: "low_adherence", run: lowAdherence, cap: "adherence", as: structures},
	{id: "chosen_nights", run: chosenNights},
	{id: "imbalance", run: unequalHabits, cap: "imbalance", as: fails},
	{id: "bedtime_shift", run: otherBedtime},
	{id: "model_dependent", run: modelDependent, cap: "model", as: fails},
	{id: "outliers", run: outlierDependent, cap: "outliers", as: fails},
	{id: "level_shift", run: levelShift, cap: "level_shift", as: fails},
	{id: "baseline_trend", run: baselineTrend},
	{id: "inconsistent_replication", run: inconsistentReplication},
	{id: "negative_control", run: movedControl},
	{id: "other_supplements", run: otherSupplementsDiffer},
	{id: "combined_product", run: combinedProduct, cap: "co_start", as: structures},
	{id: "product_change", run: changedProduct},
	{id: "illness_pattern", run: found("illness_pattern")},
	{id: "alcohol_nights", run: found("alcohol_nights")},
	{id: "late_caffeine", run: found("late_caffeine")},
	{id: "training_shift", run: found("training_shift")},
	{id: "stress_event", run: found("stress_event")},
	{id: "cycle_phase", run: found("cycle_phase")},
	{id: "travel", run: found("travel")},
	{id: "home_change", run: found("home_change")},
	{id: "sleep_device", run: found("sleep_device")},
	{id: "substances", run: found("substances")},
	{id: "late_meals", run: found("late_meals")},
	{id: "vaccination", run: found("vaccination")},
	{id: "altitude", run: found("altitude")},
	{id: "weight_change", run: found("weight_change")},
	{id: "warm_nights", run: found("warm_nights")},
	{id: "sleep_changed", run: found("sleep_changed")},
	{id: "weekday_balance", run: found("weekday_balance")},
	{id: "season", run: found("season")},
	{id: "clock_change", run: found("clock_change")},
	{id: "long_record", run: found("long_record")},
	{id: "carry_over", run: found("carry_over")},
	{id: "repeated_looks", run: repeatedLooks, cap: "looks", as: caps},
	{id: "early_looks", run: lookedEarly, cap: "looks", as: caps},
	{id: "plan_changed", run: changedPlan, cap: "plan_changed", as: caps},
}

// CheckDoes says what a check does to a verdict where it fires: "blocks" it,
// "lowers" it, is a "cross-check" of which three undo a claim, or "warns" alone; ""
// for an id that is none.
func CheckDoes(id string) string {
	for _, c := range checks {
		switch {
		case c.id != id:
		case id == "device_break" || id == "medicine_change":
			return "blocks"
		case c.as == fails:
			return "cross-check"
		case c.as == caps || c.as == structures:
			return "lowers"
		default:
			return "warns"
		}
	}
	return ""
}

// CheckIDs lists the ids of all checks.
func CheckIDs() []string {
	var out []string
	for _, c := range checks {
		out = append(out, c.id)
	}
	return out
}

// fired is what the checks found, and what it does to each outcome.
type fired struct {
	caveats    []Caveat
	gate       map[string]Caveat // metric -> the caveat that blocks it
	structural map[string][]string
	failed     map[string][]string
	capped     map[string][]string
}

func runChecks(r review) fired {
	r.gated = map[string]bool{}
	f := fired{gate: map[string]Caveat{}, structural: map[string][]string{}, failed: map[string][]string{}, capped: map[string][]string{}}
	for _, c := range checks {
		for _, cav := range c.run(r) {
			f.caveats = append(f.caveats, cav)
			for _, metric := range cav.Outcomes {
				if cav.Blocks && !r.gated[metric] {
					f.gate[metric], r.gated[metric] = cav, true
				}
				switch c.as {
				case structures:
					f.structural[metric] = appendOnce(f.structural[metric], c.cap)
				case fails:
					f.failed[metric] = appendOnce(f.failed[metric], c.cap)
				case caps:
					f.capped[metric] = appendOnce(f.capped[metric], c.cap)
				}
			}
		}
	}
	primary := ""
	if len(r.outcomes) > 0 {
		primary = r.outcomes[0].Metric // the primary outcome comes first
	}
	sort.SliceStable(f.caveats, func(i, j int) bool {
		a, b := f.caveats[i], f.caveats[j]
		// What speaks against the answer itself comes before what speaks against
		// something beside it.
		if x, y := slices.Contains(a.Outcomes, primary), slices.Contains(b.Outcomes, primary); x != y {
			return x
		}
		if x, y := rank(a.Severity), rank(b.Severity); x != y {
			return x < y
		}
		return ReportOrder(a.ID) < ReportOrder(b.ID)
	})
	return f
}

// reportOrder is the order in which doubts of one weight are told: what changed
// the measuring, what was started or changed beside, why the start was then, the
// habits, the season; then the rest.
var reportOrder = []string{
	"device_break", "level_shift", "co_start", "combined_product", "other_supplements", "medicine_change", "illness_pattern", "vaccination",
	"regression_to_mean", "stress_event", "chosen_nights", "alcohol_nights", "late_caffeine", "training_shift", "imbalance",
	"season", "warm_nights",
}

// ReportOrder is the place of a check among those of the same severity, the same
// for all that come last.
func ReportOrder(id string) int {
	if i := slices.Index(reportOrder, id); i >= 0 {
		return i
	}
	return len(reportOrder)
}

func rank(s Severity) int {
	for i, x := range []Severity{Stop, High, Moderate, Minor} {
		if s == x {
			return i
		}
	}
	return len(s)
}

func appendOnce(xs []string, x string) []string {
	for _, y := range xs {
		if x == y {
			return xs
		}
	}
	return append(xs, x)
}

// metrics lists the metrics of all outcomes.
func (r review) metrics() []string {
	var out []string
	for _, o := range r.outcomes {
		out = append(out, o.Metric)
	}
	return out
}
