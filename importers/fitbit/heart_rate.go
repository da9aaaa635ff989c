package fitbit

import (
	"time"

	"nof1/importers"
	"nof1/importers/intraday"
)

// GoogleHeartRate reads Google's tables of heart rates all day long.
var GoogleHeartRate importers.Importer = intraday.New(intraday.Form{
	ID: "google.heart_rate", Source: source, Time: []string{"timestamp"}, Value: []string{"beats per minute"},
	NotNamed: "resting", // daily_resting_heart_rate.csv has the same header
	Parse:    func(_, clock string, zone *time.Location) (time.Time, error) { return importers.LocalTime(clock, zone) },
	Layout:   intraday.ClockISO,
})

// FitabaseHeartRate reads heartrate_seconds_merged.csv of several people.
var FitabaseHeartRate importers.Importer = intraday.New(intraday.Form{
	ID: "fitabase.heart_rate", Source: source, Person: fitabaseID, Time: []string{"Time"}, Value: []string{"Value"},
	Parse:  func(_, clock string, _ *time.Location) (time.Time, error) { return fitabaseTime(clock) },
	Layout: intraday.ClockMonthFirst,
})
