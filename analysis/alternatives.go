package analysis

import (
	"slices"

	"nof1/analysis/scales"
	"nof1/analysis/stats"
	"nof1/importers/record"
)

// Alternative is the answer of another defensible method. Alternatives show how much
// the answer depends on the method; only the declared analysis decides. An outcome
// has at most 12. Estimate and CI95 are in the unit of the outcome.
type Alternative struct {
	Name     string     `json:"name"` // id: "marg-avg", "reml-kr", "baseline-60", ...
	Estimate float64    `json:"estimate"`
	CI95     [2]float64 `json:"ci95"`
	P        float64    `json:"p"`
}

// shortAlternative is the number of nights of a shorter baseline.
const shortAlternative = 60

// crossModels returns the two printed cross-checks, fitted to the nights of the
// primary method: the integrated AR(1)+noise model, and REML AR(1) with Kenward-Roger
// (1997) errors. For irregular dosing it returns the lagged model with Newey-West
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
	return r.simplerModels(rows, stats.Select(c.y, rows.Day), nat)
}

// simplerModels returns the fits of the two error models in which a night depends
// only on the one before.
func (r review) simplerModels(rows stats.Rows, y []float64, nat func(float64) float64) (out []Alternative) {
	if mix, err := stats.FitMargAvg(rows, [][]float64{y}); err == nil {
		out = append(out, alternativeOf("marg-avg", mix[0].Stretch(1), nat))
	}
	if kr, err := stats.FitREML(rows, y, stats.REMLOptions{}); err == nil && stats.Finite(kr.P) {
		out = append(out, Alternative{"reml-kr", nat(kr.Est), [2]float64{nat(kr.CI95[0]), nat(kr.CI95[1])}, kr.P})
	}
	return out
}

func (r review) natural(i int) func(float64) float64 {
	scale, base := r.candidates[i].metric.Scale, *r.outcomes[i].MeanOff
	return func(b float64) float64 { return scales.Natural(scale, base, b) }
}

// choices returns the answers of other defensible ways to analyse the primary
// outcome. Each changes one thing and keeps the rest, with the stretch.
func (r review) choices(i int) []Alternative {
	switch r.fits[i].method {
	case "slowmix":
		return slices.Concat(r.otherFollowing(i), r.otherWindows(i), r.otherModels(i), r.otherNights(i), r.otherTerms(i))
	case "lagged":
		return r.laggedChoices(i)
	}
	return nil
}

// otherFollowing counts the nights of a plan that was not followed exactly: as
// planned, and only those that kept to it.
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

// otherWindows delimits the same phases differently.
func (r review) otherWindows(i int) (out []Alternative) {
	f, a := r.fits[i], r.model.arrange
	if !a.phased() {
		return nil
	}
	add := func(name string, off, on []int) {
		if alt, ok := r.refit(i, name, off, on); ok {
			out = append(out, alt)
		}
	}
	off, on := r.window(i, 0)
	add("onset-0", off, on)
	off, on = r.window(i, 2)
	add("onset-double", off, on)
	if start, ok := a.start(); ok {
		s := int(start - r.model.first)
		if a.design == DesignAB {
			add("baseline-60", keep(f.off, func(d int) bool { return d >= s-shortAlternative }), f.on)
		}
		add("without-last-week", keep(f.off, func(d int) bool { return d < s-lastWeek || d >= s }), f.on)
	}
	return out
}

// otherModels keeps the nights, and leaves out the weekdays or changes the scale.
func (r review) otherModels(i int) (out []Alternative) {
	f, c := r.fits[i], r.candidates[i]
	rows := r.model.rows(f.off, f.on)
	if f.weekday {
		bare := rows
		bare.NoWeekday = true
		if alt, ok := fitAlternative("no-weekday", bare, stats.Select(c.y, rows.Day), f.lambda, r.natural(i)); ok {
			out = append(out, alt)
		}
	}
	if c.metric.Scale != record.Linear {
		if alt, ok := fitAlternative("raw-scale", rows, stats.Select(c.raw, rows.Day), f.lambda, asIs); ok {
			out = append(out, alt)
		}
	}
	return out
}

// asIs returns an estimate that is already in the unit of the outcome.
func asIs(b float64) float64 { return b }

// otherTerms keeps the nights and adjusts for something else: a trend of any size,
// and in a randomised schedule the night before and its dose.
func (r review) otherTerms(i int) (out []Alternative) {
	f, c := r.fits[i], r.candidates[i]
	rows := r.model.rows(f.off, f.on)
	if mix, err := stats.FitSlowMixVariant(rows, stats.Variant{FreeTrend: true}, [][]float64{stats.Select(c.y, rows.Day)}); err == nil {
		out = append(out, alternativeOf("free-trend", mix[0].Stretch(f.lambda), r.natural(i)))
	}
	if r.model.arrange.design == DesignRandomised {
		if alt, ok := r.previousNight(i); ok {
			out = append(out, alt)
		}
	}
	return out
}

// otherNights leaves nights out, or counts only those with a logged dose.
func (r review) otherNights(i int) []Alternative {
	f, out := r.fits[i], r.fewerNights(i)
	if r.plan != nil {
		return out // per-protocol covers it
	}
	taken := keep(f.on, func(d int) bool { return r.model.exposure[d].Taken == record.TakenYes })
	if alt, ok := r.refit(i, "taken-nights-only", f.off, taken); ok {
		out = append(out, alt)
	}
	return out
}

// refit fits the declared model to other nights. It returns false if that fails.
func (r review) refit(i int, name string, off, on []int) (Alternative, bool) {
	f, c := r.fits[i], r.candidates[i]
	if len(off) < MinTotal || len(on) < MinTotal || slices.Equal(off, f.off) && slices.Equal(on, f.on) {
		return Alternative{}, false
	}
	rows := r.model.rows(off, on)
	return fitAlternative(name, rows, stats.Select(c.y, rows.Day), f.lambda, r.natural(i))
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
