package reports

import (
	"html/template"
	"math"

	"nof1/reports/chart"
	"nof1/reports/words"
)

// ordersView shows the place of the real order of days among all orders that the same
// draw could have given.
type ordersView struct {
	Intro, Each, Alt string
	Low, High        string
	Plot             template.HTML
	Rows             []orderRow
}

// orderRow is a share of the orders with the change they span.
type orderRow struct{ Share, Change string }

// ordersShown are the parts of the orders told in numbers.
var ordersShown = []float64{0.025, 0.25, 0.5, 0.75, 0.975}

func (p *pager) orders() *ordersView {
	o := p.report.Primary()
	if o == nil || o.Randomisation == nil || len(o.Randomisation.Orderings) == 0 {
		return nil
	}
	r, q := *o.Randomisation, p.Quantity(o.Metric)
	v := p.OrdersValues(r)
	v["Shown"] = len(r.Orderings)
	out := &ordersView{Intro: p.Say("page.orders_intro", v), Alt: p.Say("page.orders_alt", v), Low: q.Way(-1), High: q.Way(1)}
	if len(r.Orderings) < r.Tried {
		out.Each = p.Say("page.orders_each", v)
	}
	widest := math.Abs(r.Observed)
	for _, d := range r.Orderings {
		widest = math.Max(widest, math.Abs(d))
	}
	if widest == 0 {
		return nil
	}
	out.Plot = p.Picture(chart.Placebo(chart.PlaceboIn{Width: 480, Height: 100, Z: r.Orderings, Real: r.Observed, Least: widest * 1.1,
		Radius: 3}))
	for _, at := range ordersShown {
		out.Rows = append(out.Rows, orderRow{Share: p.Fixed(100*at, -1) + " %", Change: q.Change(words.Quantile(r.Orderings, at))})
	}
	return out
}
