package analysis

import (
	"testing"

	"nof1/importers/record"
)

// Two breaks may be declared for one night, each of some metrics; the same one
// said twice is one.
func TestBreaksOfOneNight(t *testing.T) {
	configured := func(metrics ...string) record.Break {
		return record.Break{Night: day0 + 60, Source: "whoop", Reason: "configured", Metrics: metrics}
	}
	s := Study{Settings: Settings{Breaks: []record.Break{configured("deep"), configured("hrv_rmssd"), configured("hrv_rmssd")}}}
	found := Breaks(s)
	for _, metric := range []string{"deep", "hrv_rmssd"} {
		n := 0
		for _, b := range found {
			if touches(b, metric, "whoop") {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%d breaks touch %s, want 1: %v", n, metric, found)
		}
	}
}
