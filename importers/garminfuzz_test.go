package importers

import "testing"

// FuzzFIT reads any bytes as a file of a Garmin watch.
func FuzzFIT(f *testing.F) {
	seed(f, "testdata", isFIT)
	f.Fuzz(func(t *testing.T, b []byte) { checkImporter(t, garminFIT, "f", b) })
}
