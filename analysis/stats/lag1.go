package stats

import (
	"math"

	"gonum.org/v1/gonum/stat"
)

// Lag1 returns the correlation of pairs of values exactly one day apart (Pearson, each
// member of the pairs about its own mean). Days must increase, one per value; NaN
// values are left out. It returns false with fewer than three pairs or without
// variation.
func Lag1(day []int, y []float64) (float64, bool) {
	var first, second []float64
	for i := 1; i < len(day); i++ {
		if day[i]-day[i-1] == 1 && !math.IsNaN(y[i]) && !math.IsNaN(y[i-1]) {
			first, second = append(first, y[i-1]), append(second, y[i])
		}
	}
	if len(first) < 3 {
		return 0, false
	}
	c := stat.Correlation(first, second, nil)
	if math.IsNaN(c) {
		return 0, false
	}
	return c, true
}
