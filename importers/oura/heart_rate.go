package oura

import (
	"time"

	"nof1/importers"
	"nof1/importers/intraday"
)

// HeartRate reads the table of heart rates all day long.
var HeartRate importers.Importer = intraday.New(intraday.Form{
	ID: "oura.heart_rate", Source: source, Time: []string{"timestamp"}, Value: []string{"bpm"},
	Parse:  func(_, clock string, zone *time.Location) (time.Time, error) { return importers.LocalTime(clock, zone) },
	Layout: intraday.ClockISO,
})
