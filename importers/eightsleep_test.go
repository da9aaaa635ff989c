package importers

import (
	"errors"
	"strings"
	"testing"
	"time"

	"nof1/importers/record"
)

// readIn runs an importer on a text whose times were those of a zone.
func readIn(t *testing.T, imp Importer, zone *time.Location, text string) (*collector, record.Counts) {
	t.Helper()
	src := SourceFromBytes("f", []byte(text))
	src.Zone = zone
	var c collector
	counts, err := imp.Read(src, &c)
	if err != nil {
		t.Fatal(err)
	}
	return &c, counts
}

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
	}{{time.FixedZone("Berlin", 3600), "2031-03-08", 720}, {time.FixedZone("Tokyo", 9*3600), "2031-03-08", 1200}, {time.FixedZone("New York", -5*3600), "2031-03-07", 1800}} {
		c, counts := readIn(t, eightSleep, tt.zone, text)
		if counts.Used != 1 {
			t.Fatalf("%s: %+v %v", tt.zone, counts, c.problems)
		}
		want := map[string]float64{"tst": 300, "tib": 345, "sol": 20, "waso": 10, "awakenings": 1, "deep": 90, "rem": 90, "light": 120, "hrv_unknown": 50, "bedtime": tt.bed}
		for metric, want := range want {
			if got := value(t, c.records, tt.night, metric); got != want {
				t.Errorf("%s: %s %v, want %v", tt.zone, metric, got, want)
			}
		}
	}
}

func TestUTCWithoutZoneIsRefused(t *testing.T) {
	for _, tt := range []struct {
		imp        Importer
		name, text string
	}{
		{eightSleep, "sleep_nights.json", `{"sessions":[{"ts":1930689000,"stages":[{"stage":"light","duration":18000}],"timeseries":{}}]}`},
		{emfit, "emfit.csv", "time_start,time_end,hrv_rmssd_evening,hrv_rmssd_morning\n1930689000,1930718000,38,47\n"},
		{rrHRVLogger, "x_RRIntervals.csv", "timestamp, rr, since_start \n\n" + strings.Repeat("1930718000000,800,1\n", 80)},
	} {
		var c collector
		src := SourceFromBytes(tt.name, []byte(tt.text))
		if _, err := tt.imp.Read(src, &c); !tt.imp.Identify(src.Head) || !errors.Is(err, errNoZone) || len(c.records) != 0 {
			t.Errorf("%s: error %v, %d records", tt.imp.Name(), err, len(c.records))
		}
	}
}
