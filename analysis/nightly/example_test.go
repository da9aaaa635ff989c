package nightly_test

import (
	"fmt"
	"math"

	"nof1/analysis/nightly"
	"nof1/importers/record"
)

// A night without a value stays in the table as NaN.
func Example() {
	night := record.NewDate(2031, 5, 1)
	records := []record.Record{
		{Night: night, Metric: "hrv_rmssd", Value: 48.5, Source: "whoop"},
		{Night: night + 2, Metric: "hrv_rmssd", Value: 51, Source: "whoop"},
	}
	table, err := nightly.Build(records, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	source, _ := table.Primary("hrv_rmssd")
	for i, value := range table.Calendar("hrv_rmssd", source) {
		if math.IsNaN(value) {
			fmt.Println(table.Night(i), "missing")
			continue
		}
		fmt.Println(table.Night(i), value, "ms")
	}
	// Output:
	// 2031-05-01 48.5 ms
	// 2031-05-02 missing
	// 2031-05-03 51 ms
}
