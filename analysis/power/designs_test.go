package power

import (
	"math"
	"testing"

	"nof1/analysis"
	"nof1/analysis/protocol"
	"nof1/analysis/schedule"
	"nof1/analysis/stats"
	"nof1/importers/record"
)

func optionOf(t *testing.T, c Choice, design string, block int) Option {
	t.Helper()
	for _, o := range c.Options {
		if o.Design == design && (block == 0 || o.Constraint.BlockDays == block) {
			return o
		}
	}
	t.Fatalf("no %s %d among the designs", design, block)
	return Option{}
}

func choose(t *testing.T, q Question) Choice {
	t.Helper()
	if q.Primary == "" {
		q.Primary = "hrv_rmssd"
	}
	c, err := Compare(q)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// What builds up for a week is not for a coin every night, and what acts the
// same night is.
func TestCompareKnowCarryOver(t *testing.T) {
	slow, fast := choose(t, Question{Weeks: 24, Onset: 7, Washout: 7}), choose(t, Question{Weeks: 12})
	if k := slow.Options[slow.Best].Constraint; k.Shortest() < 14 {
		t.Errorf("slow: %+v is recommended, want periods of two weeks and more", k)
	}
	if d := fast.Options[fast.Best].Design; d != "nightly" && d != "weekly_pairs" {
		t.Errorf("fast: %s is recommended, want a coin", d)
	}
	nightly, long := optionOf(t, slow, "nightly", 0), optionOf(t, slow, "abab", 0)
	if nightly.Kept > .3 || long.Kept < .95 || *nightly.Detectable < 2**long.Detectable {
		t.Errorf("nightly keeps %.2f and detects %.2f, abab %.2f and %.2f", nightly.Kept, *nightly.Detectable, long.Kept, *long.Detectable)
	}
	if o := optionOf(t, fast, "nightly", 0); o.Kept != 1 {
		t.Errorf("what acts at once keeps %v", o.Kept)
	}
}

// What may act as slowly as the supplement is given shows less, the less the
// shorter the periods; what acts as fast as it is given shows the same, and where
// nothing is known of it nothing is said.
func TestCompareTellOfSlowEffects(t *testing.T) {
	c := choose(t, Question{Weeks: 16, Onset: 7, Washout: 7, Slow: protocol.PlanDays{Onset: 56, Washout: 28}})
	pairs, long := optionOf(t, c, "weekly_pairs", 0), optionOf(t, c, "abab", 0)
	if *pairs.KeptIfSlow >= pairs.Kept/2 || *long.KeptIfSlow >= long.Kept-.3 || *pairs.KeptIfSlow >= *long.KeptIfSlow ||
		*pairs.KeptIfSlow <= 0 {
		t.Errorf("weekly pairs keep %.2f, slow %.2f; abab %.2f, slow %.2f", pairs.Kept, *pairs.KeptIfSlow, long.Kept, *long.KeptIfSlow)
	}
	same := choose(t, Question{Weeks: 16, Onset: 7, Washout: 7, Slow: protocol.PlanDays{Onset: 3, Washout: 7}})
	if o := optionOf(t, same, "abab", 0); math.Abs(*o.KeptIfSlow-o.Kept) > 1e-12 {
		t.Errorf("no slower than given: %v and %v", *o.KeptIfSlow, o.Kept)
	}
	if o := optionOf(t, choose(t, Question{Weeks: 16, Onset: 7, Washout: 7}), "abab", 0); o.KeptIfSlow != nil {
		t.Errorf("nothing is known: %v", *o.KeptIfSlow)
	}
}

// The detectable change of weekly pairs is the published one of the usual nights
// (0.64 SD in 17 weeks and 120 nights, statistics of the planning table: lag-1
// .3, trend, by the interval alone): more nights than ours, so ours is larger, by
// no more than the missing tenth, the shorter record and the exact test.
func TestCompareUsualNights(t *testing.T) {
	o := optionOf(t, choose(t, Question{Weeks: 18}), "weekly_pairs", 0)
	if *o.Detectable < .65 || *o.Detectable > .85 {
		t.Errorf("%.3f SD detectable", *o.Detectable)
	}
	ab := optionOf(t, choose(t, Question{Weeks: 18}), "AB", 0)
	if *ab.Detectable < 1.7**o.Detectable {
		t.Errorf("a before/after detects %.2f SD, pairs of weeks %.2f: chance buys more than that", *ab.Detectable, *o.Detectable)
	}
}

// Every phase is whole weeks long, and windows leave at least half of it.
func TestCompareInWeeks(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	for weeks := 2; weeks <= 40; weeks++ {
		c := choose(t, Question{Weeks: weeks, Onset: 28, Washout: 28})
		for _, o := range c.Options[1:] {
			k := o.Constraint
			if o.Design != "nightly" && k.Shortest()%7 != 0 || o.Onset > k.Shortest()/2 || o.Washout > k.Shortest()/2 {
				t.Errorf("%d weeks: %+v", weeks, o)
			}
			if k.Kind == schedule.ABAB && !k.WholeWeeks {
				t.Errorf("%d weeks: abab changes within a week", weeks)
			}
			if o.Exact != (o.SmallestP <= .05) || o.Orders < 1 {
				t.Errorf("%d weeks: %+v", weeks, o)
			}
		}
		if weeks >= 12 && (c.Best < 1 || !c.Options[c.Best].Exact) {
			t.Errorf("%d weeks: no testable design is recommended", weeks)
		}
	}
}

// A design finds no less than its interval alone would need, and one of few orders
// much alike needs far more: of four phases whose ends alone are drawn, most days
// are the same in every order.
func TestCompareCountTheExactTest(t *testing.T) {
	few, many := choose(t, Question{Weeks: 12}), choose(t, Question{Weeks: 28})
	alone := 2.8 * .33 // interval of four phases in 12 weeks of usual nights, in SDs: about .96
	if o := optionOf(t, few, "abab", 0); o.Detectable == nil || *o.Detectable < 1.3*alone {
		t.Errorf("12 weeks: %+v", o)
	}
	if o := optionOf(t, many, "weekly_pairs", 0); *o.Detectable > .6 || *o.AtMargin < .6 {
		t.Errorf("28 weeks: detects %v, %v of half a spread", *o.Detectable, *o.AtMargin)
	}
	// What builds up for longer than it lasts never differs from chance.
	o := optionOf(t, choose(t, Question{Weeks: 12, Onset: 28, Washout: 28}), "abab", 0)
	if o.Detectable != nil || o.Reason != "orders_alike" || !o.Exact {
		t.Errorf("%+v", o)
	}
}

// The test that is foretold holds its level, and finds nearly any effect of some
// size.
func TestExactStudies(t *testing.T) {
	for _, c := range []schedule.Constraint{{Kind: schedule.WeeklyPairs, Weeks: 12},
		{Kind: schedule.Nightly, Weeks: 12, MaxRun: 3, Balanced: true}} {
		x := Question{Weeks: 12}.exactStudies(Option{Constraint: c}, nil, .9)
		if p := x.power(0, 0); p > .1 {
			t.Errorf("%s: %v of studies without an effect find one", c.Kind, p)
		}
		small, large := x.power(.3, 0), x.power(3, 0)
		if small >= large || large < .95 {
			t.Errorf("%s: finds %v of small effects and %v of large ones", c.Kind, small, large)
		}
		if p := x.power(3, 10); p > 0 {
			t.Errorf("%s: %v of studies find an effect their interval does not", c.Kind, p)
		}
	}
}

// The exact test's smallest p is what the draw can give, counted.
func TestCompareOrders(t *testing.T) {
	c := choose(t, Question{Weeks: 12})
	for design, want := range map[string][2]float64{"weekly_pairs": {64, 2. / 64}, "abab": {35, 1. / 35}} {
		if o := optionOf(t, c, design, 0); o.Orders != want[0] || o.SmallestP != want[1] || !o.Exact {
			t.Errorf("%s: %v orders, p %v", design, o.Orders, o.SmallestP)
		}
	}
	if o := optionOf(t, choose(t, Question{Weeks: 12, Blinded: true}), "abab", 0); o.Orders != 70 || o.SmallestP != 2./70 {
		t.Errorf("blinded: %v orders, p %v", o.Orders, o.SmallestP)
	}
	if o := optionOf(t, c, "blocks", 14); o.Orders != 20 || o.Exact {
		t.Errorf("blocks: %+v", o)
	}
}

// The share kept of an effect that builds up in three steps, by hand.
func TestShareKept(t *testing.T) {
	order := []bool{false, false, true, true, true, true, false, false, false}
	rows := stats.Rows{Day: []int{0, 1, 2, 3, 4, 5, 6, 7, 8}, On: []float64{0, 0, 1, 1, 1, 1, 0, 0, 0}}
	// with, onset 2: 1/3 2/3 1 1; without, washout 1: 1/2 0 0
	want := (1./3+2./3+1+1)/4 - .5/5
	if got := shareKept(order, rows, 2, 1); math.Abs(got-want) > 1e-12 {
		t.Errorf("%v, want %v", got, want)
	}
	if got := shareKept(order, stats.Rows{Day: []int{0}, On: []float64{0}}, 0, 0); got != 0 {
		t.Errorf("one side: %v", got)
	}
}

// The nights foretold are the mean of the schedules drawn: of pairs of weeks with no
// days left out, all that are observed.
func TestForetoldNightsAddUp(t *testing.T) {
	for weeks := 6; weeks <= 16; weeks += 2 {
		choice, err := Compare(Question{Primary: "tst", Weeks: weeks, Start: record.NewDate(2024, 1, 1)})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range choice.Options {
			if all := math.Round(float64(7*weeks) * (1 - usualMissing)); math.Abs(float64(o.NightsOn+o.NightsOff)-all) > 2 {
				t.Errorf("%s of %d weeks: %d nights with and %d without, want %v together", o.Design, weeks, o.NightsOn, o.NightsOff, all)
			}
		}
	}
}

// A margin in percent is positive, also if the mean is below 0.
func TestPlanMarginInPercent(t *testing.T) {
	q := Question{Margin: &schedule.Margin{Value: 5, Percent: true}}
	for _, mean := range []float64{40, -40} {
		if m := q.margin(&Prospect{Baseline: analysis.Baseline{Mean: &mean}}); m == nil || *m != 2 {
			t.Errorf("5 %% of a mean of %v: %v, want 2", mean, m)
		}
	}
}
