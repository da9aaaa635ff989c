package main

import (
	"context"
	"errors"
	"fmt"
	"math"

	"golang.org/x/sync/errgroup"
	"gonum.org/v1/gonum/stat/distuv"

	"nof1/analysis"
)

// effects are the true effects every person is given in turn, in SD of the
// person's whole series.
var effects = [3]float64{0, .5, 1}

const significant = .05

// tally counts people.
type tally struct {
	people    int
	answered  int    // with enough nights for a verdict, no effect
	claims    [3]int // verdict higher or lower, by effect; wrong where the effect is 0
	opposite  [3]int // of these, the wrong way round
	covered   [3]int // the 95 % interval holds the truth
	intervals [3]int
	rival     [][3]int // p < .05, by rule and effect
}

// answer is one person under one effect.
type answer struct {
	answered, claim, opposite bool
	interval, covered         bool
	rival                     []bool
}

func (t *tally) add(answers [3]answer) {
	t.people++
	if t.rival == nil {
		t.rival = make([][3]int, len(rivals))
	}
	if answers[0].answered {
		t.answered++
	}
	for e, a := range answers {
		t.claims[e] += one(a.claim)
		t.opposite[e] += one(a.opposite)
		t.intervals[e] += one(a.interval)
		t.covered[e] += one(a.covered)
		for i, p := range a.rival {
			t.rival[i][e] += one(p)
		}
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// tallyCell works on the people of a cell, several at once, and counts them in
// their order.
func tallyCell(ctx context.Context, c cell, seed uint64, people, workers int) (tally, error) {
	all, err := together(ctx, people, workers, func(i int) ([3]answer, error) { return c.person(seed, i).answers() })
	var t tally
	for _, a := range all {
		t.add(a)
	}
	return t, err
}

// together calls a function n times, several at once, and returns the results in order,
// or nil after an error.
func together[T any](ctx context.Context, n, workers int, do func(i int) (T, error)) ([]T, error) {
	out := make([]T, n)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(workers)
	for i := range n {
		g.Go(func() (err error) {
			if err = ctx.Err(); err == nil {
				out[i], err = do(i)
			}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return out, nil
}

func (p person) answers() (out [3]answer, err error) {
	for e, effect := range effects {
		res, err := analysis.Run(p.study(effect))
		if err != nil {
			return out, err
		}
		o, ok := outcomeOf(res, p.cell.metric())
		if !ok {
			return out, errors.New("the outcome is missing from the result")
		}
		out[e] = judged(o, p.sign)
		if out[e].interval {
			out[e].covered = p.covers(o, effect)
		}
		s := sampleOf(res, o)
		for _, r := range rivals {
			out[e].rival = append(out[e].rival, r.p(s, p.shuffle) < significant)
		}
	}
	return out, nil
}

func outcomeOf(res analysis.Result, metric string) (analysis.Outcome, bool) {
	for _, o := range res.Outcomes {
		if o.Metric == metric {
			return o, true
		}
	}
	return analysis.Outcome{}, false
}

// judged returns the final verdict about a person whose effect, if any, has the sign.
func judged(o analysis.Outcome, sign float64) answer {
	a := answer{answered: o.Verdict.Code != analysis.CodeNotEnough && o.Verdict.Code != analysis.CodeNotComparable}
	switch o.Verdict.Code {
	case analysis.CodeHigher:
		a.claim, a.opposite = true, sign < 0
	case analysis.CodeLower:
		a.claim, a.opposite = true, sign > 0
	}
	a.interval = o.CI95 != nil
	return a
}

// share is a count out of n, in percent with exact 95 % limits (Clopper and
// Pearson 1934).
type share struct{ rate, low, high float64 }

func shareOf(k, n int) share {
	if n == 0 {
		return share{math.NaN(), 0, 100}
	}
	s := share{rate: 100 * float64(k) / float64(n), high: 100}
	if k > 0 {
		s.low = 100 * distuv.Beta{Alpha: float64(k), Beta: float64(n - k + 1)}.Quantile(.025)
	}
	if k < n {
		s.high = 100 * distuv.Beta{Alpha: float64(k + 1), Beta: float64(n - k)}.Quantile(.975)
	}
	return s
}

// line is a cell's progress report.
func (r cellResult) line() string {
	t := r.tally
	return fmt.Sprintf("false alarms %.1f %%, coverage %.1f %%, found %.0f and %.0f %%", shareOf(t.claims[0], t.people).rate,
		r.coverage().rate, shareOf(t.claims[1], t.people).rate, shareOf(t.claims[2], t.people).rate)
}
