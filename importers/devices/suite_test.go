package devices_test

import (
	"testing"

	"nof1/importers/devices"
	"nof1/importers/importertest"
)

func TestFormats(t *testing.T) {
	importertest.Run(t,
		devices.Zeo, devices.RingconnSleep, devices.RingconnVitals, devices.WithingsSleep, devices.WithingsRaw, devices.PolarRecovery,
		devices.PolarSleep, devices.PolarScore, devices.UltrahumanDaily, devices.UltrahumanEvents, devices.UltrahumanRaw, devices.EightSleep,
		devices.Emfit,
	)
}
