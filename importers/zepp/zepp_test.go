package zepp

import (
	"strings"
	"testing"
	"time"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"
)

// REM is beside the shallow sleep or within it: the parts must fill the night.
func TestREM(t *testing.T) {
	const header = "\ufeffdate,deepSleepTime,shallowSleepTime,wakeTime,start,stop,REMTime,naps\n"
	for _, tt := range []struct {
		shallow, rem string
		light, tst   float64
		remKnown     bool
	}{
		{"300", "60", 300, 460, true},
		{"360", "60", 300, 460, true},
		{"360", "0", 360, 460, false},
		{"360", "", 360, 460, false},
	} {
		c, _ := importertest.Read(t, Sleep, "SLEEP_1.csv",
			header+"2031-03-08,100,"+tt.shallow+",10,2031-03-07 22:00:00+0000,2031-03-08 05:50:00+0000,"+tt.rem+",\n")
		if light, tst := fixture.Value(t, c.Records, "2031-03-08", "light"),
			fixture.Value(t, c.Records, "2031-03-08", "tst"); light != tt.light || tst != tt.tst ||
			(fixture.NightsOf(c.Records, "rem") != nil) != tt.remKnown {
			t.Errorf("shallow %s, REM %q: light %v, tst %v, rem on %v", tt.shallow, tt.rem, light, tst, fixture.NightsOf(c.Records, "rem"))
		}
	}
}

// Without a zone durations are read and clock times are not.
func TestZone(t *testing.T) {
	const text = "date,lastSyncTime,deepSleepTime,shallowSleepTime,wakeTime,start,stop\n2031-03-08,1,46,542,0,1930684320,1930719600\n2031-03-09,1,0,0,0,1930777200,1930777200\n"
	c, counts := importertest.Read(t, Sleep, "SLEEP_1.csv", text)
	if counts != (record.Counts{Read: 2, Used: 1, Skipped: 1}) || fixture.Value(t, c.Records, "2031-03-08", "tst") != 588 ||
		len(c.Sessions) != 0 || fixture.NightsOf(c.Records, "bedtime") != nil {
		t.Errorf("%+v %+v", counts, c.Sessions)
	}
	if len(c.Problems) != 1 || !strings.Contains(c.Problems[0].Message, "--zone") {
		t.Errorf("problems %v, want one that names the flag", c.Problems)
	}
	var zoned importers.Collector
	src := importers.SourceFromBytes("SLEEP_1.csv", []byte(text))
	src.Zone = time.FixedZone("UTC-5", -5*3600)
	if _, err := Sleep.Read(src, &zoned); err != nil {
		t.Fatal(err)
	}
	if len(zoned.Sessions) != 1 || len(zoned.Problems) != 0 || zoned.Sessions[0].Onset.String() != "2031-03-07 16:12" {
		t.Errorf("%+v %v", zoned.Sessions, zoned.Problems)
	}
}

// A day's steps belong to the night after it.
func TestActivity(t *testing.T) {
	for _, text := range []string{
		"date,steps,distance,runDistance,calories\n2031-03-07,8342,6200,0,320\n",
		"date,lastSyncTime,steps,distance,runDistance,calories\n2031-03-07,1930684320,8342,6200,0,320\n",
	} {
		c, _ := importertest.Read(t, Activity, "ACTIVITY_1.csv", text)
		if got := fixture.Value(t, c.Records, "2031-03-08", "steps"); got != 8342 {
			t.Errorf("steps %v", got)
		}
	}
}
