package devices

import (
	"strings"
	"testing"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
)

// Heart rate variability has no formula here, steps are of the day before, and a
// day without sleep has no night.
func TestUltrahumanDaily(t *testing.T) {
	c, _ := importertest.Read(t, UltrahumanDaily, "u.csv",
		"Date,Sleep Score,Recovery Score,Movement Score,Total Steps,Total Sleep,Sleep Efficiency,Average RHR,Average HRV\n"+
			"2031-03-08,81,74,60,8123,431,92%,54,47\n2031-03-09,12,0,44,5000,0,0,55,40\n")
	if fixture.NightsOf(c.Records, "hrv_rmssd") != nil || len(fixture.NightsOf(c.Records, "hrv_unknown")) != 1 ||
		len(fixture.NightsOf(c.Records, "resting_hr")) != 1 {
		t.Errorf("%+v", c.Records)
	}
	if got := fixture.Value(t, c.Records, "2031-03-09", "steps"); got != 8123 {
		t.Errorf("steps %v on the night after, want 8123", got)
	}
}

func TestUltrahumanRawIsRefused(t *testing.T) {
	src := importers.SourceFromBytes("ring_data_1.csv", []byte("timestamp_epoch,data_type,value\n"))
	var c importers.Collector
	if _, err := UltrahumanRaw.Read(src, &c); !UltrahumanRaw.Identify(src.Head) || err == nil || !strings.Contains(err.Error(), "daily CSV") {
		t.Errorf("error %v", err)
	}
}

// A logged supplement stays an entry: the file says nothing of amounts or of what
// was not taken.
func TestUltrahumanEvents(t *testing.T) {
	c, _ := importertest.Read(t, UltrahumanEvents, "user_events.csv",
		"Event ID,Event Type,Title,Event Time,End Time,Duration (seconds)\n1,tag,Wine,2031-03-07 20:30:00,,\n2,supplement,Magnesium,2031-03-07 21:30:00,,\n")
	if len(c.Doses) != 0 || len(c.Entries) != 2 || c.Entries[0].Item != "alcohol" || c.Entries[1].Item != "Magnesium" ||
		c.Entries[1].HasValue {
		t.Errorf("%+v", c.Entries)
	}
}
