package reports

import "nof1/analysis"

// Explored stands beside the declared analysis of the primary outcome and
// decides nothing. Parts the design does not allow are empty or null.
type Explored struct {
	Lags      []LagEffect   `json:"lags"`          // of a dose on its own night and those after it, joint
	Doses     *DoseView     `json:"doses"`         // null with one amount only
	CarryOver *CarryOver    `json:"carry_over"`    // of repeated designs
	Chosen    *ChosenNights `json:"chosen_nights"` // of irregular dosing
	Strength  *Strength     `json:"strength"`

	HodgesLehmannCI95 *[2]float64 `json:"hodges_lehmann_ci95"` // block bootstrap within phases; null without lasting ones
	Seed              uint64      `json:"seed"`                // of the bootstrap
}

// LagEffect is what a dose does to a night some nights later.
type LagEffect struct {
	Lag       int        `json:"lag"` // 0: its own night
	Nights    int        `json:"nights"`
	Estimate  float64    `json:"estimate"`
	CI95      [2]float64 `json:"ci95"`
	P         float64    `json:"p"`
	PAdjusted float64    `json:"p_adjusted"` // Holm over the lags
}

// DoseView is the change by how much was taken.
type DoseView struct {
	Unit     string       `json:"unit"` // of the amounts, elemental where that is known
	Levels   []DoseLevel  `json:"levels"`
	Slope    *PlainEffect `json:"slope"` // of Step more, among the nights with a dose
	Step     float64      `json:"step"`
	Monotone *bool        `json:"monotone"` // null with fewer than three levels
}

// DoseLevel is the nights with one amount against the nights without any.
type DoseLevel struct {
	Amount    float64    `json:"amount"`
	Nights    int        `json:"nights"`
	Estimate  float64    `json:"estimate"`
	CI95      [2]float64 `json:"ci95"`
	P         float64    `json:"p"`
	PAdjusted float64    `json:"p_adjusted"` // Holm over the levels
}

// PlainEffect is one exploratory estimate, in the unit of the outcome.
type PlainEffect struct {
	Nights   int        `json:"nights"`
	Estimate float64    `json:"estimate"`
	CI95     [2]float64 `json:"ci95"`
	P        float64    `json:"p"`
}

// CarryOver is what is left after a stop. The nights right after a stop are
// left out of the answer whatever it says.
type CarryOver struct {
	AfterStop *PlainEffect `json:"after_stop"` // those nights against the others without
	LaterOff  *PlainEffect `json:"later_off"`  // later periods without against the first
	Suspected bool         `json:"suspected"`
}

// ChosenNights is what can be seen of how nights were chosen for a dose.
type ChosenNights struct {
	OddsPerSD     *float64       `json:"odds_per_sd"` // of a dose, per SD of the night before
	OddsCI95      *[2]float64    `json:"odds_ci95"`
	OddsP         *float64       `json:"odds_p"`
	Lead          *float64       `json:"lead"` // tonight's difference before a dose tomorrow
	LeadP         *float64       `json:"lead_p"`
	CaseCrossover *CaseCrossover `json:"case_crossover"`
}

// CaseCrossover compares each night with a dose with nights without one on the
// same weekday within 28 days.
type CaseCrossover struct {
	Difference float64   `json:"difference"`
	Each       []float64 `json:"each"` // per dosed night, ascending
	Unmatched  int       `json:"unmatched"`
}

// Strength says what it would take to undo the answer.
type Strength struct {
	PartialR2      float64  `json:"partial_r2"`
	Robustness     float64  `json:"robustness_value"`
	RobustnessAt5  float64  `json:"robustness_value_5pct"`
	EValue         float64  `json:"e_value"`
	EValueLimit    float64  `json:"e_value_limit"`
	Drift          *float64 `json:"tipping_drift_month"` // unit of the outcome
	MissingBy      *float64 `json:"tipping_missing"`     // unit of the outcome
	BaselineSlope  *float64 `json:"baseline_slope_month"`
	BaselineSlopeP *float64 `json:"baseline_slope_p"`
}

// explored copies what was looked at beside the answer; effects that are not
// finite are left out.
func explored(x *analysis.Explored) *Explored {
	if x == nil {
		return nil
	}
	out := &Explored{Lags: []LagEffect{}}
	for _, e := range x.Lags {
		if finiteEffect(&e) {
			out.Lags = append(out.Lags, LagEffect{e.Lag, e.Nights, e.Estimate, e.CI95, e.P, e.PAdjusted})
		}
	}
	if d := x.Doses; d != nil && finite(d.Step) {
		out.Doses = &DoseView{Unit: d.Unit, Levels: []DoseLevel{}, Slope: plainEffect(d.Slope), Step: d.Step, Monotone: d.Monotone}
		for _, e := range d.Levels {
			if finiteEffect(&e) {
				out.Doses.Levels = append(out.Doses.Levels, DoseLevel{e.Amount, e.Nights, e.Estimate, e.CI95, e.P, e.PAdjusted})
			}
		}
	}
	if c := x.CarryOver; c != nil {
		out.CarryOver = &CarryOver{AfterStop: plainEffect(c.AfterStop), LaterOff: plainEffect(c.LaterOff), Suspected: c.Suspected}
	}
	if c := x.Chosen; c != nil {
		out.Chosen = &ChosenNights{OddsPerSD: known(c.OddsPerSD), OddsCI95: knownPair(c.OddsCI95), OddsP: known(c.OddsP), Lead: known(c.Lead), LeadP: known(c.LeadP)}
		if d := known(c.Difference); d != nil {
			out.Chosen.CaseCrossover = &CaseCrossover{Difference: *d, Each: filled(c.Each), Unmatched: c.Unmatched}
		}
	}
	out.Strength = strength(x.Strength)
	out.HodgesLehmannCI95, out.Seed = knownPair(x.HodgesLehmannCI95), x.Seed
	return out
}

func strength(s *analysis.Strength) *Strength {
	if s == nil || !finite(s.PartialR2) || !finite(s.Robustness) || !finite(s.RobustnessAt5) || !finite(s.EValue) || !finite(s.EValueLimit) {
		return nil
	}
	return &Strength{PartialR2: s.PartialR2, Robustness: s.Robustness, RobustnessAt5: s.RobustnessAt5, EValue: s.EValue, EValueLimit: s.EValueLimit,
		Drift: known(s.Drift), MissingBy: known(s.MissingBy), BaselineSlope: known(s.BaselineSlope), BaselineSlopeP: known(s.BaselineSlopeP)}
}

func finiteEffect(e *analysis.Effect) bool {
	return e != nil && finite(e.Estimate) && finite(e.CI95[0]) && finite(e.CI95[1]) && finite(e.P)
}

func plainEffect(e *analysis.Effect) *PlainEffect {
	if !finiteEffect(e) {
		return nil
	}
	return &PlainEffect{e.Nights, e.Estimate, e.CI95, e.P}
}
