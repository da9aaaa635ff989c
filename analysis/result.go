package analysis

import (
	"nof1/analysis/nightly"
	"nof1/importers/record"
)

// Result is everything a report says, in ids and numbers. NaN never appears: a
// value that was not computed is absent (its pointer nil, its flag false).
type Result struct {
	Nights        *nightly.Table // one row a calendar night from the first to the last
	Series        []Series
	Intervention  Intervention
	Exposure      []NightExposure // one per row of Nights
	Outcomes      []Outcome
	Caveats       []Caveat // most severe first
	NotRecorded   []string // ids of things that matter and were in no file, by importance
	CoDifferences []CoDifference
	Associations  []Association // every logged item against every outcome, the shown first
	Controls      []NegativeControl
	Look          Look
	LookNumber    int         // 1 for the first
	EarlyLooks    int         // of these before the stopping date of the plan, 0 without one
	Ledger        []LedgerRow // every known confounder: fired, silent or not recorded, in a fixed order
	Harms         []Harm      // unwanted effects: asked or not, on how many days
	Escalation    []Note      // what the person typed that comes before everything else, most urgent first
}

// Series is one metric of one source.
type Series struct {
	Metric       string
	Source       string // source, or source/device where a device is known
	Used         bool   // the series its outcome is computed from
	Nights       int
	First, Last  record.Date
	MissingShare float64 // of the calendar nights from First to Last
	Lag1         *float64
	Mean, SD     float64 // raw scale
}

// Intervention is what was taken and how it was arranged.
type Intervention struct {
	Supplement    string   // "" where nothing was logged
	Forms         []string // form ids in order of use
	ElementalMg   *float64 // median elemental mg of a taken day
	Amount        *float64 // median amount of a taken day as logged, where ElementalMg does not apply
	AmountUnit    string   // unit of Amount
	AmountLow     *float64 // smallest and largest total of a taken day, elemental mg or AmountUnit
	AmountHigh    *float64
	Basis         string   // "elemental", "compound", "mixed" or "unknown"
	CoStarted     []string // supplements first taken within 14 days of a start
	CoSupplements []string // every other logged supplement
	Design        string   // "none", "AB", "ABA", ..., "randomised_blocks", "as_needed"
	DesignLevel   int
	Randomised    bool
	Blinded       bool
	Blinding      *Blinding // of a blinded plan, nil without one
	Assumptions   []Note
	DaysTaken     int
	DaysNotTaken  int
	DaysUnknown   int
	Adherence     *float64
	FirstDose     record.Date // day of the first taken dose in the log, when DaysTaken > 0
	LastDose      record.Date
	Onset         int // nights not used after a start
	Washout       int // nights not used after a stop
	Phases        []Phase
	DoseNotes     []Note      // upper levels, swap check, basis: information, never a verdict
	Deviations    *Deviations // from the plan, nil without one
	Timing        *DoseTiming // nil where the log or the nights have no clock times
	Merged        int         // doses of one day from two sources merged, not added
}

// Phase is a run of nights under one condition.
type Phase struct {
	Label        string // "A1", "B1", "A2", ...
	Kind         string // "baseline", "on", "off"
	First, Last  record.Date
	Days         int
	ExcludedDays int // onset or washout nights at its beginning
	NightsUsed   int // nights of the primary outcome used in the estimate
	// Parts of an on-phase inside which another form, dose or brand became the
	// usual one, in order and without a gap; nil where nothing changed.
	Parts []PhasePart
}

// PhasePart is a stretch of an on-phase with one usual product.
type PhasePart struct {
	First, Last record.Date
	Days        int
	NightsUsed  int      // nights of the primary outcome used in the estimate
	Form        string   // of most days, "" not known
	ElementalMg *float64 // median of the days' doses, mg of the mineral; nil not known
	Product     string   // name as logged, of most days; untrusted, "" none
}

// NightExposure is what is known of one night's dose.
type NightExposure struct {
	Taken       record.Taken
	ElementalMg *float64
	Phase       int  // index into Intervention.Phases, -1 none
	Excluded    bool // onset or washout night
}

// Note is a sentence by id with the numbers and names it needs.
type Note struct {
	ID       string
	Measured []Measure
	Words    map[string]string // names and dates, e.g. {"form": "citrate"}; user text is untrusted
}

// Measure is one named number with its unit.
type Measure struct {
	Name  string
	Value float64
	Unit  string
}

// Outcome is one metric's answer. Pointers are nil where nothing was computed.
type Outcome struct {
	Metric string
	Role   string // "primary", "secondary", "exploratory"
	Source string
	Scale  record.Scale
	Unit   string

	NOff, NOn              int
	NEffective             *float64
	MeanOff, MeanOn        *float64
	Estimate               *float64
	CI95, CI90             *[2]float64
	EstimatePct            *float64
	CI95Pct                *[2]float64
	P, PAdjusted, DF, Lag1 *float64
	Method                 string // "slowmix", "lagged", "none"
	Lambda                 *float64
	Margin, Detectable     *float64
	MoreNights             *int
	AdjustedFor            []string // "trend", "weekday", "previous_night"
	Verdict                Verdict
	Naive                  *Naive
	Placebo                *Placebo
	Randomisation          *Randomisation // nil without a plan, or where nothing was computed
	RTM                    *RTMBounds
	Alternatives           []Alternative
	Explored               *Explored // of the primary outcome, beside its answer; nil elsewhere
	Effect                 *EffectSizes
	Replications           []Replication // of a repeated design, in order
	Expected               record.Wish   // direction the supplement's row expects, 0 none
	NoneExpected           bool          // trials of it found nothing useful
	ExpectedUnknown        bool          // no trial tells either way
	Smoothed               bool          // the vendor smooths this series over several days
	BaselineSD             *float64      // raw scale, of the used off nights: the usual range is MeanOff +- BaselineSD
	UsualLow, UsualHigh    *float64      // 10 % and 90 % quantiles of the used off nights, raw unit
	UsedNights             []bool        // one per row of Result.Nights: entered the estimate
}

// Verdict is the decision of one outcome; every word, colour and code comes
// from here.
type Verdict struct {
	Code        string // one of the constants Code...
	Direction   string // "up", "down" or ""
	Favourable  *bool
	Level       int
	CappedBy    []string
	Failed      []string // cross-checks that failed: "placebo_share", "missingness"
	Reason      string   // for not_comparable and not_enough_data: what blocked, an id
	Measured    []Measure
	SmallChance bool // the whole interval lies inside the margin although it excludes 0
}

// Naive is what the usual test would have said.
type Naive struct {
	Method   string // "welch"
	Estimate float64
	P        float64
}

// Placebo is the same fit at made-up start dates over the person's own past.
type Placebo struct {
	Tried int
	AsBig int
	Share float64
	Dates []record.Date
	Z     []float64 // estimate over its SD, per date
	RealZ float64
}

// RTMBounds are the estimate with and without the last seven baseline nights.
type RTMBounds struct {
	With, Without float64
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

// Caveat is one reason to doubt, computed from this person's nights. Its
// sentences stand in the language catalogue under its ID.
type Caveat struct {
	ID       string
	Severity Severity
	Outcomes []string // metric ids it touches
	Blocks   bool
	Measured []Measure
	Words    map[string]string
	Nights   []record.Date
}

// CoDifference is something else that differed between taken and not-taken
// nights.
type CoDifference struct {
	Metric    string
	Off, On   float64 // means, catalogue unit
	SMD       float64 // standardised mean difference (Austin 2009)
	NOff, NOn int
	// VarianceRatio is the variance of nights with over that of nights without, nil
	// where those without never differ.
	VarianceRatio *float64
	// P says how often two sets of nights this size differ as much by chance
	// alone, this person's night-to-night dependence counted.
	P float64
}

// Blinding is how a blinded plan ended.
type Blinding struct {
	Kept    bool         // the code was opened after the last day
	Opened  *record.Date // nil where that is not known
	Boxes   int          // that were packed
	Guesses int          // boxes the person had a guess about before
	Right   int          // of these
}
