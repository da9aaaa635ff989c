package power

import (
	"math"

	"nof1/analysis"
	"nof1/analysis/protocol"
	"nof1/analysis/randomisation"
	"nof1/analysis/scales"
	"nof1/analysis/schedule"
	"nof1/analysis/stats"
	"nof1/importers/record"

	"gonum.org/v1/gonum/floats"
)

// The nights that are assumed without a person's own: correlated with the night
// before as in most of 48 real series, and one in ten missing.
const (
	usualLag1    = 0.3
	usualMissing = 0.1
)

// Question is what a person wants to find out, and in how many weeks.
type Question struct {
	Study          *analysis.Study   // the person's own nights; nil without
	Primary        string            // metric id
	Onset, Washout int               // days until the effect is full, and until it is gone
	Slow           protocol.PlanDays // the longest published values of both; zero if unknown
	Weeks          int
	Start          record.Date      // first day of the schedule
	Blinded        bool             // the condition of the first phase is hidden too
	Margin         *schedule.Margin // nil for that of the metric
}

// Choice holds every design that fits into the weeks, and the recommended one.
type Choice struct {
	Options []Option  // the unplanned before/after first
	Best    int       // index of the recommended one, -1 if none fits
	Own     *Prospect // the outcome on the person's own nights; nil if usual ones are assumed
	Margin  *float64  // smallest change worth having: natural unit, or SDs of a night without Own; nil if unknown
}

// Option is one design and what a study of it could find.
type Option struct {
	Design     string              // AB, nightly, weekly_pairs, blocks, abab
	Constraint schedule.Constraint // zero for AB
	Onset      int                 // days left out after each change to with
	Washout    int                 // and after each change to without
	NightsOff  int                 // expected to be observed and used
	NightsOn   int
	// Kept is the share of the full effect that the used nights show, if the effect
	// builds up over the Onset days of the question and fades over its Washout days, in
	// even steps.
	Kept       float64
	KeptIfSlow *float64 // the same for the onset and washout of Slow; nil if unknown
	// Detectable is the full effect that 80 % of such studies find by both the interval
	// and the exact test: natural unit, or SDs of a night without own nights.
	Detectable    *float64
	DetectablePct *float64
	AtMargin      *float64 // chance to find a full effect of the margin
	Orders        float64  // that could be drawn
	SmallestP     float64  // the smallest p the exact test can give
	Exact         bool     // an exact test at 5 % can find something
	// Reason is why nothing is detectable, or "": "too_few_nights" for a report;
	// "orders_alike" if the orders share so many days that the exact test finds hardly
	// any effect.
	Reason string
}

// Compare compares the designs that fit into the weeks of a question by the full
// effect each can detect, and recommends the most sensitive of those whose exact test
// can find anything. A report on a plan claims what the interval and the exact test
// both find, so that the larger of the two effects counts. The error is that of
// [Run].
func Compare(q Question) (Choice, error) {
	out := Choice{Best: -1}
	if q.Study != nil {
		prospects, err := Run(*q.Study)
		if err != nil {
			return out, err
		}
		for _, p := range prospects.Outcomes {
			if p.Metric == q.Primary && p.Reason == "" {
				out.Own = &p
			}
		}
	}
	out.Margin = q.margin(out.Own)
	for _, o := range q.candidates() {
		q.foretell(&o, out)
		out.Options = append(out.Options, o)
		best := len(out.Options) - 1
		if o.Design == analysis.DesignAB || o.Detectable == nil {
			continue
		}
		if out.Best < 0 || better(o, out.Options[out.Best]) {
			out.Best = best
		}
	}
	return out, nil
}

// better reports whether a is better than b: only its exact test can find something,
// or it is more sensitive.
func better(a, b Option) bool {
	if a.Exact != b.Exact {
		return a.Exact
	}
	return *a.Detectable < *b.Detectable
}

// margin returns the smallest change worth having. Without own nights it is half an SD
// of a night, or nil for a margin of the question, which has no value in SDs.
func (q Question) margin(own *Prospect) *float64 {
	switch {
	case own != nil && q.Margin != nil && !q.Margin.Percent:
		return &q.Margin.Value
	case own != nil && q.Margin != nil && own.Mean != nil:
		return new(q.Margin.Of(*own.Mean))
	case own != nil:
		return own.Margin
	case q.Margin != nil:
		return nil
	}
	return new(.5)
}

// candidates returns the designs that fit: with phases of whole weeks, as long as they
// leave at least two changes and, if possible, enough orders for an exact test.
func (q Question) candidates() []Option {
	out := []Option{{Design: analysis.DesignAB, Onset: q.Onset, Washout: q.Washout}}
	add := func(c schedule.Constraint) {
		if c.Validate() != nil {
			return
		}
		most := c.Shortest() / 2
		out = append(out, Option{Design: string(c.Kind), Constraint: c, Onset: min(q.Onset, most), Washout: min(q.Washout, most)})
	}
	add(schedule.Constraint{Kind: schedule.Nightly, Weeks: q.Weeks, MaxRun: coinMaxRun, Balanced: true})
	add(schedule.Constraint{Kind: schedule.WeeklyPairs, Weeks: q.Weeks})
	for _, weeks := range []int{2, 3, 4} {
		// Blocks in any order can be drawn in many more orders than pairs of them, and
		// it is the number of orders that lets an exact test of few blocks find anything.
		run := blocksMaxRun
		if q.Weeks/weeks < 2*run {
			run = 2
		}
		add(schedule.Constraint{Kind: schedule.Blocks, Weeks: q.Weeks, BlockDays: weeks * daysPerWeek, Balanced: true, MaxRun: run})
	}
	// With 7 spare weeks there are 120 orders and more, of which 1 in 20 is not the
	// first alone; with 3 there are 20, the fewest that can reach 1 in 20.
	const manySpare, fewestSpare = 7, 3
	phase := (q.Weeks - manySpare) / 4
	if phase < 2 {
		phase = min(2, (q.Weeks-fewestSpare)/4)
	}
	if phase >= 1 {
		add(schedule.Constraint{Kind: schedule.ABAB, Weeks: q.Weeks, MinPhase: phase * daysPerWeek, WholeWeeks: true, EitherFirst: q.Blinded})
	}
	return out
}

// foretell fills what a design would find, on average over schedules that it would draw.
func (q Question) foretell(o *Option, c Choice) {
	kept := 1 - usualMissing
	if c.Own != nil {
		kept = 1 - c.Own.MissingShare
	}
	orders := [][]bool{alternate(q.Weeks*daysPerWeek, 2)}
	if o.Design != analysis.DesignAB {
		orders = drawn(o.Constraint)(q.Weeks)
		o.countOrders()
	}
	var variance, df, slow, off, on float64
	n := float64(len(orders))
	for _, order := range orders {
		left := schedule.LeftOut(order, o.Onset, o.Washout)
		rows, _ := thinned(order, left, kept, false)
		rows.Weekday0 = (q.Start + analysis.NightAfterDay).Weekday()
		sd, rest, err := errorsOf(rows, c.Own)
		if err != nil {
			o.Reason = "too_few_nights"
			return
		}
		share := shareKept(order, rows, q.Onset, q.Washout)
		o.Kept += share / n
		if q.Slow != (protocol.PlanDays{}) {
			slow += shareKept(order, rows, max(q.Onset, q.Slow.Onset), max(q.Washout, q.Slow.Washout)) / n
		}
		variance, df = variance+sd*sd/(share*share*n), df+rest/n
		with := floats.Sum(rows.On)
		on, off = on+with/n, off+(float64(len(rows.On))-with)/n
	}
	o.NightsOff, o.NightsOn = int(math.Round(off)), int(math.Round(on))
	if q.Slow != (protocol.PlanDays{}) {
		o.KeptIfSlow = new(slow)
	}
	least := [2]int{analysis.MinTotal, analysis.MinTotal}
	if o.Design == analysis.DesignAB {
		least = [2]int{analysis.MinOff, analysis.MinOn}
		variance *= analysis.VarianceFactor(q.Primary)
	}
	if o.NightsOff < least[0] || o.NightsOn < least[1] || o.Kept <= 0 {
		o.Reason = "too_few_nights"
		return
	}
	var exact *exactStudies
	if o.Exact {
		exact = q.exactStudies(*o, c.Own, kept)
	}
	o.detect(math.Sqrt(variance), df, exact, q, c)
}

// detect fills the detectable effect and the chance to find the margin, given the SD
// of a full effect; exact is nil without an exact test.
func (o *Option) detect(sd, df float64, exact *exactStudies, q Question, c Choice) {
	found := stats.DetectableExact(stats.PowerTarget, sd, df)
	least := stats.TQuantile(.975, df) * sd
	if exact != nil {
		effect, ok := exact.detectable(least)
		if !ok {
			o.Reason = "orders_alike"
		}
		found = effect
	}
	onScaleMargin := c.Margin
	if c.Own != nil && c.Margin != nil {
		onScaleMargin = new(scales.Difference(c.Own.Scale, *c.Own.Mean, *c.Margin))
	}
	if o.Reason == "" {
		o.Detectable = &found
	}
	if o.Reason == "" && c.Own != nil {
		o.Detectable = new(scales.Natural(c.Own.Scale, *c.Own.Mean, found))
		metric, _ := record.MetricByID(q.Primary)
		o.DetectablePct = scales.Percent(metric, *c.Own.Mean, *o.Detectable)
	}
	if onScaleMargin != nil {
		power := stats.Power(*onScaleMargin, sd, df)
		if exact != nil {
			power = exact.power(*onScaleMargin, least)
		}
		o.AtMargin = &power
	}
}

// countOrders fills the number of orders and the smallest p of the exact test. Most
// designs can draw the mirror image of every order, which looks as effective.
func (o *Option) countOrders() {
	all, err := o.Constraint.Arrangements()
	if err != nil {
		return
	}
	o.Orders, o.SmallestP = all.Count, 2/all.Count
	if o.Constraint.Kind == schedule.ABAB && !o.Constraint.EitherFirst {
		o.SmallestP = 1 / all.Count
	}
	o.Exact = o.SmallestP <= randomisation.Alpha
}

// errorsOf returns the SD of the effect that planned nights give, and its degrees of
// freedom: by the person's own errors, or in SDs of a night.
func errorsOf(rows stats.Rows, own *Prospect) (sd, df float64, err error) {
	if own == nil {
		return stats.PlannedSE(rows, usualLag1, 0)
	}
	plan, err := stats.PlanNights(rows)
	if err != nil {
		return 0, 0, err
	}
	return own.Errors.EffectSD(plan), plan.DF, nil
}

// buildUp returns the share of the full effect on each day of an order. It grows in
// even steps to 1 on the first night after onset days, and fades in the same way.
func buildUp(order []bool, onset, washout int) []float64 {
	effect := make([]float64, len(order))
	level := 0.
	for d, on := range order {
		if on {
			level = math.Min(1, level+1/float64(onset+1))
		} else {
			level = math.Max(0, level-1/float64(washout+1))
		}
		effect[d] = level
	}
	return effect
}

// shareKept returns the share of the full effect in the difference between the used
// nights with and without, 0 if a side is empty.
func shareKept(order []bool, used stats.Rows, onset, washout int) float64 {
	effect := buildUp(order, onset, washout)
	var sum, n [2]float64
	for i, d := range used.Day {
		side := int(used.On[i])
		sum[side] += effect[d]
		n[side]++
	}
	if n[0] == 0 || n[1] == 0 {
		return 0
	}
	return sum[1]/n[1] - sum[0]/n[0]
}
