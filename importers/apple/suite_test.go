package apple_test

import (
	"testing"

	"nof1/importers/all"
	"nof1/importers/apple"
	"nof1/importers/importertest"
)

func init() { apple.AllFormats = all.All }

func TestFormats(t *testing.T) {
	importertest.Run(t,
		apple.Export, apple.Simple, apple.HealthData, apple.Typed, apple.Frame, apple.QSAccess,
		apple.HAETable, apple.HAEJSON, apple.HAEMedications,
	)
}
