package analysis

import (
	"testing"

	"nof1/importers/record"
)

// BenchmarkTwelveOutcomes measures the whole analysis of 12 outcomes over 365 nights.
func BenchmarkTwelveOutcomes(b *testing.B) {
	s := made{nights: 365, on: from(240), seed: 1}.study()
	for k, metric := range []string{"sleep_hr", "respiratory_rate", "skin_temp", "spo2", "tst", "deep", "rem", "light", "waso", "awakenings"} {
		other := made{nights: 365, seed: uint64(50 + k)}.study()
		for _, r := range other.Records {
			if r.Metric == "hrv_rmssd" {
				r.Metric, r.Value = metric, r.Value/2
				s.Records = append(s.Records, r)
			}
		}
	}
	for i := range 365 {
		s.Entries = append(s.Entries, record.Entry{When: momentOf(int(day0) + i), Item: "alcohol", Value: float64(i % 3), HasValue: true})
	}
	for b.Loop() {
		if _, err := Run(s); err != nil {
			b.Fatal(err)
		}
	}
}
