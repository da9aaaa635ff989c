package main

import (
	"fmt"
	"math"
)

// cellResult is a cell and its counts.
type cellResult struct {
	cell  cell
	tally tally
}

// alarms is the share of people without an effect, of those with enough nights,
// whose final verdict claims a change.
func (r cellResult) alarms() share { return shareOf(r.tally.claims[0], r.tally.answered) }

// coverage is how often the 95 % interval holds an effect of half an SD.
func (r cellResult) coverage() share { return shareOf(r.tally.covered[1], r.tally.intervals[1]) }

// found is the share of all people whose final verdict claims their effect, the
// right way round; the effect by its index.
func (r cellResult) found(effect int) share {
	return shareOf(r.tally.claims[effect]-r.tally.opposite[effect], r.tally.people)
}

// coverageBar returns the lowest allowed coverage of a cell: 100 % less its allowed false
// alarms.
func (c cell) coverageBar() float64 {
	if c.alarmBar == 0 {
		return 0
	}
	return 100 - c.alarmBar
}

// missed returns the bars that a cell misses. A rate misses its bar only if its whole
// 95 % interval is on the wrong side.
func (r cellResult) missed() []string {
	var out []string
	if bar, s := r.cell.alarmBar, r.alarms(); bar > 0 && s.low > bar {
		out = append(out, fmt.Sprintf("false alarms %s %%, bar %g %%", s, bar))
	}
	if bar, s := r.cell.coverageBar(), r.coverage(); s.high < bar {
		out = append(out, fmt.Sprintf("coverage %s %%, bar %g %%", s, bar))
	}
	for i, bar := range r.cell.power {
		if s := r.found(i + 1); bar > 0 && s.high < bar {
			out = append(out, fmt.Sprintf("finds %s %% at %g SD, bar %g %%", s, effects[i+1], bar))
		}
	}
	return out
}

// average is a mean over the cells that have a bar, with how far chance moves it
// (1.96 standard errors).
type average struct{ mean, margin float64 }

func averageOf(results []cellResult, of func(cellResult) share) average {
	var sum, variance, n float64
	for _, r := range results {
		if r.cell.alarmBar == 0 {
			continue
		}
		p := of(r).rate
		sum += p
		variance += p * (100 - p) / float64(r.tally.people)
		n++
	}
	return average{sum / n, 1.96 * math.Sqrt(variance) / n}
}

// missedAverages lists the bars the averages miss.
func missedAverages(results []cellResult) []string {
	var out []string
	if a := averageOf(results, cellResult.alarms); a.mean-a.margin > meanAlarmBar {
		out = append(out, fmt.Sprintf("false alarms on average %.1f %%, bar %g %%", a.mean, meanAlarmBar))
	}
	if c := averageOf(results, cellResult.coverage); c.mean+c.margin < meanCoverBar {
		out = append(out, fmt.Sprintf("coverage on average %.1f %%, bar %g %%", c.mean, meanCoverBar))
	}
	return out
}

// missedBars returns the number of missed bars.
func missedBars(results []cellResult) int {
	n := len(missedAverages(results))
	for _, r := range results {
		n += len(r.missed())
	}
	return n
}

// String returns the rate with its limits, such as "3.2 [1.8-5.4]".
func (s share) String() string { return fmt.Sprintf("%.1f [%.1f-%.1f]", s.rate, s.low, s.high) }
