package main

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"math"
	"math/rand/v2"
	"time"

	"nof1/analysis"
	"nof1/analysis/schedule"
	"nof1/analysis/stats"
	"nof1/importers/record"
)

// The nights of the people who follow a drawn plan, and of the same people
// starting one day in the middle without one.
const drawnWeeks = 16

// drawnNoise is one kind of nights.
type drawnNoise struct {
	name  string
	noise noise
}

var drawnNoises = []drawnNoise{
	{"AR(1) .3", autoregressive(.3)},
	{"AR(1) .7", autoregressive(.7)},
	{"slow wave", slowWave},
	{"drift", drifting(autoregressive(.3))},
	{"drift, AR(1) .7", drifting(autoregressive(.7))},
	{"wandering level", wandering(autoregressive(.3))},
}

// drawnDesign divides the same nights into days with and without. Without a constraint
// there is one switch in the middle, which is not drawn.
type drawnDesign struct {
	name       string
	constraint schedule.Constraint
}

func (d drawnDesign) planned() bool { return d.constraint.Kind != "" }

var drawnDesigns = []drawnDesign{
	{name: "before and after, not drawn"},
	{"coin, every day", schedule.Constraint{Kind: schedule.Nightly, Weeks: drawnWeeks, MaxRun: 3, Balanced: true}},
	{"coin, pairs of weeks", schedule.Constraint{Kind: schedule.WeeklyPairs, Weeks: drawnWeeks}},
	{"on and off twice, weeks drawn", schedule.Constraint{Kind: schedule.ABAB, Weeks: drawnWeeks, MinPhase: 14, WholeWeeks: true}},
	{"14-day blocks, order drawn", schedule.Constraint{Kind: schedule.Blocks, Weeks: drawnWeeks, BlockDays: 14, Balanced: true, MaxRun: 3}},
}

// drawnEffects are the true effects, in SD of the person's series.
var drawnEffects = [2]float64{0, .5}

// drawnTally counts the people of one kind of nights under one design.
type drawnTally struct {
	people   int
	claims   [2]int // verdict higher or lower, by effect: wrong at 0, the right way round at .5
	findings [2]int // of these at level 4: no cross-check failed
	interval [2]int // the interval alone excludes zero, the same way round
	exact    [2]int // the exact test alone has p <= .05
	welch    [2]int // Welch's test has
}

// drawnResult is one row of the table.
type drawnResult struct {
	noise  drawnNoise
	design drawnDesign
	tally  drawnTally
}

// drawnPlans simulates everybody under every design and writes the table and the
// figure.
func drawnPlans(ctx context.Context, o options, stdout, stderr io.Writer) error {
	if err := checkPage(o.page, drawnBegin, drawnEnd); err != nil {
		return err
	}
	began := time.Now()
	var results []drawnResult
	for _, n := range drawnNoises {
		tallies, err := tallyDrawn(ctx, n, o.seed, o.people, o.workers)
		if err != nil {
			return fmt.Errorf("%s: %w", n.name, err)
		}
		for i, d := range drawnDesigns {
			results = append(results, drawnResult{n, d, tallies[i]})
			t := tallies[i]
			fmt.Fprintf(stderr, "%5.0f s  %s, %s: claims %d and %d, randomised %d and %d of %d\n", time.Since(began).Seconds(), n.name, d.name,
				t.claims[0], t.claims[1], t.findings[0], t.findings[1], t.people)
		}
	}
	if err := writePage(o.page, drawnTable(results, o.seed, o.people), drawnBegin, drawnEnd); err != nil {
		return err
	}
	if err := writeFigure(o.page, results); err != nil {
		return err
	}
	fmt.Fprintf(stdout, "wrote %s and its figure\n", o.page)
	return missedDrawn(results)
}

// missedDrawn returns an error if a plan gives false alarms more often than the nominal
// 5 %, beyond chance.
func missedDrawn(results []drawnResult) error {
	var err error
	for _, r := range results {
		if s := shareOf(r.tally.claims[0], r.tally.people); r.design.planned() && s.low > 100*significant {
			err = errors.Join(err, fmt.Errorf("%s, %s: false alarms %s %%", r.noise.name, r.design.name, s))
		}
	}
	return err
}

// tallyDrawn works on the people of one kind of nights.
func tallyDrawn(ctx context.Context, n drawnNoise, seed uint64, people, workers int) ([]drawnTally, error) {
	all, err := together(ctx, people, workers, func(i int) (of []drawnTally, err error) {
		p := newDrawnPerson(n, seed, i)
		for _, d := range drawnDesigns {
			t, err := p.under(d)
			if err != nil {
				return nil, err
			}
			of = append(of, t)
		}
		return of, nil
	})
	if err != nil {
		return nil, err
	}
	sum := make([]drawnTally, len(drawnDesigns))
	for _, of := range all {
		for d, t := range of {
			sum[d].people++
			for e := range drawnEffects {
				sum[d].claims[e] += t.claims[e]
				sum[d].findings[e] += t.findings[e]
				sum[d].interval[e] += t.interval[e]
				sum[d].exact[e] += t.exact[e]
				sum[d].welch[e] += t.welch[e]
			}
		}
	}
	return sum, nil
}

// drawnPerson is one person: nights without any effect, and a seed to draw a schedule
// with.
type drawnPerson struct {
	person
	draw uint64
}

func newDrawnPerson(n drawnNoise, seed uint64, i int) drawnPerson {
	h := fnv.New64a()
	h.Write([]byte("drawn " + n.name))
	r := rand.New(rand.NewPCG(seed^h.Sum64(), uint64(i)))
	nights := plan{nights: drawnWeeks * 7, draw: func(_ *rand.Rand, y []float64) []bool { return make([]bool, len(y)) }}
	return drawnPerson{cell{name: "drawn " + n.name, plan: nights, noise: n.noise}.person(seed, i), r.Uint64()}
}

// under returns the counts of one person under a design.
func (p drawnPerson) under(d drawnDesign) (t drawnTally, err error) {
	settings := analysis.Settings{Supplement: "magnesium", Primary: p.cell.metric(), HasOnset: true, HasWashout: true, VerdictOnly: true}
	p.on = from(len(p.y)/2, len(p.y))
	if d.planned() {
		if settings.Plan, err = p.plan(d.constraint); err != nil {
			return t, err
		}
		p.on = settings.Plan.Drawn().On
	}
	for e, effect := range drawnEffects {
		s := p.study(effect)
		s.Settings = settings
		res, err := analysis.Run(s)
		if err != nil {
			return t, err
		}
		o, ok := outcomeOf(res, p.cell.metric())
		if !ok {
			return t, errors.New("the outcome is missing from the result")
		}
		a := judged(o, p.sign)
		claim := a.claim && (effect == 0 || !a.opposite)
		t.claims[e], t.findings[e] = one(claim), one(claim && o.Verdict.Level >= 4)
		t.interval[e] = one(intervalClaims(o, p.sign, effect == 0))
		t.exact[e] = one(o.Randomisation != nil && o.Randomisation.P <= significant)
		t.welch[e] = one(p.welch(effect) <= significant)
	}
	return t, nil
}

// intervalClaims reports whether the interval alone excludes zero, on either side or
// on the side of sign.
func intervalClaims(o analysis.Outcome, sign float64, either bool) bool {
	if o.CI95 == nil {
		return false
	}
	above, below := o.CI95[0] > 0, o.CI95[1] < 0
	if either {
		return above || below
	}
	return above && sign > 0 || below && sign < 0
}

// plan returns the plan that the person drew on the day before the first night.
func (p drawnPerson) plan(c schedule.Constraint) (*schedule.Plan, error) {
	drawn, err := schedule.Draw(c, p.first-1, p.draw)
	if err != nil {
		return nil, err
	}
	day := func(d record.Date) schedule.Day { return schedule.Day{Date: d} }
	out := &schedule.Plan{Schema: schedule.PlanSchema, Supplement: "magnesium", Primary: p.cell.metric(), Analysis: schedule.SlowMix,
		Constraint: c, Seed: &p.draw, Created: day(drawn.Start), Schedule: schedule.Calendar{Start: day(drawn.Start), End: day(drawn.End()),
			Days: drawn.Letters()}}
	return out, out.Validate()
}

// welch returns the p value of Welch's test on the same nights.
func (p drawnPerson) welch(effect float64) float64 {
	var off, on []float64
	for t, y := range p.y {
		switch {
		case math.IsNaN(y):
		case p.on[t]:
			on = append(on, y+p.sign*effect*p.sd)
		default:
			off = append(off, y)
		}
	}
	_, value, ok := stats.Welch(off, on)
	if !ok {
		return 1
	}
	return value
}
