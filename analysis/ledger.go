package analysis

import "slices"

// The roles a thing can play beside the supplement: it can move both the timing
// of doses and the outcome; it moves the outcome alone; the supplement may act
// through it; it changes what is measured; it comes with the design.
const (
	RoleConfounder  = "confounder"
	RolePrecision   = "precision"
	RoleMediator    = "mediator"
	RoleMeasurement = "measurement"
	RoleDesign      = "design"
)

// The states of a row of the ledger.
const (
	LedgerFired       = "fired"
	LedgerSilent      = "silent"       // looked at, nothing to say
	LedgerNotRecorded = "not_recorded" // the files cannot tell
)

// LedgerRow is one thing that could explain a difference instead, looked at or
// not. A silent row is no proof that it played no part.
type LedgerRow struct {
	ID       string
	Role     string
	Status   string
	Measured []Measure         // also of a silent row
	Words    map[string]string // dates and names
	Caveats  []Caveat          // those that make it stand out
	Adjusted bool              // the main model of the primary outcome takes it into account
	// EffectOfAdjusting is how far the primary estimate moves by taking the thing
	// into account, in its unit: where Adjusted, against a fit without that term,
	// else by leaving out the nights concerned. nil where nothing was refitted.
	EffectOfAdjusting *float64
}

// finding is what a look at one confounder gave.
type finding struct {
	known    bool     // the record can tell
	severity Severity // "" where there is nothing to say
	outcomes []string // nil: all
	measured []Measure
	words    map[string]string
	nights   []int        // rows of the table concerned
	drop     map[int]bool // rows to leave out to size the effect of adjusting, nil none
}

// confounder is one row of the ledger: a look of its own, and checks that make it
// stand out as well.
type confounder struct {
	id     string
	role   string
	look   func(review) finding
	checks []string // ids of checks that make it fired, besides its own
	habits []string // metrics of an imbalance that make it fired
	only   string   // the one supplement it is about, "" any
}

// confounders is the ledger, in the order reports tell it. The id of a row
// with a look of its own is the id of its check.
var confounders = []confounder{
	{id: "alcohol_nights", role: RoleConfounder, look: alcoholNights, habits: []string{"alcohol"}},
	{id: "illness_pattern", role: RoleConfounder, look: illnessPattern},
	{id: "vaccination", role: RoleConfounder, look: vaccination},
	{id: "training_shift", role: RoleConfounder, look: trainingShift, habits: []string{"training_load", "strain", "steps", "active_energy"}},
	{id: "late_caffeine", role: RoleConfounder, look: lateCaffeine, habits: []string{"caffeine"}},
	{id: "late_meals", role: RoleConfounder, look: lateMeals},
	{id: "cycle_phase", role: RoleConfounder, look: cyclePhase},
	{id: "warm_nights", role: RoleConfounder, look: warmNights},
	{id: "travel", role: RoleConfounder, look: travel},
	{id: "clock_change", role: RolePrecision, look: clockChange},
	{id: "stress_event", role: RoleConfounder, look: stressEvent},
	{id: "weekday_balance", role: RolePrecision, look: weekdayBalance},
	{id: "season", role: RoleConfounder, look: season},
	{id: "altitude", role: RoleConfounder, look: altitude},
	{id: "medicine_change", role: RoleConfounder, look: medicines, checks: []string{"medicine_change"}},
	{id: "weight_change", role: RoleConfounder, look: weightChange},
	{id: "sleep_changed", role: RoleMediator, look: sleepChanged, checks: []string{"bedtime_shift"}},
	{id: "device_break", role: RoleMeasurement, look: devices, checks: []string{"device_break", "level_shift"}},
	{id: "start_date", role: RoleDesign, look: startDate, checks: []string{"regression_to_mean"}},
	{id: "expectation", role: RoleDesign, look: expectation},
	{id: "co_start", role: RoleConfounder, look: otherSupplements, checks: []string{"co_start", "combined_product", "other_supplements"}},
	{id: "long_record", role: RoleConfounder, look: longRecord},
	{id: "dietary_magnesium", role: RoleConfounder, look: unrecorded, only: "magnesium"},
	{id: "missing_nights", role: RoleMeasurement, look: worn, checks: []string{"missing_nights", "missing_after"}},
	{id: "score_watching", role: RoleDesign, look: unrecorded, checks: []string{"repeated_looks", "early_looks"}},
	{id: "many_outcomes", role: RoleDesign, look: manyOutcomes},
	{id: "carry_over", role: RoleDesign, look: carryOver},
	{id: "adherence", role: RoleConfounder, look: adherence, checks: []string{"low_adherence", "product_change"}},
	{id: "home_change", role: RoleConfounder, look: homeChange},
	{id: "sleep_device", role: RoleConfounder, look: sleepDevice},
	{id: "substances", role: RoleConfounder, look: substances},
}

// unrecorded is what no file we read can tell.
func unrecorded(review) finding { return finding{} }

// investigate looks at every confounder once. Nothing is looked at where
// nothing is compared.
func (r review) investigate() map[string]finding {
	out := map[string]finding{}
	if r.model.arrange.design == DesignNone {
		return out
	}
	for _, c := range unequalHabits(r) {
		r.unequalIn = append(r.unequalIn, c.Words["metric"])
	}
	for _, c := range confounders {
		out[c.id] = c.look(r)
	}
	return out
}

// found is the check that says what a look found.
func found(id string) func(review) []Caveat {
	return func(r review) []Caveat {
		f := r.findings[id]
		if !f.known || f.severity == "" {
			return nil
		}
		c := Caveat{ID: id, Severity: f.severity, Outcomes: f.outcomes, Measured: f.measured, Words: f.words}
		if c.Outcomes == nil {
			c.Outcomes = r.metrics()
		}
		if len(c.Outcomes) == 0 {
			return nil
		}
		for _, i := range f.nights {
			c.Nights = append(c.Nights, r.table.Night(i))
		}
		return []Caveat{c}
	}
}

// ledger is every row with what became of it.
func (r review) ledger(f fired) []LedgerRow {
	var out []LedgerRow
	for _, c := range confounders {
		found := r.findings[c.id]
		if c.only != "" && r.supplement != "" && r.supplement != c.only {
			continue
		}
		row := LedgerRow{ID: c.id, Role: c.role, Status: LedgerSilent, Measured: found.measured, Words: found.words, Adjusted: r.adjusts(c.id)}
		if !found.known || r.model.arrange.design == DesignNone {
			row.Status = LedgerNotRecorded
		}
		if found.known && found.severity != "" {
			row.Status = LedgerFired
			row.EffectOfAdjusting = r.leavingOut(found.drop)
		}
		for _, cav := range f.caveats {
			if cav.ID != c.id && !slices.Contains(c.checks, cav.ID) && !(cav.ID == "imbalance" && slices.Contains(c.habits, cav.Words["metric"])) {
				continue
			}
			if c.id == "start_date" && !slices.Contains(cav.Outcomes, r.outcomes[0].Metric) && !selfRated(cav.Words["metric"]) {
				continue // the row is about the question asked and how the person felt
			}
			if row.Status != LedgerFired && found.severity == "" {
				row.Measured, row.Words = append(cav.Measured, row.Measured...), cav.Words
			}
			row.Status = LedgerFired
			row.Caveats = append(row.Caveats, cav)
		}
		if row.Status == LedgerNotRecorded {
			row.Measured = nil // nothing was measured: a 0 would say something was
		} else if row.Adjusted {
			row.EffectOfAdjusting = r.termsWork(c.id)
		}
		out = append(out, row)
	}
	return out
}

// termsWork is how far the primary estimate moves by the model's term for
// weekdays, or by the one for a slow trend; nil where nothing was refitted.
func (r review) termsWork(id string) *float64 {
	if len(r.outcomes) == 0 || !r.estimated(0) || r.outcomes[0].Estimate == nil || r.fits[0].method != "slowmix" {
		return nil
	}
	f := r.fits[0]
	rows := r.model.rows(f.off, f.on)
	rows.NoWeekday, rows.NoTrend = id == "weekday_balance", id != "weekday_balance"
	alt, ok := fitAlternative("", rows, at(r.candidates[0].y, rows.Day), f.lambda, r.natural(0))
	if !ok {
		return nil
	}
	return pointer(*r.outcomes[0].Estimate - alt.Estimate)
}

// adjusts tells whether the main model of the primary outcome takes a row into
// account: weekdays and a slow trend.
func (r review) adjusts(id string) bool {
	if len(r.outcomes) == 0 {
		return false
	}
	by := r.outcomes[0].AdjustedFor
	switch id {
	case "weekday_balance":
		return slices.Contains(by, "weekday")
	case "season", "long_record":
		return slices.Contains(by, "trend")
	}
	return false
}

// leavingOut is how far the primary estimate moves without some nights.
func (r review) leavingOut(drop map[int]bool) *float64 {
	if len(drop) == 0 || len(r.outcomes) == 0 || !r.estimated(0) || r.outcomes[0].Estimate == nil {
		return nil
	}
	alt, ok := r.without(0, "", drop)
	if !ok {
		return nil
	}
	return pointer(alt.Estimate - *r.outcomes[0].Estimate)
}
