package reports

import (
	"fmt"
	"html/template"
	"math"

	"nof1/analysis"
	"nof1/reports/chart"
)

// group is a run of outcomes under one heading.
type group struct {
	Title string
	Rows  []outcomeRow
}

// outcomeRow is one outcome in the plot of all outcomes.
type outcomeRow struct {
	Name, Nights string
	Change       string
	Range        string
	Word         string
	Strong       bool
	Plot         template.HTML
	Alt          string
}

// numberRow is one outcome in the table of all numbers.
type numberRow struct {
	Name, Nights, Effective, Off, On, Change, Range, P, PAdjusted, Margin, Detectable, Word, Sentence string
}

const (
	plotWidth  = 360 // points
	plotHeight = 46
	plotLimit  = 2.5 // spreads, the widest axis
)

// dash stands where nothing was computed.
const dash = "–"

func (p *pager) outcomesOf(v *page) {
	limit := p.plotLimit()
	for _, o := range p.report.Outcomes {
		v.Compared = v.Compared || o.Estimate != nil
	}
	for _, role := range analysis.Roles {
		var g group
		for _, o := range p.report.Outcomes {
			if o.Role == role {
				g.Rows = append(g.Rows, p.outcomeRow(o, limit))
				v.Numbers = append(v.Numbers, p.numberRow(o))
			}
		}
		if n := len(g.Rows); n > 0 {
			g.Title = p.say("page.group_"+string(role), n)
			v.Groups = append(v.Groups, g)
		}
	}
	v.Scale = p.picture(chart.Axis(chart.AxisIn{Width: plotWidth, Height: 24, Limit: limit, Ticks: p.spreadTicks(limit)}))
}

// spreadTicks are the places of an axis in usual spreads.
func (p *pager) spreadTicks(limit float64) []chart.Tick {
	var ticks []chart.Tick
	step := 1.0
	if limit <= 1.25 {
		step = 0.5
	}
	for x := -math.Floor(limit/step) * step; x <= limit; x += step {
		ticks = append(ticks, chart.Tick{At: x, Label: p.tickLabel(x)})
	}
	return ticks
}

// spread is one usual night-to-night spread of an outcome, its common unit;
// NaN where it is not known.
func spread(o analysis.Outcome) float64 {
	if o.BaselineSD != nil && *o.BaselineSD > 0 {
		return *o.BaselineSD
	}
	return math.NaN()
}

// plotLimit is the common half width of the plot, in spreads.
func (p *pager) plotLimit() float64 {
	limit := 1.0
	for _, o := range p.report.Outcomes {
		if o.CI95 != nil && !math.IsNaN(spread(o)) {
			limit = math.Max(limit, math.Max(math.Abs(o.CI95[0]), math.Abs(o.CI95[1]))/spread(o))
		}
	}
	return math.Min(limit*1.05, plotLimit)
}

func (p *pager) outcomeRow(o analysis.Outcome, limit float64) outcomeRow {
	q := p.quantity(o.Metric)
	row := outcomeRow{Name: q.short(), Nights: fmt.Sprintf("%d / %d", o.NOff, o.NOn),
		Word: p.codeWord(o.Metric, o.Verdict.Code, "cell"), Change: dash, Range: ""}
	if o.Estimate == nil || o.CI95 == nil {
		return row
	}
	row.Strong = o.Verdict.Code.Changed()
	row.Change, row.Range = tie(q.change(*o.Estimate)), q.brief(o.CI95[0], o.CI95[1])
	row.Alt = p.say("page.plot_alt", values{"Change": row.Change, "Range": row.Range})
	sd := spread(o)
	in := chart.IntervalIn{Width: plotWidth, Height: plotHeight, Limit: limit, Margin: math.NaN(),
		Estimate: *o.Estimate / sd, Low: o.CI95[0] / sd, High: o.CI95[1] / sd, Strong: row.Strong}
	if o.Margin != nil {
		in.Margin = *o.Margin / sd
	}
	row.Plot = p.picture(chart.Interval(in))
	return row
}

func (p *pager) numberRow(o analysis.Outcome) numberRow {
	q := p.quantity(o.Metric)
	row := numberRow{Name: q.short(), Nights: fmt.Sprintf("%d / %d", o.NOff, o.NOn), Effective: dash,
		Off: dash, On: dash, Change: dash, Range: dash, P: dash, PAdjusted: dash, Margin: dash, Detectable: dash,
		Word: p.codeWord(o.Metric, o.Verdict.Code, "cell"), Sentence: o.Verdict.Sentence}
	set := func(cell *string, x *float64, write func(float64) string) {
		if x != nil {
			*cell = write(*x)
		}
	}
	set(&row.Effective, o.NEffective, func(x float64) string { return fmt.Sprintf("%.0f", x) })
	set(&row.Off, o.MeanOff, q.level)
	set(&row.On, o.MeanOn, q.level)
	set(&row.Change, o.Estimate, func(x float64) string { return join(p.signed(x), q.cell()) })
	set(&row.P, o.P, p.probability)
	set(&row.PAdjusted, o.PAdjusted, p.probability)
	size := func(x float64) string { return join(p.decimal(x), q.cell()) }
	set(&row.Margin, o.Margin, size)
	set(&row.Detectable, o.Detectable, size)
	if o.CI95 != nil {
		low, high := p.decimals(o.CI95[0], o.CI95[1])
		row.Range = p.say("range.oneway", values{"Low": sign(o.CI95[0]) + low, "High": sign(o.CI95[1]) + high})
	}
	return row
}

// fakeView is the fake-start check of the question asked.
type fakeView struct {
	Intro, Alt, Rate, Naive string
	Low, High               string
	Plot                    template.HTML
	Rows                    []fakeRow
}

func (p *pager) fake() *fakeView {
	o := p.report.Primary()
	if o == nil || o.Placebo == nil || o.Placebo.Tried == 0 {
		return nil
	}
	q := p.quantity(o.Metric)
	v := values{"Tried": o.Placebo.Tried, "AsBig": o.Placebo.AsBig}
	f := &fakeView{Intro: p.say("page.fake_intro", v), Alt: p.say("page.fake_alt", v), Rate: p.word("page.fake_rate"),
		Low: q.way(-1), High: q.way(1)}
	f.Plot = p.picture(chart.Placebo(chart.PlaceboIn{Width: 480, Height: 84, Z: o.Placebo.Z, Real: o.Placebo.RealZ, Least: 2.5, Radius: 4}))
	f.Rows = p.fakeRows(*o.Placebo, q)
	if o.Naive != nil {
		switch {
		case o.Naive.P >= 0.05:
			f.Naive = p.word("page.naive_quiet")
		case o.Verdict.Code.Changed():
			f.Naive = p.word("page.naive_agrees")
		default:
			f.Naive = p.word("page.naive_differs")
		}
		if o.Verdict.Code.Changed() && o.Naive.P >= 0.05 {
			f.Naive = ""
		}
	}
	return f
}
