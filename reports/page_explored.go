package reports

import (
	"math"

	"nof1/analysis"
	"nof1/reports/chart"
	"nof1/reports/words"
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
	p, holm  float64 // holm: NaN for a single comparison
}

func (p *pager) lags(o analysis.Outcome) *plotTable {
	var rows []exploredRow
	for _, e := range o.Explored.Lags {
		rows = append(rows, exploredRow{name: p.Say("page.lag", e.Lag), nights: e.Nights, estimate: e.Estimate, ci: e.CI95, p: e.P,
			holm: e.PAdjusted})
	}
	return p.exploredTable(o, "lags", rows)
}

func (p *pager) doses(o analysis.Outcome) *plotTable {
	d := o.Explored.Doses
	if d == nil {
		return nil
	}
	var rows []exploredRow
	unit := p.UnitOf(d.Unit, "level")
	for _, e := range d.Levels {
		rows = append(rows, exploredRow{name: words.Join(p.Significant(e.Amount), unit), nights: e.Nights, estimate: e.Estimate, ci: e.CI95,
			p: e.P, holm: e.PAdjusted})
	}
	if e := d.Slope; e != nil {
		rows = append(rows, exploredRow{name: p.Say("page.dose_slope", words.Join(p.Significant(d.Step), unit)), nights: e.Nights,
			estimate: e.Estimate, ci: e.CI95, p: e.P, holm: math.NaN()})
	}
	t := p.exploredTable(o, "dose_levels", rows)
	if t != nil && d.Monotone != nil {
		way := "page.doses_not_monotone"
		if *d.Monotone {
			way = "page.doses_monotone"
		}
		t.Lead += " " + p.Word(way)
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
			rows = append(rows, exploredRow{name: p.Word(x.id), nights: x.e.Nights, estimate: x.e.Estimate, ci: x.e.CI95, p: x.e.P,
				holm: math.NaN()})
		}
	}
	t := p.exploredTable(o, "carry_over", rows)
	if t != nil {
		way := "page.carry_over_none"
		if c.Suspected {
			way = "page.carry_over_some"
		}
		t.Lead += " " + p.Word(way)
	}
	return t
}

// exploredTable puts effects in the unit of the outcome on one scale; nil
// without any.
func (p *pager) exploredTable(o analysis.Outcome, id string, rows []exploredRow) *plotTable {
	if len(rows) == 0 {
		return nil
	}
	q := p.Quantity(o.Metric)
	t := &plotTable{ID: id, Title: p.Word("page." + id), Lead: p.Word("page." + id + "_lead"), Head: p.Word("head." + id)}
	limit := orNaN(o.Margin)
	for _, r := range rows {
		limit = math.Max(zeroOr(limit), math.Max(math.Abs(r.ci[0]), math.Abs(r.ci[1])))
	}
	if o.CI95 != nil {
		limit = plotEnd(limit, *o.CI95, o.Margin)
	}
	for _, r := range rows {
		strong := excludesZero(r.ci) && !(r.holm >= 0.05)
		row := plotRow{Name: r.name, Strong: strong, Change: words.Tie(q.Change(r.estimate)), Range: q.Brief(r.ci[0], r.ci[1])}
		note := words.Values{"Nights": r.nights, "P": p.Probability(r.p), "Holm": ""}
		if !math.IsNaN(r.holm) && len(rows) > 1 {
			note["Holm"] = p.Probability(r.holm)
		}
		row.Note = p.Say("page.explored_note", note)
		row.Alt = p.Say("page.plot_alt", words.Values{"Change": row.Change, "Range": row.Range})
		row.Plot = p.Picture(chart.Interval(chart.IntervalIn{Width: sideWidth, Height: sideHeight, Limit: limit, Margin: orNaN(o.Margin),
			Estimate: r.estimate, Low: r.ci[0], High: r.ci[1], Strong: strong}))
		t.Rows = append(t.Rows, row)
	}
	t.Scale, t.ScaleNote = p.changeAxis(q, sideWidth, limit)
	return t
}

// chosenNights returns the sentences on how nights were chosen for a dose, or nil if
// that was not computed.
func (p *pager) chosenNights(o analysis.Outcome) []string {
	c := o.Explored.Chosen
	if c == nil {
		return nil
	}
	q := p.Quantity(o.Metric)
	var out []string
	if c.OddsPerSD != nil && c.OddsCI95 != nil && c.OddsP != nil {
		out = append(out, words.Tie(p.Say("page.chosen_odds", words.Values{"Odds": p.Fixed(*c.OddsPerSD, 2), "Low": p.Fixed(c.OddsCI95[0], 2),
			"High": p.Fixed(c.OddsCI95[1], 2),
			"P":    p.Probability(*c.OddsP), "Follows": *c.OddsP < 0.05})))
	}
	if c.Lead != nil && c.LeadP != nil {
		out = append(out, p.Say("page.chosen_lead", words.Values{"Change": words.Tie(q.Change(*c.Lead)), "P": p.Probability(*c.LeadP),
			"Follows": *c.LeadP < 0.05}))
	}
	if x := c.CaseCrossover; x != nil {
		out = append(out, p.Say("page.chosen_crossover", words.Values{"Nights": len(x.Each), "Change": words.Tie(q.Change(x.Difference))}))
	}
	return out
}

// strength returns the sentences on what it would take to undo an answer, or nil if the
// range includes zero.
func (p *pager) strength(o analysis.Outcome) []string {
	s := o.Explored.Strength
	if s == nil || o.CI95 == nil || !excludesZero(*o.CI95) {
		return nil
	}
	q := p.Quantity(o.Metric)
	out := []string{p.Say("page.strength_hidden", words.Values{"Erase": p.Share(s.Robustness), "Unsure": p.Share(s.RobustnessAt5)})}
	if s.Drift != nil {
		out = append(out, p.Say("page.strength_drift", q.Size(*s.Drift)))
	}
	if s.MissingBy != nil {
		out = append(out, p.Say("page.strength_missing", q.Size(*s.MissingBy)))
	}
	return append(out, p.Say("page.strength_ratio", words.Values{"Point": p.Fixed(s.EValue, 2), "Limit": p.Fixed(s.EValueLimit, 2)}))
}
