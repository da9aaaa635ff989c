package analysis

import (
	"math"
	"slices"

	"nof1/analysis/stats"
	"nof1/importers/record"
)

// otherScale analyses a logarithmic outcome in its own unit ("raw-scale"), and
// an amount of which no night is 0 in proportion ("log-scale").
func (r review) otherScale(i int) (Alternative, bool) {
	f, c := r.fits[i], r.candidates[i]
	rows := r.model.rows(f.off, f.on)
	raw := at(c.raw, rows.Day)
	name, y, nat, ok := r.rescaled(i, raw)
	if !ok {
		return Alternative{}, false
	}
	return fitAlternative(name, rows, y, f.lambda, nat)
}

// rescaled puts raw values of an outcome, NaN where missing, on the scale it does
// not have. Clock times and scores have no other.
func (r review) rescaled(i int, raw []float64) (name string, y []float64, nat func(float64) float64, ok bool) {
	m := r.candidates[i].metric
	if m.Scale != record.Linear {
		return "raw-scale", raw, func(b float64) float64 { return b }, true
	}
	y = make([]float64, len(raw))
	for k, v := range raw {
		if v <= 0 {
			return "", nil, nil, false
		}
		y[k] = math.Log(v)
	}
	if percent(m, 1, 1) == nil {
		return "", nil, nil, false
	}
	return "log-scale", y, func(b float64) float64 { return natural(record.Log, *r.outcomes[i].MeanOff, b) }, true
}

// asTaken is the exposure as it was, not as it was meant: on-nights expressly
// not taken come back and count as nights without, and a night nothing is known
// of counts as much as the phase was kept to. Not ok where that changes nothing.
func (r review) asTaken(i int) (stats.Rows, bool) {
	f, m := r.fits[i], r.model
	type kept struct{ taken, known float64 }
	phases := make([]kept, len(m.arrange.phases))
	for _, e := range m.exposure {
		if e.Phase < 0 || e.Taken == record.TakenUnknown {
			continue
		}
		phases[e.Phase].known++
		if e.Taken == record.TakenYes {
			phases[e.Phase].taken++
		}
	}
	on := slices.Clone(f.on)
	from, to := f.on[0], f.on[len(f.on)-1]
	for d := from; d <= to; d++ {
		e := m.exposure[d]
		if e.Phase >= 0 && !e.Excluded && m.arrange.phases[e.Phase].Kind == "on" && e.Taken == record.NotTaken && !math.IsNaN(r.candidates[i].y[d]) {
			on = append(on, d)
		}
	}
	slices.Sort(on)
	on = slices.Compact(on)
	rows := m.rows(f.off, on)
	changed := false
	for k, d := range rows.Day {
		if rows.On[k] == 0 {
			continue
		}
		e := m.exposure[d]
		switch p := phases[e.Phase]; {
		case e.Taken == record.NotTaken:
			rows.On[k] = 0
		case e.Taken == record.TakenUnknown && p.known > 0:
			rows.On[k] = p.taken / p.known
		}
		changed = changed || rows.On[k] != 1
	}
	return rows, changed
}

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

// laggedChoices are the other choices of irregular dosing: the same lagged model
// with one thing changed, and models that do not look at the night before.
func (r review) laggedChoices(i int) (out []Alternative) {
	f, c, nat := r.fits[i], r.candidates[i], r.natural(i)
	on, weekday0 := r.model.dosed(), r.model.weekday0
	lagged := func(name string, y, on []float64, choice stats.LaggedChoice, nat func(float64) float64) {
		if l, err := stats.LaggedVariant(y, on, weekday0, choice); err == nil {
			out = append(out, laggedAlternative(name, l, nat))
		}
	}
	without := func(nights map[int]bool) []float64 {
		y := slices.Clone(c.y)
		for d := range nights {
			if d >= 0 && d < len(y) {
				y[d] = math.NaN()
			}
		}
		return y
	}
	if f.weekday {
		lagged("no-weekday", c.y, on, stats.LaggedChoice{NoWeekday: true}, nat)
	}
	lagged("no-dose-before", c.y, on, stats.LaggedChoice{NoPreviousDose: true}, nat)
	lagged("two-nights-before", c.y, on, stats.LaggedChoice{Given: [][]float64{shifted(c.y, 2)}}, nat)
	if name, y, nat, ok := r.rescaled(i, c.raw); ok {
		lagged(name, y, on, stats.LaggedChoice{}, nat)
	}
	if flagged := r.flaggedNights(); len(flagged) > 0 {
		lagged("without-flagged-nights", without(flagged), on, stats.LaggedChoice{}, nat)
	}
	if odd := r.oddNights(i); len(odd) > 0 {
		lagged("without-outliers", without(odd), on, stats.LaggedChoice{}, nat)
	}
	rows := r.model.rows(f.off, f.on)
	y := at(c.y, rows.Day)
	if alt, ok := fitAlternative("slowmix", rows, y, math.Sqrt(varianceFactor(c.metric.ID)), nat); ok {
		out = append(out, alt)
	}
	return append(out, r.simplerModels(rows, y, nat)...)
}

// shifted gives every night the value of an earlier one.
func shifted(ys []float64, nights int) []float64 {
	out := make([]float64, len(ys))
	for d := range out {
		out[d] = math.NaN()
		if d >= nights {
			out[d] = ys[d-nights]
		}
	}
	return out
}

// window lists the used nights with other onset and washout windows: days tells
// how many nights of a phase to leave out, from how many are left out.
func (r review) window(i int, days func(int) int) (off, on []int) {
	m := r.model
	a := m.arrange
	a.phases = slices.Clone(a.phases)
	for k := 1; k < len(a.phases); k++ {
		a.phases[k].ExcludedDays = min(days(a.phases[k].ExcludedDays), a.phases[k].Days)
	}
	m.arrange = a
	m.exposure = slices.Clone(m.exposure)
	for k := range m.exposure {
		m.exposure[k].Phase, m.exposure[k].Excluded = a.phaseAt(m.first + record.Date(k))
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
