package devices

import (
	"strings"
	"testing"
	"time"

	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
)

// 2031-03-07 22:30 UTC is the next morning in Tokyo; time in bed leaves out what
// was out of bed at both ends.
func TestEightSleepNight(t *testing.T) {
	text := strings.ReplaceAll(`{"sessions":[{"ts":1930689000,"stages":[
		{"stage":"out","duration":600},{"stage":"awake","duration":1200},{"stage":"light","duration":7200},{"stage":"out","duration":300},
		{"stage":"awake","duration":300},{"stage":"deep","duration":5400},{"stage":"rem","duration":5400},{"stage":"awake","duration":900},{"stage":"out","duration":60}],
		"timeseries":{"hrv":[["x",40],["y",60],["z",0]]}}]}`, "\t", "")
	for _, tt := range []struct {
		zone  *time.Location
		night string
		bed   float64
	}{{time.FixedZone("Berlin", 3600), "2031-03-08", 720}, {time.FixedZone("Tokyo", 9*3600), "2031-03-08", 1200},
		{time.FixedZone("New York", -5*3600), "2031-03-07", 1800}} {
		c, counts := importertest.ReadIn(t, EightSleep, tt.zone, text)
		if counts.Used != 1 {
			t.Fatalf("%s: %+v %v", tt.zone, counts, c.Problems)
		}
		want := map[string]float64{"tst": 300, "tib": 345, "sol": 20, "waso": 10, "awakenings": 1, "deep": 90, "rem": 90,
			"light": 120, "hrv_unknown": 50, "bedtime": tt.bed}
		for metric, want := range want {
			if got := fixture.Value(t, c.Records, tt.night, metric); got != want {
				t.Errorf("%s: %s %v, want %v", tt.zone, metric, got, want)
			}
		}
	}
}
