// Package power computes what more nights could show. [Run] predicts studies of a
// person's own nights. [Compare] compares the designs that fit into a number of weeks.
//
//	prospects, err := power.Run(study)
//	choice, err := power.Compare(power.Question{Study: &study, Primary: "hrv_rmssd", Weeks: 12})
//
// Both use the error model and the minimum nights of a report, so that a study
// predicted to find a change would report it.
package power

import "nof1/analysis"

// Weeks are the lengths of the studies looked at, in weeks.
var Weeks = []int{4, 8, 12, 16}

// Prospects is what studies of a person's nights could find.
type Prospects struct {
	Supplement string     // "" if none is named or logged
	Onset      int        // nights not used after each start
	Washout    int        // and after each stop
	Outcomes   []Prospect // the primary one first, as in a report
}

// Prospect is what studies could find in one outcome.
type Prospect struct {
	analysis.Baseline
	Studies []StudyProspect // nil if the baseline has a Reason
}

// StudyProspect is what one planned study could find.
type StudyProspect struct {
	Design        string // "AB", "ABAB", "weekly_pairs" or "nightly"
	Weeks         int
	NightsOff     int // expected to be observed and used
	NightsOn      int
	Detectable    *float64 // change found in 80 % of such studies, natural unit
	DetectablePct *float64
	AtMargin      *float64 // chance to find a change of the margin
	CarryOver     bool     // the stretches are too short for the supplement's onset: what is found is diluted
	Reason        string   // "too_few_nights": a report would give no estimate
}

// Run returns, from the person's own nights, what change studies of different
// designs and lengths could show: the errors are estimated from the nights
// without the supplement, each planned study loses the share of nights that is missing
// from them, and its detectable change is what its own report would state. The
// same study gives the same result. The error is for a study without a single
// night.
//
// The variance of a before/after is stretched by the factor that a report uses
// if there is no past of the person to check against.
func Run(s analysis.Study) (Prospects, error) {
	b, err := analysis.ReadBaselines(s)
	if err != nil {
		return Prospects{}, err
	}
	out := Prospects{Supplement: b.Supplement, Onset: b.Onset, Washout: b.Washout}
	f := forecast{onset: b.Onset, washout: b.Washout, weekday: (b.Last + 1).Weekday(), plans: map[planKey][]plannedStudy{}}
	for _, o := range b.Outcomes {
		p := Prospect{Baseline: o}
		if p.Reason == "" {
			p.Studies = f.studies(p)
		}
		out.Outcomes = append(out.Outcomes, p)
	}
	return out, nil
}
