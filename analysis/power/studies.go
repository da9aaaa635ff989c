package power

import (
	"math"

	"nof1/analysis"
	"nof1/analysis/scales"
	"nof1/analysis/schedule"
	"nof1/analysis/stats"
	"nof1/importers/record"

	"gonum.org/v1/gonum/floats"
)

const (
	powerDraws = 8 // schedules a random design is averaged over
	coinMaxRun = 3
	// blocksMaxRun keeps a shuffle of blocks from becoming a before and after.
	blocksMaxRun = 3
	daysPerWeek  = 7
	// goldenStep spreads missing nights evenly without favouring a weekday.
	goldenStep = 0.6180339887498949
)

// design is a way to arrange the days of a study.
type design struct {
	name string
	// orders returns orders the design could draw (true: a day with the supplement), or
	// its only one; nil if it does not fit into the weeks.
	orders func(weeks int) [][]bool
	// windows says that days after a change are left out, as in a report.
	windows bool
	stretch int // shortest stretch of one condition in days, 0 with windows
}

// designs are the designs that [Run] compares, the usual one first.
var designs = []design{
	{name: analysis.DesignAB, orders: func(weeks int) [][]bool { return [][]bool{alternate(weeks*daysPerWeek, 2)} }, windows: true},
	{name: "ABAB", orders: func(weeks int) [][]bool { return [][]bool{alternate(weeks*daysPerWeek, 4)} }, windows: true},
	{name: string(schedule.WeeklyPairs), orders: drawn(schedule.Constraint{Kind: schedule.WeeklyPairs}), stretch: daysPerWeek},
	{name: string(schedule.Nightly), stretch: 1,
		orders: drawn(schedule.Constraint{Kind: schedule.Nightly, MaxRun: coinMaxRun, Balanced: true})},
}

// alternate returns an order of equal phases: without, with, and so on.
func alternate(days, phases int) []bool {
	on := make([]bool, days)
	for d := range on {
		on[d] = d*phases/days%2 == 1
	}
	return on
}

// drawn returns the orders of a design that draws from a constraint.
func drawn(c schedule.Constraint) func(int) [][]bool {
	return func(weeks int) [][]bool {
		c := c
		c.Weeks = weeks
		var out [][]bool
		for seed := range uint64(powerDraws) {
			s, err := schedule.Draw(c, 0, seed)
			if err != nil {
				return nil // pairs of an odd number of weeks
			}
			out = append(out, s.On)
		}
		return out
	}
}

// forecast predicts studies. It keeps the planned nights for outcomes that miss the
// same share of nights.
type forecast struct {
	onset, washout int
	weekday        int // of the first planned night
	plans          map[planKey][]plannedStudy
}

// planKey identifies the planned nights that outcomes share.
type planKey struct {
	design string
	weeks  int
	kept   float64
}

// plannedStudy holds the nights of one order that would be observed and used.
type plannedStudy struct {
	nights  stats.PlannedNights
	off, on int
}

// studies predicts every design at every length.
func (f forecast) studies(p Prospect) (out []StudyProspect) {
	for _, d := range designs {
		for _, weeks := range Weeks {
			out = append(out, f.study(p, d, weeks))
		}
	}
	return out
}

// study predicts one planned study of an outcome.
func (f forecast) study(p Prospect, d design, weeks int) StudyProspect {
	out := StudyProspect{Design: d.name, Weeks: weeks, CarryOver: d.stretch > 0 && 2*f.onset >= d.stretch, Reason: "too_few_nights"}
	plans := f.plan(d, weeks, 1-p.MissingShare)
	if plans == nil {
		return out
	}
	var variance, df, off, on float64
	n := float64(len(plans))
	for _, x := range plans {
		sd := p.Errors.EffectSD(x.nights)
		variance, df = variance+sd*sd/n, df+x.nights.DF/n
		off, on = off+float64(x.off)/n, on+float64(x.on)/n
	}
	out.NightsOff, out.NightsOn = int(math.Round(off)), int(math.Round(on))
	least := [2]int{analysis.MinTotal, analysis.MinTotal}
	if d.name == analysis.DesignAB {
		least = [2]int{analysis.MinOff, analysis.MinOn}
		variance *= analysis.VarianceFactor(p.Metric)
	}
	if out.NightsOff < least[0] || out.NightsOn < least[1] {
		return out
	}
	out.Reason = ""
	sd := math.Sqrt(variance)
	out.Detectable = new(scales.Natural(p.Scale, *p.Mean, stats.DetectableExact(stats.PowerTarget, sd, df)))
	metric, _ := record.MetricByID(p.Metric)
	out.DetectablePct = scales.Percent(metric, *p.Mean, *out.Detectable)
	if p.Margin != nil {
		out.AtMargin = new(stats.Power(scales.Difference(p.Scale, *p.Mean, *p.Margin), sd, df))
	}
	return out
}

// plan returns the nights of every order of a study if the share kept of all nights
// is observed, or nil if an order could not be analysed.
func (f forecast) plan(d design, weeks int, kept float64) []plannedStudy {
	key := planKey{d.name, weeks, kept}
	if plans, ok := f.plans[key]; ok {
		return plans
	}
	f.plans[key] = nil
	var plans []plannedStudy
	for _, order := range d.orders(weeks) {
		left := make([]bool, len(order))
		if d.windows {
			left = schedule.LeftOut(order, f.onset, f.washout)
		}
		rows, enough := thinned(order, left, kept, d.windows && d.name != analysis.DesignAB)
		rows.Weekday0 = f.weekday
		nights, err := stats.PlanNights(rows)
		if err != nil || !enough {
			return nil
		}
		on := int(floats.Sum(rows.On))
		plans = append(plans, plannedStudy{nights, len(rows.On) - on, on})
	}
	f.plans[key] = plans
	return plans
}

// thinned returns the nights of an order that would be observed and used if the share
// kept of all nights is observed. It reports false if everyPhase is set and a phase has
// fewer than [analysis.MinPhase] of them.
func thinned(order, leftOut []bool, kept float64, everyPhase bool) (stats.Rows, bool) {
	var rows stats.Rows
	enough, inPhase := true, 0
	for d, on := range order {
		if _, f := math.Modf(float64(d) * goldenStep); f < kept && !leftOut[d] {
			rows.Day, rows.On = append(rows.Day, d), append(rows.On, map[bool]float64{true: 1}[on])
			inPhase++
		}
		if d+1 == len(order) || order[d+1] != on {
			enough = enough && (inPhase >= analysis.MinPhase || !everyPhase)
			inPhase = 0
		}
	}
	return rows, enough
}
