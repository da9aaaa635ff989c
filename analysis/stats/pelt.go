package stats

import (
	"math"
	"slices"
)

// PELT cuts a series into segments of constant mean so that
//
//	sum (x - mean of its segment)^2 + penalty * cuts
//
// is smallest, no segment shorter than shortest >= 1, and returns the number of
// values before each cut, increasing (Killick, Fearnhead and Eckley 2012). The
// answer is exact; the pruning only saves time. x should have unit variance
// within segments and has no missing value; the usual penalty is 2 log n. It
// takes values for independent: nights that remember one another are cut far
// too often. Use [ScanBreak] for a claim.
func PELT(x []float64, penalty float64, shortest int) []int {
	n := len(x)
	shortest = max(shortest, 1)
	if n < 2*shortest {
		return nil
	}
	cost := segmentCosts(x)
	best := make([]float64, n+1) // of the first t values, cut into segments
	last := make([]int, n+1)     // where the last of them starts
	best[0] = -penalty
	var starts []segmentStart
	for t := shortest; t <= n; t++ {
		if from := t - shortest; from == 0 || from >= shortest {
			starts = append(starts, segmentStart{at: from, dead: n + 1})
		}
		best[t] = math.Inf(1)
		for i := range starts {
			if value := best[starts[i].at] + cost(starts[i].at, t) + penalty; value < best[t] {
				best[t], last[t] = value, starts[i].at
			}
		}
		// A start that loses against a cut at t keeps losing once a segment from
		// t on is long enough.
		for i := range starts {
			if s := &starts[i]; best[s.at]+cost(s.at, t) >= best[t] {
				s.dead = min(s.dead, t+shortest)
			}
		}
		starts = slices.DeleteFunc(starts, func(s segmentStart) bool { return s.dead <= t+1 })
	}
	var cuts []int
	for t := last[n]; t > 0; t = last[t] {
		cuts = append(cuts, t)
	}
	slices.Reverse(cuts)
	return cuts
}

// segmentStart is a possible start of the last segment, useless for ends from
// dead on.
type segmentStart struct{ at, dead int }

// segmentCosts is the sum of squares about the mean of values from..to-1, from
// running sums of the centred series.
func segmentCosts(x []float64) func(from, to int) float64 {
	mean := 0.
	for i, v := range x {
		mean += (v - mean) / float64(i+1)
	}
	sum, square := make([]float64, len(x)+1), make([]float64, len(x)+1)
	for i, v := range x {
		sum[i+1] = sum[i] + (v - mean)
		square[i+1] = square[i] + (v-mean)*(v-mean)
	}
	return func(from, to int) float64 {
		s := sum[to] - sum[from]
		return square[to] - square[from] - s*s/float64(to-from)
	}
}
