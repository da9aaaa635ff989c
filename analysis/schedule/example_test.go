package schedule_test

import (
	"fmt"

	"nof1/analysis/schedule"
	"nof1/importers/record"
)

// The number of possible orders determines the smallest p value of the test.
func ExampleDraw() {
	rules := schedule.Constraint{Kind: schedule.WeeklyPairs, Weeks: 4}
	drawn, err := schedule.Draw(rules, record.NewDate(2031, 5, 5), 7)
	if err != nil {
		fmt.Println(err)
		return
	}
	possible, err := rules.Arrangements()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(drawn.Start, "to", drawn.End())
	fmt.Println(drawn.Letters())
	fmt.Println(possible.Count, "possible orders")
	// Output:
	// 2031-05-05 to 2031-06-01
	// AAAAAAA BBBBBBB BBBBBBB AAAAAAA
	// 4 possible orders
}
