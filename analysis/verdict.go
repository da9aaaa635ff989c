package analysis

import (
	"slices"

	"nof1/importers/record"
)

// Code is the answer of a verdict in one word, by the rule in METHOD.md, section 6.
type Code string

// The codes.
const (
	CodeNotComparable Code = "not_comparable"
	CodeNotEnough     Code = "not_enough_data"
	CodeHigher        Code = "higher"
	CodeLower         Code = "lower"
	CodeNoMeaningful  Code = "no_meaningful_change"
	CodeCantTell      Code = "cant_tell"
)

// Changed reports whether the code claims a change.
func (c Code) Changed() bool { return c == CodeHigher || c == CodeLower }

const (
	breakBlocks     = 7  // nights between a break and a switch that block a verdict
	breakWarns      = 14 // and those that give a caveat
	medicineBlocks  = 14 // days between a medicine change and a switch
	failedUndecides = 3  // failed cross-checks that undo a claim
	placeboLimit    = 0.10
	adherenceLimit  = 0.70
	significant     = 0.05

	failedExactTest = "exact_test"
	cappedFewOrders = "few_orders"
	levelUnknown    = 2 // different, cause unknown
	levelRepeated   = 3 // of a design that repeats and was not drawn
)

// evidence is what decides the verdict of one outcome, besides its numbers.
type evidence struct {
	gate       string // why the outcome is not comparable, or ""
	gateBy     []Measure
	fit        fitted
	design     string
	cap        int      // highest level the design allows a claim
	structural []string // caps that hold for any result: "as_needed", "co_start", "adherence"
	failed     []string // cross-checks of this outcome that failed, without placebo_share
	capped     []string // words of checks that lower a claim
	fewOrders  bool     // the randomisation test could not exclude zero
}

// decide decides one verdict: by the gates, then by the stretched interval against
// zero and the margin, then by the caps of the design and of failed cross-checks.
func decide(o *Outcome, e evidence) {
	v := &o.Verdict
	v.CappedBy = []string{}
	switch {
	case e.gate != "":
		v.Code, v.Reason, v.Measured = CodeNotComparable, Text(e.gate), e.gateBy
		o.withhold()
		return
	case e.fit.blocked != "":
		v.Code, v.Reason, v.Measured = CodeNotEnough, Text(e.fit.blocked), e.fit.blockedBy
		o.withhold()
		return
	}
	v.Level = 1
	v.CappedBy = append(v.CappedBy, e.structural...)
	if e.fit.short {
		v.CappedBy = append(v.CappedBy, "short_record")
	}
	v.Failed = e.failed
	if o.Placebo != nil && o.Placebo.Share > placeboLimit {
		v.Failed = append(slices.Clone(v.Failed), "placebo_share")
	}
	v.Direction = "up"
	if *o.Estimate < 0 {
		v.Direction = "down"
	}
	excludesZero := o.CI95[0] > 0 || o.CI95[1] < 0
	inside := o.Margin != nil && o.CI90[0] > -*o.Margin && o.CI90[1] < *o.Margin
	switch {
	case excludesZero && !undecided(v.Failed):
		o.claim(e)
	case !excludesZero && inside:
		v.Code = CodeNoMeaningful
	default:
		v.Code = CodeCantTell
	}
}

// undecided reports whether failed cross-checks undo the claim of an interval that
// excludes zero: three of them do, and the exact test of a drawn plan does alone. It
// depends only on the draw, while the interval depends on a model of the nights. For
// plans with long phases and slow waves, the interval alone claims a change in 10 of
// 100 studies without one.
func undecided(failed []string) bool {
	return len(failed) >= failedUndecides || slices.Contains(failed, failedExactTest)
}

// claim fills the verdict of an interval that excludes zero.
func (o *Outcome) claim(e evidence) {
	v := &o.Verdict
	v.Code = CodeHigher
	sign := record.Up
	if v.Direction == "down" {
		v.Code, sign = CodeLower, record.Down
	}
	if m, _ := record.MetricByID(o.Metric); m.Wished != record.None {
		v.Favourable = new(m.Wished == sign)
	}
	v.SmallChance = o.Margin != nil && o.CI95[0] > -*o.Margin && o.CI95[1] < *o.Margin
	v.Level = e.cap
	lower := func(word string) {
		v.CappedBy = append(v.CappedBy, word)
		v.Level = min(v.Level, levelUnknown)
	}
	if len(e.structural) > 0 || e.fit.short {
		v.Level = min(v.Level, levelUnknown)
	}
	if e.fewOrders {
		v.CappedBy, v.Level = append(v.CappedBy, cappedFewOrders), min(v.Level, levelRepeated)
	}
	if e.cap == levelUnknown && e.design == DesignAB {
		lower("design")
	}
	for _, word := range e.capped {
		lower(word)
	}
	if o.Role == RoleSecondary && o.PAdjusted != nil && *o.PAdjusted > significant || o.Role == RoleExploratory {
		lower("multiplicity")
	}
	for _, f := range v.Failed {
		v.CappedBy = append(v.CappedBy, f)
		v.Level--
	}
	v.Level = max(v.Level, levelUnknown)
}

// exactTestDiffers reports whether the interval excludes zero and the randomisation
// test, which could have excluded it, does not.
func (o *Outcome) exactTestDiffers() bool {
	x := o.Randomisation
	excludesZero := o.CI95 != nil && (o.CI95[0] > 0 || o.CI95[1] < 0)
	return x != nil && excludesZero && x.SmallestP <= significant && x.P > significant
}

// fewOrders reports whether the randomisation test could not exclude zero for any
// nights. It then does not raise the level.
func (o *Outcome) fewOrders() bool {
	return o.Randomisation != nil && o.Randomisation.SmallestP > significant
}

// withhold removes the numbers of an outcome that a gate blocks.
func (o *Outcome) withhold() {
	o.Estimate, o.CI95, o.CI90, o.EstimatePct, o.CI95Pct = nil, nil, nil, nil, nil
	o.P, o.PAdjusted, o.DF, o.Lambda, o.NEffective = nil, nil, nil, nil, nil
	o.Detectable, o.MoreNights, o.Placebo, o.Naive, o.RTM = nil, nil, nil, nil, nil
	o.Alternatives, o.Effect, o.Replications, o.Explored, o.Randomisation = nil, nil, nil, nil, nil
	o.AdjustedFor = nil
	o.Method = "none"
	o.Verdict.Level = 0
}

// claimLevel returns the highest level of a claim under a design: one above that of
// the design, and at least "different, cause unknown".
func claimLevel(a arrange, blinded bool) int { return max(levelUnknown, a.level(blinded)+1) }
