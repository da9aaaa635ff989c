package reports_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"nof1/reports"
	"nof1/reports/index"
)

// TestPooledScales: what goes to the scale of the fit comes back, and a pool of
// equals is each of them.
func TestPooledScales(t *testing.T) {
	for _, p := range []index.PooledOutcome{{Scale: "log", MeanOff: 60}, {Scale: "log1p", MeanOff: 12}, {Scale: "linear"}} {
		for _, x := range []float64{-5, 0, 3.7} {
			if got := p.Natural(p.Fitted(x)); math.Abs(got-x) > 1e-9 {
				t.Errorf("%s: %v came back as %v", p.Scale, x, got)
			}
		}
	}
	r := reportsMadeUp(t)["ab-higher"]
	var briefs []index.Brief
	for i := range 5 {
		briefs = append(briefs, briefOf(t, fmt.Sprint(i), r))
	}
	x := indexOf(t, briefs...)
	o := r.Primary()
	for _, p := range x.Pooled {
		if p.Metric != o.Metric {
			continue
		}
		if want := 100 * *o.Estimate / *o.MeanOff; p.Unit != "%" || p.N != 5 || math.Abs(p.Estimate-want) > 1e-6 {
			t.Errorf("pooled %+v: want %v %%", p, want)
		}
		if p.Higher != 5 || p.ShareClear != 1 || p.Tau2 != 0 {
			t.Errorf("pooled %+v: want all higher, no spread", p)
		}
	}
	for _, row := range rowsOf(t, x) {
		if row.ShrunkenMean == nil || math.Abs(*row.ShrunkenMean-*o.Estimate) > 1e-6 {
			t.Errorf("shrunken %v: want %v", row.ShrunkenMean, *o.Estimate)
		}
		if w, raw := row.ShrunkenCI[1]-row.ShrunkenCI[0], row.CI95[1]-row.CI95[0]; w >= raw {
			t.Errorf("shrunken interval %v wide, own %v", w, raw)
		}
	}
}

// TestPooledApart: another device, design, supplement or a company keeps people
// apart, and two are too few.
func TestPooledApart(t *testing.T) {
	base := reportsMadeUp(t)["ab-higher"]
	change := func(do func(*reports.Report)) reports.Report {
		r := base
		r.Outcomes = slices.Clone(base.Outcomes)
		do(&r)
		return r
	}
	variants := []reports.Report{
		change(func(r *reports.Report) {
			for i := range r.Outcomes {
				r.Outcomes[i].Source = "oura"
			}
		}),
		change(func(r *reports.Report) { r.Intervention.Design = "ABAB" }),
		change(func(r *reports.Report) { r.Intervention.Supplement = "zinc" }),
		change(func(r *reports.Report) { r.Intervention.CoStarted = []string{"zinc"} }),
		change(func(r *reports.Report) {
			for i := range r.Outcomes {
				r.Outcomes[i].Verdict.Code = "not_comparable"
			}
		}),
	}
	var briefs []index.Brief
	for i, r := range append(variants, base) {
		briefs = append(briefs, briefOf(t, fmt.Sprint(i), r), briefOf(t, fmt.Sprint(i, "b"), r))
	}
	if x := indexOf(t, briefs...); len(x.Pooled) != 0 {
		t.Errorf("%d pools of two: %+v", len(x.Pooled), x.Pooled[0])
	}
	if x := indexOf(t, append(briefs, briefOf(t, "c", base))...); len(x.Pooled) == 0 || x.Pooled[0].N != 3 {
		t.Errorf("three alike are not pooled: %+v", x.Pooled)
	}
}
