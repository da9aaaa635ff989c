package stats_test

import (
	"fmt"
	"math"

	"nof1/analysis/stats"
)

// Two hundred nights, a supplement from night 120 on, one night missing.
func ExampleBeforeAfter() {
	minutes := make([]float64, 200)
	for night := range minutes {
		minutes[night] = 420 + 15*math.Sin(float64(night*night)) + 10*float64(night%7/5)
		if night >= 120 {
			minutes[night] += 30
		}
	}
	minutes[130] = math.NaN()
	fit := stats.BeforeAfter(stats.BeforeAfterInput{
		Y: [][]float64{minutes}, Start: 120, End: 200, Gap: 7, L0: []float64{1},
	})[0]
	fmt.Printf("%d nights off, %d on, stretched by %.2f\n", fit.NOff, fit.NOn, fit.Used.Lambda)
	fmt.Printf("%+.0f min (%.0f to %.0f)\n", fit.Used.Median, fit.Used.CI95[0], fit.Used.CI95[1])
	// Output:
	// 120 nights off, 72 on, stretched by 1.00
	// +31 min (24 to 39)
}
