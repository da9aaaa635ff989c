package analysis

import (
	"slices"

	"nof1/analysis/stats"
	"nof1/importers/record"
)

// Alternative is the same question answered with another defensible choice. It
// decides nothing: the declared analysis does, and these show how much the
// answer hangs on it.
type Alternative struct {
	Name     string // id: "marg-avg", "reml-kr", "baseline-90", ...
	Estimate float64
	CI95     [2]float64
	P        float64
}

const (
	shortAlternative  = 60 // baseline nights
	middleAlternative = 90
	// maxAlternatives keeps the list readable; what comes first in it is asked for
	// most often.
	maxAlternatives = 12
)

// crossModels fits the two printed cross-checks on the nights of the primary
// method: the integrated AR(1)+noise model and REML AR(1) with Kenward-Roger
// (1997) errors. For irregular dosing it is the lagged model with Newey-West
// errors.
func (r review) crossModels(i int) []Alternative {
	f, c := r.fits[i], r.candidates[i]
	nat := r.natural(i)
	if f.method == "lagged" {
		l, err := stats.Lagged(c.y, r.model.dosed(), r.model.weekday0)
		if err != nil {
			return nil
		}
		return []Alternative{{"newey-west", nat(l.Est), [2]float64{nat(l.NeweyWestCI[0]), nat(l.NeweyWestCI[1])}, l.NeweyWestP}}
	}
	rows := r.model.rows(f.off, f.on)
	return r.simplerModels(rows, at(c.y, rows.Day), nat)
}

// simplerModels are the two error models that take nights for an autoregression
// of one night.
func (r review) simplerModels(rows stats.Rows, y []float64, nat func(float64) float64) (out []Alternative) {
	if mix, err := stats.FitMargAvg(rows, [][]float64{y}); err == nil {
		out = append(out, alternativeOf("marg-avg", mix[0].Stretch(1), nat))
	}
	if kr, err := stats.FitREML(rows, y, stats.REMLOptions{}); err == nil && finite(kr.P) {
		out = append(out, Alternative{"reml-kr", nat(kr.Est), [2]float64{nat(kr.CI95[0]), nat(kr.CI95[1])}, kr.P})
	}
	return out
}

func (r review) natural(i int) func(float64) float64 {
	scale, base := r.candidates[i].metric.Scale, *r.outcomes[i].MeanOff
	return func(b float64) float64 { return natural(scale, base, b) }
}

// choices are the other defensible ways to analyse the same record, for the
// primary outcome: each changes one thing and keeps the rest, the stretch
// included. have are those there already: together they are at most
// maxAlternatives.
func (r review) choices(i, have int) []Alternative {
	var out []Alternative
	switch r.fits[i].method {
	case "slowmix":
		out = slices.Concat(r.otherFollowing(i), r.otherWindows(i), r.otherModels(i), r.otherNights(i), r.rarerModels(i))
	case "lagged":
		out = r.laggedChoices(i)
	}
	return out[:min(len(out), max(0, maxAlternatives-have))]
}

// otherFollowing are the two ways to count the nights of a plan that was not
// followed to the letter.
func (r review) otherFollowing(i int) (out []Alternative) {
	if r.plan == nil {
		return nil
	}
	y := r.candidates[i].y
	for _, way := range []struct {
		name string
		keep func(on bool, taken record.Taken) bool
	}{
		{"as-planned", func(bool, record.Taken) bool { return true }},
		{"per-protocol", func(on bool, taken record.Taken) bool {
			return on && taken == record.TakenYes || !on && taken == record.NotTaken
		}},
	} {
		off, on := r.model.assigned(y, way.keep)
		if alt, ok := r.refit(i, way.name, off, on); ok {
			out = append(out, alt)
		}
	}
	return out
}

// otherWindows cut the same phases otherwise.
func (r review) otherWindows(i int) (out []Alternative) {
	f, a := r.fits[i], r.model.arrange
	add := func(name string, off, on []int) {
		if alt, ok := r.refit(i, name, off, on); ok {
			out = append(out, alt)
		}
	}
	if a.phased() {
		none := func(int) int { return 0 }
		twice := func(declared int) int { return 2 * declared }
		week := func(int) int { return lastWeek }
		if off, on := r.window(i, none); !slices.Equal(off, f.off) || !slices.Equal(on, f.on) {
			add("onset-0", off, on)
			off, on = r.window(i, twice)
			add("onset-double", off, on)
		} else {
			off, on = r.window(i, week)
			add("onset-7", off, on)
		}
	}
	if start, ok := a.start(); ok && a.phased() {
		s := int(start - r.model.first)
		if a.design == designAB {
			add("baseline-60", keep(f.off, func(d int) bool { return d >= s-shortAlternative }), f.on)
			add("baseline-90", keep(f.off, func(d int) bool { return d >= s-middleAlternative }), f.on)
		}
		add("without-last-week", keep(f.off, func(d int) bool { return d < s-lastWeek || d >= s }), f.on)
	}
	if n := len(a.phases); a.repeated() && a.phased() {
		without := func(phase int) (off, on []int) {
			ok := func(d int) bool { return r.model.exposure[d].Phase != phase }
			return keep(f.off, ok), keep(f.on, ok)
		}
		off, on := without(0)
		add("without-first-phase", off, on)
		off, on = without(n - 1)
		add("without-last-phase", off, on)
	}
	if a.design == DesignRandomised {
		ok := r.settled()
		add("without-first-nights", keep(f.off, ok), keep(f.on, ok))
		middle := int(a.phases[0].First+a.phases[len(a.phases)-1].Last)/2 - int(r.model.first)
		first, second := func(d int) bool { return d <= middle }, func(d int) bool { return d > middle }
		add("first-half", keep(f.off, first), keep(f.on, first))
		add("second-half", keep(f.off, second), keep(f.on, second))
	}
	return out
}

// settled tells which nights are not the first after a change of a randomised
// schedule.
func (r review) settled() func(int) bool {
	return func(d int) bool {
		p := r.model.exposure[d].Phase
		return p < 0 || p == 0 || r.model.first+record.Date(d) > r.model.arrange.phases[p].First
	}
}

// otherModels keep the phases and change the regression, the scale or what
// counts as exposure.
func (r review) otherModels(i int) (out []Alternative) {
	f := r.fits[i]
	if f.weekday {
		rows := r.model.rows(f.off, f.on)
		rows.NoWeekday = true
		out = r.variant(out, i, "no-weekday", stats.Variant{}, rows)
	}
	if alt, ok := r.otherScale(i); ok {
		out = append(out, alt)
	}
	if weighted, ok := r.asTaken(i); ok {
		out = r.variant(out, i, "adherence-weighted", stats.Variant{}, weighted)
	}
	return out
}

// rarerModels are choices fewer people would make.
func (r review) rarerModels(i int) (out []Alternative) {
	f := r.fits[i]
	rows := r.model.rows(f.off, f.on)
	out = r.variant(out, i, "free-trend", stats.Variant{FreeTrend: true}, rows)
	if r.model.arrange.design == designAB {
		out = r.variant(out, i, "level-and-slope", stats.Variant{Given: [][]float64{ramp(rows)}}, rows)
	}
	if nw, err := stats.NeweyWest(rows, at(r.candidates[i].y, rows.Day)); err == nil && finite(nw.P) {
		nat := r.natural(i)
		out = append(out, Alternative{"newey-west", nat(nw.Est), [2]float64{nat(nw.CI95[0]), nat(nw.CI95[1])}, nw.P})
	}
	if r.model.arrange.design == DesignRandomised {
		if alt, ok := r.previousNight(i); ok {
			out = append(out, alt)
		}
	}
	return out
}

// ramp is how far an on night lies from the mean day of the on nights, 0 without:
// given it, the treatment's own column is the average change over the nights with
// it when the slope may change too (Bernal 2017).
func ramp(rows stats.Rows) []float64 {
	out := make([]float64, len(rows.Day))
	mean, n := 0., 0.
	for k, d := range rows.Day {
		mean, n = mean+rows.On[k]*float64(d), n+rows.On[k]
	}
	for k, d := range rows.Day {
		out[k] = rows.On[k] * (float64(d) - mean/n)
	}
	return out
}

// variant appends a departure from the declared regression, where it can be
// fitted.
func (r review) variant(out []Alternative, i int, name string, v stats.Variant, rows stats.Rows) []Alternative {
	mix, err := stats.FitSlowMixVariant(rows, v, [][]float64{at(r.candidates[i].y, rows.Day)})
	if err != nil {
		return out
	}
	return append(out, alternativeOf(name, mix[0].Stretch(r.fits[i].lambda), r.natural(i)))
}

// otherNights leave nights out, or count only those of which the log is sure.
func (r review) otherNights(i int) (out []Alternative) {
	f := r.fits[i]
	add := func(name string, off, on []int) {
		if alt, ok := r.refit(i, name, off, on); ok {
			out = append(out, alt)
		}
	}
	if flagged := r.flaggedNights(); len(flagged) > 0 {
		add("without-flagged-nights", drop(f.off, flagged), drop(f.on, flagged))
	}
	if odd := r.oddNights(i); len(odd) > 0 {
		add("without-outliers", drop(f.off, odd), drop(f.on, odd))
	}
	if r.plan != nil {
		return out // per-protocol says it
	}
	add("taken-nights-only", f.off, keep(f.on, func(d int) bool { return r.model.exposure[d].Taken == record.TakenYes }))
	return out
}

// refit is the declared engine on other nights.
func (r review) refit(i int, name string, off, on []int) (Alternative, bool) {
	f, c := r.fits[i], r.candidates[i]
	if len(off) < minTotal || len(on) < minTotal || slices.Equal(off, f.off) && slices.Equal(on, f.on) {
		return Alternative{}, false
	}
	rows := r.model.rows(off, on)
	return fitAlternative(name, rows, at(c.y, rows.Day), f.lambda, r.natural(i))
}

func fitAlternative(name string, rows stats.Rows, y []float64, lambda float64, nat func(float64) float64) (Alternative, bool) {
	mix, err := stats.FitSlowMix(rows, [][]float64{y})
	if err != nil {
		return Alternative{}, false
	}
	return alternativeOf(name, mix[0].Stretch(lambda), nat), true
}

func alternativeOf(name string, s stats.Stretched, nat func(float64) float64) Alternative {
	return Alternative{name, nat(s.Median), [2]float64{nat(s.CI95[0]), nat(s.CI95[1])}, s.P}
}
