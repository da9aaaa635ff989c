package fitbit_test

import (
	"testing"

	"nof1/importers/all"
	"nof1/importers/fitbit"
	"nof1/importers/importertest"
)

func init() { fitbit.AllFormats = all.All }

func TestFormats(t *testing.T) {
	importertest.Run(t,
		fitbit.Sleep, fitbit.SleepScore, fitbit.HRVDaily, fitbit.HRVDetails, fitbit.RestingHR, fitbit.RestingHRTable,
		fitbit.HRVTable, fitbit.Breathing, fitbit.BreathingTable, fitbit.BreathingSleep, fitbit.SpO2, fitbit.SpO2Table,
		fitbit.Temperature, fitbit.TemperatureTable, fitbit.Stress, fitbit.Readiness, fitbit.ReadinessOld, fitbit.StepList,
		fitbit.Com, fitbit.GoogleSleeps, fitbit.GoogleStages, fitbit.GoogleScores, fitbit.GoogleHRVMinutes, fitbit.GoogleStepMinutes,
		fitbit.GoogleBreathing, fitbit.FitabaseSleep, fitbit.FitabaseMinutes, fitbit.FitabaseDays, fitbit.GoogleHeartRate,
		fitbit.FitabaseHeartRate,
	)
}
