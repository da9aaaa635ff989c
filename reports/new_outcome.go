package reports

import (
	"nof1/analysis"
	"nof1/importers/record"
)

// outcomes copies every outcome and says its verdict.
func (w *writer) outcomes() []Outcome {
	out := make([]Outcome, 0, len(w.res.Outcomes))
	for _, o := range w.res.Outcomes {
		out = append(out, w.outcome(o))
	}
	return out
}

func (w *writer) outcome(o analysis.Outcome) Outcome {
	row := Outcome{
		Metric: o.Metric, Role: o.Role, Source: o.Source, Scale: string(o.Scale), Unit: o.Unit,
		NOff: o.NOff, NOn: o.NOn, NEffective: known(o.NEffective),
		MeanOff: known(o.MeanOff), MeanOn: known(o.MeanOn),
		Estimate: known(o.Estimate), CI95: knownPair(o.CI95), CI90: knownPair(o.CI90),
		EstimatePct: known(o.EstimatePct), CI95Pct: knownPair(o.CI95Pct),
		P: known(o.P), PAdjusted: known(o.PAdjusted), DF: known(o.DF), Lag1: known(o.Lag1),
		Method: o.Method, Lambda: known(o.Lambda), Margin: known(o.Margin), Detectable: known(o.Detectable),
		MoreNights: o.MoreNights, AdjustedFor: filled(o.AdjustedFor),
		Naive: naive(o.Naive), PlaceboDates: placebo(o.Placebo), RandomisationTest: randomisation(o.Randomisation),
		Smoothed: o.Smoothed, BaselineSD: known(o.BaselineSD),
	}
	if low, high := known(o.UsualLow), known(o.UsualHigh); low != nil && high != nil {
		row.UsualRange = &[2]float64{*low, *high}
	}
	if o.RTM != nil {
		row.RTM = knownPair(&[2]float64{o.RTM.With, o.RTM.Without})
	}
	choices(&row, o)
	row.Explored = explored(o.Explored)
	row.Verdict = Verdict{
		Code: o.Verdict.Code, Direction: some(o.Verdict.Direction), Favourable: o.Verdict.Favourable,
		Level: o.Verdict.Level, CappedBy: filled(o.Verdict.CappedBy), Failed: filled(o.Verdict.Failed),
		Reason: some(o.Verdict.Reason), Small: o.Verdict.SmallChance,
	}
	row.Verdict.Short, row.Verdict.Sentence = w.verdict(o)
	return row
}

func naive(n *analysis.Naive) *Naive {
	if n == nil || !finite(n.Estimate) || !finite(n.P) {
		return nil
	}
	return &Naive{Method: n.Method, Estimate: n.Estimate, P: n.P}
}

func randomisation(r *analysis.Randomisation) *RandomisationTest {
	if r == nil || !finite(r.Statistic) || !finite(r.P) || !finite(r.SmallestP) || !finite(r.Orders) {
		return nil
	}
	out := &RandomisationTest{Statistic: r.Statistic, P: r.P, SmallestP: r.SmallestP, Arrangements: r.Orders,
		Tried: r.Tried, Exact: r.Exact, CI95: knownPair(r.CI95), Seed: r.Seed, Orderings: []float64{}}
	if finite(r.Observed) {
		out.Observed = r.Observed
	}
	for _, d := range r.Orderings {
		if finite(d) {
			out.Orderings = append(out.Orderings, d)
		}
	}
	return out
}

// placebo copies the fake starts; one whose deviation is not finite is left
// out of the list but stays in the counts.
func placebo(p *analysis.Placebo) *Placebo {
	if p == nil || !finite(p.Share) || !finite(p.RealZ) {
		return nil
	}
	out := &Placebo{Tried: p.Tried, AsBig: p.AsBig, Share: p.Share, RealZ: p.RealZ, Z: []float64{}, Dates: []record.Date{}}
	for i, z := range p.Z {
		if finite(z) {
			out.Z = append(out.Z, z)
			if i < len(p.Dates) {
				out.Dates = append(out.Dates, p.Dates[i])
			}
		}
	}
	return out
}
