package importers

import "testing"

// FuzzLog reads any bytes as a supplement log.
func FuzzLog(f *testing.F) {
	seed(f, "testdata", isDelimited)
	f.Fuzz(func(t *testing.T, b []byte) { checkImporter(t, supplementLog, "f", b) })
}

// FuzzDiary reads any bytes as a diary.
func FuzzDiary(f *testing.F) {
	seed(f, "testdata", isDelimited)
	f.Fuzz(func(t *testing.T, b []byte) { checkImporter(t, diary, "f", b) })
}
