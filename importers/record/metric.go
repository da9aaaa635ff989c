package record

// Scale is the scale on which a metric is analysed.
type Scale string

// The scales.
const (
	Linear Scale = "linear" // the value itself
	Log    Scale = "log"    // ln(x)
	Log1p  Scale = "log1p"  // ln(1+x), for values that can be 0
)

// Wish is the direction in which people hope a metric will move.
type Wish int

// The directions. None means that neither direction is better.
const (
	Down Wish = -1
	None Wish = 0
	Up   Wish = 1
)

// Kind is the use of a metric.
type Kind string

// The kinds. All but covariates are outcomes.
const (
	Measured  Kind = "measured"  // measured by a device during the night
	Rating    Kind = "rating"    // a self-rating
	Score     Kind = "score"     // a vendor's score, never the primary outcome
	Covariate Kind = "covariate" // used to explain a night, never an outcome
)

// Metric is one row of the catalogue. All four limits are in Unit and inclusive.
// Importers reject a value outside the hard limits. Reports flag a value outside
// the soft limits and keep it.
type Metric struct {
	ID          string  // lower case, stable: the key in configurations and JSON
	Name        string  // for sentences and tables, in English
	Unit        string  // of values and limits, as reports print it
	Scale       Scale   // on which values are compared
	Wished      Wish    // the direction that is better
	Kind        Kind    // what it may be used for
	Clock       bool    // a clock time: minutes after local noon of the day before the wake date
	ZeroMissing bool    // whether 0 means not measured
	HardLow     float64 // a value below it is not read
	HardHigh    float64 // a value above it is not read
	SoftLow     float64 // a value below it is kept and flagged
	SoftHigh    float64 // a value above it is kept and flagged
	Definition  string  // one clause: what the value is, without the unit
}

// Metrics is the catalogue, in the order of reports. The limits of resting heart
// rate follow Quer et al. (2020) and the lowest RMSSD follows Health Connect. The
// other limits are our own choice.
var Metrics = []Metric{
	{"hrv_rmssd", "heart rate variability (RMSSD)", "ms", Log, Up, Measured, false, true, 1, 350, 8, 200,
		"root mean square of successive beat-to-beat differences over the vendor's window of the night"},
	{"hrv_sdnn", "heart rate variability (SDNN)", "ms", Log, Up, Measured, false, true, 1, 500, 10, 250,
		"standard deviation of beat-to-beat intervals; grows with the window, never mixed with RMSSD"},
	{"hrv_unknown", "heart rate variability (formula not stated)", "ms", Log, Up, Measured, false, true, 1, 500, 8, 250,
		"heart rate variability whose formula the vendor does not state"},
	{"resting_hr", "resting heart rate", "bpm", Linear, Down, Measured, false, true, 25, 150, 36, 95,
		"the vendor's resting heart rate"},
	{"sleep_hr", "heart rate asleep", "bpm", Linear, Down, Measured, false, true, 28, 160, 38, 100,
		"mean heart rate asleep"},
	{"respiratory_rate", "respiratory rate", "/min", Linear, None, Measured, false, true, 5, 40, 10, 22,
		"breaths a minute asleep"},
	{"skin_temp_deviation", "skin temperature deviation", "degC", Linear, None, Measured, false, false, -8, 8, -2, 2,
		"difference from the own baseline; an illness, cycle or room marker only"},
	{"skin_temp", "skin temperature", "degC", Linear, None, Measured, false, true, 20, 42, 28, 38,
		"absolute skin temperature"},
	{"spo2", "blood oxygen", "%", Linear, None, Measured, false, true, 60, 100, 90, 100,
		"oxygen saturation asleep; a negative-control candidate, never interpreted"},
	{"tst", "total sleep time", "min", Linear, Up, Measured, false, true, 0, 960, 180, 660,
		"time asleep in the main sleep (TST)"},
	{"tib", "time in bed", "min", Linear, None, Measured, false, true, 15, 1080, 240, 720,
		"time in bed of the main sleep (TIB)"},
	{"sol", "sleep onset latency", "min", Log1p, Down, Measured, false, false, 0, 300, 0, 120,
		"time from lights out to sleep (SOL); 0 on most nights means not measured"},
	{"waso", "wake after sleep onset", "min", Log1p, Down, Measured, false, false, 0, 600, 0, 150,
		"time awake between falling asleep and waking up (WASO)"},
	{"awakenings", "awakenings", "n", Linear, Down, Measured, false, false, 0, 150, 0, 40,
		"number of awakenings in the main sleep"},
	{"sleep_efficiency", "sleep efficiency", "%", Linear, Up, Measured, false, true, 20, 100, 60, 98,
		"100 TST/TIB, recomputed where both are known"},
	{"deep", "deep sleep", "min", Linear, Up, Measured, false, false, 0, 600, 10, 180,
		"the vendor's deep sleep stage"},
	{"rem", "REM sleep", "min", Linear, None, Measured, false, false, 0, 600, 20, 210,
		"the vendor's REM stage"},
	{"light", "light sleep", "min", Linear, None, Measured, false, false, 0, 900, 60, 480,
		"the vendor's light stage"},
	{"bedtime", "bedtime", "min after local noon", Linear, None, Measured, true, false, -720, 2160, 360, 960,
		"clock time of falling asleep (or going to bed, where that is all the file has)"},
	{"waketime", "wake time", "min after local noon", Linear, None, Measured, true, false, -720, 2880, 780, 1440,
		"clock time of waking up"},
	{"midsleep", "middle of sleep", "min after local noon", Linear, None, Measured, true, false, -720, 2520, 600, 1200,
		"clock time halfway between falling asleep and waking up"},
	{"sleep_score", "sleep score", "vendor", Linear, None, Score, false, true, 0, 200, 0, 150,
		"the vendor's own score; changes when the vendor changes it"},
	{"readiness_score", "readiness score", "vendor", Linear, None, Score, false, true, 0, 100, 0, 100,
		"the vendor's own score, usually made from heart rate variability"},
	{"stress_score", "stress score", "vendor", Linear, None, Score, false, true, 0, 100, 0, 100,
		"the vendor's own score; not a measure of cortisol or of worry"},
	{"steps", "steps", "n", Linear, None, Covariate, false, false, 0, 150000, 0, 40000,
		"steps of the day before the night"},
	{"active_energy", "active energy", "kcal", Linear, None, Covariate, false, false, 0, 15000, 0, 6000,
		"energy burned on the day before the night"},
	{"strain", "strain", "vendor", Linear, None, Covariate, false, false, 0, 100, 0, 100,
		"the vendor's load score of the day before the night"},
	{"anxiety", "self-rated worry", "0-10", Linear, Down, Rating, false, false, 0, 10, 0, 10,
		"self-rating of worry, 0 none to 10 most"},
	{"stress", "self-rated stress", "0-10", Linear, Down, Rating, false, false, 0, 10, 0, 10,
		"self-rating of stress, 0 none to 10 most"},
	{"irritability", "self-rated irritability", "0-10", Linear, Down, Rating, false, false, 0, 10, 0, 10,
		"self-rating of irritability, 0 none to 10 most"},
	{"restlessness", "self-rated restlessness", "0-10", Linear, Down, Rating, false, false, 0, 10, 0, 10,
		"self-rating of restlessness, 0 none to 10 most"},
	{"mood_rating", "self-rated mood", "0-10", Linear, Up, Rating, false, false, 0, 10, 0, 10,
		"self-rating of mood, 0 worst to 10 best"},
	{"muscle_tension", "self-rated muscle tension", "0-10", Linear, Down, Rating, false, false, 0, 10, 0, 10,
		"self-rating of muscle tension, 0 none to 10 most"},
	{"sleep_quality", "self-rated sleep quality", "0-10", Linear, Up, Rating, false, false, 0, 10, 0, 10,
		"self-rating of the night, 0 worst to 10 best"},
	{"gad7", "worry questionnaire (GAD-7)", "n", Linear, Down, Rating, false, false, 0, 21, 0, 21,
		"GAD-7 total over the last two weeks (Spitzer 2006)"},
	{"gad2", "worry questionnaire (GAD-2)", "n", Linear, Down, Rating, false, false, 0, 6, 0, 6,
		"GAD-2 total over the last two weeks"},
	{"cramps", "cramps", "n", Linear, Down, Rating, false, false, 0, 50, 0, 10,
		"number of cramps"},
	{"twitches", "twitches", "n", Linear, Down, Rating, false, false, 0, 200, 0, 50,
		"number of twitches"},
	{"restless_legs", "restless legs", "n", Linear, Down, Rating, false, false, 0, 50, 0, 10,
		"episodes of restless legs"},
	{"loose_stool", "loose stool", "n", Linear, Down, Rating, false, false, 0, 50, 0, 10,
		"loose stools, 0 or 1 a day or a count"},
	{"alcohol", "alcohol", "g", Linear, None, Covariate, false, false, 0, 400, 0, 60,
		"ethanol on the day before the night"},
	{"caffeine", "caffeine", "mg", Linear, None, Covariate, false, false, 0, 2000, 0, 400,
		"caffeine on the day before the night"},
	{"training_load", "training load", "au", Linear, None, Covariate, false, false, 0, 10000, 0, 1500,
		"training load of the day before the night"},
}

// MetricByID returns the catalogue row with the given id and reports whether
// there is one.
func MetricByID(id string) (Metric, bool) {
	for _, m := range Metrics {
		if m.ID == id {
			return m, true
		}
	}
	return Metric{}, false
}

// Outcome reports whether a report lists the metric among its outcomes.
func (m Metric) Outcome() bool { return m.Kind != Covariate }

// MayBePrimary reports whether the metric may be the primary outcome: a vendor's
// score never is.
func (m Metric) MayBePrimary() bool { return m.Outcome() && m.Kind != Score }
