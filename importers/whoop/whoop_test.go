package whoop

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"
)

const testHeader = "Cycle start time,Cycle end time,Cycle timezone,Resting heart rate (bpm),Heart rate variability (ms),Skin temp (celsius),Blood oxygen %,Day Strain,Sleep onset,Wake onset,Asleep duration (min),In bed duration (min)\n"

// The night is the date of waking, on whichever side of midnight the cycle
// began, and whatever the offset says.
func TestWhoopNightIsWakeDate(t *testing.T) {
	for _, tt := range []struct{ name, start, zone, onset, wake, night string }{
		{"evening", "2031-03-09 22:41:10", "UTC+01:00", "2031-03-09 22:41:10", "2031-03-10 06:52:31", "2031-03-10"},
		{"after midnight", "2031-03-10 00:12:05", "UTC-05:00", "2031-03-10 00:12:05", "2031-03-10 07:31:44", "2031-03-10"},
		{"UTC", "2031-03-09 23:00:00", "UTCZ", "2031-03-09 23:00:00", "2031-03-10 07:00:00", "2031-03-10"},
		{"half hour", "2031-03-09 23:50:00", "UTC+05:30", "2031-03-09 23:50:00", "2031-03-10 05:00:00", "2031-03-10"},
		{"long before the sleep", "2031-03-09 01:00:00", "UTC+01:00", "2031-03-09 23:30:00", "2031-03-10 06:00:00", "2031-03-10"},
		{"woke before midnight", "2031-03-09 15:00:00", "UTC+01:00", "2031-03-09 15:00:00", "2031-03-09 23:30:00", "2031-03-09"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			row := strings.Join([]string{tt.start, "", tt.zone, "55", "61", "", "", "9.5", tt.onset, tt.wake, "400", "430"}, ",")
			c, _ := importertest.Read(t, Cycles, "physiological_cycles.csv", testHeader+row+"\n")
			if got := fixture.Value(t, c.Records, tt.night, "hrv_rmssd"); got != 61 {
				t.Errorf("hrv_rmssd %v, want 61", got)
			}
			if len(c.Sessions) != 1 || c.Sessions[0].Night.String() != tt.night {
				t.Errorf("sessions %v, want one of %s", c.Sessions, tt.night)
			}
			if got := fixture.NightsOf(c.Records, "strain"); len(got) != 1 || got[0] <= tt.night {
				t.Errorf("strain on %v, want the night after %s", got, tt.night)
			}
		})
	}
}

// Recovery that WHOOP scored on a short sleep is left out, value by value, and
// the sleep itself is used.
func TestWhoopShortSleep(t *testing.T) {
	for _, tt := range []struct {
		asleep  string
		leftOut int
	}{{"179", 2}, {"180", 0}, {"", 0}, {"12", 2}} {
		row := "2031-03-07 02:28:41,,UTC+01:00,63,118,,,,2031-03-07 10:05:10,2031-03-07 14:09:55," + tt.asleep + ",430\n"
		c, counts := importertest.Read(t, Cycles, "c.csv", testHeader+row)
		if len(c.Problems) != tt.leftOut || len(fixture.NightsOf(c.Records, "hrv_rmssd")) != (2-tt.leftOut)/2 {
			t.Errorf("asleep %q: problems %v, want %d, and HRV on %v", tt.asleep, c.Problems, tt.leftOut, fixture.NightsOf(c.Records, "hrv_rmssd"))
		}
		if tt.leftOut > 0 && !strings.Contains(c.Problems[0].Message, "sleep of "+tt.asleep+" minutes") {
			t.Errorf("message %q", c.Problems[0].Message)
		}
		if counts.Used != 1 {
			t.Errorf("asleep %q: %d rows used, want 1", tt.asleep, counts.Used)
		}
	}
}

// A cycle without sleep gives the load of its day, unless a cycle with sleep does.
func TestWhoopCycleWithoutSleep(t *testing.T) {
	text := testHeader +
		"2031-03-09 01:00:00,,UTC+01:00,55,61,,,14.5,2031-03-09 01:00:00,2031-03-09 07:00:00,340,360\n" +
		"2031-03-08 22:00:00,,UTC+01:00,,,,,2.5,,,,\n" + // the same day
		"2031-03-07 00:00:00,,UTCZ,,,,,3.5,,,,\n" +
		"2031-03-06 00:00:00,,UTCZ,,,,,,,,,\n"
	c, counts := importertest.Read(t, Cycles, "c.csv", text)
	if a, b := fixture.Value(t, c.Records, "2031-03-10", "strain"),
		fixture.Value(t, c.Records, "2031-03-08", "strain"); a != 14.5 || b != 3.5 {
		t.Errorf("strain %v and %v, want 14.5 and 3.5", a, b)
	}
	if counts != (record.Counts{Read: 4, Used: 2, Skipped: 2}) || len(c.Sessions) != 1 {
		t.Errorf("%+v, %d sessions, want 2 of 4 rows used and 1 session", counts, len(c.Sessions))
	}
}

// strapFile has one row a night, newest first; measured tells which nights have
// a skin temperature, slept which have a sleep.
func strapFile(n int, measured, slept func(i int) bool) string {
	var rows []string
	for i := range n {
		wake := record.NewDate(2031, 6, 1) + record.Date(i)
		cell := func(has bool, text string) string {
			if has {
				return text
			}
			return ""
		}
		rows = append(rows, fmt.Sprintf("%s 23:00:00,,UTC+01:00,55,61,%s,,9.5,%s,%s,400,430", wake-1, cell(measured(i), "33.5"),
			cell(slept(i), (wake-1).String()+" 23:00:00"), cell(slept(i), wake.String()+" 07:00:00")))
	}
	slices.Reverse(rows)
	return testHeader + strings.Join(rows, "\n") + "\n"
}

func TestWhoopNewStrap(t *testing.T) {
	always := func(int) bool { return true }
	never := func(int) bool { return false }
	from := func(n int) func(int) bool { return func(i int) bool { return i >= n } }
	for _, tt := range []struct {
		name            string
		n               int
		measured, slept func(int) bool
		want            string // night of the break, "" for none
	}{
		{"13 bare nights", 30, from(13), always, ""},
		{"14 bare nights", 30, from(14), always, "2031-06-15"},
		{"always measured", 30, always, always, ""},
		{"never measured", 30, never, always, ""},
		{"bare nights without sleep do not count", 30, from(16), from(3), ""},
		{"a later hole is no new strap", 60, func(i int) bool { return i < 20 || i >= 40 }, always, ""},
		{"only one value", 30, func(i int) bool { return i == 20 }, always, "2031-06-21"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, _ := importertest.Read(t, Cycles, "c.csv", strapFile(tt.n, tt.measured, tt.slept))
			got := ""
			for _, b := range c.Breaks {
				got += b.Night.String()
				if b.Source != "whoop" || b.Reason != "strap" || b.Metrics != nil {
					t.Errorf("break %+v, want a strap change of every metric of whoop", b)
				}
			}
			if got != tt.want {
				t.Errorf("breaks %q, want %q", got, tt.want)
			}
		})
	}
}

// A header in another language, in another case or rewritten gives the same.
func TestWhoopHeaders(t *testing.T) {
	english := []string{"Cycle start time", "Heart rate variability (ms)", "Sleep onset", "Wake onset", "Asleep duration (min)"}
	row := "\n2031-03-09 23:00:00,61,2031-03-09 23:00:00,2031-03-10 07:00:00,400\n"
	want, _ := importertest.Read(t, Cycles, "c.csv", strings.Join(english, ",")+row)
	for _, header := range []string{
		"cycle_start_time,heart_rate_variability_ms,sleep_onset,wake_onset,asleep_duration_min",
		"CYCLE START TIME, Heart rate  variability RMSSD (ms) ,Sleep onset,Wake onset,Asleep duration (min)",
		"Startzeit des Zyklus,Herzfrequenzvariabilität (ms),Beginn des Schlafs,Beginn des Aufwachens,Schlafdauer (Min.)",
		"Heure de début du cycle,Variabilité de la fréquence cardiaque (ms),Premiers signes de sommeil,Premiers signes de réveil,Durée du sommeil (min)",
		"Hora de inicio del ciclo,Variabilidad de la frecuencia cardíaca (ms),Inicio del sueño,Inicio de la vigilia,Duración del sueño (min)",
		"Hora de início do ciclo,Variabilidade da frequência cardíaca (ms),Início do sono,Início da vigília,Duração do sono (min)",
	} {
		src := importers.SourceFromBytes("anything.csv", []byte(header+row))
		if !Cycles.Identify(src.Head) {
			t.Errorf("not identified: %s", header)
			continue
		}
		var got importers.Collector
		if _, err := Cycles.Read(src, &got); err != nil {
			t.Fatal(err)
		}
		if len(got.Records) != len(want.Records) || fixture.Value(t, got.Records, "2031-03-10", "hrv_rmssd") != 61 {
			t.Errorf("%s: %d records, want %d", header, len(got.Records), len(want.Records))
		}
	}
}

func TestWhoopJournalItems(t *testing.T) {
	for question, want := range map[string]string{
		"Have any alcoholic drinks?":      "alcohol",
		"Have any caffeine? ":             "caffeine",
		"Feeling sick or ill?":            "illness",
		"Experiencing a fever":            "illness",
		"Experience jet lag?":             "travel",
		"Eat any food close to bedtime?":  "late_meal",
		"Take magnesium?":                 "magnesium",
		"Tomou magnésio?":                 "magnesium",
		"Take creatine?":                  "Take creatine?",
		"Viewed a  screen device in bed?": "Viewed a screen device in bed?",
	} {
		if got := journalItem(question); got != want {
			t.Errorf("%q: %q, want %q", question, got, want)
		}
	}
}

func TestWhoopJournalNight(t *testing.T) {
	for start, want := range map[string]string{
		"2031-03-09 22:41:10": "2031-03-10",
		"2031-03-10 00:12:05": "2031-03-10",
		"2031-03-10 14:59:59": "2031-03-10",
		"2031-03-10 15:00:00": "2031-03-11",
	} {
		c, _ := importertest.Read(t, Journal, "j.csv", "Cycle start time,Question text,Answered yes\n"+start+",Share your bed?,true\n")
		e := c.Entries[0]
		if e.Night.String() != want || !e.HasNight || e.When.Day != e.Night-1 || e.When.Timed || !e.YesNo || e.Value != 1 {
			t.Errorf("%s: %+v, want the night %s and the untimed day before", start, e, want)
		}
	}
}

// Of two questions that mean the same yes wins, in either order.
func TestWhoopJournalYesWins(t *testing.T) {
	for _, answers := range [][2]string{{"true", "false"}, {"false", "true"}} {
		c, counts := importertest.Read(t, Journal, "j.csv", "Cycle start time,Question text,Answered yes,Notes\n"+
			"2031-03-09 22:00:00,Feeling sick or ill?,"+answers[0]+",\n2031-03-09 22:00:00,Experiencing a fever,"+answers[1]+",cold\n")
		if len(c.Entries) != 1 || c.Entries[0].Value != 1 || c.Entries[0].Note != "cold" || counts.Used != 2 {
			t.Errorf("%v: %+v, counts %+v", answers, c.Entries, counts)
		}
	}
}

func TestWhoopWorkoutNight(t *testing.T) {
	text := "Cycle start time,Workout start time,Activity Strain\n" +
		"x,2031-03-09 04:59:00,1\nx,2031-03-09 05:00:00,2\nx,2031-03-09 23:59:00,4\n"
	c, _ := importertest.Read(t, Workouts, "w.csv", text)
	if a, b := fixture.Value(t, c.Records, "2031-03-09", "training_load"),
		fixture.Value(t, c.Records, "2031-03-10", "training_load"); a != 1 || b != 6 {
		t.Errorf("training_load %v and %v, want 1 and 6", a, b)
	}
}

func TestWhoopForeign(t *testing.T) {
	for header, want := range map[string]string{
		"cycle_id,sleep_id,quality_duration": "web interface",
		"activity_id,during,score":           "privacy export",
		"hr,accel_x,accel_y,accel_z,ts":      "privacy export",
		"event,during,place":                 "",
	} {
		src := importers.SourceFromBytes("table.csv", []byte(header+"\n1,2,3,4,5\n"))
		if got := Foreign.Identify(src.Head); got != (want != "") {
			t.Errorf("%s: identified %v", header, got)
			continue
		}
		if _, err := Foreign.Read(src, &importers.Collector{}); want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: error %v, want %q", header, err, want)
		}
	}
}

// The offset of each sleep is kept, so that nights abroad can be told.
func TestWhoopOffset(t *testing.T) {
	for cell, want := range map[string]int{"UTC+05:30": 330, "UTC-05:00": -300, "UTCZ": 0, "UTC+01:00": 60} {
		if got, ok := offset(cell); !ok || got != want {
			t.Errorf("%s: %d, %v, want %d", cell, got, ok, want)
		}
	}
	for _, cell := range []string{"", "Europe/Berlin", "UTC+25", "+01:00"} {
		if got, ok := offset(cell); ok {
			t.Errorf("%q is %d minutes", cell, got)
		}
	}
}
