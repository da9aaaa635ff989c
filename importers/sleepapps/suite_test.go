package sleepapps_test

import (
	"testing"

	"nof1/importers/all"
	"nof1/importers/importertest"
	"nof1/importers/sleepapps"
)

func init() { sleepapps.AllFormats = all.All }

func TestFormats(t *testing.T) {
	importertest.Run(t,
		sleepapps.SleepAsAndroid, sleepapps.SleepCycle, sleepapps.AutoSleep, sleepapps.HRV4Training,
	)
}
