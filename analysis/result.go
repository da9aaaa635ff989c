package analysis

import (
	"slices"

	"nof1/analysis/nightly"
	"nof1/analysis/randomisation"
	"nof1/analysis/screen"
	"nof1/importers/record"
)

// Result is the content of a report, in ids and numbers. Its JSON form is that of the
// report. It has no NaN: the pointer of a value that was not computed is nil. Fields
// for sentences (Title, Statement, Advice, Sentence ...) are empty; package reports
// fills them in a language.
type Result struct {
	Nights   *nightly.Table  `json:"-"` // one row per calendar night from the first to the last
	Exposure []NightExposure `json:"-"` // one per row of Nights
	Answer
	Beside
	Escalation []Note `json:"escalation"` // what the person typed that comes before everything else, most urgent first
}

// Answer is what was measured, taken and found, with the reasons to doubt it.
type Answer struct {
	Series       []Series             `json:"series"`
	Intervention Intervention         `json:"intervention"`
	Outcomes     []Outcome            `json:"outcomes"`
	Caveats      []Caveat             `json:"caveats"`      // most severe first
	Associations []screen.Association `json:"associations"` // every logged item against every outcome, the shown first
	NotRecorded  []string             `json:"not_recorded"` // ids of things that matter and were in no file, by importance
	Look         Looks                `json:"look"`
}

// Looks counts the analyses of a growing record.
type Looks struct {
	Number       int    `json:"number"`   // 1 for the first
	Early        int    `json:"early"`    // looks before the stopping date of the plan, 0 without one
	Question     string `json:"question"` // supplement and primary outcome
	InputsSHA256 string `json:"inputs_sha256"`
}

// Primary returns the outcome that answers the question, or nil.
func (a Answer) Primary() *Outcome {
	if i := primaryOf(a.Outcomes); i >= 0 {
		return &a.Outcomes[i]
	}
	return nil
}

// primaryOf returns the index of the primary outcome, or -1.
func primaryOf(outcomes []Outcome) int {
	return slices.IndexFunc(outcomes, func(o Outcome) bool { return o.Role == RolePrimary })
}

// Beside is what else could explain the answer, and what else happened.
type Beside struct {
	Differences []Difference      `json:"differences"`
	Controls    []NegativeControl `json:"negative_controls"`
	Ledger      []LedgerRow       `json:"ledger"` // every known confounder: fired, silent or not recorded, in a fixed order
	Harms       []Harm            `json:"harms"`  // unwanted effects: asked or not, on how many days
}

// Series is one metric of one source.
type Series struct {
	Metric       string      `json:"metric"`
	Unit         string      `json:"unit"`
	Source       string      `json:"source"` // source, or source/device if the device is known
	Used         bool        `json:"used"`   // the series its outcome is computed from
	Nights       int         `json:"nights"`
	First        record.Date `json:"first"`
	Last         record.Date `json:"last"`
	MissingShare float64     `json:"missing_share"` // of the calendar nights from First to Last
	Lag1         *float64    `json:"lag1"`
	Mean         float64     `json:"mean"` // raw scale
	SD           float64     `json:"sd"`
}

// Intervention is what was taken and how it was arranged.
type Intervention struct {
	Supplement    Text         `json:"supplement"`          // empty if nothing was logged
	Forms         []string     `json:"forms"`               // form ids in order of use
	ElementalMg   *float64     `json:"elemental_mg_median"` // of a taken day
	Amount        *float64     `json:"amount_median"`       // of a taken day as logged, if ElementalMg does not apply
	AmountUnit    string       `json:"amount_unit"`
	AmountRange   *[2]float64  `json:"amount_range"`   // smallest and largest total of a taken day, elemental mg or AmountUnit
	Basis         string       `json:"basis"`          // "elemental", "compound", "mixed" or "unknown"
	CoStarted     []string     `json:"co_started"`     // supplements first taken within 14 days of a start
	CoSupplements []string     `json:"co_supplements"` // every other logged supplement
	Design        string       `json:"design"`         // "none", "AB", "ABA", ..., "randomised_blocks", "as_needed"
	DesignLevel   int          `json:"design_level"`
	Randomised    bool         `json:"randomised"`
	Blinded       bool         `json:"blinded"`
	Assumptions   Assumptions  `json:"assumptions"`
	DaysTaken     int          `json:"days_taken"`
	DaysNotTaken  int          `json:"days_not_taken"`
	DaysUnknown   int          `json:"days_unknown"`
	Adherence     *float64     `json:"adherence"`
	Onset         int          `json:"onset"`      // nights not used after a start
	Washout       int          `json:"washout"`    // nights not used after a stop
	FirstDose     *record.Date `json:"first_dose"` // day of the first taken dose in the log
	LastDose      *record.Date `json:"last_dose"`
	Deviations    *Deviations  `json:"deviations"` // from the plan; nil without one
	Blinding      *Blinding    `json:"blinding"`   // of a blinded plan; nil without one
	Phases        []Phase      `json:"phases"`
	DoseNotes     []Note       `json:"dose_notes"` // upper levels, swap check, basis: information, never a verdict
	Timing        *DoseTiming  `json:"-"`          // nil if the log or the nights have no clock times
	Merged        int          `json:"-"`          // doses of one day from two sources merged, not added
}

// Phase is a run of nights under one condition.
type Phase struct {
	Label        string      `json:"label"` // "A1", "B1", "A2", ...
	Kind         string      `json:"kind"`  // "baseline", "on", "off"
	First        record.Date `json:"first"`
	Last         record.Date `json:"last"`
	Days         int         `json:"days"`
	ExcludedDays int         `json:"excluded_days"` // onset or washout nights at its beginning
	NightsUsed   int         `json:"nights_used"`   // nights of the primary outcome used in the estimate
	// Parts of an on-phase in which the usual form, dose or brand changed, in order and
	// without a gap; nil if nothing changed.
	Parts []PhasePart `json:"parts,omitempty"`
}

// PhasePart is a stretch of an on-phase with one usual product.
type PhasePart struct {
	First       record.Date `json:"first"`
	Last        record.Date `json:"last"`
	Days        int         `json:"days"`
	NightsUsed  int         `json:"nights_used"`  // nights of the primary outcome used in the estimate
	Form        Text        `json:"form"`         // of most days; empty if unknown
	ElementalMg *float64    `json:"elemental_mg"` // median of the days' doses, mg of the mineral; nil if unknown
	Product     Text        `json:"product"`      // name as logged, of most days; untrusted; may be empty
}

// NightExposure is the dose of one night.
type NightExposure struct {
	Taken       record.Taken
	ElementalMg *float64
	Phase       int  // index into Intervention.Phases, or -1
	Excluded    bool // onset or washout night
}

// Note is the id of a sentence, with the numbers and names in it.
type Note struct {
	ID        string            `json:"id"`
	Statement string            `json:"statement"`
	Measured  []Measure         `json:"-"`
	Words     map[string]string `json:"-"` // names and dates, e.g. {"form": "citrate"}; user text is untrusted
}

// Outcome is the answer on one metric. Pointers are nil where nothing was computed.
type Outcome struct {
	Metric        string              `json:"metric"` // id of the catalogue
	Role          Role                `json:"role"`
	Source        string              `json:"source"` // the series it is computed from
	Scale         record.Scale        `json:"scale"`
	Unit          string              `json:"unit"`         // of the means, the estimate and what is compared with it
	NOff          int                 `json:"n_off"`        // used nights without the supplement
	NOn           int                 `json:"n_on"`         // used nights with it
	NEffective    *float64            `json:"n_effective"`  // independent nights that carry as much information
	MeanOff       *float64            `json:"mean_off"`     // of the used nights, in Unit
	MeanOn        *float64            `json:"mean_on"`      // of the used nights, in Unit
	Estimate      *float64            `json:"estimate"`     // change with the supplement, in Unit
	CI95          *[2]float64         `json:"ci95"`         // 95 % interval of Estimate
	CI90          *[2]float64         `json:"ci90"`         // 90 % interval of Estimate
	EstimatePct   *float64            `json:"estimate_pct"` // of MeanOff; nil if a percentage has no meaning
	CI95Pct       *[2]float64         `json:"ci95_pct"`     // 95 % interval of EstimatePct
	P             *float64            `json:"p"`            // two-sided
	PAdjusted     *float64            `json:"p_adjusted"`   // for the number of outcomes of the role
	DF            *float64            `json:"df"`           // degrees of freedom
	Lag1          *float64            `json:"lag1"`         // correlation of neighbouring nights
	Method        string              `json:"method"`       // "slowmix", "lagged", "none"
	Lambda        *float64            `json:"lambda"`       // factor that widens the SD of Estimate; 1 leaves it as fitted
	Margin        *float64            `json:"margin"`       // smallest change worth having, in Unit
	Detectable    *float64            `json:"detectable"`
	MoreNights    *int                `json:"more_nights"`
	AdjustedFor   []string            `json:"adjusted_for"` // "trend", "weekday", "previous_night"
	Verdict       Verdict             `json:"verdict"`
	Naive         *Naive              `json:"naive"`              // the usual test on the same nights
	Placebo       *Placebo            `json:"placebo_dates"`      // fake starts; nil without any
	Randomisation *randomisation.Test `json:"randomisation_test"` // nil without a plan
	Alternatives  []Alternative       `json:"alternatives"`       // other defensible methods
	Effect        *EffectSizes        `json:"effect_sizes"`       // describes the estimate, decides nothing
	Replications  []Replication       `json:"replications"`       // of a repeated design, in order
	Explored      *Explored           `json:"explored"`           // of the primary outcome, beside its answer; nil elsewhere
	UsualRange    *[2]float64         `json:"usual_range"`        // 10 % and 90 % quantiles of the used off nights, raw unit
	RTM           *[2]float64         `json:"without_last_week"`  // estimate with and without the last seven baseline nights
	Smoothed      bool                `json:"smoothed_by_device"` // the vendor smooths this series over several days
	BaselineSD    *float64            `json:"baseline_sd"`        // raw scale, of the used off nights

	Expected        record.Wish `json:"-"` // expected direction, 0 for none
	NoneExpected    bool        `json:"-"` // trials of it found nothing useful
	ExpectedUnknown bool        `json:"-"` // trials do not say
	UsedNights      []bool      `json:"-"` // one per row of Result.Nights: entered the estimate
}

// Verdict is the decision on one outcome: the source of every word and colour about
// it.
type Verdict struct {
	Code        Code     `json:"code"`      // by the rule of METHOD.md, section 6
	Direction   Text     `json:"direction"` // "up", "down" or empty
	Favourable  *bool    `json:"favourable"`
	Level       int      `json:"level"`            // of evidence
	CappedBy    []string `json:"capped_by"`        // ids of what lowered Level
	Failed      []string `json:"failed_checks"`    // cross-checks that failed: "placebo_share", "missingness"
	Reason      Text     `json:"reason"`           // for not_comparable and not_enough_data: what blocked, an id
	SmallChance bool     `json:"may_be_too_small"` // the whole interval lies inside the margin although it excludes 0
	Short       string   `json:"short"`            // the first sentence of Sentence, range included
	Sentence    string   `json:"sentence"`

	Measured []Measure `json:"-"`
}

// Naive is the result of the usual test.
type Naive struct {
	Method   string  `json:"method"` // "welch"
	Estimate float64 `json:"estimate"`
	P        float64 `json:"p"`
}

// Placebo is the same fit at fake start dates in the person's own past.
type Placebo struct {
	Tried int           `json:"tried"`  // fake start dates
	AsBig int           `json:"as_big"` // of these, with a change as large as the real one
	Share float64       `json:"share"`  // of AsBig, 0 to 1
	Z     []float64     `json:"z"`      // estimate over its SD, per date
	RealZ float64       `json:"real_z"`
	Dates []record.Date `json:"dates"`
}

// Severity of a caveat, worst first: "stop", "high", "moderate", "note".
type Severity string

// The severities.
const (
	Stop     Severity = "stop"
	High     Severity = "high"
	Moderate Severity = "moderate"
	Minor    Severity = "note"
)

// Severities lists the severities, worst first.
var Severities = []Severity{Stop, High, Moderate, Minor}

// Caveat is one reason to doubt, computed from this person's nights. The language
// catalogue has its sentences under its ID.
type Caveat struct {
	ID        string            `json:"id"`
	Title     string            `json:"title"`
	Severity  Severity          `json:"severity"`
	Outcomes  []string          `json:"outcomes"` // ids of the metrics concerned
	Blocks    bool              `json:"blocks"`
	Measured  Measures          `json:"measured"`
	Statement string            `json:"statement"`
	Advice    string            `json:"advice"`
	Nights    []record.Date     `json:"nights"`
	Words     map[string]string `json:"-"`
}

// Difference is another series that differed between the nights with and without.
type Difference struct {
	Metric string  `json:"metric"`
	Off    float64 `json:"off"` // means, catalogue unit
	On     float64 `json:"on"`
	SMD    float64 `json:"smd"` // standardised mean difference (Austin 2009)
	// VarianceRatio is the variance of the nights with over that of the nights without;
	// nil if those never differ.
	VarianceRatio *float64 `json:"variance_ratio"`
	// ByChance is the probability, 0 to 1, that two sets of so many nights differ as
	// much by chance, given the dependence of this person's nights.
	ByChance float64 `json:"by_chance"`
	NOff     int     `json:"-"`
	NOn      int     `json:"-"`
}

// Blinding is the state of a blinded plan at its end.
type Blinding struct {
	Kept    bool         `json:"kept"`    // the code was opened after the last day
	Opened  *record.Date `json:"opened"`  // nil if unknown
	Boxes   int          `json:"boxes"`   // that were packed
	Guesses int          `json:"guesses"` // boxes the person had a guess about before
	Right   int          `json:"right"`   // of these
}
