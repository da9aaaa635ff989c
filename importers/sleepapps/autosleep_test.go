package sleepapps

import (
	"testing"

	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"
)

const autoSleepTestHeader = "ISO8601,fromDate,toDate,bedtime,waketime,inBed,awake,fellAsleepIn,asleep,efficiency,hrv,hrvAvg7,sleepHRV,sleepHRVAvg7,tags,notes\n"

// Two exports label one night with two dates: the date of waking is the night, and
// the night counts once.
func TestAutoSleepNight(t *testing.T) {
	c, counts := importertest.Read(t, AutoSleep, "AutoSleep.csv", autoSleepTestHeader+
		`2031-03-08T20:59:59-08:00,"Friday, Mar 7, 2031","Saturday, Mar 8, 2031",2031-03-07 23:00:00,2031-03-08 07:00:00,08:00:00,00:30:00,00:10:00,07:30:00,93.8,54,50,,,,`+"\n"+
		`2031-03-09T20:59:59-08:00,"Saturday, Mar 8, 2031","Sunday, Mar 9, 2031",2031-03-07 23:00:00,2031-03-08 07:00:00,08:00:00,00:30:00,00:10:00,07:30:00,93.8,54,50,,,,`+"\n")
	if counts != (record.Counts{Read: 2, Used: 1, Skipped: 1}) {
		t.Errorf("%+v", counts)
	}
	for metric, want := range map[string]float64{"tib": 480, "tst": 450, "sol": 10, "waso": 20, "bedtime": 660, "waketime": 1140} {
		if got := fixture.Value(t, c.Records, "2031-03-08", metric); got != want {
			t.Errorf("%s %v, want %v", metric, got, want)
		}
	}
	if fixture.NightsOf(c.Records, "sleep_efficiency") != nil {
		t.Error("the file's efficiency stands although time in bed is known")
	}
}

// SDNN of the sleep and of a waking reading have two sources; means over seven
// nights are never read.
func TestAutoSleepHRV(t *testing.T) {
	c, _ := importertest.Read(t, AutoSleep, "AutoSleep.csv", autoSleepTestHeader+
		"2031-03-08T20:59:59-08:00,,,2031-03-07 23:00:00,2031-03-08 07:00:00,08:00:00,00:30:00,00:10:00,07:30:00,93.8,54,51,61,59,,\n"+
		"2031-03-09T20:59:59-08:00,,,2031-03-08 23:00:00,2031-03-09 07:00:00,08:00:00,00:30:00,00:10:00,07:30:00,93.8,,51,,59,,\n")
	got := map[string]float64{}
	for _, r := range c.Records {
		if r.Metric == "hrv_sdnn" {
			got[r.Source] += r.Value
		}
	}
	if len(got) != 2 || got["autosleep"] != 61 || got["autosleep-waking"] != 54 {
		t.Errorf("%v", got)
	}
}
