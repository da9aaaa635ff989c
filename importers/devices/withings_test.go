package devices

import (
	"strings"
	"testing"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"
)

const withingsRest = `,"Duration to sleep (s)","Duration to wake up (s)","Snoring (s)","Snoring episodes","Average heart rate","Heart rate (min)","Heart rate (max)"`

// The first seven headers follow the language and go by their place.
func TestWithingsLanguages(t *testing.T) {
	for _, header := range []string{
		`von,bis,"leicht (s)","tief (s)","rem (s)","wach (s)",Aufwachen` + withingsRest,
		`from,to,"light (s)","deep (s)","rem (s)","awake (s)","wake up"` + withingsRest + `,"Night events"`,
		`de,a,"ligero (s)","profundo (s)","rem (s)","despierto (s)",despertar` + withingsRest,
	} {
		text := header + "\n2031-03-09T23:26:00+01:00,2031-03-10T07:46:00+01:00,15600,8400,4800,1200,2,420,300,0,0,58,49,81\n"
		if !WithingsSleep.Identify(importers.SourceFromBytes("sleep.csv", []byte(text)).Head) {
			t.Errorf("not identified: %s", header)
		}
		c, _ := importertest.Read(t, WithingsSleep, "sleep.csv", text)
		for metric, want := range map[string]float64{"tst": 480, "tib": 500, "light": 260, "deep": 140, "rem": 80, "waso": 8,
			"sol": 7, "awakenings": 2, "sleep_hr": 58, "bedtime": 693, "waketime": 1181} {
			if got := fixture.Value(t, c.Records, "2031-03-10", metric); got != want {
				t.Errorf("%s %v, want %v", metric, got, want)
			}
		}
	}
	moved := `"Night events",` + `von,bis,"leicht (s)","tief (s)","rem (s)","wach (s)",Aufwachen` + withingsRest
	if WithingsSleep.Identify(importers.SourceFromBytes("sleep.csv", []byte(moved+"\n")).Head) {
		t.Error("identified although the columns have moved")
	}
}

// REM 0 and heart rate 0 mean not measured, naps and sleepless rows are left out,
// split nights are not, and the clocks may change overnight.
func TestWithingsRows(t *testing.T) {
	header := `from,to,"light (s)","deep (s)","rem (s)","awake (s)","wake up"` + withingsRest + "\n"
	c, counts := importertest.Read(t, WithingsSleep, "sleep.csv", header+strings.Join([]string{
		"2031-03-29T23:00:00+01:00,2031-03-30T07:00:00+02:00,14400,10200,0,600,0,0,0,0,0,0,0,0", // clocks go forward
		"2031-03-30T23:00:00+02:00,2031-03-31T02:40:00+02:00,6000,6000,0,1200,0,0,0,0,0,60,0,0", // split night
		"2031-03-31T04:00:00+02:00,2031-03-31T08:00:00+02:00,7200,6000,0,1200,0,0,0,0,0,60,0,0",
		"2031-03-31T14:00:00+02:00,2031-03-31T15:30:00+02:00,5000,0,0,400,0,0,0,0,0,60,0,0", // nap
		"2031-04-01T23:00:00+02:00,2031-04-02T07:00:00+02:00,0,0,0,28800,0,0,0,0,0,60,0,0",
	}, "\n")+"\n")
	if counts != (record.Counts{Read: 5, Used: 3, Skipped: 2}) {
		t.Errorf("%+v", counts)
	}
	if got := fixture.Value(t, c.Records, "2031-03-30", "tib"); got != 420 {
		t.Errorf("time in bed %v, want 420 in the night that loses an hour", got)
	}
	if n := fixture.NightsOf(c.Records, "rem"); n != nil {
		t.Errorf("REM sleep of no length on %v", n)
	}
	if n := fixture.NightsOf(c.Records, "sleep_hr"); len(n) != 2 {
		t.Errorf("heart rate asleep on %v, want the two sleeps that have it", n)
	}
	if n := len(c.Sessions); n != 3 {
		t.Errorf("%d sessions, want 3", n)
	}
}
