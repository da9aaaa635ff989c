package stats

import (
	"math"
	"slices"
)

// fewDifferences are quicker to list and sort than to bisect further.
const fewDifferences = 24

// HodgesLehmann is the median of all differences b_j - a_i, in the unit of the
// values: the shift from a to b that a few wild nights cannot move (Hodges and
// Lehmann 1963). For an even number of differences it is the mean of the two
// in the middle. NaN with an empty side; no value may be NaN.
//
// It needs O((n+m) log) time: the differences are counted, not listed.
func HodgesLehmann(a, b []float64) float64 {
	if len(a) == 0 || len(b) == 0 {
		return math.NaN()
	}
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	var few []float64
	return medianDifference(a, b, &few)
}

// medianDifference is [HodgesLehmann] of sorted values; few is reused room.
//
// Bisection on the value of the difference, counting how many lie at or below
// it, leaves an interval with few enough differences to list.
func medianDifference(a, b []float64, few *[]float64) float64 {
	total := len(a) * len(b)
	low, high := (total+1)/2, total/2+1 // ranks, from 1, of the middle pair
	lo, hi := b[0]-a[len(a)-1], b[len(b)-1]-a[0]
	lo = math.Nextafter(lo, math.Inf(-1))
	below, upTo := 0, total // differences <= lo, <= hi
	for upTo-below > fewDifferences {
		mid := lo + (hi-lo)/2
		if mid <= lo || mid >= hi {
			break // all that is left are equal
		}
		switch count := countUpTo(a, b, mid); {
		case count < low:
			lo, below = mid, count
		case count >= high:
			hi, upTo = mid, count
		default: // the middle pair lies on either side of mid
			return (largestUpTo(a, b, mid) + smallestAbove(a, b, mid)) / 2
		}
	}
	*few = differencesBetween((*few)[:0], a, b, lo, hi)
	slices.Sort(*few)
	return ((*few)[low-below-1] + (*few)[high-below-1]) / 2
}

// countUpTo is the number of differences b_j - a_i <= x.
func countUpTo(a, b []float64, x float64) int {
	count, j := 0, 0
	for _, v := range a {
		for j < len(b) && b[j]-v <= x {
			j++
		}
		count += j
	}
	return count
}

func largestUpTo(a, b []float64, x float64) float64 {
	best, j := math.Inf(-1), 0
	for _, v := range a {
		for j < len(b) && b[j]-v <= x {
			j++
		}
		if j > 0 {
			best = math.Max(best, b[j-1]-v)
		}
	}
	return best
}

func smallestAbove(a, b []float64, x float64) float64 {
	best, j := math.Inf(1), 0
	for _, v := range a {
		for j < len(b) && b[j]-v <= x {
			j++
		}
		if j < len(b) {
			best = math.Min(best, b[j]-v)
		}
	}
	return best
}

// differencesBetween appends the differences in (lo, hi].
func differencesBetween(out, a, b []float64, lo, hi float64) []float64 {
	j := 0
	for _, v := range a {
		for j < len(b) && b[j]-v <= lo {
			j++
		}
		for k := j; k < len(b) && b[k]-v <= hi; k++ {
			out = append(out, b[k]-v)
		}
	}
	return out
}
