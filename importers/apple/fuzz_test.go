package apple

import (
	"testing"

	"nof1/importers/importertest"
)

// FuzzXML holds the scanner of Apple's export to encoding/xml.
func FuzzXML(f *testing.F) {
	importertest.Seed(f, "testdata", importertest.IsXML)
	f.Add([]byte(xmlOf(sleepXML("W", "Asleep", "2031-01-05 23:00:00", "2031-01-06 06:00:00", "Europe/Paris"))))
	f.Fuzz(func(t *testing.T, b []byte) { compareReaders(t, b) })
}
