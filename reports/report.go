package reports

import "nof1/importers/record"

// Schema is the name and version of the report document.
const Schema = "nof1.report/1"

// Report is the document: what is not in it is in no output. Its JSON form is
// report.json, whose schema is report.schema.json.
type Report struct {
	Schema           string            `json:"schema"`
	Tool             Tool              `json:"tool"`
	Settings         map[string]any    `json:"settings"`
	Language         string            `json:"language"` // of every sentence: en, de
	Participant      string            `json:"participant"`
	Shared           bool              `json:"shared"` // by [Share]: every date is a day number
	Inputs           []Input           `json:"inputs"`
	Series           []Series          `json:"series"`
	Intervention     Intervention      `json:"intervention"`
	Outcomes         []Outcome         `json:"outcomes"`
	Caveats          []Caveat          `json:"caveats"`
	Associations     []Association     `json:"associations"`
	NotRecorded      []string          `json:"not_recorded"`
	Look             Look              `json:"look"`
	Summary          Summary           `json:"summary"`
	Next             Next              `json:"next"`
	Nights           Nights            `json:"nights"`
	Differences      []Difference      `json:"differences"`
	NegativeControls []NegativeControl `json:"negative_controls"`
	Ledger           []LedgerRow       `json:"ledger"`
	Harms            []Harm            `json:"harms"`
	Mechanisms       []Mechanism       `json:"mechanisms"` // how what was taken is said to act
	Escalation       []Note            `json:"escalation"` // before everything else, most urgent first
	Checklist        []ChecklistRow    `json:"checklist"`

	made *made
}

// Tool says what made the report.
type Tool struct {
	Version      string `json:"version"`
	Seed         uint64 `json:"seed"`
	ConfigSHA256 string `json:"config_sha256"`
}

// Input is one file or archive member, read or skipped.
type Input struct {
	Path        string         `json:"path"`
	SHA256      string         `json:"sha256"`
	Importer    *string        `json:"importer"`
	Device      *string        `json:"device"`
	RowsRead    *int           `json:"rows_read"`
	RowsUsed    *int           `json:"rows_used"`
	RowsSkipped *int           `json:"rows_skipped"`
	Nights      *int           `json:"nights"`
	First       *record.Date   `json:"first"`
	Last        *record.Date   `json:"last"`
	Reason      *string        `json:"reason"`
	Problems    []InputProblem `json:"problems"`
}

// InputProblem is one positioned problem of an input.
type InputProblem struct {
	Line    int    `json:"line"`
	Col     int    `json:"col"`
	Column  string `json:"column"`
	Message string `json:"message"`
}

// Series is one metric of one source.
type Series struct {
	Metric       string      `json:"metric"`
	Unit         string      `json:"unit"`
	Source       string      `json:"source"`
	Used         bool        `json:"used"`
	Nights       int         `json:"nights"`
	First        record.Date `json:"first"`
	Last         record.Date `json:"last"`
	MissingShare float64     `json:"missing_share"`
	Lag1         *float64    `json:"lag1"`
	Mean         float64     `json:"mean"`
	SD           *float64    `json:"sd"`
}

// Intervention is what was taken and how it was arranged.
type Intervention struct {
	Supplement        *string      `json:"supplement"`
	Forms             []string     `json:"forms"`
	ElementalMgMedian *float64     `json:"elemental_mg_median"`
	AmountMedian      *float64     `json:"amount_median"`
	AmountUnit        string       `json:"amount_unit"`
	AmountRange       *[2]float64  `json:"amount_range"`
	Basis             string       `json:"basis"`
	CoStarted         []string     `json:"co_started"`
	CoSupplements     []string     `json:"co_supplements"`
	Design            string       `json:"design"`
	DesignLevel       int          `json:"design_level"`
	Randomised        bool         `json:"randomised"`
	Blinded           bool         `json:"blinded"`
	Assumptions       []string     `json:"assumptions"`
	DaysTaken         int          `json:"days_taken"`
	DaysNotTaken      int          `json:"days_not_taken"`
	DaysUnknown       int          `json:"days_unknown"`
	Adherence         *float64     `json:"adherence"`
	Onset             int          `json:"onset"`
	Washout           int          `json:"washout"`
	FirstDose         *record.Date `json:"first_dose"` // day of the first taken dose
	LastDose          *record.Date `json:"last_dose"`
	Deviations        *Deviations  `json:"deviations"` // from the plan, null without one
	Blinding          *Blinding    `json:"blinding"`   // of a blinded plan, null without one
	Phases            []Phase      `json:"phases"`
	DoseNotes         []Note       `json:"dose_notes"`
}

// Phase is a run of nights under one condition.
type Phase struct {
	Label        string      `json:"label"`
	Kind         string      `json:"kind"`
	First        record.Date `json:"first"`
	Last         record.Date `json:"last"`
	Days         int         `json:"days"`
	ExcludedDays int         `json:"excluded_days"`
	NightsUsed   int         `json:"nights_used"`
	Parts        []PhasePart `json:"parts,omitempty"` // where the form, dose or brand changed inside it
}

// PhasePart is a stretch of a phase with one usual product.
type PhasePart struct {
	First       record.Date `json:"first"`
	Last        record.Date `json:"last"`
	Days        int         `json:"days"`
	NightsUsed  int         `json:"nights_used"`
	Form        *string     `json:"form"`         // of most days
	ElementalMg *float64    `json:"elemental_mg"` // median of the days' doses
	Product     *string     `json:"product"`      // as logged, of most days; null in a shared report
}

// Note is a sentence with its id.
type Note struct {
	ID        string `json:"id"`
	Statement string `json:"statement"`
}

// Outcome is one metric's answer.
type Outcome struct {
	Metric            string             `json:"metric"`
	Role              string             `json:"role"`
	Source            string             `json:"source"`
	Scale             string             `json:"scale"`
	Unit              string             `json:"unit"`
	NOff              int                `json:"n_off"`
	NOn               int                `json:"n_on"`
	NEffective        *float64           `json:"n_effective"`
	MeanOff           *float64           `json:"mean_off"`
	MeanOn            *float64           `json:"mean_on"`
	Estimate          *float64           `json:"estimate"`
	CI95              *[2]float64        `json:"ci95"`
	CI90              *[2]float64        `json:"ci90"`
	EstimatePct       *float64           `json:"estimate_pct"`
	CI95Pct           *[2]float64        `json:"ci95_pct"`
	P                 *float64           `json:"p"`
	PAdjusted         *float64           `json:"p_adjusted"`
	DF                *float64           `json:"df"`
	Lag1              *float64           `json:"lag1"`
	Method            string             `json:"method"`
	Lambda            *float64           `json:"lambda"`
	Margin            *float64           `json:"margin"`
	Detectable        *float64           `json:"detectable"`
	MoreNights        *int               `json:"more_nights"`
	AdjustedFor       []string           `json:"adjusted_for"`
	Verdict           Verdict            `json:"verdict"`
	Naive             *Naive             `json:"naive"`
	PlaceboDates      *Placebo           `json:"placebo_dates"`
	RandomisationTest *RandomisationTest `json:"randomisation_test"`
	Alternatives      []Alternative      `json:"alternatives"`
	EffectSizes       *EffectSizes       `json:"effect_sizes"`
	Replications      []Replication      `json:"replications"` // of a repeated design
	Explored          *Explored          `json:"explored"`     // of the primary outcome
	UsualRange        *[2]float64        `json:"usual_range"`
	RTM               *[2]float64        `json:"without_last_week"`
	Smoothed          bool               `json:"smoothed_by_device"`
	BaselineSD        *float64           `json:"baseline_sd"` // raw scale, used off nights
}

// Verdict is the decision with its sentence.
type Verdict struct {
	Code       string   `json:"code"`
	Direction  *string  `json:"direction"`
	Favourable *bool    `json:"favourable"`
	Level      int      `json:"level"`
	CappedBy   []string `json:"capped_by"`
	Failed     []string `json:"failed_checks"`
	Reason     *string  `json:"reason"`
	Small      bool     `json:"may_be_too_small"` // all of the interval lies inside the margin
	Short      string   `json:"short"`            // the first sentence of Sentence, range included
	Sentence   string   `json:"sentence"`
}

// Naive is what the usual test would have said.
type Naive struct {
	Method   string  `json:"method"`
	Estimate float64 `json:"estimate"`
	P        float64 `json:"p"`
}

// Placebo is the fake-start check: the same fit at made-up start dates.
type Placebo struct {
	Tried int           `json:"tried"`
	AsBig int           `json:"as_big"`
	Share float64       `json:"share"`
	Z     []float64     `json:"z"`
	RealZ float64       `json:"real_z"`
	Dates []record.Date `json:"dates"` // of Z
}

// RandomisationTest is how often the constraint that drew the schedule would
// have drawn one that looks at least as effective.
type RandomisationTest struct {
	Statistic    float64     `json:"statistic"` // |difference of means| without trend and weekday
	P            float64     `json:"p"`
	SmallestP    float64     `json:"smallest_p"`   // these data could have given
	Arrangements float64     `json:"arrangements"` // the constraint could have drawn
	Tried        int         `json:"tried"`        // of these, compared with
	Exact        bool        `json:"exact"`        // all of them were
	CI95         *[2]float64 `json:"ci95"`         // null where so few arrangements exclude no effect
	Seed         uint64      `json:"seed"`
	Observed     float64     `json:"observed"`  // the difference with its sign
	Orderings    []float64   `json:"orderings"` // differences of the orders compared with, rising: all, or 100 evenly spread over them
}

// Deviations count the nights on which the log says something else than the
// plan, or nothing.
type Deviations struct {
	NotTaken int `json:"not_taken"` // planned with
	Taken    int `json:"taken"`     // planned without
	Unknown  int `json:"unknown"`
	Nights   int `json:"nights"` // planned nights inside the record
}

// Blinding is how a blinded plan ended.
type Blinding struct {
	Kept    bool         `json:"kept"`   // the code was opened after the last day
	Opened  *record.Date `json:"opened"` // null where that is not known
	Boxes   int          `json:"boxes"`  // that were packed
	Guesses int          `json:"guesses"`
	Right   int          `json:"right"`
}

// Caveat is one reason to doubt, sized.
type Caveat struct {
	ID        string             `json:"id"`
	Title     string             `json:"title"`
	Severity  string             `json:"severity"`
	Outcomes  []string           `json:"outcomes"`
	Blocks    bool               `json:"blocks"`
	Measured  map[string]Measure `json:"measured"`
	Statement string             `json:"statement"`
	Advice    string             `json:"advice"`
	Nights    []record.Date      `json:"nights"`
}

// Measure is a number with its unit.
type Measure struct {
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
}

// Look counts how often the growing record was analysed.
type Look struct {
	Number       int    `json:"number"`
	Early        int    `json:"early"`    // looks before the stopping date of the plan, 0 without one
	Question     string `json:"question"` // supplement and primary outcome
	InputsSHA256 string `json:"inputs_sha256"`
}

// Summary is the answer in one place.
type Summary struct {
	Primary  *string `json:"primary"`
	Code     string  `json:"code"`
	Level    int     `json:"level"`
	Headline string  `json:"headline"` // one sentence with its range
	Detail   string  `json:"detail"`   // the sentences after it
}

// Next is what would settle the question.
type Next struct {
	MoreNights *int    `json:"more_nights"`
	Plan       *string `json:"plan"`
}

// Nights is the nightly table by column; every slice has one cell a night.
type Nights struct {
	Night  []record.Date         `json:"night"`
	Phase  []string              `json:"phase"` // "" none
	Taken  []string              `json:"taken"` // yes, no, unknown
	DoseMg []*float64            `json:"dose_elemental_mg"`
	Flags  [][]string            `json:"flags"` // "onset", "washout", "not_taken", "soft_limit", "break"
	Used   map[string][]bool     `json:"used"`  // by outcome metric: entered the estimate
	Values map[string][]*float64 `json:"values"`
}

// Difference is something else that differed between taken and not-taken
// nights.
type Difference struct {
	Metric string  `json:"metric"`
	Off    float64 `json:"off"`
	On     float64 `json:"on"`
	SMD    float64 `json:"smd"`

	VarianceRatio *float64 `json:"variance_ratio"` // of nights with to nights without
	ByChance      *float64 `json:"by_chance"`      // how often two such sets of nights differ as much, 0 to 1
}
