package importers

import "testing"

// FuzzXML holds the scanner of Apple's export to encoding/xml.
func FuzzXML(f *testing.F) {
	seed(f, "testdata", isXML)
	f.Add([]byte(appleXMLOf(sleepXML("W", "Asleep", "2031-01-05 23:00:00", "2031-01-06 06:00:00", "Europe/Paris"))))
	f.Fuzz(func(t *testing.T, b []byte) { compareApple(t, b) })
}
