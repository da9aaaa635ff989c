package all

import (
	"errors"
	"strings"
	"testing"

	"nof1/importers"
	"nof1/importers/devices"
	"nof1/importers/rr"
)

func TestUTCWithoutZoneIsRefused(t *testing.T) {
	for _, tt := range []struct {
		imp        importers.Importer
		name, text string
	}{
		{devices.EightSleep, "sleep_nights.json", `{"sessions":[{"ts":1930689000,"stages":[{"stage":"light","duration":18000}],"timeseries":{}}]}`},
		{devices.Emfit, "emfit.csv", "time_start,time_end,hrv_rmssd_evening,hrv_rmssd_morning\n1930689000,1930718000,38,47\n"},
		{rr.HRVLogger, "x_RRIntervals.csv", "timestamp, rr, since_start \n\n" + strings.Repeat("1930718000000,800,1\n", 80)},
	} {
		var c importers.Collector
		src := importers.SourceFromBytes(tt.name, []byte(tt.text))
		if _, err := tt.imp.Read(src, &c); !tt.imp.Identify(src.Head) || !errors.Is(err, importers.ErrNoZone) || len(c.Records) != 0 {
			t.Errorf("%s: error %v, %d records", tt.imp.Name(), err, len(c.Records))
		}
	}
}
