package importers

// All returns the built-in importers, one for each file format, in the order in
// which they are listed. A format of the user's own is a [Mapping].
func All() []Importer {
	return []Importer{
		whoopCycles, whoopSleeps, whoopWorkouts, whoopJournal, whoopForeign,
		fitbitSleep, fitbitSleepScore, fitbitHRVDaily, fitbitHRVDetails, fitbitRestingHR, fitbitRestingHRTable,
		fitbitHRVTable, fitbitBreathing, fitbitBreathingTable, fitbitBreathingSleep, fitbitSpO2, fitbitSpO2Table,
		fitbitTemperature, fitbitTemperatureTable, fitbitStress, fitbitReadiness, fitbitReadinessOld, fitbitStepList, fitbitCom,
		// Google's tables of the same devices, and research tables of several people.
		googleSleeps, googleStages, googleScores, googleHRVMinutes, googleStepMinutes, googleBreathing,
		fitabaseSleep, fitabaseMinutes, fitabaseDays,
		ouraTrends, ouraSleeps, ouraDailySleep, ouraReadiness, ouraActivity, ouraSpO2, ouraTags, ouraRings, ouraAPI, ouraCloud,
		// Apple Health, and what is made from its export.
		appleExport, appleSimple, appleHealthData, appleTyped, appleFrame, qsAccess,
		haeTable, haeJSON, haeMedications,
		zeo,
		ringconnSleep, ringconnVitals,
		// Garmin: reports of the web site, the account export, the watch's own files, programs' dumps.
		garminSleep, garminHRV, garminRestingHR, garminOneNight, garminAccount, garminFIT,
		garminHRVDump, garminDBSleep, garminDBHRV, garminDBRestingHR, garminWeekly, garminLocalised,
		samsungHealth, withingsSleep, withingsRaw, polarRecovery, polarSleep, polarScore,
		// Sleep apps, other wearables and beds.
		sleepAsAndroid, sleepCycle, autoSleep, hrv4training,
		zeppSleep, zeppActivity, miFitness, ultrahumanDaily, ultrahumanEvents, ultrahumanRaw,
		eightSleep, emfit,
		// Heart rates all day long.
		googleHeartRate, fitabaseHeartRate, ouraHeartRate, zeppHeartRate,
		// Intervals between beats.
		rrText, rrHRVLogger,
		// Logs that people keep.
		bearable, cronometerServings, cronometerDaily, cronometerBiometrics, daylio, loopCheckmarks,
		medtimer, nomie, studyu,
		nights,
		supplementLog,
		diary,
	}
}
