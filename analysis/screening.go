package analysis

import (
	"cmp"
	"math"
	"slices"

	"nof1/analysis/nightly"
	"nof1/analysis/screen"
	"nof1/analysis/stats"
	"nof1/importers/record"
)

// screen compares every logged item with every outcome. outcomes are the judged
// ones of r.
func (r review) screen(s Study, primary string) []screen.Association {
	in := screen.Input{Items: screenItems(s, r.table, r.log), Weekday0: r.model.weekday0, Supplement: r.supplement}
	for _, c := range r.candidates {
		role := RoleExploratory
		if c.metric.ID == primary {
			role = RolePrimary
		}
		in.Outcomes = append(in.Outcomes, screen.Outcome{
			Metric: c.metric, Reason: c.reason,
			Y:              longestStretch(r.table, c, r.breaks),
			VarianceFactor: VarianceFactor(c.metric.ID),
			Margin: func(mean, sd float64) *float64 {
				return margin(c.metric, mean, fitted{baselineSD: sd}, role, s.Settings)
			},
		})
	}
	for _, e := range r.model.exposure {
		taken := math.NaN()
		switch e.Taken {
		case record.TakenYes:
			taken = 1
		case record.NotTaken:
			taken = 0
		}
		in.Taken = append(in.Taken, taken)
	}
	if r.supplement != "" && r.model.arrange.design != DesignNone {
		for i, c := range r.candidates {
			in.Answers = append(in.Answers, r.screenAnswer(r.outcomes[i], c, in.Outcomes[i]))
		}
	}
	return screen.Run(in)
}

// screenAnswer returns the report's own answer on an outcome as a row of the
// screen.
func (r review) screenAnswer(o Outcome, c candidate, out screen.Outcome) screen.Association {
	a := screen.Association{Item: r.supplement, Kind: screen.KindYesNo, Timing: screen.BeforeNight, Outcome: o.Metric, Unit: o.Unit,
		NWith: o.NOn, NWithout: o.NOff}
	for i, y := range c.raw {
		if !math.IsNaN(y) && r.model.exposure[i].Taken == record.TakenUnknown {
			a.NUnknown++
		}
	}
	v := o.Verdict
	if o.P == nil || o.Estimate == nil {
		a.Reasons = []string{cmp.Or(string(v.Reason), "not_estimable")}
		return a
	}
	a.Estimate, a.EstimatePct, a.CI95, a.P = o.Estimate, o.EstimatePct, o.CI95, o.P
	margin := o.Margin
	if margin == nil {
		rows := stats.Rows{Day: screen.Known(c.y, nil), Weekday0: r.model.weekday0}
		margin = new(out.Smallest(*o.MeanOff, rows, stats.Select(c.y, rows.Day)))
	}
	a.Size = screen.Size(*o.Estimate, *margin)
	if v.Code != CodeHigher && v.Code != CodeLower {
		a.Reasons = []string{"not_claimed"}
	}
	return a
}

// longestStretch returns an outcome on its analysis scale, NaN outside the
// longest stretch of nights of one device and one software: the one with most
// values, the later of two.
func longestStretch(t *nightly.Table, c candidate, breaks []record.Break) []float64 {
	cuts := []int{0}
	for _, b := range breaks {
		if i := t.Index(b.Night); i > 0 && touches(b, c.metric.ID, c.source) {
			cuts = append(cuts, i)
		}
	}
	cuts = append(cuts, len(c.y))
	slices.Sort(cuts)
	from, to, most := 0, len(c.y), -1
	for k := 1; k < len(cuts); k++ {
		if n := len(screen.Known(c.y[cuts[k-1]:cuts[k]], nil)); n >= most {
			from, to, most = cuts[k-1], cuts[k], n
		}
	}
	out := make([]float64, len(c.y))
	for i := range out {
		out[i] = math.NaN()
	}
	copy(out[from:to], c.y[from:to])
	return out
}
