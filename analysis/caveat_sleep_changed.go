package analysis

import (
	"math"

	"nof1/analysis/stats"
	"nof1/importers/record"

	"gonum.org/v1/gonum/stat"
)

// sleepChanged fires for heart outcomes where total sleep differed as well, by
// more than such nights differ by chance: the supplement may act through sleep, and
// taking sleep out would hide that. It is a mediator, never adjusted for in the main
// model.
func sleepChanged(r review) finding {
	ys, ok := r.primarySeries("tst", minCompared)
	if !ok {
		return finding{}
	}
	off, on := r.model.sides(ys)
	if len(off) < minCompared || len(on) < minCompared {
		return finding{}
	}
	smd := stats.SMD(off, on)
	a, b := stat.Mean(off, nil), stat.Mean(on, nil)
	f := finding{known: true, words: map[string]string{"metric": "tst"}, measured: []Measure{{"off", a, "min"}, {"on", b, "min"}, {"difference", b - a, "min"}}}
	if !finite(smd) {
		return f // sleep never differs on either side
	}
	f.measured = append(f.measured, Measure{"smd", smd, "SD"})
	for _, o := range r.outcomes {
		if varianceFactor(o.Metric) == heartFactor && o.Scale != record.Log1p {
			f.outcomes = append(f.outcomes, o.Metric)
		}
	}
	if math.Abs(smd) > imbalance && chance(smd, len(off), len(on), ys) < significant && len(f.outcomes) > 0 {
		f.severity = Minor
	}
	return f
}
