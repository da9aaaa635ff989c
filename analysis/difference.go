package analysis

import (
	"math"
	"sort"

	"gonum.org/v1/gonum/stat"

	"nof1/analysis/nightly"
	"nof1/analysis/stats"
	"nof1/importers"
)

const (
	imbalance   = 0.25 // standardised mean difference worth naming (Austin 2009)
	minCompared = 7
)

// codifferences lists what else differed between the nights with and without
// the supplement, largest first: raw means of every other series, bedtime and
// covariates included.
func codifferences(t *nightly.Table, m model, primary string) []CoDifference {
	var out []CoDifference
	for _, metric := range importers.Metrics {
		source, ok := t.Primary(metric.ID)
		if !ok || metric.ID == primary || m.arrange.design == DesignNone {
			continue
		}
		ys := t.Calendar(metric.ID, source)
		if metric.Clock {
			if ys, ok = unwrapped(ys); !ok {
				continue
			}
		}
		off, on := m.sides(ys)
		if len(off) < minCompared || len(on) < minCompared {
			continue
		}
		smd := stats.SMD(off, on)
		if !finite(smd) || math.Abs(smd) <= imbalance {
			continue
		}
		out = append(out, CoDifference{Metric: metric.ID, Off: stat.Mean(off, nil), On: stat.Mean(on, nil), SMD: smd, NOff: len(off), NOn: len(on)})
	}
	sort.SliceStable(out, func(i, j int) bool { return math.Abs(out[i].SMD) > math.Abs(out[j].SMD) })
	return out
}

// sides splits a series into its off and on nights as the design has them.
func (m model) sides(ys []float64) (off, on []float64) {
	if m.arrange.design == DesignAsNeeded {
		for i, y := range ys {
			switch {
			case math.IsNaN(y):
			case m.exposure[i].Taken == importers.TakenYes:
				on = append(on, y)
			case m.exposure[i].Taken == importers.NotTaken:
				off = append(off, y)
			}
		}
		return off, on
	}
	a, b := m.phaseRows(ys)
	return at(ys, a), at(ys, b)
}

func unitOf(metric string) string {
	m, _ := importers.MetricByID(metric)
	return m.Unit
}
