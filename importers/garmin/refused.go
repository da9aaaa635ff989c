package garmin

import "nof1/importers"

const weeklyAdvice = "these are weekly averages, not nights: export the 4-week pages one by one, or ask for the account export"

// Reports of Garmin's web site that must not be used as nights, or cannot be
// read: they follow the language of the site, which is known from one Spanish
// example only, and guessing columns by their place is not safe.
var (
	Weekly importers.Importer = importers.Refusal{
		Format: importers.Format{ID: "garmin.weekly", Columns: importers.Names("Avg Duration", "Avg Score")}, // without times in bed on some watches
		Advice: weeklyAdvice,
	}
	Localised importers.Importer = importers.Refusal{
		Format: importers.Format{ID: "garmin.localised", Columns: importers.Names("Hora de acostarse", "Duración")},
		Titled: true,
		Advice: "reports are read in English only: set Garmin Connect's language to English and export again",
	}
)
