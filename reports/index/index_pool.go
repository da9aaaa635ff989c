package index

import (
	"math"
	"slices"
	"strings"

	"nof1/analysis"
	"nof1/analysis/pool"
	"nof1/analysis/scales"
	"nof1/importers/record"
	"nof1/reports"

	"gonum.org/v1/gonum/stat/distuv"
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

// PooledOutcome is one outcome of one participant on the scale it was fitted on.
type PooledOutcome struct {
	poolKey
	unit    string
	Scale   record.Scale // of the fit
	effect  pool.Effect
	ci      [2]float64 // the person's own interval
	MeanOff float64    // 0 on the linear scale
	code    analysis.Code
	primary bool
}

// pooledOutcomes returns the outcomes of a report that have an estimate. The
// standard error is the half width of the stretched interval over Student's t,
// so that what widened the person's own interval counts here too.
func pooledOutcomes(r reports.Report) []PooledOutcome {
	if r.Intervention.Supplement == "" {
		return nil
	}
	iv := r.Intervention
	supplement := strings.Join(append([]string{string(iv.Supplement)}, sorted(iv.CoStarted)...), "+")
	var out []PooledOutcome
	for _, o := range r.Outcomes {
		if o.Estimate == nil || o.CI95 == nil || o.Verdict.Code == analysis.CodeNotComparable || o.Verdict.Code == analysis.CodeNotEnough {
			continue
		}
		p := PooledOutcome{
			poolKey: poolKey{supplement, o.Metric, o.Source, reports.DesignGroup(iv.Design, iv.Blinded)},
			unit:    o.Unit, Scale: o.Scale, code: o.Verdict.Code, primary: o.Role == analysis.RolePrimary,
		}
		if o.Scale != "linear" {
			if o.MeanOff == nil {
				continue
			}
			p.MeanOff = *o.MeanOff
		}
		t := 1.959963984540054
		if o.DF != nil && *o.DF > 0 {
			t = distuv.StudentsT{Mu: 0, Sigma: 1, Nu: *o.DF}.Quantile(0.975)
		}
		p.ci = [2]float64{p.Fitted(o.CI95[0]), p.Fitted(o.CI95[1])}
		p.effect = pool.Effect{Estimate: p.Fitted(*o.Estimate), SE: (p.ci[1] - p.ci[0]) / (2 * t)}
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

// Fitted returns a change in the natural unit on the scale of the fit; natural is
// its inverse.
func (p PooledOutcome) Fitted(change float64) float64 {
	return scales.Difference(p.Scale, p.MeanOff, change)
}

// Natural returns a difference on the scale of the fit as a change in the unit of the
// pool.
func (p PooledOutcome) Natural(b float64) float64 { return scales.Natural(p.Scale, p.MeanOff, b) }

// pools collects outcomes by what they share.
type pools struct {
	groups map[poolKey]*poolGroup
	keys   []poolKey
}

// poolGroup is one outcome of several participants.
type poolGroup struct {
	poolKey
	unit   string
	scale  record.Scale
	places []poolPlace
}

// poolPlace is what a pool keeps of one participant's outcome.
type poolPlace struct {
	row     int
	effect  pool.Effect
	ci      [2]float64
	meanOff float64
	clear   int8 // 1 clearly higher, -1 clearly lower
	primary bool
}

// add adds the outcomes of the participant in a row.
func (p *pools) add(row int, outcomes []PooledOutcome) {
	if p.groups == nil {
		p.groups = map[poolKey]*poolGroup{}
	}
	for _, o := range outcomes {
		g := p.groups[o.poolKey]
		if g == nil {
			g = &poolGroup{poolKey: o.poolKey, unit: o.unit, scale: o.Scale}
			p.groups[o.poolKey], p.keys = g, append(p.keys, o.poolKey)
		}
		place := poolPlace{row: row, effect: o.effect, ci: o.ci, meanOff: o.MeanOff, primary: o.primary}
		switch o.code {
		case analysis.CodeHigher:
			place.clear = 1
		case analysis.CodeLower:
			place.clear = -1
		}
		g.places = append(g.places, place)
	}
}

// on is the scale of one participant's outcome.
func (g *poolGroup) on(p poolPlace) PooledOutcome {
	return PooledOutcome{Scale: g.scale, MeanOff: p.meanOff}
}

// summaries summarises every group of participants large enough, and writes each
// one's shrunken primary estimate into its place in the index.
func (p *pools) summaries(x *Index) ([]Pooled, error) {
	slices.SortFunc(p.keys, poolKey.compare)
	out := []Pooled{}
	for _, k := range p.keys {
		g := p.groups[k]
		if len(g.places) < pool.Fewest {
			continue
		}
		sum, err := g.summary(x)
		if err != nil {
			return nil, err
		}
		out = append(out, sum)
	}
	return out, nil
}

func (g *poolGroup) summary(x *Index) (Pooled, error) {
	var effects []pool.Effect
	off := 0.0
	out := Pooled{Metric: g.metric, Supplement: g.supplement, Source: g.source, Design: g.design,
		N: len(g.places), Unit: g.unit, Scale: g.scale}
	for _, p := range g.places {
		effects = append(effects, p.effect)
		off += math.Log1p(p.meanOff)
		switch p.clear {
		case 1:
			out.Higher++
		case -1:
			out.Lower++
		}
	}
	s, err := pool.Fit(effects)
	if err != nil {
		return out, err
	}
	// A log1p change is written at the group's own average, a log one in percent.
	at := PooledOutcome{Scale: g.scale, MeanOff: math.Expm1(off / float64(out.N))}
	if g.scale == "log" {
		at.MeanOff, out.Unit = 100, "%"
	}
	out.Estimate, out.Tau2 = at.Natural(s.Estimate), s.Tau2
	for i := range 2 {
		out.CI95[i], out.Prediction95[i] = at.Natural(s.CI95[i]), at.Natural(s.Prediction95[i])
	}
	out.ShareClear = float64(out.Higher+out.Lower) / float64(out.N)
	for i, p := range g.places {
		if p.primary {
			e, on, to := s.Each[i], g.on(p), &x.places[p.row]
			to.shrunken, to.mean = true, on.Natural(e.Estimate)
			to.ci = [2]float64{on.Natural(e.CI95[0]), on.Natural(e.CI95[1])}
		}
	}
	out.Forest, err = g.forest(x, s, at)
	return out, err
}
