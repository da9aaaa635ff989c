package devices

import (
	"testing"

	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"
)

// The night is the date of the end, and its clock the file's own.
func TestPolarSleepNight(t *testing.T) {
	text := `[{"night":"2031-03-09","evaluation":{"sleepSpan":"PT8H","asleepDuration":"PT7H30M","interruptions":{"totalDuration":"PT12M30S","totalCount":0},
"phaseDurations":{"rem":"PT1H30M","light":"PT6H","deep":"PT0S"}},"sleepResult":{"hypnogram":{"sleepStart":"2031-03-09T23:30:00-08:00","sleepEnd":"2031-03-10T07:30:00-08:00"}}}]`
	c, _ := importertest.Read(t, PolarSleep, "sleep_result_1.json", text)
	for metric, want := range map[string]float64{"tst": 450, "tib": 480, "waso": 12.5, "awakenings": 0, "rem": 90, "light": 360,
		"bedtime": 690, "waketime": 1170} {
		if got := fixture.Value(t, c.Records, "2031-03-10", metric); got != want {
			t.Errorf("%s %v, want %v", metric, got, want)
		}
	}
	if n := fixture.NightsOf(c.Records, "deep"); n != nil {
		t.Errorf("deep sleep of no length on %v", n)
	}
}

// Intervals become rates, 0 and -1 mean not measured.
func TestPolarRecovery(t *testing.T) {
	c, counts := importertest.Read(t, PolarRecovery, "nightly_recovery_1.json", `[{"night":"2031-03-10","meanNightlyRecoveryRri":900,"meanNightlyRecoveryRmssd":42,"meanNightlyRecoveryRespirationInterval":4100,"meanBaselineRmssd":40},
{"night":"2031-03-11","meanNightlyRecoveryRri":0,"meanNightlyRecoveryRmssd":-1}]`)
	for metric, want := range map[string]float64{"hrv_rmssd": 42, "sleep_hr": 60000 / 900., "respiratory_rate": 60000 / 4100.} {
		if got := fixture.Value(t, c.Records, "2031-03-10", metric); got != want {
			t.Errorf("%s %v, want %v", metric, got, want)
		}
	}
	if counts != (record.Counts{Read: 2, Used: 1, Skipped: 1}) || len(c.Records) != 3 || c.Problems != nil {
		t.Errorf("%+v %v %v", counts, c.Records, c.Problems)
	}
}

func TestISOMinutes(t *testing.T) {
	for text, want := range map[string]float64{"PT8H": 480, "PT7H30M": 450, "PT30M": 30, "PT90S": 1.5, "PT1H0.6S": 60.01,
		"PT0S": 0, "PT": -1, "P1D": -1, "8h": -1, "": -1} {
		got, err := isoMinutes(text)
		if err != nil {
			got = -1
		}
		if diff := got - want; diff > 1e-9 || diff < -1e-9 {
			t.Errorf("%q: %v %v, want %v", text, got, err, want)
		}
	}
}
