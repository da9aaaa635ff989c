package stats

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// TrendTest is the result of [MannKendall].
type TrendTest struct {
	S     int        // number of rising pairs minus number of falling pairs
	VarS  float64    // variance of S without a trend, corrected for ties
	TauB  float64    // Kendall's tau-b of the values against time
	Z, P  float64    // normal approximation with continuity correction, two-sided
	Slope float64    // Theil-Sen, per day
	CI95  [2]float64 // of Slope
}

// MannKendall tests whether a series rises or falls (Mann 1945; Kendall 1975) and
// estimates how fast. The Theil-Sen slope is the median of the slopes of all pairs (Sen
// 1968), in units per day, so gaps count. Days increase, one per value, and no value
// may be missing.
//
// The test treats nights as independent. With autocorrelated nights P is too small, so
// a trend that the test finds is only a warning. All results but S are NaN with fewer
// than two values. P is 1 for a constant series.
func MannKendall(day []int, x []float64) TrendTest {
	n := float64(len(x))
	if len(x) < 2 {
		nan := math.NaN()
		return TrendTest{VarS: nan, TauB: nan, Z: nan, P: nan, Slope: nan, CI95: [2]float64{nan, nan}}
	}
	t := TrendTest{S: trendSum(x)}
	tiedPairs, tieVar := 0., 0.
	for _, size := range tieSizes(x) {
		tiedPairs += size * (size - 1) / 2
		tieVar += size * (size - 1) * (2*size + 5)
	}
	t.VarS = (n*(n-1)*(2*n+5) - tieVar) / 18
	t.TauB = float64(t.S) / math.Sqrt(n*(n-1)/2*(n*(n-1)/2-tiedPairs))
	if tiedPairs == n*(n-1)/2 {
		t.TauB = math.NaN()
	}
	if t.S != 0 {
		t.Z = (float64(t.S) - math.Copysign(1, float64(t.S))) / math.Sqrt(t.VarS)
	}
	t.P = math.Min(1, 2*distuv.UnitNormal.CDF(-math.Abs(t.Z)))
	slopes := pairSlopes(day, x)
	t.Slope = Median(slopes)
	t.CI95 = senInterval(slopes, t.VarS)
	return t
}

// pairSlopes returns the slopes of all pairs, per day.
func pairSlopes(day []int, x []float64) []float64 {
	slopes := make([]float64, 0, max(0, len(x)*(len(x)-1)/2))
	for i := range x {
		for j := i + 1; j < len(x); j++ {
			slopes = append(slopes, (x[j]-x[i])/float64(day[j]-day[i]))
		}
	}
	return slopes
}

// senInterval returns the slopes whose ranks are z sqrt(VarS)/2 on either side of the
// middle (Sen 1968). Ranks are rounded to even, as in R's trend package.
func senInterval(slopes []float64, varS float64) [2]float64 {
	slices.Sort(slopes)
	n := len(slopes)
	c := distuv.UnitNormal.Quantile(.975) * math.Sqrt(varS)
	slopeAtRank := func(rank float64) float64 {
		k := int(math.RoundToEven(rank))
		return slopes[min(max(k, 1), n)-1]
	}
	return [2]float64{slopeAtRank((float64(n) - c) / 2), slopeAtRank((float64(n)+c)/2 + 1)}
}

// tieSizes returns the sizes of the groups of equal values.
func tieSizes(x []float64) []float64 {
	sorted := slices.Clone(x)
	slices.Sort(sorted)
	var sizes []float64
	for i, v := range sorted {
		if i == 0 || v != sorted[i-1] {
			sizes = append(sizes, 0)
		}
		sizes[len(sizes)-1]++
	}
	return sizes
}
