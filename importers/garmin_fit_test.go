package importers

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"nof1/importers/record"

	"github.com/muktihari/fit/encoder"
	"github.com/muktihari/fit/profile/mesgdef"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/proto"
)

// fitFile writes a FIT file of a kind with messages.
func fitFile(t testing.TB, kind typedef.File, at time.Time, messages ...proto.Message) string {
	t.Helper()
	id := mesgdef.NewFileId(nil).SetType(kind).SetManufacturer(typedef.ManufacturerGarmin).SetTimeCreated(at).ToMesg(nil)
	var b bytes.Buffer
	if err := encoder.New(&b).Encode(&proto.FIT{Messages: append([]proto.Message{id}, messages...)}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func fitClock(utc time.Time, ahead time.Duration) proto.Message {
	return mesgdef.NewMonitoringInfo(nil).SetTimestamp(utc).SetLocalTimestamp(utc.Add(ahead)).ToMesg(nil)
}

func fitHRV(utc time.Time, night, week float64) proto.Message {
	return mesgdef.NewHrvStatusSummary(nil).SetTimestamp(utc).SetLastNightAverageScaled(night).SetWeeklyAverageScaled(week).ToMesg(nil)
}

func fitResting(utc time.Time, today, week uint8) proto.Message {
	return mesgdef.NewMonitoringHrData(nil).SetTimestamp(utc).SetCurrentDayRestingHeartRate(today).SetRestingHeartRate(week).ToMesg(nil)
}

func fitStage(utc time.Time, level typedef.SleepLevel) proto.Message {
	return mesgdef.NewSleepLevel(nil).SetTimestamp(utc).SetSleepLevel(level).ToMesg(nil)
}

func fitSleepEnd(utc time.Time) proto.Message {
	return mesgdef.NewEvent(nil).SetTimestamp(utc).SetEvent(74).SetEventType(typedef.EventTypeStop).ToMesg(nil)
}

const (
	fitSleepFile = typedef.File(49) // not in the public profile
	fitHRVFile   = typedef.File(68)
)

// fitNight is a sleep from 22:00 UTC: 10 minutes awake, 3 h light, 1 h deep, 20
// minutes awake, 2 h REM.
func fitNight(evening time.Time) []proto.Message {
	at := func(minutes int) time.Time { return evening.Add(time.Duration(minutes) * time.Minute) }
	return []proto.Message{
		fitStage(at(0), typedef.SleepLevelAwake), fitStage(at(10), typedef.SleepLevelLight), fitStage(at(190), typedef.SleepLevelDeep),
		fitStage(at(250), typedef.SleepLevelAwake), fitStage(at(270), typedef.SleepLevelRem), fitSleepEnd(at(390)),
		mesgdef.NewSleepAssessment(nil).SetOverallSleepScore(81).SetAwakeningsCount(2).ToMesg(nil),
	}
}

var fitEvening = time.Date(2031, 3, 9, 22, 0, 0, 0, time.UTC)

// The fixtures are binary: go test -update writes them.
func TestGarminFITFixtures(t *testing.T) {
	if !*update {
		t.Skip("SKIPPED: only -update writes the FIT fixtures")
	}
	morning := fitEvening.Add(7 * time.Hour)
	sleep := fitFile(t, fitSleepFile, fitEvening, append(fitNight(fitEvening), fitHRV(morning, 52, 47))...)
	damaged := fitFile(t, fitSleepFile, fitEvening, append([]proto.Message{fitHRV(morning, 52, 47)}, fitNight(fitEvening)...)...)
	for name, text := range map[string]string{
		"sleep.fit":         sleep,
		"sleep-damaged.fit": damaged[:len(damaged)-20],
		"activity.fit":      fitFile(t, typedef.FileActivity, morning),
	} {
		if err := os.WriteFile("testdata/garmin/"+name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// Sleep, heart rate variability and the clock stand in three files; the clock is
// the files' own.
func TestGarminFITOverFiles(t *testing.T) {
	morning := fitEvening.Add(6*time.Hour + 30*time.Minute)
	tree := files{
		"1_WELLNESS.fit":   fitFile(t, typedef.FileMonitoringB, fitEvening, fitClock(morning, 9*time.Hour), fitResting(morning, 51, 55)),
		"2_SLEEP_DATA.fit": fitFile(t, fitSleepFile, fitEvening, fitNight(fitEvening)...),
		"3_HRV_STATUS.fit": fitFile(t, fitHRVFile, fitEvening, fitHRV(morning, 52.5, 47)),
		"4_ACTIVITY.fit":   fitFile(t, typedef.FileActivity, fitEvening),
	}
	res, err := Read(t.Context(), tree.fs(), Options{Formats: All()})
	if err != nil {
		t.Fatal(err)
	}
	c := collector{records: res.Records, sessions: res.Sessions}
	for metric, want := range map[string]float64{
		"hrv_rmssd": 52.5, "resting_hr": 51, "tst": 360, "tib": 390, "light": 180, "deep": 60, "rem": 120, "waso": 20,
		"awakenings": 2, "sleep_score": 81, "bedtime": 19 * 60, "waketime": 19*60 + 390,
	} {
		if got := value(t, c.records, "2031-03-10", metric); got != want {
			t.Errorf("%s %v, want %v", metric, got, want)
		}
	}
	if s := c.sessions[0]; s.Onset.String() != "2031-03-10 07:00" || s.Wake.String() != "2031-03-10 13:30" {
		t.Errorf("%v to %v, want 07:00 to 13:30 nine hours ahead of UTC", s.Onset, s.Wake)
	}
	if why := res.Inputs[3].Reason; !strings.Contains(why, "activity") {
		t.Errorf("an activity: %q", why)
	}
}

// Without a clock the date of waking cannot be told.
func TestGarminFITWithoutClock(t *testing.T) {
	c, _ := read(t, garminFIT, "HRV.fit", fitFile(t, fitHRVFile, fitEvening, fitHRV(fitEvening, 52, 47)))
	if len(c.records) != 0 || len(c.problems) != 1 || !strings.Contains(c.problems[0].Message, "--zone") {
		t.Errorf("%v %v", c.records, c.problems)
	}
	src := SourceFromBytes("HRV.fit", []byte(fitFile(t, fitHRVFile, fitEvening, fitHRV(fitEvening, 52, 47))))
	src.Zone = time.FixedZone("", 3*60*60)
	var z collector
	if _, err := garminFIT.Read(src, &z); err != nil || value(t, z.records, "2031-03-10", "hrv_rmssd") != 52 {
		t.Errorf("%v %v", z.records, err)
	}
}

// The fields that are means of seven days, and 255 or 65535 for not measured,
// give nothing.
func TestGarminFITNotMeasured(t *testing.T) {
	text := fitFile(t, typedef.FileMonitoringB, fitEvening, fitClock(fitEvening, 0), fitResting(fitEvening, 0xff, 55),
		mesgdef.NewHrvStatusSummary(nil).SetTimestamp(fitEvening).SetWeeklyAverageScaled(47).ToMesg(nil))
	var c collector
	counts, err := garminFIT.Read(SourceFromBytes("W.fit", []byte(text)), &c)
	if err == nil || counts != (record.Counts{Read: 2, Skipped: 2}) || len(c.records) != 0 {
		t.Errorf("%+v %v %v", counts, err, c.records)
	}
}
