package garmin

import "nof1/importers"

const weeklyAdvice = "these are weekly averages, not nights: export the 4-week pages one by one, or ask for the account export"

// Weekly refuses weekly averages. Localised refuses reports in other languages than
// English: only one Spanish example is known, and guessing columns by their place is
// not safe.
var (
	Weekly importers.Importer = importers.Refusal{
		Format: importers.Format{ID: "garmin.weekly", Columns: importers.Names("Avg Duration", "Avg Score")}, // some have more
		Advice: weeklyAdvice,
	}
	Localised importers.Importer = importers.Refusal{
		Format: importers.Format{ID: "garmin.localised", Columns: importers.Names("Hora de acostarse", "Duración")},
		Titled: true,
		Advice: "reports are read in English only: set Garmin Connect's language to English and export again",
	}
)
