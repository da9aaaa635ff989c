package analysis

import (
	"math"
	"slices"
)

// doubt is one reason to doubt an answer. It is a check, which gives caveats, or
// a row of the ledger of other explanations, or both. Its sentences are in the
// catalogues of package reports, under caveat.<id> and ledger.<id>.
type doubt struct {
	id   string
	kind kind

	// As a check.
	does     effect
	word     string                // in Verdict.CappedBy and Verdict.Failed
	severity Severity              // of its caveats, unless find weighs them itself
	find     func(review) []Caveat // nil: the caveat is what look found
	told     int                   // place among caveats of the same severity; 0 is last

	// As a row of the ledger.
	row    int // its place there, 0 if it is not a row
	role   LedgerRole
	look   func(review) finding
	shares bool                        // its sentence compares two shares of nights
	term   string                      // term of the main model that accounts for it, or ""
	only   string                      // the one supplement it is about; "" for any
	under  func(review, Caveat) string // the id of the row that its caveats belong to; nil: its own

	missed missed // how the report names it if no file records it
}

// kind is what a doubt is about. The functions of a kind are in the files
// doubts_<kind>*.go.
type kind string

const (
	ofHabits kind = "habits" // what the person did and met beside the supplement
	ofRecord kind = "record" // what was measured, and what is missing
	ofDesign kind = "design" // how and when nights are compared, and how often they were looked at
	ofTaking kind = "taking" // what was taken, and how regularly
)

// effect is what a check does to the verdict of the outcomes it names.
type effect int

const (
	noCheck     effect = iota // a row of the ledger, which gives no caveat
	warns                     // nothing
	withholds                 // withholds it if the severity is Stop
	lowersClaim               // lowers the level of a claim
	lowersAll                 // lowers the level of every verdict and is always listed
	crossChecks               // is a failed cross-check; three of them undo a claim
)

// missed is a thing that the report names as not recorded.
type missed struct {
	place int // by importance, 0 if it is not named
	id    string
	items []string // metrics and diary items that record it; nil: the id
}

// recordedBy returns the metrics and diary items that record it.
func (m missed) recordedBy() []string {
	if m.items == nil {
		return []string{m.id}
	}
	return m.items
}

// doubts is the table of all doubts, in the order in which checks run: those that
// block a verdict come first. Rows with equal told, row or missed.place keep
// the order of the table.
var doubts = []doubt{
	{id: "device_break", kind: ofRecord, does: withholds, severity: Moderate, find: deviceBreak, told: 1,
		row: 18, role: RoleMeasurement, look: devices},
	{id: "medicine_change", kind: ofTaking, does: withholds, severity: Stop, find: medicineChange, told: 6,
		row: 15, role: RoleConfounder, look: medicines, missed: missed{4, "medication", medicineItems}},
	{id: "co_start", kind: ofTaking, does: lowersAll, word: "co_start", severity: High, find: coStart, told: 3,
		row: 21, role: RoleConfounder, look: otherSupplements},
	{id: "regression_to_mean", kind: ofDesign, does: lowersClaim, word: "bad_start", severity: Moderate, find: regressionToMean, told: 9,
		under: startRow},
	{id: "missing_nights", kind: ofRecord, does: crossChecks, word: "missingness", severity: Moderate, find: missingNights,
		row: 24, role: RoleMeasurement, look: nightsMissing},
	{id: "missing_after", kind: ofRecord, does: warns, severity: Moderate, find: missingAfter, under: row("missing_nights")},
	{id: "low_adherence", kind: ofTaking, does: lowersAll, word: "adherence", severity: Moderate, find: lowAdherence, under: row("adherence")},
	{id: "chosen_nights", kind: ofDesign, does: warns, severity: Moderate, find: chosenNights, told: 11},
	{id: "imbalance", kind: ofHabits, does: crossChecks, word: "imbalance", severity: Moderate, find: unequalHabits, told: 15,
		under: func(_ review, c Caveat) string { return habitRow(c.Words["metric"]) }},
	{id: "bedtime_shift", kind: ofHabits, does: warns, severity: Moderate, find: bedtimeShift, under: row("sleep_changed")},
	{id: "model_dependent", kind: ofDesign, does: crossChecks, word: "model", severity: Minor, find: eachOutcome(modelDependent)},
	{id: "outliers", kind: ofRecord, does: crossChecks, word: "outliers", severity: High, find: eachOutcome(outlierDependent)},
	{id: "level_shift", kind: ofRecord, does: crossChecks, word: "level_shift", severity: High, find: eachOutcome(levelShift), told: 2,
		under: row("device_break")},
	{id: "baseline_trend", kind: ofDesign, does: warns, severity: Minor, find: eachOutcome(baselineTrend)},
	{id: "inconsistent_replication", kind: ofDesign, does: warns, severity: Moderate, find: eachOutcome(inconsistentReplication)},
	{id: "negative_control", kind: ofDesign, does: warns, severity: Moderate, find: movedControl},
	{id: "other_supplements", kind: ofTaking, does: warns, severity: Moderate, find: otherSupplementsDiffer, told: 5, under: row("co_start")},
	{id: "combined_product", kind: ofTaking, does: lowersAll, word: "co_start", severity: High, find: combinedProduct, told: 4,
		under: row("co_start")},
	{id: "product_change", kind: ofTaking, does: warns, severity: Moderate, find: changedProduct, under: row("adherence")},
	{id: "illness_pattern", kind: ofHabits, does: warns, told: 7,
		row: 2, role: RoleConfounder, look: illnessPattern, missed: missed{3, "illness", nil}},
	{id: "alcohol_nights", kind: ofHabits, does: warns, told: 12,
		row: 1, role: RoleConfounder, look: alcoholNights, shares: true, missed: missed{1, "alcohol", nil}},
	{id: "late_caffeine", kind: ofHabits, does: warns, told: 13,
		row: 5, role: RoleConfounder, look: lateCaffeine, shares: true, missed: missed{2, "caffeine", nil}},
	{id: "training_shift", kind: ofHabits, does: warns, told: 14,
		row: 4, role: RoleConfounder, look: trainingShift, missed: missed{5, "training_load", exertion}},
	{id: "stress_event", kind: ofHabits, does: warns, told: 10,
		row: 11, role: RoleConfounder, look: stressEvent, shares: true, missed: missed{6, "stress_event", []string{"stress_event", "stress"}}},
	{id: "cycle_phase", kind: ofHabits, does: warns,
		row: 7, role: RoleConfounder, look: cyclePhase, missed: missed{9, "cycle_start", nil}},
	{id: "travel", kind: ofHabits, does: warns, row: 9, role: RoleConfounder, look: travel, missed: missed{7, "travel", nil}},
	{id: "home_change", kind: ofHabits, does: warns, row: 29, role: RoleConfounder, look: eventsOf(settleNights, "home_change")},
	{id: "sleep_device", kind: ofHabits, does: warns, row: 30, role: RoleConfounder, look: sharesOf(sleepDevices...), shares: true},
	{id: "substances", kind: ofHabits, does: warns, row: 31, role: RoleConfounder, look: sharesOf(substances...), shares: true},
	{id: "late_meals", kind: ofHabits, does: warns,
		row: 6, role: RoleConfounder, look: sharesOf("late_meal"), shares: true, missed: missed{8, "late_meal", nil}},
	{id: "vaccination", kind: ofHabits, does: warns, told: 8, row: 3, role: RoleConfounder, look: eventsOf(vaccineNights, "vaccination")},
	{id: "altitude", kind: ofHabits, does: warns, row: 14, role: RoleConfounder, look: altitude},
	{id: "weight_change", kind: ofHabits, does: warns, row: 16, role: RoleConfounder, look: weightChange},
	{id: "warm_nights", kind: ofHabits, does: warns, told: 17, row: 8, role: RoleConfounder, look: warmNights},
	{id: "sleep_changed", kind: ofHabits, does: warns, row: 17, role: RoleMediator, look: sleepChanged},
	{id: "weekday_balance", kind: ofDesign, does: warns, row: 12, role: RolePrecision, look: weekdayBalance, term: "weekday"},
	{id: "season", kind: ofDesign, does: warns, told: 16, row: 13, role: RoleConfounder, look: season, term: "trend"},
	{id: "clock_change", kind: ofDesign, does: warns, row: 10, role: RolePrecision, look: clockChange},
	{id: "long_record", kind: ofDesign, does: warns, row: 22, role: RoleConfounder, look: longRecord, term: "trend"},
	{id: "carry_over", kind: ofDesign, does: warns, row: 27, role: RoleDesign, look: carryOver},
	{id: "repeated_looks", kind: ofDesign, does: lowersClaim, word: "looks", severity: Moderate, find: repeatedLooks,
		under: row("score_watching")},
	{id: "early_looks", kind: ofDesign, does: lowersClaim, word: "looks", severity: Moderate, find: lookedEarly,
		under: row("score_watching")},
	{id: "plan_changed", kind: ofDesign, does: lowersClaim, word: "plan_changed", severity: High, find: changedPlan},

	{id: "start_date", kind: ofDesign, row: 19, role: RoleDesign, look: startDate},
	{id: "expectation", kind: ofDesign, row: 20, role: RoleDesign, look: expectation},
	{id: "dietary_magnesium", kind: ofTaking, row: 23, role: RoleConfounder, look: unrecorded, only: "magnesium"},
	{id: "score_watching", kind: ofDesign, row: 25, role: RoleDesign, look: unrecorded},
	{id: "many_outcomes", kind: ofDesign, row: 26, role: RoleDesign, look: manyOutcomes},
	{id: "adherence", kind: ofTaking, row: 28, role: RoleConfounder, look: adherence},
}

// LedgerRole is the role of a thing beside the supplement.
type LedgerRole string

// The roles beside the supplement.
const (
	RoleConfounder  LedgerRole = "confounder"  // may move both the timing of doses and the outcome
	RolePrecision   LedgerRole = "precision"   // moves the outcome alone
	RoleMediator    LedgerRole = "mediator"    // the supplement may act through it
	RoleMeasurement LedgerRole = "measurement" // changes what is measured
	RoleDesign      LedgerRole = "design"      // comes with the design
)

// row returns the field under of a check whose caveats all belong to the row id.
func row(id string) func(review, Caveat) string {
	return func(review, Caveat) string { return id }
}

// unrecorded is the look of a row that no file records: it never knows anything.
func unrecorded(review) finding { return finding{} }

// byPlace returns the doubts whose place is not 0, by ascending place.
func byPlace(place func(doubt) int) []doubt {
	out := slices.DeleteFunc(slices.Clone(doubts), func(d doubt) bool { return place(d) == 0 })
	slices.SortStableFunc(out, func(a, b doubt) int { return place(a) - place(b) })
	return out
}

// doubtByID returns the row of the table with an id, the zero doubt without one.
func doubtByID(id string) doubt {
	for _, d := range doubts {
		if d.id == id {
			return d
		}
	}
	return doubt{}
}

// CheckIDs returns the ids of all checks, in the order in which they run.
func CheckIDs() []string {
	var out []string
	for _, d := range doubts {
		if d.does != noCheck {
			out = append(out, d.id)
		}
	}
	return out
}

// CheckDoes returns what a check does to a verdict: "blocks", "lowers",
// "cross-check" or "warns". Three failed cross-checks undo a claim. It returns "" for
// an id that is not a check's.
func CheckDoes(id string) string {
	return [...]string{noCheck: "", warns: "warns", withholds: "blocks", lowersClaim: "lowers", lowersAll: "lowers",
		crossChecks: "cross-check"}[doubtByID(id).does]
}

// ReportOrder returns the place of a check among those of the same severity. Reports
// state first what changed the measuring, then what else was started or changed,
// why the start was then, the habits, the season. All others share the last place.
func ReportOrder(id string) int {
	if told := doubtByID(id).told; told > 0 {
		return told
	}
	return math.MaxInt32
}

// ComparesShares reports whether the sentence of a row of the ledger compares the
// shares of nights without and with the supplement.
func ComparesShares(id string) bool { return doubtByID(id).shares }
