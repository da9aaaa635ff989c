package analysis

import (
	"math"
	"slices"

	"nof1/analysis/stats"
	"nof1/importers"
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
		half := stats.TQuantile(0.975, l.DF) * l.NeweyWestSE
		p := 2 * stats.TCDF(-math.Abs(l.Est/l.NeweyWestSE), l.DF)
		return []Alternative{{"newey-west", nat(l.Est), [2]float64{nat(l.Est - half), nat(l.Est + half)}, p}}
	}
	rows := r.model.rows(f.off, f.on)
	y := at(c.y, rows.Day)
	var out []Alternative
	if mix, err := stats.FitMargAvg(rows, [][]float64{y}); err == nil {
		s := mix[0].Stretch(1)
		out = append(out, Alternative{"marg-avg", nat(s.Median), [2]float64{nat(s.CI95[0]), nat(s.CI95[1])}, s.P})
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

// choices are the other defensible ways to cut the same record, for the primary
// outcome of a design with phases: each changes one thing and keeps the rest,
// the stretch included.
func (r review) choices(i int) []Alternative {
	f, a := r.fits[i], r.model.arrange
	if f.method != "slowmix" {
		return nil
	}
	var out []Alternative
	add := func(name string, off, on []int) {
		if alt, ok := r.refit(i, name, off, on); ok {
			out = append(out, alt)
		}
	}
	if a.phased() {
		for _, w := range []struct {
			name  string
			times int
		}{{"onset-0", 0}, {"onset-double", 2}} {
			off, on := r.window(i, w.times)
			add(w.name, off, on)
		}
	}
	if start, ok := a.start(); ok && a.design == designAB {
		s := int(start - r.model.first)
		add("baseline-60", keep(f.off, func(d int) bool { return d >= s-shortAlternative }), f.on)
		add("baseline-90", keep(f.off, func(d int) bool { return d >= s-middleAlternative }), f.on)
		add("without-last-week", keep(f.off, func(d int) bool { return d < s-lastWeek }), f.on)
	}
	if odd := r.oddNights(i); len(odd) > 0 {
		add("without-outliers", drop(f.off, odd), drop(f.on, odd))
	}
	if flagged := r.flaggedNights(); len(flagged) > 0 {
		add("without-flagged-nights", drop(f.off, flagged), drop(f.on, flagged))
	}
	add("taken-nights-only", f.off, keep(f.on, func(d int) bool { return r.model.exposure[d].Taken == importers.TakenYes }))
	if alt, ok := r.rawScale(i); ok {
		out = append(out, alt)
	}
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
	s := mix[0].Stretch(lambda)
	return Alternative{name, nat(s.Median), [2]float64{nat(s.CI95[0]), nat(s.CI95[1])}, s.P}, true
}

// rawScale analyses a logarithmic outcome in its own unit.
func (r review) rawScale(i int) (Alternative, bool) {
	f, c := r.fits[i], r.candidates[i]
	if c.metric.Scale == importers.Linear {
		return Alternative{}, false
	}
	rows := r.model.rows(f.off, f.on)
	return fitAlternative("raw-scale", rows, at(c.raw, rows.Day), f.lambda, func(b float64) float64 { return b })
}

// window lists the used nights with the onset and washout windows multiplied.
func (r review) window(i, times int) (off, on []int) {
	m := r.model
	a := m.arrange
	a.phases = slices.Clone(a.phases)
	for k := range a.phases {
		a.phases[k].ExcludedDays = min(times*a.phases[k].ExcludedDays, a.phases[k].Days)
	}
	m.arrange = a
	m.exposure = slices.Clone(m.exposure)
	for k := range m.exposure {
		m.exposure[k].Phase, m.exposure[k].Excluded = a.phaseAt(m.first + importers.Date(k))
	}
	off, on = m.phaseRows(r.candidates[i].y)
	if a.design == designAB {
		last := int(a.phases[len(a.phases)-1].First-m.first) + onNights
		on = keep(on, func(d int) bool { return d < last })
	}
	return off, on
}

// flaggedNights are the nights after drinking, illness or travel.
func (r review) flaggedNights() map[int]bool {
	out := map[int]bool{}
	for _, e := range r.entries {
		switch e.Item {
		case "alcohol", "illness", "travel":
		default:
			continue
		}
		if e.HasValue && e.Value == 0 {
			continue
		}
		night := e.When.Day + nightAfterDay
		if e.HasNight {
			night = e.Night
		}
		out[int(night-r.model.first)] = true
	}
	return out
}

func keep(rows []int, ok func(int) bool) []int {
	var out []int
	for _, d := range rows {
		if ok(d) {
			out = append(out, d)
		}
	}
	return out
}

func drop(rows []int, out map[int]bool) []int {
	return keep(rows, func(d int) bool { return !out[d] })
}
