package analysis

import (
	"math"
	"sort"

	"nof1/analysis/nightly"
	"nof1/analysis/scales"
	"nof1/analysis/stats"
	"nof1/importers/record"

	"gonum.org/v1/gonum/stat"
)

const (
	imbalance   = 0.25 // standardised mean difference worth naming (Austin 2009)
	minCompared = 7
)

// codifferences returns what else differed between the nights with and without the
// supplement, the largest first: raw means of every other series, with bedtime and
// covariates.
func codifferences(t *nightly.Table, m model, primary string) []Difference {
	var out []Difference
	for _, metric := range record.Metrics {
		source, ok := t.Primary(metric.ID)
		if !ok || metric.ID == primary || m.arrange.design == DesignNone {
			continue
		}
		ys := t.Calendar(metric.ID, source)
		if metric.Clock {
			if ys, ok = scales.Unwrapped(ys); !ok {
				continue
			}
		}
		off, on := m.sides(ys)
		if len(off) < minCompared || len(on) < minCompared {
			continue
		}
		smd := stats.SMD(off, on)
		if !stats.Finite(smd) {
			continue
		}
		d := Difference{Metric: metric.ID, Off: stat.Mean(off, nil), On: stat.Mean(on, nil), SMD: smd, NOff: len(off), NOn: len(on),
			ByChance: chance(smd, len(off), len(on), ys)}
		ratio := stat.Variance(on, nil) / stat.Variance(off, nil)
		if math.Abs(smd) <= imbalance && ratio <= unequalSpread && ratio >= 1/unequalSpread {
			continue
		}
		if stats.Finite(ratio) {
			d.VarianceRatio = &ratio
		}
		out = append(out, d)
	}
	sort.SliceStable(out, func(i, j int) bool { return math.Abs(out[i].SMD) > math.Abs(out[j].SMD) })
	return out
}

// unequalSpread is the variance ratio above which two sets of nights differ (Austin
// 2009).
const unequalSpread = 2

// chance returns the two-sided probability of a standardised difference this large
// between two sets of nights that do not differ. Nights that resemble the one before
// count for less: n of them for n (1 - r)/(1 + r), where r is the lag-1 correlation
// of the series, at least 0. It returns 1 for r = 1.
func chance(smd float64, nOff, nOn int, ys []float64) float64 {
	days, values := observed(ys)
	r, ok := stats.Lag1(days, values)
	if !ok || r < 0 {
		r = 0
	}
	if r >= 1 {
		return 1
	}
	sd := math.Sqrt((1/float64(nOff) + 1/float64(nOn)) * (1 + r) / (1 - r))
	return math.Erfc(math.Abs(smd) / sd / math.Sqrt2)
}

// sides returns the values of the off and on nights of the design.
func (m model) sides(ys []float64) (off, on []float64) {
	if m.arrange.design == DesignAsNeeded {
		for i, y := range ys {
			switch {
			case math.IsNaN(y):
			case m.exposure[i].Taken == record.TakenYes:
				on = append(on, y)
			case m.exposure[i].Taken == record.NotTaken:
				off = append(off, y)
			}
		}
		return off, on
	}
	a, b := m.phaseRows(ys)
	return stats.Select(ys, a), stats.Select(ys, b)
}

// unitOf returns the unit of a metric in the catalogue.
func unitOf(metric string) string {
	m, _ := record.MetricByID(metric)
	return m.Unit
}
