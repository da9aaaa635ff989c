package analysis

import (
	"math"
	"slices"

	"nof1/analysis/stats"
	"nof1/importers/record"

	"gonum.org/v1/gonum/stat"
)

// DoseView is the change by the amount taken. It is exploratory: unless amounts were
// drawn, they change with time, and with season and habits.
type DoseView struct {
	Unit     string      `json:"unit"`     // of the amounts; elemental mg if that can be computed
	Levels   []DoseLevel `json:"levels"`   // amounts with at least seven used nights, ascending
	Slope    *Effect     `json:"slope"`    // for Step more, among dosed nights; nil if not estimable
	Step     float64     `json:"step"`     // from the smallest to the largest amount of the used nights
	Monotone *bool       `json:"monotone"` // the estimates of all levels rise, or all fall; nil with fewer than three
}

// DoseLevel compares the nights with one amount with the nights without any.
type DoseLevel struct {
	Amount float64 `json:"amount"`
	Effect
	PAdjusted float64 `json:"p_adjusted"` // over the levels (Holm)
}

const (
	minAtLevel = 7
	maxLevels  = 6 // of more amounts only the slope is estimated
	monotoneOf = 3
)

// doseView compares amounts. It returns nil if there is only one.
func (r review) doseView(i int) *DoseView {
	amounts, unit := r.log.amounts(r.table.Len(), newNightClock(r.table), r.model.first)
	used := make([]float64, 0, len(r.fits[i].on))
	for _, d := range r.fits[i].on {
		if !math.IsNaN(amounts[d]) {
			used = append(used, amounts[d])
		}
	}
	if len(used) < minAtLevel || slices.Min(used) == slices.Max(used) {
		return nil
	}
	out := DoseView{Unit: unit, Step: slices.Max(used) - slices.Min(used)}
	for _, level := range levelsOf(used) {
		if e, ok := r.level(i, amounts, level); ok {
			out.Levels = append(out.Levels, DoseLevel{Amount: level, Effect: e})
		}
	}
	holm(out.Levels, func(e *DoseLevel) (float64, *float64) { return e.P, &e.PAdjusted })
	out.Monotone = monotone(out.Levels)
	out.Slope = r.doseSlope(i, amounts, out.Step)
	if out.Levels == nil && out.Slope == nil {
		return nil
	}
	return &out
}

// levelsOf returns the amounts with enough nights, ascending, or nil if they are more
// than maxLevels.
func levelsOf(used []float64) (levels []float64) {
	n := map[float64]int{}
	for _, a := range used {
		n[a]++
	}
	for a, k := range n {
		if k >= minAtLevel {
			levels = append(levels, a)
		}
	}
	if len(levels) > maxLevels {
		return nil
	}
	slices.Sort(levels)
	return levels
}

// level estimates the effect of one amount against the nights without.
func (r review) level(i int, amounts []float64, level float64) (Effect, bool) {
	f, c, m := r.fits[i], r.candidates[i], r.model
	on := keep(f.on, func(d int) bool { return amounts[d] == level })
	if f.method == "lagged" {
		only := m.dosed()
		for d := range only {
			if only[d] == 1 && amounts[d] != level {
				only[d] = math.NaN()
			}
		}
		l, err := stats.Lagged(c.y, only, m.weekday0)
		if err != nil || l.NOn < minAtLevel {
			return Effect{}, false
		}
		a := laggedAlternative("", l, r.natural(i))
		return Effect{Nights: l.NOn, Estimate: a.Estimate, CI95: a.CI95, P: a.P}, true
	}
	return r.effect(i, m.rows(f.off, on), nil)
}

// doseSlope estimates the effect of step more among dosed nights: of the centred
// amount, adjusted for whether there was a dose.
func (r review) doseSlope(i int, amounts []float64, step float64) *Effect {
	f, c, m := r.fits[i], r.candidates[i], r.model
	known := keep(f.on, func(d int) bool { return !math.IsNaN(amounts[d]) })
	mean := stat.Mean(stats.Select(amounts, known), nil)
	centred := make([]float64, len(c.y))
	for d := range centred {
		if centred[d] = math.NaN(); m.exposure[d].Taken == record.NotTaken {
			centred[d] = 0
		}
	}
	for d, a := range amounts {
		if !math.IsNaN(a) {
			centred[d] = (a - mean) / step
		}
	}
	if f.method == "lagged" {
		l, err := stats.LaggedVariant(c.y, centred, m.weekday0, stats.LaggedChoice{Given: [][]float64{m.dosed()}})
		if err != nil {
			return nil
		}
		a := laggedAlternative("", l, r.natural(i))
		return &Effect{Nights: len(known), Estimate: a.Estimate, CI95: a.CI95, P: a.P}
	}
	rows := m.rows(f.off, known)
	on := rows.On
	rows.On = make([]float64, len(rows.Day))
	for k, d := range rows.Day {
		if on[k] == 1 {
			rows.On[k] = centred[d]
		}
	}
	e, ok := r.effect(i, rows, [][]float64{on})
	if !ok {
		return nil
	}
	e.Nights = len(known)
	return &e
}

// monotone reports whether the estimates of the levels all rise or all fall, nil with
// fewer than three.
func monotone(levels []DoseLevel) *bool {
	if len(levels) < monotoneOf {
		return nil
	}
	up, down := true, true
	for k := 1; k < len(levels); k++ {
		up = up && levels[k].Estimate > levels[k-1].Estimate
		down = down && levels[k].Estimate < levels[k-1].Estimate
	}
	return new(up || down)
}

// amounts returns the amount taken for every night, NaN if nothing was taken or the
// amount is unknown. They are elemental milligrams for magnesium and if every dose
// has them, else the amounts in the unit that most rows use.
func (l supplementLog) amounts(nights int, clock nightClock, first record.Date) (out []float64, unit string) {
	withoutMg := func(x intake) bool { return x.taken == record.TakenYes && !x.known }
	elemental := l.supplement == magnesium || !slices.ContainsFunc(l.test, withoutMg)
	unit = "mg"
	if !elemental {
		unit = usualUnit(l.test)
	}
	out = make([]float64, nights)
	unknown := make([]bool, nights)
	for d := range out {
		out[d] = math.NaN()
	}
	for _, x := range l.test {
		d := int(clock.nightOf(x.when) - first)
		if x.taken != record.TakenYes || d < 0 || d >= nights {
			continue
		}
		amount, known := x.amount, x.hasAmount && x.unit == unit && unit != ""
		if elemental {
			amount, known = x.mg, x.known
		}
		if !known {
			unknown[d] = true
			continue
		}
		if math.IsNaN(out[d]) {
			out[d] = 0
		}
		out[d] += amount
	}
	for d := range out {
		if unknown[d] {
			out[d] = math.NaN()
		} else {
			out[d] = math.Round(out[d]*1e6) / 1e6
		}
	}
	return out, unit
}
