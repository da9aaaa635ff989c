package importertest

import (
	"bytes"
	"testing"
	"time"

	"github.com/muktihari/fit/encoder"
	"github.com/muktihari/fit/profile/mesgdef"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/proto"
)

// FitFile returns the bytes of a FIT file of a kind, made by Garmin at a time, with
// its messages in the order given.
func FitFile(t testing.TB, kind typedef.File, at time.Time, messages ...proto.Message) string {
	t.Helper()
	id := mesgdef.NewFileId(nil).SetType(kind).SetManufacturer(typedef.ManufacturerGarmin).SetTimeCreated(at).ToMesg(nil)
	var b bytes.Buffer
	if err := encoder.New(&b).Encode(&proto.FIT{Messages: append([]proto.Message{id}, messages...)}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// FitClock returns the message that says how far local time is ahead of utc.
func FitClock(utc time.Time, ahead time.Duration) proto.Message {
	return mesgdef.NewMonitoringInfo(nil).SetTimestamp(utc).SetLocalTimestamp(utc.Add(ahead)).ToMesg(nil)
}

// FitHRV returns the averages of HRV, in milliseconds, of the last night and of
// the week before utc.
func FitHRV(utc time.Time, night, week float64) proto.Message {
	return mesgdef.NewHrvStatusSummary(nil).SetTimestamp(utc).SetLastNightAverageScaled(night).SetWeeklyAverageScaled(week).ToMesg(nil)
}

// FitResting returns the resting heart rates, in beats per minute, of the day
// of utc and of the week before it.
func FitResting(utc time.Time, today, week uint8) proto.Message {
	return mesgdef.NewMonitoringHrData(nil).SetTimestamp(utc).SetCurrentDayRestingHeartRate(today).SetRestingHeartRate(week).ToMesg(nil)
}

// FitStage returns the stage of sleep that begins at utc.
func FitStage(utc time.Time, level typedef.SleepLevel) proto.Message {
	return mesgdef.NewSleepLevel(nil).SetTimestamp(utc).SetSleepLevel(level).ToMesg(nil)
}

// FitSleepEnd returns the event that ends a sleep at utc.
func FitSleepEnd(utc time.Time) proto.Message {
	return mesgdef.NewEvent(nil).SetTimestamp(utc).SetEvent(74).SetEventType(typedef.EventTypeStop).ToMesg(nil)
}

// FitSleepFile is the kind of FIT file that holds a sleep. The public profile lacks it.
const FitSleepFile = typedef.File(49)

// FitNight is a sleep from 22:00 UTC: 10 minutes awake, 3 h light, 1 h deep, 20
// minutes awake, 2 h REM.
func FitNight(evening time.Time) []proto.Message {
	at := func(minutes int) time.Time { return evening.Add(time.Duration(minutes) * time.Minute) }
	return []proto.Message{
		FitStage(at(0), typedef.SleepLevelAwake), FitStage(at(10), typedef.SleepLevelLight), FitStage(at(190), typedef.SleepLevelDeep),
		FitStage(at(250), typedef.SleepLevelAwake), FitStage(at(270), typedef.SleepLevelRem), FitSleepEnd(at(390)),
		mesgdef.NewSleepAssessment(nil).SetOverallSleepScore(81).SetAwakeningsCount(2).ToMesg(nil),
	}
}

// FitEvening is the begin of the sleep in the tests of FIT files, in UTC.
var FitEvening = time.Date(2031, 3, 9, 22, 0, 0, 0, time.UTC)
