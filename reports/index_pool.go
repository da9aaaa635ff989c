package reports

import (
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"

	"nof1/analysis/pool"
)

// poolKey is what participants must share to be pooled.
type poolKey struct{ supplement, metric, source, design string }

func (k poolKey) compare(o poolKey) int {
	for _, c := range [][2]string{{k.supplement, o.supplement}, {k.metric, o.metric}, {k.source, o.source}, {k.design, o.design}} {
		if n := strings.Compare(c[0], c[1]); n != 0 {
			return n
		}
	}
	return 0
}

// pooledOutcome is one outcome of one participant on the scale it was fitted on.
type pooledOutcome struct {
	poolKey
	unit, scale string
	effect      pool.Effect
	ci          [2]float64 // the person's own interval
	meanOff     float64    // 0 on the linear scale
	code        string
	primary     bool
}

// pooledOutcomes returns the outcomes of a report that have an estimate. The
// standard error is the half width of the stretched interval over Student's t,
// so that what widened the person's own interval counts here too.
func pooledOutcomes(r Report) []pooledOutcome {
	if r.Intervention.Supplement == nil {
		return nil
	}
	iv := r.Intervention
	supplement := strings.Join(append([]string{*iv.Supplement}, sorted(iv.CoStarted)...), "+")
	var out []pooledOutcome
	for _, o := range r.Outcomes {
		if o.Estimate == nil || o.CI95 == nil || o.Verdict.Code == "not_comparable" || o.Verdict.Code == "not_enough_data" {
			continue
		}
		p := pooledOutcome{
			poolKey: poolKey{supplement, o.Metric, o.Source, designGroup(iv.Design, iv.Blinded)},
			unit:    o.Unit, scale: o.Scale, code: o.Verdict.Code, primary: o.Role == "primary",
		}
		if o.Scale != "linear" {
			if o.MeanOff == nil {
				continue
			}
			p.meanOff = *o.MeanOff
		}
		t := 1.959963984540054
		if o.DF != nil && *o.DF > 0 {
			t = distuv.StudentsT{Mu: 0, Sigma: 1, Nu: *o.DF}.Quantile(0.975)
		}
		p.ci = [2]float64{p.fitted(o.CI95[0]), p.fitted(o.CI95[1])}
		p.effect = pool.Effect{Estimate: p.fitted(*o.Estimate), SE: (p.ci[1] - p.ci[0]) / (2 * t)}
		if p.effect.SE > 0 && !math.IsInf(p.effect.SE, 0) && !math.IsNaN(p.effect.Estimate) {
			out = append(out, p)
		}
	}
	return out
}

func sorted(names []string) []string {
	out := slices.Clone(names)
	slices.Sort(out)
	return out
}

// fitted takes a change in the natural unit to the scale of the fit; natural
// takes it back.
func (p pooledOutcome) fitted(x float64) float64 {
	switch p.scale {
	case "log":
		return math.Log1p(x / p.meanOff)
	case "log1p":
		return math.Log1p(x / (1 + p.meanOff))
	}
	return x
}

func (p pooledOutcome) natural(b float64) float64 {
	switch p.scale {
	case "log":
		return p.meanOff * math.Expm1(b)
	case "log1p":
		return (1 + p.meanOff) * math.Expm1(b)
	}
	return b
}

// place is where an outcome stands: the participant and the outcome.
type place struct {
	row int
	pooledOutcome
}

// poolBriefs summarises every group of participants large enough, and writes
// each one's shrunken primary estimate into its row. The briefs are those of
// the rows, in the same order.
func poolBriefs(briefs []Brief, rows []IndexRow) ([]Pooled, error) {
	groups := map[poolKey][]place{}
	var keys []poolKey
	for i, b := range briefs {
		for _, o := range b.outcomes {
			if groups[o.poolKey] == nil {
				keys = append(keys, o.poolKey)
			}
			groups[o.poolKey] = append(groups[o.poolKey], place{i, o})
		}
	}
	slices.SortFunc(keys, poolKey.compare)
	out := []Pooled{}
	for _, k := range keys {
		g := groups[k]
		if len(g) < pool.Fewest {
			continue
		}
		p, err := poolGroup(g, rows)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

func poolGroup(g []place, rows []IndexRow) (Pooled, error) {
	var effects []pool.Effect
	off := 0.0
	first := g[0]
	out := Pooled{Metric: first.metric, Supplement: first.supplement, Source: first.source, Design: first.design,
		N: len(g), Unit: first.unit, Scale: first.scale}
	for _, x := range g {
		effects = append(effects, x.effect)
		off += math.Log1p(x.meanOff)
		switch x.code {
		case "higher":
			out.Higher++
		case "lower":
			out.Lower++
		}
	}
	s, err := pool.Fit(effects)
	if err != nil {
		return out, err
	}
	// A log1p change is written at the group's own average, a log one in percent.
	at := pooledOutcome{scale: first.scale, meanOff: math.Expm1(off / float64(len(g)))}
	if first.scale == "log" {
		at.meanOff, out.Unit = 100, "%"
	}
	out.Estimate, out.Tau2 = at.natural(s.Estimate), s.Tau2
	for i := range 2 {
		out.CI95[i], out.Prediction95[i] = at.natural(s.CI95[i]), at.natural(s.Prediction95[i])
	}
	out.ShareClear = float64(out.Higher+out.Lower) / float64(out.N)
	out.forest = newForest(g, rows, s, at)
	for i, x := range g {
		if x.primary {
			e := s.Each[i]
			mean := x.natural(e.Estimate)
			rows[x.row].ShrunkenMean = &mean
			rows[x.row].ShrunkenCI = &[2]float64{x.natural(e.CI95[0]), x.natural(e.CI95[1])}
		}
	}
	return out, nil
}
