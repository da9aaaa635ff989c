package importers

// All returns the built-in importers, one for each file format, in the order in
// which they are listed. A format of the user's own is a [Mapping].
func All() []Importer {
	return []Importer{
		whoopCycles, whoopSleeps, whoopWorkouts, whoopJournal, whoopForeign,
		fitbitSleep, fitbitSleepScore, fitbitHRVDaily, fitbitHRVDetails, fitbitRestingHR, fitbitRestingHRTable,
		zeo,
		ringconnSleep, ringconnVitals,
		nights,
		supplementLog,
		diary,
	}
}
