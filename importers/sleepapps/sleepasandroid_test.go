package sleepapps

import (
	"testing"
	"time"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"
)

const androidTestHeader = `Id,Tz,From,To,Sched,Hours,Rating,Comment,Framerate,Snore,Noise,Cycles,DeepSleep,LenAdjust,Geo`

// The Id in the zone Tz says when a recording began, and Hours how long it lasted:
// also over a clock change, and in a zone that is not the reader's.
func TestSleepAsAndroidClock(t *testing.T) {
	for _, tt := range []struct {
		name, row                 string
		night                     string
		bedtime, waketime, lasted float64
	}{
		{"clocks go back", `"1919282400000","Europe/Berlin","27. 10. 2030 0:00","27. 10. 2030 6:30","","7.500","0.0"`,
			"2030-10-27", 720, 1110, 450},
		{"another zone", `"1930768200000","Asia/Tokyo","09. 03. 2031 5:30","09. 03. 2031 11:30","","6.000","0.0"`, "2031-03-09", 1050, 1410, 360},
		{"hours rounded", `"1930766430000","Europe/Berlin","08. 03. 2031 21:00","09. 03. 2031 4:01","","7.010","0.0"`,
			"2031-03-09", 540, 961, 420.6},
		{"no such zone", `"1930766400000","Mars/Base","08. 03. 2031 23:10","09. 03. 2031 7:10","","8.000","0.0"`, "2031-03-09", 670, 1150, 480},
		{"rounded by a spreadsheet", `1.93077E+12,Europe/Berlin,08. 03. 2031 23:10,09. 03. 2031 7:10,,"8,0",0`, "2031-03-09", 670, 1150, 480},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, counts := importertest.Read(t, SleepAsAndroid, "sleep-export.csv", androidTestHeader+"\n"+tt.row+"\n")
			if counts.Used != 1 || len(c.Problems) != 0 {
				t.Fatalf("%+v %v", counts, c.Problems)
			}
			for metric, want := range map[string]float64{"bedtime": tt.bedtime, "waketime": tt.waketime, "tib": tt.lasted} {
				if got := fixture.Value(t, c.Records, tt.night, metric); got < want-1e-9 || got > want+1e-9 {
					t.Errorf("%s %v, want %v", metric, got, want)
				}
			}
		})
	}
}

func TestSleepAsAndroidValues(t *testing.T) {
	row := func(rating, deep, adjust string) string {
		return androidTestHeader + "\n" + `"1930768200000","Europe/Berlin","08. 03. 2031 21:30","09. 03. 2031 5:30","","8.000","` +
			rating + `","","10000","-1","-1.0","5","` + deep + `","` + adjust + `",""` + "\n"
	}
	c, _ := importertest.Read(t, SleepAsAndroid, "s.csv", row("3,5", "0,25", "-40"))
	for metric, want := range map[string]float64{"tst": 440, "tib": 480, "deep": 110, "sleep_quality": 7} {
		if got := fixture.Value(t, c.Records, "2031-03-09", metric); got != want {
			t.Errorf("%s %v, want %v", metric, got, want)
		}
	}
	c, _ = importertest.Read(t, SleepAsAndroid, "s.csv", row("0.0", "-2.0", "-1.0"))
	if got := fixture.Value(t, c.Records, "2031-03-09", "tst"); got != 480 || fixture.NightsOf(c.Records, "deep") != nil ||
		fixture.NightsOf(c.Records, "sleep_quality") != nil || fixture.NightsOf(c.Records, "waso") != nil {
		t.Errorf("tst %v of a night entered by hand, %+v", got, c.Records)
	}
}

// A hashtag is a diary entry or, where it names a supplement, a dose; those the app
// sets are neither.
func TestSleepAsAndroidTags(t *testing.T) {
	row := `"1930768200000","Europe/Berlin","08. 03. 2031 21:30","09. 03. 2031 5:30","","8.000","0.0"," \n #alcohol_3x #alcohol #vitamin_d_2x #fullmoon"`
	c, _ := importertest.Read(t, SleepAsAndroid, "s.csv", androidTestHeader+"\n"+row+"\n")
	if len(c.Doses) != 1 || c.Doses[0].Supplement != "vitamin d" || c.Doses[0].When.String() != "2031-03-08" || len(c.Entries) != 2 {
		t.Fatalf("%+v %+v", c.Doses, c.Entries)
	}
	if e := c.Entries[1]; e.Item != "alcohol" || e.Value != 1 || !e.YesNo || e.Night.String() != "2031-03-09" ||
		e.When.String() != "2031-03-08" {
		t.Errorf("%+v", e)
	}
	if note := c.Entries[0].Note; note != "#alcohol_3x #alcohol #vitamin_d_2x #fullmoon" {
		t.Errorf("note %q", note)
	}
}

func TestIsNap(t *testing.T) {
	for _, tt := range []struct {
		begin  string
		lasted time.Duration
		want   bool
	}{
		{"23:00", 8 * time.Hour, false},
		{"09:30", 4 * time.Hour, false}, // slept by day
		{"14:00", 2 * time.Hour, true},
		{"20:30", 150 * time.Minute, true}, // on the sofa
		{"23:30", 16 * time.Minute, true},  // a test run
		{"04:00", 2 * time.Hour, false},    // a short night
		{"07:38", 2 * time.Minute, true},
	} {
		begin, err := time.Parse("15:04", tt.begin)
		if err != nil {
			t.Fatal(err)
		}
		if got := importers.IsNap(begin, begin.Add(tt.lasted), tt.lasted); got != tt.want {
			t.Errorf("%s for %s: nap %v, want %v", tt.begin, tt.lasted, got, tt.want)
		}
	}
}

// Nine exports of one test user: three nights entered by hand, test runs of
// minutes, and a night slept by day.
func TestRealSleepAsAndroid(t *testing.T) {
	res := importertest.Shared(t, "sleep-as-android", AllFormats()...)
	files := 0
	for _, in := range res.Inputs {
		if in.Importer == SleepAsAndroid.Name() {
			files++
			if len(in.Problems) != 0 {
				t.Errorf("%s: %v", in.Path, in.Problems)
			}
			if in.Path == "sleepdiary_sleep-export.1606907034.zip!/sleep-export.csv" && in.Counts != (record.Counts{Read: 12, Used: 4, Skipped: 8}) {
				t.Errorf("%+v, want 12 records of which 4 are no naps and tests", in.Counts)
			}
		}
	}
	if files != 8 { // two of the nine are the same
		t.Errorf("%d files read, want 8", files)
	}
	nights := importertest.WithMetric(res, sleepAsAndroidSource, "tst")
	if len(nights) != 3 || nights[0].String() != "2020-11-13" || nights[2].String() != "2020-12-02" {
		t.Errorf("nights %v", nights)
	}
	for _, s := range res.Sessions {
		if s.Night == record.NewDate(2020, 12, 2) && (s.Onset.String() != "2020-12-01 20:00" || s.Wake.String() != "2020-12-02 07:00") {
			t.Errorf("%+v", s)
		}
	}
}
