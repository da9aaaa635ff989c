package importers

import "testing"

// FuzzRR reads any bytes as intervals between beats.
func FuzzRR(f *testing.F) {
	seed(f, "testdata", isDelimited)
	f.Fuzz(func(t *testing.T, b []byte) { checkImporter(t, rrText, "2031-03-01 07-00-00.txt", b) })
}
