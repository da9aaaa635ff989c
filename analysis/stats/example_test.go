package stats_test

import (
	"fmt"
	"math"

	"nof1/analysis/stats"
)

// Sixty nights, a supplement on every other block of ten.
func ExampleFitSlowMix() {
	rows, minutes := stats.Rows{}, []float64(nil)
	for night := range 60 {
		on := float64(night / 10 % 2)
		rows.Day, rows.On = append(rows.Day, night), append(rows.On, on)
		minutes = append(minutes, 420+15*math.Sin(float64(night*night))+20*on)
	}
	mixtures, err := stats.FitSlowMix(rows, [][]float64{minutes})
	if err != nil {
		fmt.Println(err)
		return
	}
	effect := mixtures[0].Stretch(1)
	fmt.Printf("%+.0f min (%.0f to %.0f)\n", effect.Median, effect.CI95[0], effect.CI95[1])
	// Output:
	// +23 min (17 to 30)
}

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

// Three weekly pairs, the order within each drawn with a coin beforehand. The test
// returns the share of the eight possible schedules that look as effective as the drawn
// one.
func ExampleRandomisationTest() {
	mean := []float64{412, 420, 398, 405, 409, 421} // minutes asleep, per week
	schedule := func(coins int) []bool {
		var on []bool
		for pair := range 3 {
			first := coins>>pair&1 == 1
			on = append(on, first, !first)
		}
		return on
	}
	difference := func(on []bool) float64 {
		sum := 0.
		for week, with := range on {
			if with {
				sum += mean[week]
			} else {
				sum -= mean[week]
			}
		}
		return math.Abs(sum) / 3
	}
	result := stats.RandomisationTest(schedule(0), difference, stats.Arrangements{Count: 8, At: schedule}, 1)
	fmt.Printf("difference %.1f min, p = %.2f (the smallest possible: %.2f)\n", result.Statistic, result.P, result.SmallestP)
	// Output: difference 9.0 min, p = 0.25 (the smallest possible: 0.25)
}
