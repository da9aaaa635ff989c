package analysis

import (
	"nof1/analysis/nightly"
	"nof1/analysis/stats"

	"gonum.org/v1/gonum/stat"
)

const minOutcomeNights = 7 // a metric with fewer nights gets no row

// listSeries describes every series of the table. The one with most nights of each
// metric is used.
func listSeries(t *nightly.Table) []Series {
	var out []Series
	for _, c := range t.Columns() {
		ys := t.Calendar(c.Metric, c.Source)
		primary, _ := t.Primary(c.Metric)
		s := Series{Metric: c.Metric, Unit: unitOf(c.Metric), Source: c.Source, Used: c.Source == primary}
		day, xs := observed(ys)
		if len(xs) == 0 {
			continue
		}
		s.Nights = len(xs)
		s.First, s.Last = t.Night(day[0]), t.Night(day[len(day)-1])
		s.MissingShare = 1 - float64(len(xs))/float64(int(s.Last-s.First)+1)
		s.Mean = stat.Mean(xs, nil)
		if len(xs) > 1 {
			s.SD = stat.StdDev(xs, nil)
		}
		if r, ok := stats.Lag1(day, xs); ok {
			s.Lag1 = &r
		}
		out = append(out, s)
	}
	return out
}
