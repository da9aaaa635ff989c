package own_test

import (
	"testing"

	"nof1/importers/all"
	"nof1/importers/importertest"
	"nof1/importers/own"
)

func init() { own.AllFormats = all.All }

func TestFormats(t *testing.T) {
	importertest.Run(t,
		own.Nights, own.SupplementLog, own.Diary,
	)
}
