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

// Where a person's own nights are not known: nights that resemble the last one
// as most people's do (statistics of 48 real series), and one in ten missing.
const (
	usualLag1    = 0.3
	usualMissing = 0.1
)

// Question is what a person wants to find out, and in how long a time.
type Question struct {
	Study          *analysis.Study   // the person's own nights, nil without
	Primary        string            // metric id
	Onset, Washout int               // days until the full effect is there, and until it is gone
	Slow           protocol.PlanDays // the longest it is given for either, zero where nothing is known
	Weeks          int
	Start          record.Date      // first day of the schedule
	Blinded        bool             // the first phase must not be known either
	Margin         *schedule.Margin // nil: the metric's
}

// Choice is every design that fits into the weeks, and the one to take.
type Choice struct {
	Options []Option  // the unplanned before/after first
	Best    int       // index of the recommended one, -1 where none fits
	Own     *Prospect // what the person's own nights say of the outcome; nil: the usual is assumed
	Margin  *float64  // smallest change worth having: natural unit, SDs of a night without own nights; nil unknown
}

// Option is one design and what a study of it finds.
type Option struct {
	Design     string              // AB, nightly, weekly_pairs, blocks, abab
	Constraint schedule.Constraint // zero for AB
	Onset      int                 // days left out after each change to with
	Washout    int                 // and after each change to without
	NightsOff  int                 // expected to be observed and used
	NightsOn   int
	// Kept is the share of the full effect that the comparison of used nights
	// shows, where an effect takes Onset days of the question to build up and
	// Washout days to fade, in even steps.
	Kept          float64
	KeptIfSlow    *float64 // the same for an effect as slow as the question allows for, nil where that is not known
	Detectable    *float64 // full effect found in 80 % of such studies, by the interval and by the exact test: natural unit; SDs of a night without own nights
	DetectablePct *float64
	AtMargin      *float64 // chance to find a full effect of the margin
	Orders        float64  // that could be drawn
	SmallestP     float64  // the smallest p the exact test can give
	Exact         bool     // an exact test at 5 % can find something
	// Reason nothing is detectable: "too_few_nights", a report would not say
	// anything; "orders_alike", in most orders the exact test takes any effect for
	// chance, since the other orders share so many of its days.
	Reason string
}

// Compare compares the designs that fit into the weeks of a question by the
// full effect each can detect, and recommends the most sensitive of those whose
// exact test can find anything. The error is that of [Run]; a report on a plan
// claims what the interval and the exact test both find, so the larger of the two
// effects counts.
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

// better prefers a design whose exact test can find something, then the more
// sensitive one.
func better(a, b Option) bool {
	if a.Exact != b.Exact {
		return a.Exact
	}
	return *a.Detectable < *b.Detectable
}

// margin is the smallest change worth having; without own nights a percentage or
// a default cannot be said in SDs, half a spread is.
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

// candidates are the designs that fit: phases of whole weeks, as long as at
// least two changes and, if possible, enough orders for an exact test are left.
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

// foretell fills in what a design finds, averaged over schedules as it would
// draw them.
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

// detect turns the SD of a full effect into what is found, and found by an exact
// test too where there is one.
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

// countOrders says what an exact test of the design can give at best. Of coins
// every order has its mirror image, which looks as effective.
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

// errorsOf is the SD of the contrast of planned nights and its degrees of
// freedom: from the person's own errors, or in SDs of a night.
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

// buildUp is the share of the full effect on each day of an order: it grows by
// even steps, to be whole on the first night after onset days, and fades in the
// same way.
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

// shareKept is how much of the full effect the difference between the used
// nights with and without shows.
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
