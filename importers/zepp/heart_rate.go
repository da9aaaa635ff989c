package zepp

import (
	"time"

	"nof1/importers"
	"nof1/importers/intraday"
)

// HeartRate reads HEARTRATE_AUTO_*.csv: heart rate by the minute, in local time, with
// neither sleep nor rest marked. See package intraday.
var HeartRate importers.Importer = intraday.New(intraday.Form{
	ID: "zepp.heart_rate", Source: source, Date: []string{"date"}, Time: []string{"time"}, Value: []string{"heartRate"},
	Parse: func(date, clock string, _ *time.Location) (time.Time, error) {
		return importers.ParseWall(date+" "+clock, "2006-01-02 15:04", "2006-01-02 15:04:05")
	},
	Layout: intraday.ClockDateAndTime,
})
