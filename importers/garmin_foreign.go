package importers

import "strings"

const weeklyAdvice = "these are weekly averages, not nights: export the 4-week pages one by one, or ask for the account export"

// Reports of Garmin's web site that must not be used as nights, or cannot be
// read: they follow the language of the site, which is known from one Spanish
// example only, and guessing columns by their place is not safe.
var (
	garminWeekly Importer = refusal{
		name:   "garmin.weekly",
		wants:  []string{"Avg Duration", "Avg Score"}, // without times in bed on some watches
		advice: weeklyAdvice,
	}
	garminLocalised Importer = refusal{
		name:   "garmin.localised",
		wants:  []string{"Hora de acostarse", "Duración"},
		titled: true,
		advice: "reports are read in English only: set Garmin Connect's language to English and export again",
	}
)

// databaseAdvice is what to do about a database, "" for any other file.
func databaseAdvice(h Head) string {
	switch {
	case !strings.HasPrefix(h.Magic, "SQLite format 3"):
		return ""
	case strings.HasPrefix(strings.ToLower(h.Base), "garmin"):
		return "GarminDB's database, which is not read: write its tables sleep, hrv and resting_hr to CSV, as in: sqlite3 -header -csv garmin.db 'select * from sleep' > sleep.csv"
	}
	return "a database: write its tables to CSV"
}
