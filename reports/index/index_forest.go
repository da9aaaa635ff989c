package index

import (
	"cmp"
	"html/template"
	"math"
	"slices"
	"strconv"

	"nof1/analysis/pool"
	"nof1/reports"
	"nof1/reports/chart"
	"nof1/reports/words"
)

// ForestMost is how many people a forest plot draws one by one; of more, it draws
// evenly spaced ones.
const ForestMost = 60

// ForestRow is one person of a pool: the person's own change, and the change with the
// rest of the pool taken into account. Both are in the unit of the pool.
type ForestRow struct {
	Name, href string
	Own, Heard [3]float64 // estimate, low and high end of the 95 % range
	clear      bool
}

// forest returns the people of a group by their own change, the lowest first, at most
// [ForestMost]. It returns nil if fewer than [pool.Fewest] people have the group's
// outcome as their question. Errors are those of the briefs, which hold the names.
func (g *poolGroup) forest(x *Index, s pool.Summary, at PooledOutcome) ([]ForestRow, error) {
	asked := 0
	order := make([]int, len(g.places))
	for i, p := range g.places {
		order[i] = i
		if p.primary {
			asked++
		}
	}
	if asked < pool.Fewest {
		return nil, nil
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(g.places[a].effect.Estimate, g.places[b].effect.Estimate)
	})
	var out []ForestRow
	for _, i := range Thinned(order, ForestMost) {
		p, e := g.places[i], s.Each[i]
		r, err := x.Row(p.row)
		if err != nil {
			return nil, err
		}
		row := ForestRow{Name: r.Participant, clear: p.clear != 0,
			Own:   [3]float64{at.Natural(p.effect.Estimate), at.Natural(p.ci[0]), at.Natural(p.ci[1])},
			Heard: [3]float64{at.Natural(e.Estimate), at.Natural(e.CI95[0]), at.Natural(e.CI95[1])}}
		if r.Report != nil {
			row.href = *r.Report
		}
		out = append(out, row)
	}
	return out, nil
}

// Thinned keeps the first, the last, and evenly spaced ones between.
func Thinned[T any](all []T, most int) []T {
	if len(all) <= most {
		return all
	}
	var out []T
	for i := range most {
		out = append(out, all[i*(len(all)-1)/(most-1)])
	}
	return out
}

// forestView is a forest plot in words and drawings.
type forestView struct {
	Title, Note string
	Lines       []forestLine // of people
	Sums        []forestLine // of all together
	Axis        template.HTML
}

type forestLine struct {
	Name, Href, Own, Heard string
	Plot, HeardPlot        template.HTML
}

// forest draws the people of a pool over one scale: each one's own range, below it
// the range with the others heard; then the average, and the next person.
func (l *Indexer) forest(q words.Quantity, p Pooled) *forestView {
	if len(p.Forest) == 0 {
		return nil
	}
	limit := forestLimit(p)
	v := &forestView{Title: l.Say("index.forest", words.Values{"Metric": q.Short(), "Supplement": l.pooledSupplement(p), "N": l.Count(p.N),
		"Design": l.Word("index.design." + p.Design)}), Note: l.Word("index.forest_note")}
	if len(p.Forest) < p.N {
		v.Note += " " + l.Say("index.forest_some", words.Values{"Drawn": len(p.Forest), "N": l.Count(p.N)})
	}
	for _, r := range p.Forest {
		line := forestLine{Name: words.Plain(r.Name), Own: l.pooledChange(q, p, [2]float64(r.Own[1:])),
			Heard: l.pooledChange(q, p, [2]float64(r.Heard[1:])),
			Plot:  l.interval(r.Own, limit, r.clear), HeardPlot: l.interval(r.Heard, limit, false)}
		if r.href != "" {
			line.Href = link(r.href)
		}
		v.Lines = append(v.Lines, line)
	}
	v.Sums = []forestLine{
		{Name: l.Word("index.average"), Own: l.pooledChange(q, p, p.CI95), Plot: l.interval([3]float64{p.Estimate, p.CI95[0], p.CI95[1]},
			limit, p.CI95[0] > 0 || p.CI95[1] < 0)},
		{Name: l.Word("index.next_person"), Own: l.pooledChange(q, p, p.Prediction95),
			Plot: l.interval([3]float64{p.Estimate, p.Prediction95[0], p.Prediction95[1]}, limit, false)},
	}
	v.Axis = l.Picture(chart.Axis(chart.AxisIn{Width: reports.PlotWidth, Height: 24, Limit: limit, Ticks: l.ForestTicks(limit)}))
	return v
}

func (l *Indexer) interval(x [3]float64, limit float64, strong bool) template.HTML {
	return l.Picture(chart.Interval(chart.IntervalIn{Width: reports.PlotWidth, Height: forestHeight, Limit: limit, Margin: math.NaN(),
		Estimate: x[0], Low: x[1], High: x[2], Strong: strong}))
}

// forestHeight is the height of one line, in the drawing's units.
const forestHeight = 20

// forestLimit is the end of the scale: all sums lie within it, and nine in ten of
// the ends of the people's own ranges. What lies beyond is drawn as an arrow.
func forestLimit(p Pooled) float64 {
	var ends []float64
	for _, r := range p.Forest {
		ends = append(ends, math.Abs(r.Own[1]), math.Abs(r.Own[2]))
	}
	slices.Sort(ends)
	limit := ends[(len(ends)-1)*9/10]
	for _, x := range append(p.CI95[:], p.Prediction95[:]...) {
		limit = max(limit, math.Abs(x))
	}
	return 1.05 * limit
}

// ForestTicks are five to nine round numbers around 0.
func (l *Indexer) ForestTicks(limit float64) []chart.Tick {
	step := math.Pow(10, math.Floor(math.Log10(limit)))
	for limit/step < 2 {
		step /= 2
	}
	for limit/step > 4 {
		step *= 2
	}
	var out []chart.Tick
	for k := -math.Floor(limit / step); k <= limit/step; k++ {
		label := l.Signed(k * step)
		switch at := k * step; {
		case at == 0:
			label = "0"
		case at == math.Round(at):
			label = words.Sign(k) + strconv.Itoa(int(math.Abs(at)))
		}
		out = append(out, chart.Tick{At: k * step, Label: label})
	}
	return out
}
