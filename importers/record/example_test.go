package record_test

import (
	"fmt"

	"nof1/importers/record"
)

// A record keeps the text of the file beside the converted value.
func ExampleMetricByID() {
	night, err := record.ParseDate("2031-05-03") // the date of waking
	if err != nil {
		fmt.Println(err)
		return
	}
	r := record.Record{Night: night, Metric: "hrv_rmssd", Value: 48.5, Raw: "48,5", RawUnit: "ms", Source: "whoop"}
	if m, ok := record.MetricByID(r.Metric); ok {
		fmt.Printf("%s: %s %g %s (%q in the file)\n", r.Night, m.Name, r.Value, m.Unit, r.Raw)
	}
	// Output: 2031-05-03: heart rate variability (RMSSD) 48.5 ms ("48,5" in the file)
}
