package garmin

import (
	"os"
	"strings"
	"testing"
	"time"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"

	"github.com/muktihari/fit/profile/mesgdef"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/proto"
)

const fitHRVFile = typedef.File(68)

// The fixtures are binary: go test -update writes them.
func TestFITFixtures(t *testing.T) {
	if !*importertest.Update {
		t.Skip("SKIPPED: only -update writes the FIT fixtures")
	}
	morning := importertest.FitEvening.Add(7 * time.Hour)
	sleep := importertest.FitFile(t, importertest.FitSleepFile, importertest.FitEvening,
		append(importertest.FitNight(importertest.FitEvening), importertest.FitHRV(morning, 52, 47))...)
	damaged := importertest.FitFile(t, importertest.FitSleepFile, importertest.FitEvening,
		append([]proto.Message{importertest.FitHRV(morning, 52, 47)}, importertest.FitNight(importertest.FitEvening)...)...)
	for name, text := range map[string]string{
		"sleep.fit":         sleep,
		"sleep-damaged.fit": damaged[:len(damaged)-20],
		"activity.fit":      importertest.FitFile(t, typedef.FileActivity, morning),
	} {
		if err := os.WriteFile("testdata/garmin/"+name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// Sleep, heart rate variability and the clock are in three files; the clock is
// the files' own.
func TestFITOverFiles(t *testing.T) {
	morning := importertest.FitEvening.Add(6*time.Hour + 30*time.Minute)
	tree := fixture.Files{
		"1_WELLNESS.fit": importertest.FitFile(t, typedef.FileMonitoringB, importertest.FitEvening,
			importertest.FitClock(morning, 9*time.Hour), importertest.FitResting(morning, 51, 55)),
		"2_SLEEP_DATA.fit": importertest.FitFile(t, importertest.FitSleepFile, importertest.FitEvening,
			importertest.FitNight(importertest.FitEvening)...),
		"3_HRV_STATUS.fit": importertest.FitFile(t, fitHRVFile, importertest.FitEvening, importertest.FitHRV(morning, 52.5, 47)),
		"4_ACTIVITY.fit":   importertest.FitFile(t, typedef.FileActivity, importertest.FitEvening),
	}
	res, err := importers.Read(t.Context(), tree.FS(), importers.Options{Formats: AllFormats()})
	if err != nil {
		t.Fatal(err)
	}
	c := importers.Collector{Records: res.Records, Sessions: res.Sessions}
	for metric, want := range map[string]float64{
		"hrv_rmssd": 52.5, "resting_hr": 51, "tst": 360, "tib": 390, "light": 180, "deep": 60, "rem": 120, "waso": 20,
		"awakenings": 2, "sleep_score": 81, "bedtime": 19 * 60, "waketime": 19*60 + 390,
	} {
		if got := fixture.Value(t, c.Records, "2031-03-10", metric); got != want {
			t.Errorf("%s %v, want %v", metric, got, want)
		}
	}
	if s := c.Sessions[0]; s.Onset.String() != "2031-03-10 07:00" || s.Wake.String() != "2031-03-10 13:30" {
		t.Errorf("%v to %v, want 07:00 to 13:30 nine hours ahead of UTC", s.Onset, s.Wake)
	}
	if why := res.Inputs[3].Reason; !strings.Contains(why, "activity") {
		t.Errorf("an activity: %q", why)
	}
}

// Without a clock the date of waking is unknown.
func TestFITWithoutClock(t *testing.T) {
	c, _ := importertest.Read(t, FIT, "HRV.fit", importertest.FitFile(t, fitHRVFile, importertest.FitEvening,
		importertest.FitHRV(importertest.FitEvening, 52, 47)))
	if len(c.Records) != 0 || len(c.Problems) != 1 || !strings.Contains(c.Problems[0].Message, "--zone") {
		t.Errorf("%v %v", c.Records, c.Problems)
	}
	src := importers.SourceFromBytes("HRV.fit", []byte(importertest.FitFile(t, fitHRVFile, importertest.FitEvening,
		importertest.FitHRV(importertest.FitEvening, 52, 47))))
	src.Zone = time.FixedZone("", 3*60*60)
	var z importers.Collector
	if _, err := FIT.Read(src, &z); err != nil || fixture.Value(t, z.Records, "2031-03-10", "hrv_rmssd") != 52 {
		t.Errorf("%v %v", z.Records, err)
	}
}

// The fields that are means of seven days, and 255 or 65535 for not measured,
// give nothing.
func TestFITNotMeasured(t *testing.T) {
	text := importertest.FitFile(t, typedef.FileMonitoringB, importertest.FitEvening,
		importertest.FitClock(importertest.FitEvening, 0), importertest.FitResting(importertest.FitEvening, 0xff, 55),
		mesgdef.NewHrvStatusSummary(nil).SetTimestamp(importertest.FitEvening).SetWeeklyAverageScaled(47).ToMesg(nil))
	var c importers.Collector
	counts, err := FIT.Read(importers.SourceFromBytes("W.fit", []byte(text)), &c)
	if err == nil || counts != (record.Counts{Read: 2, Skipped: 2}) || len(c.Records) != 0 {
		t.Errorf("%+v %v %v", counts, err, c.Records)
	}
}
