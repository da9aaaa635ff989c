package stats

import (
	"math"
	"slices"
)

// tryPlacebos runs the same fit, with the same gap and window length, at made-up
// starts. The whole window of a made-up start ends before the real start. There is one
// made-up start every 7 days, as long as 28 days of the last year come before it. The
// baseline of a made-up start may begin before that year.
func (in BeforeAfterInput) tryPlacebos(f *gridFit, fits []BeforeAfterFit, window int) {
	wanted := in
	wanted.Y = make([][]float64, len(in.Y))
	for j := range fits {
		if fits[j].Enough {
			wanted.Y[j] = in.Y[j]
		}
	}
	earliest := max(0, in.Start-historyDays) + minOff
	for start := in.Start - window; start >= earliest; start -= placeboStep {
		for _, group := range wanted.fitWindow(f, start, start+window) {
			for i, m := range group.mixtures {
				fit := &fits[group.outcomes[i]]
				fit.PlaceboStart = append(fit.PlaceboStart, start)
				fit.PlaceboMean = append(fit.PlaceboMean, m.Mean())
				fit.PlaceboSD = append(fit.PlaceboSD, m.SD())
			}
		}
	}
}

// nightGroup holds the outcomes that were observed on the same nights of one window.
type nightGroup struct {
	outcomes []int
	off, on  []int     // days
	mixtures []Mixture // in the order of outcomes; nil with too few nights
}

// fitWindow fits every outcome of in.Y for a start on day start and an on-phase that
// ends before day end. It leaves out outcomes that are nil.
func (in BeforeAfterInput) fitWindow(f *gridFit, start, end int) []nightGroup {
	groups := in.groupByNights(start, end)
	for g := range groups {
		group := &groups[g]
		if len(group.off) < minOff || len(group.on) < minOn {
			continue
		}
		r := Rows{Day: slices.Concat(group.off, group.on), Weekday0: in.Weekday0}
		r.On = make([]float64, len(r.Day))
		for i := len(group.off); i < len(r.On); i++ {
			r.On[i] = 1
		}
		ys := make([][]float64, len(group.outcomes))
		for i, j := range group.outcomes {
			ys[i] = make([]float64, len(r.Day))
			for row, day := range r.Day {
				ys[i][row] = in.Y[j][day]
			}
		}
		// An error leaves the group without mixtures, as too few nights do.
		group.mixtures, _ = fitGrid(f, slowMixGrid, true, r, ys)
	}
	return groups
}

// groupByNights groups the outcomes by the nights on which they were observed.
func (in BeforeAfterInput) groupByNights(start, end int) []nightGroup {
	var groups []nightGroup
	for j, y := range in.Y {
		if y == nil {
			continue
		}
		off := observed(y, start-baselineDays, start)
		on := observed(y, start+in.Gap, end)
		same := func(g nightGroup) bool { return slices.Equal(g.off, off) && slices.Equal(g.on, on) }
		if index := slices.IndexFunc(groups, same); index >= 0 {
			groups[index].outcomes = append(groups[index].outcomes, j)
		} else {
			groups = append(groups, nightGroup{outcomes: []int{j}, off: off, on: on})
		}
	}
	return groups
}

// observed returns the days in [from, to) with a value.
func observed(y []float64, from, to int) []int {
	var days []int
	for d := max(0, from); d < min(to, len(y)); d++ {
		if !math.IsNaN(y[d]) {
			days = append(days, d)
		}
	}
	return days
}
