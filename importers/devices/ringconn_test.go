package devices

import (
	"testing"

	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
)

const ringconnTestHeader = "Start Time,End Time,Falling Asleep Time,Wake-up time,Sleep Time Ratio(%),Time Asleep(min),Sleep Stages - Awake(min)\n"

func TestRingconnTimes(t *testing.T) {
	for _, row := range []string{
		"2031-03-07 23:00,2031-03-08 06:20,2031-03-07 23:10,2031-03-08 06:10,95.00%,396,24",
		"2031-03-07 23:00:00,2031-03-08 06:20:00,2031-03-07 23:10:00,2031-03-08 06:10:59,95%,396,24",
	} {
		c, _ := importertest.Read(t, RingconnSleep, "Sleep.csv", ringconnTestHeader+row+"\n")
		for metric, want := range map[string]float64{"tst": 396, "tib": 440, "sol": 10, "waso": 24, "sleep_efficiency": 90,
			"bedtime": 670, "waketime": 1090} {
			if got := fixture.Value(t, c.Records, "2031-03-08", metric); got != want {
				t.Errorf("%s: %s %v, want %v", row, metric, got, want)
			}
		}
	}
}

// The file's ratio is read only if time in bed is unknown.
func TestRingconnRatio(t *testing.T) {
	c, _ := importertest.Read(t, RingconnSleep, "Sleep.csv",
		ringconnTestHeader+"2031-03-07 23:00,,2031-03-07 23:10,2031-03-08 06:10,95.00%,396,24\n")
	if got := fixture.Value(t, c.Records, "2031-03-08", "sleep_efficiency"); got != 95 || fixture.NightsOf(c.Records, "tib") != nil {
		t.Errorf("sleep_efficiency %v, tib on %v, want 95 and none", got, fixture.NightsOf(c.Records, "tib"))
	}
}

func TestRingconnSecondSleepIsKept(t *testing.T) {
	c, counts := importertest.Read(t, RingconnSleep, "Sleep.csv", ringconnTestHeader+
		"2031-03-07 23:00,2031-03-08 06:20,2031-03-07 23:10,2031-03-08 06:10,95.00%,396,24\n2031-03-08 13:00,2031-03-08 14:20,2031-03-08 13:05,2031-03-08 14:10,90.00%,60,5\n")
	if got := fixture.NightsOf(c.Records, "tst"); len(got) != 2 || got[0] != got[1] || counts.Used != 2 || len(c.Sessions) != 2 {
		t.Errorf("tst on %v, %+v", got, counts)
	}
}

// The day's mean heart rate is not read; heart rate variability has no formula.
func TestRingconnVitals(t *testing.T) {
	c, _ := importertest.Read(t, RingconnVitals, "Vital Sings.csv",
		"Date,Avg. Heart Rate(bpm),Avg. Spo2(%),Avg. HRV(ms)\n2031-03-08,52,96%,87\n2031-03-09,,,\n")
	if len(c.Records) != 2 || fixture.Value(t, c.Records, "2031-03-08", "hrv_unknown") != 87 || fixture.Value(t, c.Records,
		"2031-03-08", "spo2") != 96 {
		t.Errorf("%+v", c.Records)
	}
}

// If the time asleep is impossible, the efficiency is the file's own.
func TestRingconnTooLongAsleep(t *testing.T) {
	c, _ := importertest.Read(t, RingconnSleep, "Sleep.csv",
		"Start Time,End Time,Falling Asleep Time,Wake-up time,Sleep Time Ratio(%),Time Asleep(min)\n2031-03-09 15:00,2031-03-10 08:00,2031-03-09 15:10,2031-03-10 07:50,95%,1000\n")
	if got := fixture.Value(t, c.Records, "2031-03-10", "sleep_efficiency"); got != 95 || fixture.NightsOf(c.Records,
		"tst") != nil || len(c.Problems) != 1 {
		t.Errorf("efficiency %v, %+v, %v", got, c.Records, c.Problems)
	}
}
