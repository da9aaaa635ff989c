package sleepapps

import (
	"strings"
	"testing"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"
)

// On the night of a clock change End less Start is an hour off; the app's own
// seconds are not. A night entered by hand has none.
func TestSleepCycleTimeInBed(t *testing.T) {
	const header = "Start;End;Sleep Quality;Steps;Time in bed (seconds);Time asleep (seconds);Time before sleep (seconds);Notes\n"
	c, _ := importertest.Read(t, SleepCycle, "sleepdata.csv", header+
		"2031-03-29 23:00:00;2031-03-30 07:00:00;80%;0;25200.0;23400;600;\n2031-03-30 23:00:00;2031-03-31 07:00:00;0%;0;0.0;0.0;0.0;\n")
	for night, want := range map[string]float64{"2031-03-30": 420, "2031-03-31": 480} {
		if got := fixture.Value(t, c.Records, night, "tib"); got != want {
			t.Errorf("%s: tib %v, want %v", night, got, want)
		}
	}
	for _, metric := range []string{"tst", "sol", "sleep_score"} {
		if got := fixture.NightsOf(c.Records, metric); len(got) != 1 || got[0] != "2031-03-30" {
			t.Errorf("%s on %v, want the measured night alone", metric, got)
		}
	}
}

func TestSleepCycleZeroHeartRate(t *testing.T) {
	c, _ := importertest.Read(t, SleepCycle, "sleepdata.csv",
		"Start;End;Sleep quality;Time in bed;Wake up;Sleep Notes;Heart rate;Activity (steps)\n"+
			"2031-03-07 23:00:00;2031-03-08 07:00:00;80%;8:00;:);;0;0\n2031-03-08 23:00:00;2031-03-09 07:00:00;80%;8:00;;;59;812\n")
	if got := fixture.NightsOf(c.Records, "resting_hr"); len(got) != 1 || len(fixture.NightsOf(c.Records, "steps")) != 1 {
		t.Errorf("resting_hr on %v, steps on %v", got, fixture.NightsOf(c.Records, "steps"))
	}
}

// Notes are tags: what names a supplement is a dose, "no alcohol" is no alcohol,
// and a long remark no tag.
func TestSleepCycleNotes(t *testing.T) {
	for notes, want := range map[string]string{
		"Coffee:Magnesium":                       "note caffeine +Magnesium",
		"2 or more coffee cups of caffeine :Tea": "note caffeine Tea",
		"No alcohol:Worked out":                  "note No alcohol Worked out",
		"Decaf coffee":                           "note Decaf coffee",
		"Ate late, drank wine; slept badly":      "note late_meal",
		"Took magnesium:took magnesium":          "note +magnesium",
		"No magnesium":                           "note No magnesium",
		"Jet lag:Stressful day":                  "note Jet lag stress_event",
		strings.Repeat("A long remark. ", 5):     "note",
		"":                                       "",
	} {
		c, _ := importertest.Read(t, SleepCycle, "sleepdata.csv",
			"Start;End;Sleep quality;Time in bed;Wake up;Sleep Notes\n2031-03-07 23:00:00;2031-03-08 07:00:00;80%;8:00;:);"+notes+"\n")
		var items []string
		for _, e := range c.Entries {
			items = append(items, e.Item)
		}
		for _, d := range c.Doses {
			items = append(items, "+"+d.Supplement)
			if d.Taken != record.TakenYes || d.When.String() != "2031-03-07" {
				t.Errorf("%q: %+v", notes, d)
			}
		}
		if got := strings.Join(items, " "); got != want {
			t.Errorf("%q: %q, want %q", notes, got, want)
		}
	}
}

// A spreadsheet's dates are read where one of them shows which part is the day.
func TestSleepCycleRewrittenDates(t *testing.T) {
	for _, tt := range []struct{ first, second, night string }{
		{"3/11/31 23:33,3/12/31 7:03", "3/13/31 23:33,3/14/31 7:03", "2031-03-12"},
		{"11.3.2031 23:33,12.3.2031 7:03", "13.3.2031 23:33,14.3.2031 7:03", "2031-03-12"},
	} {
		c, counts := importertest.Read(t, SleepCycle, "s.csv",
			"Start,End,Sleep quality,Time in bed\r"+tt.first+",80%,7:30\r"+tt.second+",80%,7:30\r")
		if counts.Used != 2 || fixture.Value(t, c.Records, tt.night, "tib") != 450 {
			t.Errorf("%s: %+v %v", tt.first, counts, c.Problems)
		}
	}
	one, counts := importertest.Read(t, SleepCycle, "s.csv",
		"Start;End;Sleep quality\n3/10/31 23:33;3/11/31 7:03;80%\n2031-03-11 23:33;2031-03-12 7:03;81%\n")
	if counts != (record.Counts{Read: 2, Used: 1, Skipped: 1}) || fixture.Value(t, one.Records, "2031-03-12",
		"sleep_score") != 81 || len(one.Problems) != 1 || one.Problems[0].Pos != (record.Pos{File: "s.csv", Line: 2, Column: 1}) {
		t.Errorf("one such date among the app's own: %+v, %v", counts, one.Problems)
	}
	var c importers.Collector
	if _, err := SleepCycle.Read(importers.SourceFromBytes("s.csv",
		[]byte("Start,End,Sleep quality\n3/10/31 23:33,3/11/31 7:03,80%\n")), &c); err == nil || len(c.Records) != 0 {
		t.Errorf("error %v, %d records: want a refusal to guess", err, len(c.Records))
	}
}

func TestClockDuration(t *testing.T) {
	for text, want := range map[string]float64{"8:32": 512, "08:17:00": 497, "00:00:30": 0.5, "25:00": 1500} {
		if got, err := importers.ClockDuration(text); err != nil || got != want {
			t.Errorf("%q: %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "8", "8:60", "-1:00", "1:2:3:4", "a:b"} {
		if got, err := importers.ClockDuration(text); err == nil {
			t.Errorf("%q: %v, want an error", text, got)
		}
	}
}
