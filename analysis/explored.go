package analysis

import (
	"math"
	"slices"

	"nof1/analysis/stats"

	"gonum.org/v1/gonum/stat"
)

// Explored holds explorations of the primary outcome, which decide nothing. A part is
// nil if the design does not allow it.
type Explored struct {
	Lags      []LagEffect `json:"lags"`          // of a dose on later nights, fitted together; empty if doses come in long stretches
	Doses     *DoseView   `json:"doses"`         // nil with one amount only
	CarryOver *CarryOver  `json:"carry_over"`    // of repeated designs
	Chosen    *Chosen     `json:"chosen_nights"` // of irregular dosing
	Strength  *Strength   `json:"strength"`      // what it would take to undo the answer

	// HodgesLehmannCI95 is the 95 % interval of the shift by a block bootstrap within
	// phases, on values adjusted for trend and weekday. It needs no model of how nights
	// resemble one another. nil without lasting phases.
	HodgesLehmannCI95 *[2]float64 `json:"hodges_lehmann_ci95"`
	Seed              uint64      `json:"seed"` // of the bootstrap
}

// Effect is one exploratory estimate in the unit of the outcome.
type Effect struct {
	Nights   int        `json:"nights"` // with it
	Estimate float64    `json:"estimate"`
	CI95     [2]float64 `json:"ci95"`
	P        float64    `json:"p"`
}

// LagEffect is the effect of a dose on a later night.
type LagEffect struct {
	Lag int `json:"lag"` // 0: its own night
	Effect
	PAdjusted float64 `json:"p_adjusted"` // over the lags (Holm)
}

const (
	lagNights = 3 // nights after a dose for which an effect is estimated
	// longStretch is the median number of nights between changes from which on lags
	// cannot be separated.
	longStretch = 5
)

// explore returns the explorations of outcome i, nil if it has no estimate.
func (r review) explore(i int) *Explored {
	if !r.estimated(i) {
		return nil
	}
	return &Explored{Lags: r.lagProfile(i), Doses: r.doseView(i), CarryOver: r.carryOver(i), Chosen: r.chosen(i), Strength: r.strength(i),
		HodgesLehmannCI95: r.shiftInterval(i), Seed: r.seed}
}

// shiftInterval returns [Explored].HodgesLehmannCI95.
func (r review) shiftInterval(i int) *[2]float64 {
	f, m := r.fits[i], r.model
	if f.method != "slowmix" || !m.arrange.phased() || r.outcomes[i].Lag1 == nil {
		return nil
	}
	rows := m.rows(f.off, f.on)
	adjusted := stats.Adjusted(rows, stats.Select(r.candidates[i].y, rows.Day))
	if adjusted == nil {
		return nil
	}
	phases := make([][]float64, len(m.arrange.phases))
	for k, d := range rows.Day {
		p := m.exposure[d].Phase
		phases[p] = append(phases[p], adjusted[k])
	}
	var off, on [][]float64
	for p, values := range phases {
		if m.arrange.phases[p].Kind == "on" {
			on = append(on, values)
		} else {
			off = append(off, values)
		}
	}
	nat := r.natural(i)
	ci := stats.HodgesLehmannInterval(off, on, *r.outcomes[i].Lag1, r.seed)
	if !stats.Finite(ci[0]) || !stats.Finite(ci[1]) {
		return nil
	}
	return &[2]float64{nat(ci[0]), nat(ci[1])}
}

// lagProfile estimates the effects of a dose on its own night and the three after it,
// together: by the lagged model for irregular dosing, by the declared model for a
// randomised schedule with short stretches. In long stretches neighbouring lags are
// nearly the same column.
func (r review) lagProfile(i int) []LagEffect {
	var out []LagEffect
	switch {
	case r.model.arrange.design == DesignAsNeeded:
		out = r.laggedLags(i)
	case r.model.arrange.design == DesignRandomised && r.shortStretches():
		out = r.plannedLags(i)
	}
	holm(out, func(e *LagEffect) (float64, *float64) { return e.P, &e.PAdjusted })
	return out
}

// shortStretches reports whether the conditions of a schedule change often enough to
// separate the dose of one night from that of the next.
func (r review) shortStretches() bool {
	var days []float64
	for _, p := range r.model.arrange.phases {
		days = append(days, float64(p.Days))
	}
	return len(days) > 0 && stats.Median(days) < longStretch
}

func (r review) laggedLags(i int) (out []LagEffect) {
	c, nat := r.candidates[i], r.natural(i)
	profile, err := stats.LagProfile(c.y, r.model.dosed(), r.model.weekday0, lagNights)
	if err != nil {
		return nil
	}
	for _, e := range profile {
		out = append(out, LagEffect{Lag: e.Lag, Effect: Effect{len(r.fits[i].on), nat(e.Est), [2]float64{nat(e.CI95[0]), nat(e.CI95[1])}, e.P}})
	}
	return out
}

// plannedLags uses the assignment, which only the draw decided.
func (r review) plannedLags(i int) (out []LagEffect) {
	f, c := r.fits[i], r.candidates[i]
	assigned := make([]float64, len(c.y))
	for d := range assigned {
		assigned[d] = math.NaN()
		if p := r.model.exposure[d].Phase; p >= 0 {
			assigned[d] = 0
			if r.model.arrange.phases[p].Kind == "on" {
				assigned[d] = 1
			}
		}
	}
	rows := r.model.rows(f.off, f.on)
	var days []int
	for _, d := range rows.Day {
		if d >= lagNights && !slices.ContainsFunc(assigned[d-lagNights:d+1], math.IsNaN) {
			days = append(days, d)
		}
	}
	lags := make([][]float64, lagNights+1)
	for lag := range lags {
		for _, d := range days {
			lags[lag] = append(lags[lag], assigned[d-lag])
		}
	}
	for lag := range lags {
		given := slices.Delete(slices.Clone(lags), lag, lag+1)
		e, ok := r.effect(i, stats.Rows{Day: days, On: lags[lag], Weekday0: r.model.weekday0}, given)
		if !ok {
			return nil
		}
		out = append(out, LagEffect{Lag: lag, Effect: e})
	}
	return out
}

// effect returns the effect of the column rows.On, adjusted for given columns, in the
// unit of the outcome.
func (r review) effect(i int, rows stats.Rows, given [][]float64) (Effect, bool) {
	f, c := r.fits[i], r.candidates[i]
	mix, err := stats.FitSlowMixVariant(rows, stats.Variant{Given: given}, [][]float64{stats.Select(c.y, rows.Day)})
	if err != nil {
		return Effect{}, false
	}
	lambda := f.lambda
	if f.method == "lagged" {
		lambda = math.Sqrt(VarianceFactor(c.metric.ID))
	}
	a := alternativeOf("", mix[0].Stretch(lambda), r.natural(i))
	n := 0
	for _, x := range rows.On {
		if x != 0 {
			n++
		}
	}
	return Effect{Nights: n, Estimate: a.Estimate, CI95: a.CI95, P: a.P}, stats.Finite(a.P)
}

// holm fills the adjusted p-values of a list of effects (Holm 1979).
func holm[T any](list []T, of func(*T) (p float64, adjusted *float64)) {
	ps := make([]float64, len(list))
	for k := range list {
		ps[k], _ = of(&list[k])
	}
	for k, p := range stats.Holm(ps) {
		_, adjusted := of(&list[k])
		*adjusted = p
	}
}

// CarryOver is what remains of the effect after a stop. The nights right after a stop
// are never part of the answer.
type CarryOver struct {
	AfterStop *Effect `json:"after_stop"` // those nights against the other nights without; nil with fewer than five
	LaterOff  *Effect `json:"later_off"`  // later nights without against the first baseline
	Suspected bool    `json:"suspected"`  // one of them is beyond the margin, or has p below 0.1
}

const (
	minCarried = 5
	carriedP   = 0.1
)

// carryOver compares the later phases without the supplement in a repeated design
// with the first. The test is weak and does not choose the analysis (Senn 2002).
func (r review) carryOver(i int) *CarryOver {
	f, m := r.fits[i], r.model
	if f.method != "slowmix" || !m.arrange.phased() || !m.arrange.repeated() {
		return nil
	}
	var out CarryOver
	if stopped := r.afterStops(i); len(stopped) >= minCarried {
		off := slices.Concat(f.off, stopped)
		slices.Sort(off)
		rows := m.rows(off, f.on)
		column := func(d int) bool { _, found := slices.BinarySearch(stopped, d); return found }
		out.AfterStop = r.offColumn(i, rows, column)
	}
	first := -1
	for k, p := range m.arrange.phases {
		if p.Kind != "on" && first < 0 {
			first = k
		}
	}
	out.LaterOff = r.offColumn(i, m.rows(f.off, f.on), func(d int) bool {
		p := m.exposure[d].Phase
		return p != first && m.arrange.phases[p].Kind != "on"
	})
	if out.AfterStop == nil && out.LaterOff == nil {
		return nil
	}
	for _, e := range []*Effect{out.AfterStop, out.LaterOff} {
		if e == nil {
			continue
		}
		margin := r.outcomes[i].Margin
		out.Suspected = out.Suspected || e.P < carriedP || margin != nil && math.Abs(e.Estimate) > *margin
	}
	return &out
}

// offColumn returns the effect of a column of off nights, adjusted for the treatment.
func (r review) offColumn(i int, rows stats.Rows, column func(int) bool) *Effect {
	on := rows.On
	rows.On = make([]float64, len(rows.Day))
	for k, d := range rows.Day {
		if column(d) {
			rows.On[k] = 1
		}
	}
	e, ok := r.effect(i, rows, [][]float64{on})
	if !ok {
		return nil
	}
	return &e
}

// afterStops returns the observed nights that are left out after a stop.
func (r review) afterStops(i int) (out []int) {
	for d, e := range r.model.exposure {
		if e.Phase > 0 && e.Excluded && r.model.arrange.phases[e.Phase].Kind != "on" && !math.IsNaN(r.candidates[i].y[d]) {
			out = append(out, d)
		}
	}
	return out
}

// Chosen is what the record shows of how nights were chosen for a dose. A dose
// decided by the state of the same evening leaves no trace in it.
type Chosen struct {
	OddsPerSD     *float64       `json:"odds_per_sd"` // of a dose, per SD of the night before; nil if not estimable
	OddsCI95      *[2]float64    `json:"odds_ci95"`
	OddsP         *float64       `json:"odds_p"`
	Lead          *float64       `json:"lead"` // tonight's difference before a dose tomorrow, unit of the outcome
	LeadP         *float64       `json:"lead_p"`
	CaseCrossover *CaseCrossover `json:"case_crossover"` // nil if no dosed night has another to compare with
}

// CaseCrossover compares each dosed night with nights without a dose on the same
// weekday within 28 days (Maclure 1991). Differences are in the unit of the outcome.
type CaseCrossover struct {
	Difference float64   `json:"difference"`
	Each       []float64 `json:"each"`      // per dosed night, ascending
	Unmatched  int       `json:"unmatched"` // dosed nights without one to compare with
}

// chosen returns the checks for reverse causation in irregular dosing.
func (r review) chosen(i int) *Chosen {
	if r.model.arrange.design != DesignAsNeeded {
		return nil
	}
	y, on, nat := r.candidates[i].y, r.model.dosed(), r.natural(i)
	var out Chosen
	if odds, err := stats.DoseAfterNight(y, on, r.model.weekday0); err == nil && stats.Finite(odds.OddsRatio) && stats.Finite(odds.CI95[1]) {
		out.OddsPerSD, out.OddsCI95, out.OddsP = &odds.OddsRatio, &odds.CI95, &odds.P
	}
	if lead, p, ok := stats.LeadTest(y, on, r.model.weekday0); ok && stats.Finite(p) {
		out.Lead, out.LeadP = new(nat(lead)), &p
	}
	view := stats.CaseCrossover(y, on)
	if stats.Finite(view.Difference) {
		out.CaseCrossover = &CaseCrossover{Difference: nat(view.Difference), Unmatched: view.Unmatched}
		for _, x := range view.Each {
			out.CaseCrossover.Each = append(out.CaseCrossover.Each, nat(x))
		}
	}
	return &out
}

// Strength says how large a hidden cause, a hidden drift or a difference of the
// missing nights would have to be to undo the answer (Cinelli and Hazlett 2020 for the
// robustness values, VanderWeele and Ding 2017 for the E-values).
type Strength struct {
	PartialR2      float64  `json:"partial_r2"`            // share of the remaining variation that on and off explain
	Robustness     float64  `json:"robustness_value"`      // share of both that a hidden change must explain to erase the estimate
	RobustnessAt5  float64  `json:"robustness_value_5pct"` // or to make it no longer significant at 5 %
	EValue         float64  `json:"e_value"`               // as a risk ratio
	EValueLimit    float64  `json:"e_value_limit"`         // of the limit nearer to no change
	Drift          *float64 `json:"tipping_drift_month"`   // steady drift that would undo it; nil without phases, or if none would
	MissingBy      *float64 `json:"tipping_missing"`       // difference of the missing nights with it that would undo it; nil if none would
	BaselineSlope  *float64 `json:"baseline_slope_month"`  // Theil-Sen, of the nights before the first dose
	BaselineSlopeP *float64 `json:"baseline_slope_p"`      // Mann-Kendall, as if nights were independent
}

const daysPerMonth = 30

// strength returns the strength of an estimate, nil if nothing varies.
func (r review) strength(i int) *Strength {
	f, o := r.fits[i], r.outcomes[i]
	if !(f.sd > 0) || !(f.baselineSD > 0) {
		return nil
	}
	t := f.median / f.sd
	e := stats.EValue(f.median, f.sd, f.baselineSD)
	out := Strength{PartialR2: stats.PartialR2(t, f.df), Robustness: stats.RobustnessValue(t, f.df, 1, 1),
		RobustnessAt5: stats.RobustnessValue(t, f.df, 1, significant), EValue: e.Point, EValueLimit: e.Limit}
	nat := r.natural(i)
	if x := stats.TippingDrift(f.ci95, meanDay(f.off), meanDay(f.on)); stats.Finite(x) && r.model.arrange.phased() {
		out.Drift = new(math.Abs(nat(x * daysPerMonth)))
	}
	_, on := r.coverage(i)
	if x := stats.TippingMissing(f.ci95, on.seen, on.missing); stats.Finite(x) {
		out.MissingBy = new(math.Abs(nat(x)))
	}
	if f.method == "slowmix" && r.model.arrange.phased() && len(f.base) > 1 {
		trend := stats.MannKendall(f.base, stats.Select(r.candidates[i].y, f.base))
		if stats.Finite(trend.P) && o.MeanOff != nil {
			out.BaselineSlope, out.BaselineSlopeP = new(nat(trend.Slope*daysPerMonth)), new(trend.P)
		}
	}
	return &out
}

// meanDay returns the mean of row indices.
func meanDay(rows []int) float64 {
	days := make([]float64, len(rows))
	for k, d := range rows {
		days[k] = float64(d)
	}
	return stat.Mean(days, nil)
}
