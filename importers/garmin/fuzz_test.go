package garmin

import (
	"testing"

	"nof1/importers/importertest"
)

// FuzzFIT reads any bytes as a file of a Garmin watch.
func FuzzFIT(f *testing.F) {
	importertest.Seed(f, "testdata", importertest.IsFIT)
	f.Fuzz(func(t *testing.T, b []byte) { importertest.CheckImporter(t, FIT, "f", b) })
}
