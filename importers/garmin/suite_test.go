package garmin_test

import (
	"testing"

	"nof1/importers/all"
	"nof1/importers/garmin"
	"nof1/importers/importertest"
)

func init() { garmin.AllFormats = all.All }

func TestFormats(t *testing.T) {
	importertest.Run(t,
		garmin.Sleep, garmin.HRV, garmin.RestingHR, garmin.OneNight, garmin.Account, garmin.FIT,
		garmin.HRVDump, garmin.DBSleep, garmin.DBHRV, garmin.DBRestingHR, garmin.Weekly, garmin.Localised,
	)
}
