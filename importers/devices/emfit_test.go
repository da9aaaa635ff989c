package devices

import (
	"testing"
	"time"

	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"
)

// The morning's RMSSD is the night's, the evening's has a source of its own; naps are
// left out.
func TestEmfit(t *testing.T) {
	const header = "time_start,time_end,time_duration,sleep_class_awake_duration,sleep_class_rem_duration,sleep_class_light_duration,sleep_class_deep_duration,hrv_rmssd_evening,hrv_rmssd_morning\n"
	c, counts := importertest.ReadIn(t, Emfit, time.FixedZone("Berlin", 3600), header+
		"1930685400,1930714200,28800,1800,5400,14400,7200,38.5,47\n1930743000,1930746600,3600,0,0,3600,0,,\n")
	if counts != (record.Counts{Read: 2, Used: 1, Skipped: 1}) {
		t.Errorf("%+v", counts)
	}
	for metric, want := range map[string]float64{"tst": 450, "tib": 480, "waso": 30, "bedtime": 630, "waketime": 1110} {
		if got := fixture.Value(t, c.Records, "2031-03-08", metric); got != want {
			t.Errorf("%s %v, want %v", metric, got, want)
		}
	}
	got := map[string]float64{}
	for _, r := range c.Records {
		if r.Metric == "hrv_rmssd" {
			got[r.Source] = r.Value
		}
	}
	if len(got) != 2 || got["emfit"] != 47 || got["emfit-evening"] != 38.5 {
		t.Errorf("%v", got)
	}
}
