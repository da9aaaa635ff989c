package apple

import (
	"testing"
	"time"

	"nof1/importers"
)

// Apple's times in the form Apple writes, and in those of converters.
func TestInstants(t *testing.T) {
	var a instants
	for text, want := range map[string]string{
		"2031-03-09 23:15:00 +0100":  "2031-03-09T22:15:00Z 3600",
		"2031-03-09 23:15:00 -0330":  "2031-03-10T02:45:00Z -12600",
		"2031-03-09 23:15:00 +01:00": "2031-03-09T22:15:00Z 3600",
		"2031-03-09T23:15:00Z":       "2031-03-09T23:15:00Z 0",
		"2031-03-09 23:15:00Z":       "2031-03-09T23:15:00Z 0",
		"2031-03-09 24:15:00 +0100":  "",
		"2031-03-09 2x:15:00 +0100":  "",
		"2031-02-30 23:15:00 +0100":  "",
		"2031-03-09 23:15:00 *0100":  "",
		"1960-03-09 23:15:00 +0100":  "",
		"2206-03-09 23:15:00 +0100":  "",
	} {
		at, offset, err := a.instant([]byte(text))
		got := ""
		if err == nil {
			got = time.Unix(at, 0).UTC().Format(time.RFC3339) + " " + importers.FormatNumber(float64(offset))
		}
		if got != want {
			t.Errorf("%s: %q (%v), want %q", text, got, err, want)
		}
	}
}
