package stats

import (
	"math"
	"slices"
)

// fewDifferences is the number of differences below which sorting is faster than
// bisection.
const fewDifferences = 24

// HodgesLehmann returns the median of all differences b_j - a_i, in the unit of the
// values. It is an estimate of the shift from a to b that a few extreme nights hardly
// change (Hodges and Lehmann 1963). For an even number of differences it is the mean of
// the two in the middle. It is NaN if one side is empty. The values must not be NaN.
// The running time is O((n+m) log), because differences are counted and not listed.
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

// medianDifference returns [HodgesLehmann] of sorted values. It reuses the buffer few.
// Bisection on the value of the difference, which counts the differences up to a value,
// ends with an interval that has few enough differences to list.
func medianDifference(a, b []float64, few *[]float64) float64 {
	total := len(a) * len(b)
	low, high := (total+1)/2, total/2+1 // ranks, from 1, of the middle pair
	lo, hi := b[0]-a[len(a)-1], b[len(b)-1]-a[0]
	lo = math.Nextafter(lo, math.Inf(-1))
	below, upTo := 0, total // differences <= lo, <= hi
	for upTo-below > fewDifferences {
		mid := lo + (hi-lo)/2
		if mid <= lo || mid >= hi {
			break // all remaining differences are equal
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

// countUpTo returns the number of differences b_j - a_i <= x.
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

// largestUpTo returns the largest difference <= x, or -Inf without one.
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

// smallestAbove returns the smallest difference > x, or +Inf without one.
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

// differencesBetween appends the differences in (lo, hi] to out.
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
