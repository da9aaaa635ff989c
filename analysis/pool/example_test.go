package pool_test

import (
	"fmt"

	"nof1/analysis/pool"
)

// The second person's noisy estimate moves towards the average.
func ExampleFit() {
	summary, err := pool.Fit([]pool.Effect{{Estimate: 5, SE: 1}, {Estimate: 14, SE: 6}, {Estimate: 4, SE: 1}, {Estimate: 6, SE: 1}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("average %.1f ms (%.1f to %.1f)\n", summary.Estimate, summary.CI95[0], summary.CI95[1])
	fmt.Printf("second person %.1f ms\n", summary.Each[1].Estimate)
	// Output:
	// average 5.1 ms (2.9 to 7.3)
	// second person 7.0 ms
}
