package oura_test

import (
	"testing"

	"nof1/importers/all"
	"nof1/importers/importertest"
	"nof1/importers/oura"
)

func init() { oura.AllFormats = all.All }

func TestFormats(t *testing.T) {
	importertest.Run(t,
		oura.Trends, oura.Sleeps, oura.DailySleep, oura.Readiness, oura.Activity, oura.SpO2,
		oura.Tags, oura.Rings, oura.API, oura.Cloud, oura.HeartRate,
	)
}
