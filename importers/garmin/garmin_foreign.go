package garmin

import "nof1/importers"

const weeklyAdvice = "these are weekly averages, not nights: export the 4-week pages one by one, or ask for the account export"

// Reports of Garmin's web site that must not be used as nights, or cannot be
// read: they follow the language of the site, which is known from one Spanish
// example only, and guessing columns by their place is not safe.
var (
	Weekly importers.Importer = importers.Refusal{
		ID:     "garmin.weekly",
		Header: []string{"Avg Duration", "Avg Score"}, // without times in bed on some watches
		Advice: weeklyAdvice,
	}
	Localised importers.Importer = importers.Refusal{
		ID:     "garmin.localised",
		Header: []string{"Hora de acostarse", "Duración"},
		Titled: true,
		Advice: "reports are read in English only: set Garmin Connect's language to English and export again",
	}
)
