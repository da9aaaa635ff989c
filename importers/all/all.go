// Package all lists the built-in importers. It is the one place that imports every
// vendor's package; a new importer is one line in [All].
package all

import (
	"nof1/importers"
	"nof1/importers/apple"
	"nof1/importers/devices"
	"nof1/importers/fitbit"
	"nof1/importers/garmin"
	"nof1/importers/journals"
	"nof1/importers/oura"
	"nof1/importers/own"
	"nof1/importers/rr"
	"nof1/importers/samsung"
	"nof1/importers/sleepapps"
	"nof1/importers/whoop"
	"nof1/importers/zepp"
)

// All returns the built-in importers, one for each file format, in the order in
// which they are listed. A format of the user's own is a [own.Mapping].
func All() []importers.Importer {
	return []importers.Importer{
		whoop.Cycles, whoop.Sleeps, whoop.Workouts, whoop.Journal, whoop.Foreign,
		fitbit.Sleep, fitbit.SleepScore, fitbit.HRVDaily, fitbit.HRVDetails, fitbit.RestingHR, fitbit.RestingHRTable,
		fitbit.HRVTable, fitbit.Breathing, fitbit.BreathingTable, fitbit.BreathingSleep, fitbit.SpO2, fitbit.SpO2Table,
		fitbit.Temperature, fitbit.TemperatureTable, fitbit.Stress, fitbit.Readiness, fitbit.ReadinessOld, fitbit.StepList, fitbit.Com,
		// Google's tables of the same devices, and research tables of several people.
		fitbit.GoogleSleeps, fitbit.GoogleStages, fitbit.GoogleScores, fitbit.GoogleHRVMinutes, fitbit.GoogleStepMinutes, fitbit.GoogleBreathing,
		fitbit.FitabaseSleep, fitbit.FitabaseMinutes, fitbit.FitabaseDays,
		oura.Trends, oura.Sleeps, oura.DailySleep, oura.Readiness, oura.Activity, oura.SpO2, oura.Tags, oura.Rings, oura.API, oura.Cloud,
		// Apple Health, and what is made from its export.
		apple.Export, apple.Simple, apple.HealthData, apple.Typed, apple.Frame, apple.QSAccess,
		apple.HAETable, apple.HAEJSON, apple.HAEMedications,
		devices.Zeo,
		devices.RingconnSleep, devices.RingconnVitals,
		// Garmin: reports of the web site, the account export, the watch's own files, programs' dumps.
		garmin.Sleep, garmin.HRV, garmin.RestingHR, garmin.OneNight, garmin.Account, garmin.FIT,
		garmin.HRVDump, garmin.DBSleep, garmin.DBHRV, garmin.DBRestingHR, garmin.Weekly, garmin.Localised,
		samsung.Health, devices.WithingsSleep, devices.WithingsRaw, devices.PolarRecovery, devices.PolarSleep, devices.PolarScore,
		// Sleep apps, other wearables and beds.
		sleepapps.SleepAsAndroid, sleepapps.SleepCycle, sleepapps.AutoSleep, sleepapps.HRV4Training,
		zepp.Sleep, zepp.Activity, zepp.MiFitness, devices.UltrahumanDaily, devices.UltrahumanEvents, devices.UltrahumanRaw,
		devices.EightSleep, devices.Emfit,
		// Heart rates all day long.
		fitbit.GoogleHeartRate, fitbit.FitabaseHeartRate, oura.HeartRate, zepp.HeartRate,
		// Intervals between beats.
		rr.Text, rr.HRVLogger,
		// Logs that people keep.
		journals.Bearable, journals.CronometerServings, journals.CronometerDaily, journals.CronometerBiometrics, journals.Daylio,
		journals.LoopCheckmarks,
		journals.MedTimer, journals.Nomie, journals.StudyU,
		own.Nights,
		own.SupplementLog,
		own.Diary,
	}
}
