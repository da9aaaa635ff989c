package reports

import (
	"math"
	"slices"

	"nof1/importers/record"
	"nof1/reports/chart"
	"nof1/reports/words"
)

// besides are what a timeline shows below the doses, where it was recorded: of
// every line the first with values. Training, alcohol, and how it felt.
var besides = [][]string{
	{"training_load", "strain", "active_energy", "steps"},
	{"alcohol"},
	{"sleep_quality", "stress", "anxiety", "irritability", "restlessness", "muscle_tension"},
}

// lanes are what else was recorded on the nights of a timeline.
func (p *pager) lanes(metric string, w window) []chart.Lane {
	var out []chart.Lane
	for _, ids := range besides {
		for _, id := range ids {
			all := p.report.Nights.Values[id]
			if id == metric || len(all) == 0 {
				continue
			}
			l := chart.Lane{Label: p.laneName(id)}
			for _, x := range all[w.from : w.to+1] {
				v := math.NaN()
				if x != nil {
					v = *x
				}
				l.Value = append(l.Value, v)
			}
			if finiteCount(l.Value) > 0 {
				out = append(out, l)
				break
			}
		}
	}
	return out
}

// laneName is a metric with its unit.
func (p *pager) laneName(id string) string {
	q := p.Quantity(id)
	if u := p.UnitOf(q.Unit, "level"); u != "" {
		return q.Short() + " (" + u + ")"
	}
	return q.Short()
}

// leftOut reports which nights of a window are left out after a switch.
func (p *pager) leftOut(w window) []bool {
	return p.flagged(w, "onset", "washout")
}

func (p *pager) flagged(w window, flags ...string) []bool {
	out := make([]bool, w.to-w.from+1)
	for i, have := range p.report.Nights.Flags[w.from : w.to+1] {
		out[i] = slices.ContainsFunc(have, func(f string) bool { return slices.Contains(flags, f) })
	}
	return out
}

// oddChecks are the checks that name single nights as unlike the others.
var oddChecks = []string{"illness_pattern", "outliers"}

// unusual reports which nights of a window have a value outside what is usual for
// anyone, or are named by a check.
func (p *pager) unusual(metric string, w window) []bool {
	out := p.flagged(w, "soft_limit")
	named := map[record.Date]bool{}
	for _, c := range p.report.Caveats {
		if !slices.Contains(oddChecks, c.ID) || len(c.Outcomes) > 0 && !slices.Contains(c.Outcomes, metric) {
			continue
		}
		for _, d := range c.Nights {
			named[d] = true
		}
	}
	for i, d := range p.report.Nights.Night[w.from : w.to+1] {
		out[i] = out[i] || named[d]
	}
	return out
}

// newDevice lists the nights of a window from which another device recorded.
func (p *pager) newDevice(w window) []int {
	var out []int
	for i, is := range p.flagged(w, "break") {
		if is {
			out = append(out, i)
		}
	}
	return out
}

// hover returns the text of every night of a timeline, shown when the pointer is on it.
func (p *pager) hover(metric string, w window) []string {
	n, q := p.report.Nights, p.Quantity(metric)
	compared := slices.Contains(n.Used[metric], true)
	var out []string
	for i := w.from; i <= w.to; i++ {
		v := words.Values{"Night": p.Day(n.Night[i]), "Value": "", "Out": compared && !n.Used[metric][i], "On": p.on(i)}
		if x := n.Values[metric][i]; x != nil {
			v["Value"] = q.Level(*x)
		}
		out = append(out, p.Say("page.chart_hover", v))
	}
	return out
}

// newProduct lists the nights of a window from which another form, dose or brand
// was taken: those that divide a phase.
func (p *pager) newProduct(w window) []int {
	var out []int
	for _, ph := range p.report.Intervention.Phases {
		for k, part := range ph.Parts {
			i := slices.Index(p.report.Nights.Night[w.from:w.to+1], part.First)
			if k > 0 && i > 0 {
				out = append(out, i)
			}
		}
	}
	return out
}
