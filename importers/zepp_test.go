package importers

import (
	"strings"
	"testing"
	"time"

	"nof1/importers/record"
)

// REM is beside the shallow sleep or within it: the parts must fill the night.
func TestZeppREM(t *testing.T) {
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
		c, _ := read(t, zeppSleep, "SLEEP_1.csv", header+"2031-03-08,100,"+tt.shallow+",10,2031-03-07 22:00:00+0000,2031-03-08 05:50:00+0000,"+tt.rem+",\n")
		if light, tst := value(t, c.records, "2031-03-08", "light"), value(t, c.records, "2031-03-08", "tst"); light != tt.light || tst != tt.tst || (nightsOf(c.records, "rem") != nil) != tt.remKnown {
			t.Errorf("shallow %s, REM %q: light %v, tst %v, rem on %v", tt.shallow, tt.rem, light, tst, nightsOf(c.records, "rem"))
		}
	}
}

// Without a zone the durations stand and the clock times do not.
func TestZeppZone(t *testing.T) {
	const text = "date,lastSyncTime,deepSleepTime,shallowSleepTime,wakeTime,start,stop\n2031-03-08,1,46,542,0,1930684320,1930719600\n2031-03-09,1,0,0,0,1930777200,1930777200\n"
	c, counts := read(t, zeppSleep, "SLEEP_1.csv", text)
	if counts != (record.Counts{Read: 2, Used: 1, Skipped: 1}) || value(t, c.records, "2031-03-08", "tst") != 588 || len(c.sessions) != 0 || nightsOf(c.records, "bedtime") != nil {
		t.Errorf("%+v %+v", counts, c.sessions)
	}
	if len(c.problems) != 1 || !strings.Contains(c.problems[0].Message, "--zone") {
		t.Errorf("problems %v, want one that names the flag", c.problems)
	}
	var zoned collector
	src := SourceFromBytes("SLEEP_1.csv", []byte(text))
	src.Zone = time.FixedZone("UTC-5", -5*3600)
	if _, err := zeppSleep.Read(src, &zoned); err != nil {
		t.Fatal(err)
	}
	if len(zoned.sessions) != 1 || len(zoned.problems) != 0 || zoned.sessions[0].Onset.String() != "2031-03-07 16:12" {
		t.Errorf("%+v %v", zoned.sessions, zoned.problems)
	}
}

// A day's steps belong to the night after it.
func TestZeppActivity(t *testing.T) {
	for _, text := range []string{
		"date,steps,distance,runDistance,calories\n2031-03-07,8342,6200,0,320\n",
		"date,lastSyncTime,steps,distance,runDistance,calories\n2031-03-07,1930684320,8342,6200,0,320\n",
	} {
		c, _ := read(t, zeppActivity, "ACTIVITY_1.csv", text)
		if got := value(t, c.records, "2031-03-08", "steps"); got != 8342 {
			t.Errorf("steps %v", got)
		}
	}
}
