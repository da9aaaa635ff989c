package analysis

import (
	"math"

	"nof1/analysis/scales"
	"nof1/analysis/stats"
	"nof1/importers/record"
)

// expectation fires unless the person did not know what was taken.
func expectation(r review) finding {
	f := finding{known: true}
	if !r.log.intervention.Blinded {
		f.severity = Minor
	}
	return f
}

// manyOutcomes counts the outcomes looked at. It also gives the chance that at least
// one looks changed if none is and they are independent.
func manyOutcomes(r review) finding {
	n := 0
	for i := range r.outcomes {
		if r.fits[i].blocked == "" {
			n++
		}
	}
	f := finding{known: true, measured: []Measure{{"outcomes", float64(n), ""},
		{"one_by_chance", 100 * (1 - math.Pow(1-significant, float64(n))), "%"}}}
	if n > 1 {
		f.severity = Minor
	}
	return f
}

// chosenNights always fires for as-needed dosing: nights with and
// without differ if the person decides each evening. Its size is how well the night
// before predicts the next dose. The lead test regresses a night on the dose that
// came after it (statistics of irregular dosing; Janes 2005 for the idea of a
// future exposure as a control). A dose decided by tonight's stress leaves no
// trace here.
func chosenNights(r review) []Caveat {
	if r.model.arrange.design != DesignAsNeeded || len(r.outcomes) == 0 {
		return nil
	}
	o, f := r.outcomes[r.primary], r.fits[r.primary]
	c := Caveat{Words: map[string]string{"metric": o.Metric},
		Measured: []Measure{{"nights_with", float64(len(f.on)), "nights"}, {"nights_without", float64(len(f.off)), "nights"}}}
	lead, p, ok := stats.LeadTest(r.candidates[r.primary].y, r.model.dosed(), r.model.weekday0)
	if !ok || o.MeanOff == nil {
		return []Caveat{c}
	}
	c.Measured = append(c.Measured, Measure{"night_before_difference", r.natural(r.primary)(lead), o.Unit}, Measure{"p", p, ""})
	if p < significant {
		c.Severity = High
	}
	return []Caveat{c}
}

// dosed returns the exposure of every night for the lagged model: 1 with, 0 without, NaN if
// unknown.
func (m model) dosed() []float64 {
	on := make([]float64, len(m.exposure))
	for i, e := range m.exposure {
		on[i] = [...]float64{record.TakenUnknown: math.NaN(), record.NotTaken: 0, record.TakenYes: 1}[e.Taken]
	}
	return on
}

// manyLasting is the share of the nights without the supplement, 0 to 1, from which
// on a remaining effect can hide a good part of a change.
const manyLasting = 0.25

// carryOver counts the compared nights without the supplement that come before its
// longest published washout has passed. A remaining effect makes a real change look
// smaller, and a repeat that finds nothing proves little. The nights of the washout
// are left out already, but a supplement may need longer. A first baseline has
// nothing to carry over.
func carryOver(r review) finding {
	days := r.log.catalogue.PlanDays(r.supplement).Washout
	off, on := r.conditions()
	if days == 0 || len(off) == 0 || len(on) == 0 {
		return finding{}
	}
	lasting, after := 0, 0
	last := -1 // row of the last night with it
	next := 0
	for i, e := range r.model.exposure {
		if e.Taken == record.TakenYes {
			last = i
		}
		if next == len(off) || off[next] != i {
			continue
		}
		next++
		if last >= 0 {
			after++
			if i-last <= days {
				lasting++
			}
		}
	}
	share := float64(lasting) / float64(len(off))
	f := finding{known: true, measured: []Measure{{"lasting", float64(lasting), "nights"}, {"share", 100 * share, "%"},
		{"after_a_stop", float64(after), "nights"}, {"nights_off", float64(len(off)), "nights"}, {"fades_in", float64(days), "days"}}}
	if share >= manyLasting {
		f.severity = Minor
	}
	return f
}

const consistentShare = 2.0 / 3 // of the starts must move by half the margin, all one way

// inconsistentReplication fires for a repeated design whose starts do not agree:
// not all of one sign, or fewer than two thirds beyond half the margin.
func inconsistentReplication(r review, i int) (Caveat, bool) {
	r.describeEffect(i)
	o := r.outcomes[i]
	if len(o.Replications) < 2 || o.Role == RoleExploratory || decides(*o.CI95) == 0 {
		return Caveat{}, false
	}
	up, beyond := 0, 0
	for _, x := range o.Replications {
		if x.Difference > 0 {
			up++
		}
		if o.Margin != nil && math.Abs(x.Difference) > *o.Margin/2 {
			beyond++
		}
	}
	n := len(o.Replications)
	oneWay := up == 0 || up == n
	if oneWay && (o.Margin == nil || float64(beyond) >= consistentShare*float64(n)) {
		return Caveat{}, false
	}
	return Caveat{Measured: []Measure{{"starts", float64(n), ""}, {"same_way", float64(max(up, n-up)), ""},
		{"beyond_half_margin", float64(beyond), ""}}}, true
}

const (
	modelFactor = 3     // p-values further apart than this depend on the method
	surely      = 0.001 // smaller p-values count as this
	nearClaim   = 0.1   // the smaller of two p-values is below it, or they are alike
)

// modelDependent fires where a cross-check model's p-value differs from the
// primary method's by more than a factor of three, unless both are far from a
// claim: .3 and .95 say the same.
func modelDependent(r review, i int) (Caveat, bool) {
	if !r.estimated(i) {
		return Caveat{}, false
	}
	o := &r.outcomes[i]
	o.Alternatives = r.crossModels(i)
	worst, ratio := -1, float64(modelFactor)
	for k, a := range o.Alternatives {
		if x := apart(*o.P, a.P); x > ratio && math.Min(*o.P, a.P) < nearClaim {
			worst, ratio = k, x
		}
	}
	if worst < 0 {
		return Caveat{}, false
	}
	a := o.Alternatives[worst]
	c := Caveat{Words: map[string]string{"model": a.Name},
		Measured: []Measure{{"p", *o.P, ""}, {"other_p", a.P, ""}, {"estimate", *o.Estimate, o.Unit}, {"other_estimate", a.Estimate, o.Unit}}}
	if (a.P < significant) != (*o.P < significant) {
		c.Severity = Moderate
	}
	return c, true
}

// apart returns the ratio of two p-values, at least 1. Values below surely count as
// equal.
func apart(p, q float64) float64 {
	p, q = math.Max(p, surely), math.Max(q, surely)
	return math.Max(p/q, q/p)
}

// controls are the metrics hardly any supplement has a reason to move.
var controls = []string{"steps", "spo2", "bedtime"}

// NegativeControl is an outcome the supplement should not move, analysed the
// same way. If it moves as well, something else changed. Estimate and CI95 are in Unit;
// P is two-sided.
type NegativeControl struct {
	Metric   string     `json:"metric"`
	Unit     string     `json:"unit"`
	Estimate float64    `json:"estimate"`
	CI95     [2]float64 `json:"ci95"`
	P        float64    `json:"p"`
	Moved    bool       `json:"moved"` // the interval excludes 0
}

// negativeControls analyses every control the record holds and the
// supplement's row does not expect to move.
func (r review) negativeControls(expects map[string]record.Wish) []NegativeControl {
	if r.model.arrange.design == DesignNone {
		return nil
	}
	var out []NegativeControl
	for _, id := range controls {
		source, ok := r.table.Primary(id)
		if !ok || expects[id] != record.None || r.table.Nights(id, source) < minOutcomeNights {
			continue
		}
		m, _ := record.MetricByID(id)
		f := r.fitOf(m, source)
		if f.blocked != "" {
			continue
		}
		n := NegativeControl{Metric: id, Unit: m.Unit, Estimate: f.median, CI95: f.ci95, P: f.p}
		n.Moved = decides(n.CI95) != 0
		out = append(out, n)
	}
	return out
}

// fitOf returns the fit of a metric: that of the outcome if the metric is one, else a new fit.
func (r review) fitOf(m record.Metric, source string) fitted {
	for i, c := range r.candidates {
		if c.metric.ID == m.ID && c.source == source {
			return r.fits[i]
		}
	}
	c := candidate{metric: m, source: source, raw: r.table.Calendar(m.ID, source)}
	c.y, c.reason = scales.Of(m, c.raw)
	return r.model.fitAll([]candidate{c})[0]
}

// movedControl fires where an outcome the supplement should not move did. It
// leaves bedtime to [bedtimeShift].
func movedControl(r review) []Caveat {
	var out []Caveat
	for _, n := range r.controls {
		if n.Moved && n.Metric != "bedtime" {
			out = append(out, Caveat{Words: map[string]string{"metric": n.Metric}, Measured: []Measure{
				{"estimate", n.Estimate, n.Unit}, {"low", n.CI95[0], n.Unit}, {"high", n.CI95[1], n.Unit}, {"p", n.P, ""}}})
		}
	}
	return out
}

// repeatedLooks fires where a record without a planned end was looked at before:
// stopping once the answer pleases gives too many pleasing answers.
func repeatedLooks(r review) []Caveat {
	if r.look < 2 || r.plan != nil || r.model.arrange.design == DesignNone {
		return nil
	}
	return []Caveat{{Measured: []Measure{{"looks", float64(r.look), ""}}}}
}

// lookedEarly fires where a plan was looked at before its stopping date.
func lookedEarly(r review) []Caveat {
	if r.early == 0 {
		return nil
	}
	return []Caveat{{Measured: []Measure{{"looks", float64(r.early), ""}}, Words: map[string]string{"date": r.plan.Stopping().String()}}}
}

// changedPlan fires where what decides was changed after a plan's first day: the
// answer is then not the one that was declared.
func changedPlan(r review) []Caveat {
	if r.plan == nil {
		return nil
	}
	n := 0
	for _, c := range r.plan.Changes {
		if c.Deciding() && c.Date.Date > r.plan.Schedule.Start.Date {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return []Caveat{{Measured: []Measure{{"changes", float64(n), ""}}}}
}
