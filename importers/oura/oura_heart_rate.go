package oura

import (
	"time"

	"nof1/importers"
	"nof1/importers/intraday"
)

var HeartRate importers.Importer = intraday.HeartRates{Form: &intraday.HeartRateForm{
	Name: "oura.heart_rate", Source: source, Time: []string{"timestamp"}, Value: []string{"bpm"},
	Parse:  func(_, clock string, zone *time.Location) (time.Time, error) { return importers.LocalTime(clock, zone) },
	Layout: intraday.ClockISO,
}}
