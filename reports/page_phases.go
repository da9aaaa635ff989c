package reports

import (
	"math"

	"nof1/analysis"
	"nof1/reports/chart"
	"nof1/reports/words"
)

// manyPhases is from how many phases on they are shown by kind.
const manyPhases = 8

// nightsOf is the used nights of a phase, or of a kind of phases.
type nightsOf struct {
	name   string
	on     bool
	values []float64
}

// phaseNights lists the used nights of an outcome by phase, or by kind if there are many
// phases or none.
func (p *pager) phaseNights(o analysis.Outcome) []nightsOf {
	n := p.report.Nights
	used, all := n.Used[o.Metric], n.Values[o.Metric]
	var out []nightsOf
	row := map[string]int{}
	phases, byKind := p.report.Intervention.Phases, p.byKind()
	if byKind {
		out = []nightsOf{{name: p.Word("head.off")}, {name: p.Word("head.on"), on: true}}
	} else {
		for i, ph := range phases {
			row[ph.Label] = i
			out = append(out, nightsOf{name: ph.Label + " " + p.WordOr("kind."+ph.Kind, ph.Kind), on: ph.Kind == "on"})
		}
	}
	for i, u := range used {
		if !u || all[i] == nil {
			continue
		}
		k, ok := row[n.Phase[i]]
		if byKind {
			k, ok = 0, true
			if p.on(i) {
				k = 1
			}
		}
		if ok {
			out[k].values = append(out[k].values, *all[i])
		}
	}
	return out
}

// byKind reports whether nights are shown as without and with, not by phase.
func (p *pager) byKind() bool {
	n := len(p.report.Intervention.Phases)
	return n == 0 || n > manyPhases
}

// distributions draws the used nights of the question asked, phase by phase.
func (p *pager) distributions() *plotTable {
	o := p.report.Primary()
	if o == nil || o.Estimate == nil {
		return nil
	}
	groups := p.phaseNights(*o)
	low, high := math.Inf(1), math.Inf(-1)
	var every []float64
	for _, g := range groups {
		for _, v := range g.values {
			low, high = math.Min(low, v), math.Max(high, v)
		}
		every = append(every, g.values...)
	}
	if !(high > low) {
		return nil
	}
	q := p.Quantity(o.Metric)
	t := &plotTable{ID: "spread", Title: p.Say("page.spread", q.Short()), Lead: p.Word("page.spread_lead"), Head: p.Word("head.period"),
		DrawnHead: p.Word("head.nights_drawn"), ValueHead: p.Word("head.median")}
	const room = 60 // nights a row, above which the stacks need more height
	height := 46
	if len(every) > room*len(groups) {
		height = 66
	}
	if p.byKind() {
		t.Title, t.Head = p.Say("page.spread_kinds", q.Short()), p.Word("head.nights_drawn")
	}
	low, high = low-(high-low)/40, high+(high-low)/40
	for _, g := range groups {
		if len(g.values) == 0 {
			continue
		}
		xs := words.Ascending(g.values)
		from, middle, to := words.Quantile(xs, 0.1), words.Quantile(xs, 0.5), words.Quantile(xs, 0.9)
		row := plotRow{Name: g.name, Note: p.Say("page.nights_n", len(xs)), Change: q.Level(middle), Range: q.Levels(from, to)}
		row.Alt = p.Say("page.spread_alt", words.Values{"Nights": len(xs), "Median": row.Change, "Range": row.Range})
		row.Plot = p.Picture(chart.Strip(chart.StripIn{Width: PlotWidth, Height: height, Low: low, High: high, Value: g.values,
			Middle: middle, From: from, To: to, On: g.on}))
		t.Rows = append(t.Rows, row)
	}
	var ticks []chart.Tick
	for _, tick := range p.levelTicks(o.Metric, every) {
		if tick.At >= low && tick.At <= high {
			ticks = append(ticks, tick)
		}
	}
	t.Scale = p.Picture(chart.Scale(PlotWidth, 24, low, high, ticks))
	t.ScaleNote = p.UnitOf(q.Unit, "level")
	if q.Clock {
		t.ScaleNote = ""
	}
	return t
}

// furtherTimelines is at most how many outcomes have their own timeline.
const furtherTimelines = 4

// further draws the nights of the outcomes that were expected to move too.
func (p *pager) further() []furtherView {
	var out []furtherView
	for _, o := range p.report.Outcomes {
		if o.Role != analysis.RoleSecondary || o.Estimate == nil || len(out) == furtherTimelines {
			continue
		}
		if f := p.timeline(o.Metric); f != nil {
			out = append(out, furtherView{Title: p.Quantity(o.Metric).Short(), Sentence: o.Verdict.Short, Figure: f})
		}
	}
	return out
}

// furtherView is the timeline of one further outcome.
type furtherView struct {
	Title, Sentence string
	Figure          *figure
}
