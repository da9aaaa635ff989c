package own

import (
	"testing"

	"nof1/importers/importertest"
)

// FuzzLog reads any bytes as a supplement log.
func FuzzLog(f *testing.F) {
	importertest.Seed(f, "testdata", importertest.IsDelimited)
	f.Fuzz(func(t *testing.T, b []byte) { importertest.CheckImporter(t, SupplementLog, "f", b) })
}

// FuzzDiary reads any bytes as a diary.
func FuzzDiary(f *testing.F) {
	importertest.Seed(f, "testdata", importertest.IsDelimited)
	f.Fuzz(func(t *testing.T, b []byte) { importertest.CheckImporter(t, Diary, "f", b) })
}
