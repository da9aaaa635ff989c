package analysis

import (
	"nof1/analysis/randomisation"
	"nof1/analysis/scales"
)

// randomise fills the randomisation test of every outcome with an estimate. It
// does nothing without a plan.
func (m model) randomise(outcomes []Outcome, cs []candidate, seed uint64) {
	p := m.arrange.plan
	if p == nil || m.arrange.design != DesignRandomised {
		return
	}
	all, err := p.Constraint.Arrangements()
	if err != nil {
		return // a plan that does not validate
	}
	drawn := p.Drawn()
	r := randomisation.Orders{Observed: drawn.On, All: randomisation.Cached(all), Onset: p.Onset, Washout: p.Washout,
		First: int(drawn.Start + NightAfterDay - m.first), Weekday0: m.weekday0, Seed: seed}
	for i := range outcomes {
		o := &outcomes[i]
		if o.Estimate == nil || o.MeanOff == nil {
			continue
		}
		scale, base := cs[i].metric.Scale, *o.MeanOff
		o.Randomisation = r.Test(cs[i].y, func(b float64) float64 { return scales.Natural(scale, base, b) })
	}
}
