package analysis

import (
	"math"
	"slices"

	"nof1/analysis/stats"
	"nof1/importers/record"
)

// previousNight adjusts a randomised schedule for the night before and its dose,
// as the lagged model of irregular dosing does.
func (r review) previousNight(i int) (Alternative, bool) {
	f, c := r.fits[i], r.candidates[i]
	on := make([]float64, len(c.y))
	for d := range on {
		on[d] = math.NaN()
	}
	for _, d := range f.off {
		on[d] = 0
	}
	for _, d := range f.on {
		on[d] = 1
	}
	l, err := stats.Lagged(c.y, on, r.model.weekday0)
	if err != nil {
		return Alternative{}, false
	}
	return laggedAlternative("previous-night", l, r.natural(i)), true
}

func laggedAlternative(name string, l stats.LaggedFit, nat func(float64) float64) Alternative {
	return Alternative{name, nat(l.Est), [2]float64{nat(l.CI95[0]), nat(l.CI95[1])}, l.P}
}

// laggedChoices returns the alternatives for irregular dosing: the same lagged model
// with one thing changed, and models that ignore the night before.
func (r review) laggedChoices(i int) (out []Alternative) {
	f, c, nat := r.fits[i], r.candidates[i], r.natural(i)
	on, weekday0 := r.model.dosed(), r.model.weekday0
	if f.weekday {
		if l, err := stats.LaggedVariant(c.y, on, weekday0, stats.LaggedChoice{NoWeekday: true}); err == nil {
			out = append(out, laggedAlternative("no-weekday", l, nat))
		}
	}
	if c.metric.Scale != record.Linear {
		if l, err := stats.Lagged(c.raw, on, weekday0); err == nil {
			out = append(out, laggedAlternative("raw-scale", l, asIs))
		}
	}
	out = append(out, r.fewerNights(i)...)
	rows := r.model.rows(f.off, f.on)
	y := stats.Select(c.y, rows.Day)
	if alt, ok := fitAlternative("slowmix", rows, y, math.Sqrt(VarianceFactor(c.metric.ID)), nat); ok {
		out = append(out, alt)
	}
	return append(out, r.simplerModels(rows, y, nat)...)
}

// fewerNights leaves out the nights the diary flags, and those far from all others.
func (r review) fewerNights(i int) (out []Alternative) {
	for _, less := range []struct {
		name   string
		nights map[int]bool
	}{{"without-flagged-nights", r.flaggedNights()}, {"without-outliers", r.oddNights(i)}} {
		if len(less.nights) == 0 {
			continue
		}
		if alt, ok := r.without(i, less.name, less.nights); ok {
			out = append(out, alt)
		}
	}
	return out
}

// window returns the used nights with factor times as many nights left out after a
// switch.
func (r review) window(i, factor int) (off, on []int) {
	m := r.model
	a := m.arrange
	a.phases = slices.Clone(a.phases)
	for k := 1; k < len(a.phases); k++ {
		a.phases[k].ExcludedDays = min(factor*a.phases[k].ExcludedDays, a.phases[k].Days)
	}
	m.arrange = a
	m.exposure = slices.Clone(m.exposure)
	for k := range m.exposure {
		m.exposure[k].Phase, m.exposure[k].Excluded = a.phaseAt(m.first + record.Date(k))
	}
	off, on = m.phaseRows(r.candidates[i].y)
	if a.design == DesignAB {
		last := int(a.phases[len(a.phases)-1].First-m.first) + onNights
		on = keep(on, func(d int) bool { return d < last })
	}
	return off, on
}

// flaggedNights returns the nights after drinking, illness or travel.
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
		night := e.When.Day + NightAfterDay
		if e.HasNight {
			night = e.Night
		}
		out[int(night-r.model.first)] = true
	}
	return out
}

// keep returns the rows for which ok returns true.
func keep(rows []int, ok func(int) bool) []int {
	var out []int
	for _, d := range rows {
		if ok(d) {
			out = append(out, d)
		}
	}
	return out
}

// drop returns the rows that are not in out.
func drop(rows []int, out map[int]bool) []int {
	return keep(rows, func(d int) bool { return !out[d] })
}
