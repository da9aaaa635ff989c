package reports

import (
	"html/template"
	"math"

	"nof1/analysis"
	"nof1/reports/chart"
	"nof1/reports/words"
)

// plotRow is one dot with its interval on a scale that its neighbours share,
// with its words beside it.
type plotRow struct {
	Name, Note    string
	Change, Range string
	Strong        bool
	Plot          template.HTML
	Alt           string
}

// plotTable is rows on one scale.
type plotTable struct {
	ID, Title, Lead string
	Head            string // of the first column
	DrawnHead       string // of the drawings, "" for a change
	ValueHead       string
	Rows            []plotRow
	Scale           template.HTML
	ScaleNote       string
}

// sizesRow is one outcome's effect sizes.
type sizesRow struct{ Name, NAP, TauU, HodgesLehmann string }

const (
	sideWidth  = 300 // points; of a plot beside another
	sideHeight = 40
)

// choicesOf fills the section on what the answer depends on: other defensible
// choices, the single starts, and what should not have moved.
func (p *pager) choicesOf(v *page) {
	if o := p.report.Primary(); o != nil && o.Estimate != nil && o.CI95 != nil {
		v.Choices = p.alternatives(*o)
		v.Starts = p.starts(*o)
	}
	width := PlotWidth
	if v.Starts != nil { // beside one another
		width = sideWidth
	}
	v.Controls = p.controls(width)
	for _, o := range p.report.Outcomes {
		if e := o.Effect; e != nil {
			q := p.Quantity(o.Metric)
			v.Sizes = append(v.Sizes, sizesRow{Name: q.Short(), NAP: p.Fixed(e.NAP, 2), TauU: p.SignedPlain(e.TauU),
				HodgesLehmann: words.Join(p.Signed(e.HodgesLehmann), q.Cell())})
		}
	}
}

// alternatives puts the declared analysis above every other choice.
func (p *pager) alternatives(o analysis.Outcome) *plotTable {
	if len(o.Alternatives) == 0 {
		return nil
	}
	q := p.Quantity(o.Metric)
	t := &plotTable{ID: "choices", Title: p.Word("page.choices"), Head: p.Word("head.choice"), Lead: p.choicesLead(o)}
	all := append([]analysis.Alternative{{Name: "declared", Estimate: *o.Estimate, CI95: *o.CI95}}, o.Alternatives...)
	limit := 0.0
	for _, a := range all {
		limit = math.Max(limit, math.Max(math.Abs(a.CI95[0]), math.Abs(a.CI95[1])))
	}
	limit = plotEnd(limit, *o.CI95, o.Margin)
	for i, a := range all {
		row := plotRow{Name: p.Word("alternative." + a.Name), Strong: i == 0,
			Change: words.Tie(q.Change(a.Estimate)), Range: q.Brief(a.CI95[0], a.CI95[1])}
		row.Alt = p.Say("page.plot_alt", words.Values{"Change": row.Change, "Range": row.Range})
		row.Plot = p.Picture(chart.Interval(chart.IntervalIn{Width: PlotWidth, Height: sideHeight, Limit: limit, Margin: orNaN(o.Margin),
			Estimate: a.Estimate, Low: a.CI95[0], High: a.CI95[1], Strong: excludesZero(a.CI95)}))
		t.Rows = append(t.Rows, row)
	}
	t.Scale, t.ScaleNote = p.changeAxis(q, PlotWidth, limit)
	return t
}

// plotEnd keeps one wild alternative from squeezing the others: at most three
// times the declared answer's own reach; what lies beyond becomes an arrow.
func plotEnd(limit float64, declared [2]float64, margin *float64) float64 {
	reach := math.Max(math.Abs(declared[0]), math.Abs(declared[1]))
	if margin != nil {
		limit, reach = math.Max(limit, *margin), math.Max(reach, *margin)
	}
	return math.Min(limit, 3*reach) * 1.05
}

// choicesLead counts the choices that give the declared answer.
func (p *pager) choicesLead(o analysis.Outcome) string {
	same := 0
	for _, a := range o.Alternatives {
		if excludesZero(a.CI95) == excludesZero(*o.CI95) && (!excludesZero(a.CI95) || a.Estimate > 0 == (*o.Estimate > 0)) {
			same++
		}
	}
	return p.Say("page.choices_lead", words.Values{"Same": same, "All": len(o.Alternatives), "Claims": excludesZero(*o.CI95)})
}

// starts is one dot for every start of a repeated design.
func (p *pager) starts(o analysis.Outcome) *plotTable {
	if len(o.Replications) == 0 {
		return nil
	}
	q := p.Quantity(o.Metric)
	t := &plotTable{ID: "starts", Title: p.Word("page.starts"), Lead: p.Word("page.starts_lead"), Head: p.Word("head.start")}
	limit := orNaN(o.Margin)
	for _, r := range o.Replications {
		limit = math.Max(zeroOr(limit), math.Abs(r.Difference))
	}
	limit *= 1.1
	for _, r := range o.Replications {
		row := plotRow{Name: p.Say("range.levels", words.Values{"From": r.From, "To": r.To}), Change: words.Tie(q.Change(r.Difference))}
		row.Alt = row.Change
		row.Plot = p.Picture(chart.Interval(chart.IntervalIn{Width: sideWidth, Height: sideHeight, Limit: limit, Margin: orNaN(o.Margin),
			Estimate: r.Difference, Low: math.NaN(), High: math.NaN(), Strong: true}))
		t.Rows = append(t.Rows, row)
	}
	t.Scale, t.ScaleNote = p.changeAxis(q, sideWidth, limit)
	return t
}

// controls puts every measure that should not move on the scale of its own
// usual spread, width points wide.
func (p *pager) controls(width int) *plotTable {
	t := &plotTable{ID: "controls", Title: p.Word("page.controls"), Lead: p.Word("page.controls_lead"), Head: p.Word("head.measure")}
	limit := 1.0
	for _, c := range p.report.Controls {
		if sd := p.seriesSpread(c.Metric); !math.IsNaN(sd) {
			limit = math.Max(limit, math.Max(math.Abs(c.CI95[0]), math.Abs(c.CI95[1]))/sd)
		}
	}
	limit = math.Min(limit*1.05, plotLimit)
	for _, c := range p.report.Controls {
		q := p.Quantity(c.Metric)
		row := plotRow{Name: q.Short(), Strong: c.Moved, Change: words.Tie(q.Change(c.Estimate)), Range: q.Brief(c.CI95[0], c.CI95[1])}
		row.Alt = p.Say("page.plot_alt", words.Values{"Change": row.Change, "Range": row.Range})
		sd := p.seriesSpread(c.Metric)
		row.Plot = p.Picture(chart.Interval(chart.IntervalIn{Width: width, Height: sideHeight, Limit: limit, Margin: math.NaN(),
			Estimate: c.Estimate / sd, Low: c.CI95[0] / sd, High: c.CI95[1] / sd, Strong: c.Moved}))
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows) == 0 {
		return nil
	}
	t.Scale, t.ScaleNote = p.Picture(chart.Axis(chart.AxisIn{Width: width, Height: 24, Limit: limit, Ticks: p.spreadTicks(limit)})),
		p.Word("page.scale_spread")
	return t
}

// seriesSpread returns the usual spread of a measure in use, or NaN if it is not
// known.
func (p *pager) seriesSpread(metric string) float64 {
	for _, s := range p.report.Series {
		if s.Metric == metric && s.Used && s.SD > 0 {
			return s.SD
		}
	}
	return math.NaN()
}

// changeAxis is a scale of changes in a metric's own unit.
func (p *pager) changeAxis(q words.Quantity, width int, limit float64) (template.HTML, string) {
	if !(limit > 0) {
		return "", ""
	}
	var steps []float64
	if q.Unit == "min" || q.Clock {
		steps = minuteSteps
	}
	var ticks []chart.Tick
	for _, at := range chart.Places(-limit, limit, 5, steps) {
		if math.Abs(at) <= limit {
			ticks = append(ticks, chart.Tick{At: at, Label: p.TickLabel(at)})
		}
	}
	note := p.Word("page.scale")
	if unit := q.Cell(); unit != "" {
		note = p.Say("page.scale_unit", unit)
	}
	return p.Picture(chart.Axis(chart.AxisIn{Width: width, Height: 24, Limit: limit, Ticks: ticks})), note
}

func excludesZero(ci [2]float64) bool { return ci[0] > 0 || ci[1] < 0 }

func orNaN(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}

func zeroOr(x float64) float64 {
	if math.IsNaN(x) {
		return 0
	}
	return x
}
