package reports

import (
	"fmt"
	"html/template"
	"math"

	"nof1/analysis"
	"nof1/reports/chart"
	"nof1/reports/words"
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
	PlotWidth  = 360 // points
	plotHeight = 46
	plotLimit  = 2.5 // spreads, the widest axis
)

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
			g.Title = p.Say("page.group_"+string(role), n)
			v.Groups = append(v.Groups, g)
		}
	}
	v.Scale = p.Picture(chart.Axis(chart.AxisIn{Width: PlotWidth, Height: 24, Limit: limit, Ticks: p.spreadTicks(limit)}))
}

// spreadTicks are the places of an axis in usual spreads.
func (p *pager) spreadTicks(limit float64) []chart.Tick {
	var ticks []chart.Tick
	step := 1.0
	if limit <= 1.25 {
		step = 0.5
	}
	for x := -math.Floor(limit/step) * step; x <= limit; x += step {
		ticks = append(ticks, chart.Tick{At: x, Label: p.TickLabel(x)})
	}
	return ticks
}

// spread returns one usual night-to-night spread of an outcome, in its unit, or NaN if
// it is not known.
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
	q := p.Quantity(o.Metric)
	row := outcomeRow{Name: q.Short(), Nights: fmt.Sprintf("%d / %d", o.NOff, o.NOn),
		Word: p.CodeWord(o.Metric, o.Verdict.Code, "cell"), Change: words.Dash, Range: ""}
	if o.Estimate == nil || o.CI95 == nil {
		return row
	}
	row.Strong = o.Verdict.Code.Changed()
	row.Change, row.Range = words.Tie(q.Change(*o.Estimate)), q.Brief(o.CI95[0], o.CI95[1])
	row.Alt = p.Say("page.plot_alt", words.Values{"Change": row.Change, "Range": row.Range})
	sd := spread(o)
	in := chart.IntervalIn{Width: PlotWidth, Height: plotHeight, Limit: limit, Margin: math.NaN(),
		Estimate: *o.Estimate / sd, Low: o.CI95[0] / sd, High: o.CI95[1] / sd, Strong: row.Strong}
	if o.Margin != nil {
		in.Margin = *o.Margin / sd
	}
	row.Plot = p.Picture(chart.Interval(in))
	return row
}

func (p *pager) numberRow(o analysis.Outcome) numberRow {
	q := p.Quantity(o.Metric)
	row := numberRow{Name: q.Short(), Nights: fmt.Sprintf("%d / %d", o.NOff, o.NOn), Effective: words.Dash,
		Off: words.Dash, On: words.Dash, Change: words.Dash, Range: words.Dash, P: words.Dash, PAdjusted: words.Dash, Margin: words.Dash,
		Detectable: words.Dash,
		Word:       p.CodeWord(o.Metric, o.Verdict.Code, "cell"), Sentence: o.Verdict.Sentence}
	set := func(cell *string, x *float64, write func(float64) string) {
		if x != nil {
			*cell = write(*x)
		}
	}
	set(&row.Effective, o.NEffective, func(x float64) string { return fmt.Sprintf("%.0f", x) })
	set(&row.Off, o.MeanOff, q.Level)
	set(&row.On, o.MeanOn, q.Level)
	set(&row.Change, o.Estimate, func(x float64) string { return words.Join(p.Signed(x), q.Cell()) })
	set(&row.P, o.P, p.Probability)
	set(&row.PAdjusted, o.PAdjusted, p.Probability)
	size := func(x float64) string { return words.Join(p.Decimal(x), q.Cell()) }
	set(&row.Margin, o.Margin, size)
	set(&row.Detectable, o.Detectable, size)
	if o.CI95 != nil {
		low, high := p.Decimals(o.CI95[0], o.CI95[1])
		row.Range = p.Say("range.oneway", words.Values{"Low": words.Sign(o.CI95[0]) + low, "High": words.Sign(o.CI95[1]) + high})
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
	q := p.Quantity(o.Metric)
	v := words.Values{"Tried": o.Placebo.Tried, "AsBig": o.Placebo.AsBig}
	f := &fakeView{Intro: p.Say("page.fake_intro", v), Alt: p.Say("page.fake_alt", v), Rate: p.Word("page.fake_rate"),
		Low: q.Way(-1), High: q.Way(1)}
	f.Plot = p.Picture(chart.Placebo(chart.PlaceboIn{Width: 480, Height: 84, Z: o.Placebo.Z, Real: o.Placebo.RealZ, Least: 2.5, Radius: 4}))
	f.Rows = p.fakeRows(*o.Placebo, q)
	if o.Naive != nil {
		switch {
		case o.Naive.P >= 0.05:
			f.Naive = p.Word("page.naive_quiet")
		case o.Verdict.Code.Changed():
			f.Naive = p.Word("page.naive_agrees")
		default:
			f.Naive = p.Word("page.naive_differs")
		}
		if o.Verdict.Code.Changed() && o.Naive.P >= 0.05 {
			f.Naive = ""
		}
	}
	return f
}
