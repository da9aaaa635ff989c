package reports

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"nof1/analysis"
	"nof1/importers/record"
	"nof1/reports/words"
)

// weekRow is seven nights of the timeline in numbers.
type weekRow struct {
	From, Period, Recorded, Used, Middle, Low, High, Taken string
}

// weeks is the data of the timeline, seven nights a row from its first night on:
// a switch begins a new row.
func (p *pager) weeks(metric string) []weekRow {
	n := p.report.Nights
	w := shown(n, metric)
	var out []weekRow
	for from := w.from; from <= w.to; {
		to := from
		for to < w.to && to-from < 6 && n.Phase[to+1] == n.Phase[from] {
			to++
		}
		out = append(out, p.week(metric, from, to))
		from = to + 1
	}
	return out
}

func (p *pager) week(metric string, from, to int) weekRow {
	n, q := p.report.Nights, p.Quantity(metric)
	var xs []float64
	used, taken := 0, 0
	for i := from; i <= to; i++ {
		if x := n.Values[metric][i]; x != nil {
			xs = append(xs, *x)
		}
		if u := n.Used[metric]; i < len(u) && u[i] {
			used++
		}
		if n.Taken[i] == record.TakenYes.String() {
			taken++
		}
	}
	row := weekRow{From: p.Day(n.Night[from]), Period: n.Phase[from], Recorded: fmt.Sprintf("%d / %d", len(xs), to-from+1),
		Used: fmt.Sprint(used), Taken: fmt.Sprint(taken), Middle: words.Dash, Low: words.Dash, High: words.Dash}
	if row.Period == "" {
		row.Period = words.Dash
	}
	if len(xs) > 0 {
		slices.Sort(xs)
		row.Middle, row.Low, row.High = q.Level(words.Quantile(xs, 0.5)), q.Level(xs[0]), q.Level(xs[len(xs)-1])
	}
	return row
}

// fakeRow is one made-up start, or the real one.
type fakeRow struct {
	Rank, Start, Change string
	Real                bool
}

// fakeRows ranks the starts by how far they lie from no change.
func (p *pager) fakeRows(o analysis.Placebo, q words.Quantity) []fakeRow {
	type start struct {
		name string
		z    float64
		real bool
	}
	all := []start{{p.Word("page.legend_real"), o.RealZ, true}}
	for i, z := range o.Z {
		s := start{name: words.Dash, z: z}
		if i < len(o.Dates) {
			s.name = p.Day(o.Dates[i])
		}
		all = append(all, s)
	}
	slices.SortStableFunc(all, func(a, b start) int { return cmp.Compare(math.Abs(b.z), math.Abs(a.z)) })
	var out []fakeRow
	for i, s := range all {
		out = append(out, fakeRow{Rank: fmt.Sprint(i + 1), Start: s.name, Real: s.real,
			Change: p.Say("page.fake_errors", words.Values{"Size": p.Decimal(s.z), "Way": q.Way(s.z)})})
	}
	return out
}
