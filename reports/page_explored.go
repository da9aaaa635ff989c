package reports

import (
	"math"

	"nof1/analysis"
	"nof1/reports/chart"
)

// exploredOf fills what was looked at beside the answer.
func (p *pager) exploredOf(v *page) {
	o := p.report.Primary()
	if o == nil || o.Explored == nil {
		return
	}
	for _, t := range []*plotTable{p.lags(*o), p.doses(*o), p.carryOver(*o)} {
		if t != nil {
			v.Explored = append(v.Explored, *t)
		}
	}
	v.ChosenNights = p.chosenNights(*o)
	v.Strength = p.strength(*o)
}

// exploredRow is one effect of an exploratory table.
type exploredRow struct {
	name     string
	nights   int
	estimate float64
	ci       [2]float64
	p, holm  float64 // holm: NaN where it stands alone
}

func (p *pager) lags(o analysis.Outcome) *plotTable {
	var rows []exploredRow
	for _, e := range o.Explored.Lags {
		rows = append(rows, exploredRow{name: p.say("page.lag", e.Lag), nights: e.Nights, estimate: e.Estimate, ci: e.CI95, p: e.P, holm: e.PAdjusted})
	}
	return p.exploredTable(o, "lags", rows)
}

func (p *pager) doses(o analysis.Outcome) *plotTable {
	d := o.Explored.Doses
	if d == nil {
		return nil
	}
	var rows []exploredRow
	unit := p.unitOf(d.Unit, "level")
	for _, e := range d.Levels {
		rows = append(rows, exploredRow{name: join(p.significant(e.Amount), unit), nights: e.Nights, estimate: e.Estimate, ci: e.CI95, p: e.P, holm: e.PAdjusted})
	}
	if e := d.Slope; e != nil {
		rows = append(rows, exploredRow{name: p.say("page.dose_slope", join(p.significant(d.Step), unit)), nights: e.Nights, estimate: e.Estimate, ci: e.CI95, p: e.P, holm: math.NaN()})
	}
	t := p.exploredTable(o, "dose_levels", rows)
	if t != nil && d.Monotone != nil {
		way := "page.doses_not_monotone"
		if *d.Monotone {
			way = "page.doses_monotone"
		}
		t.Lead += " " + p.word(way)
	}
	return t
}

func (p *pager) carryOver(o analysis.Outcome) *plotTable {
	c := o.Explored.CarryOver
	if c == nil {
		return nil
	}
	var rows []exploredRow
	for _, x := range []struct {
		id string
		e  *analysis.Effect
	}{{"page.after_stop", c.AfterStop}, {"page.later_off", c.LaterOff}} {
		if x.e != nil {
			rows = append(rows, exploredRow{name: p.word(x.id), nights: x.e.Nights, estimate: x.e.Estimate, ci: x.e.CI95, p: x.e.P, holm: math.NaN()})
		}
	}
	t := p.exploredTable(o, "carry_over", rows)
	if t != nil {
		way := "page.carry_over_none"
		if c.Suspected {
			way = "page.carry_over_some"
		}
		t.Lead += " " + p.word(way)
	}
	return t
}

// exploredTable puts effects in the unit of the outcome on one scale; nil
// without any.
func (p *pager) exploredTable(o analysis.Outcome, id string, rows []exploredRow) *plotTable {
	if len(rows) == 0 {
		return nil
	}
	q := p.quantity(o.Metric)
	t := &plotTable{ID: id, Title: p.word("page." + id), Lead: p.word("page." + id + "_lead"), Head: p.word("head." + id)}
	limit := orNaN(o.Margin)
	for _, r := range rows {
		limit = math.Max(zeroOr(limit), math.Max(math.Abs(r.ci[0]), math.Abs(r.ci[1])))
	}
	if o.CI95 != nil {
		limit = plotEnd(limit, *o.CI95, o.Margin)
	}
	for _, r := range rows {
		strong := excludesZero(r.ci) && !(r.holm >= 0.05)
		row := plotRow{Name: r.name, Strong: strong, Change: tie(q.change(r.estimate)), Range: q.brief(r.ci[0], r.ci[1])}
		note := values{"Nights": r.nights, "P": p.probability(r.p), "Holm": ""}
		if !math.IsNaN(r.holm) && len(rows) > 1 {
			note["Holm"] = p.probability(r.holm)
		}
		row.Note = p.say("page.explored_note", note)
		row.Alt = p.say("page.plot_alt", values{"Change": row.Change, "Range": row.Range})
		row.Plot = p.picture(chart.Interval(chart.IntervalIn{Width: sideWidth, Height: sideHeight, Limit: limit, Margin: orNaN(o.Margin),
			Estimate: r.estimate, Low: r.ci[0], High: r.ci[1], Strong: strong}))
		t.Rows = append(t.Rows, row)
	}
	t.Scale, t.ScaleNote = p.changeAxis(q, sideWidth, limit)
	return t
}

// chosenNights says what can be seen of how nights were chosen for a dose.
func (p *pager) chosenNights(o analysis.Outcome) []string {
	c := o.Explored.Chosen
	if c == nil {
		return nil
	}
	q := p.quantity(o.Metric)
	var out []string
	if c.OddsPerSD != nil && c.OddsCI95 != nil && c.OddsP != nil {
		out = append(out, tie(p.say("page.chosen_odds", values{"Odds": p.fixed(*c.OddsPerSD, 2), "Low": p.fixed(c.OddsCI95[0], 2), "High": p.fixed(c.OddsCI95[1], 2),
			"P": p.probability(*c.OddsP), "Follows": *c.OddsP < 0.05})))
	}
	if c.Lead != nil && c.LeadP != nil {
		out = append(out, p.say("page.chosen_lead", values{"Change": tie(q.change(*c.Lead)), "P": p.probability(*c.LeadP), "Follows": *c.LeadP < 0.05}))
	}
	if x := c.CaseCrossover; x != nil {
		out = append(out, p.say("page.chosen_crossover", values{"Nights": len(x.Each), "Change": tie(q.change(x.Difference))}))
	}
	return out
}

// strength says what it would take to undo an answer; nothing where there is
// none to undo.
func (p *pager) strength(o analysis.Outcome) []string {
	s := o.Explored.Strength
	if s == nil || o.CI95 == nil || !excludesZero(*o.CI95) {
		return nil
	}
	q := p.quantity(o.Metric)
	out := []string{p.say("page.strength_hidden", values{"Erase": p.share(s.Robustness), "Unsure": p.share(s.RobustnessAt5)})}
	if s.Drift != nil {
		out = append(out, p.say("page.strength_drift", q.size(*s.Drift)))
	}
	if s.MissingBy != nil {
		out = append(out, p.say("page.strength_missing", q.size(*s.MissingBy)))
	}
	return append(out, p.say("page.strength_ratio", values{"Point": p.fixed(s.EValue, 2), "Limit": p.fixed(s.EValueLimit, 2)}))
}
