package garmin

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"
)

// Dates without a year take it from dated rows, the file's name or the time it
// was written, in this order; rows run down or up the calendar.
func TestYears(t *testing.T) {
	written := time.Date(2031, 2, 10, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name, file string
		changed    time.Time
		cells      []string
		want       string // dates, or a part of the error
		assumed    bool
	}{
		{"dated", "Sleep.csv", time.Time{}, []string{"2031-06-11", "2031-06-10"}, "2031-06-11 2031-06-10", false},
		{"written", "Sleep.csv", written, []string{"Feb 9", "Jan 31", "Dec 31", "Dec 30"}, "2031-02-09 2031-01-31 2030-12-31 2030-12-30", true},
		{"written before the newest", "Sleep.csv", written, []string{"Mar 9", "Mar 8"}, "2030-03-09 2030-03-08", true},
		{"written the same day", "Sleep.csv", written, []string{"Feb 11", "Feb 10"}, "2031-02-11 2031-02-10", true},
		{"upwards", "Sleep.csv", written, []string{"Dec 30", "Dec 31", "Jan 1"}, "2030-12-30 2030-12-31 2031-01-01", true},
		{"name", "Sleep-2029.csv", written, []string{"Jan 1", "Dec 31"}, "2029-01-01 2028-12-31", false},
		{"names", "Sleep 2028-2029.csv", written, []string{"Jan 1", "Dec 31"}, "2029-01-01 2028-12-31", false},
		{"dated row below", "Sleep.csv", written, []string{"Jan 2", "Jan 1", "Dec 31, 2027"}, "2028-01-02 2028-01-01 2027-12-31", false},
		{"dated row above", "Sleep.csv", written, []string{"Jan 1, 2028", "Dec 31", "Dec 30"}, "2028-01-01 2027-12-31 2027-12-30", false},
		{"two wraps", "Sleep-2030.csv", written, []string{"Jan 2", "Mar 1", "Jan 1", "Dec 1"}, "2030-01-02 2029-03-01 2029-01-01 2028-12-01", false},
		{"no such day", "Sleep-2031.csv", written, []string{"Mar 1", "Feb 29", "Feb 28"}, "2031-03-01 2031-02-28", false},
		{"nothing tells", "Sleep.csv", time.Time{}, []string{"May 25"}, "the dates have no year", false},
		{"zip without times", "Sleep.csv", time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC), []string{"May 25"}, "the dates have no year", false},
		{"month first", "R.csv", written, []string{"10/31/2030", "11/1/2030"}, "2030-10-31 2030-11-01", false},
		{"day first", "R.csv", written, []string{"3/1/2031", "2/1/2031", "1/1/2031"}, "2031-01-03 2031-01-02 2031-01-01", false},
		{"either", "R.csv", written, []string{"3/1/2031", "3/5/2031"}, "cannot be told apart", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			src := importers.SourceFromBytes(tt.file, []byte("Date,Score\n\""+strings.Join(tt.cells, "\",1\n\"")+"\",1\n"))
			src.Changed = tt.changed
			nights, assumed, err := nights(src)
			if err != nil {
				if !strings.Contains(err.Error(), tt.want) {
					t.Errorf("error %v, want %q", err, tt.want)
				}
				return
			}
			var got []string
			for i := range tt.cells {
				if d, ok := nights[i+2]; ok {
					got = append(got, d.String())
				}
			}
			if strings.Join(got, " ") != tt.want || (assumed != "") != tt.assumed {
				t.Errorf("%v, assumed %q; want %s", got, assumed, tt.want)
			}
		})
	}
}

// The year that was assumed is told to the user.
// A date with slashes that does not tell the day from the month costs its own row
// where others are sound.
func TestOneSlashedDate(t *testing.T) {
	c, counts := importertest.Read(t, HRV, "HRV.csv", "Date,Overnight HRV,Baseline,7d Avg\n2031-03-12,41ms,,\n3/4/2031,42ms,,\n2031-03-10,43ms,,\n")
	if counts != (record.Counts{Read: 3, Used: 2, Skipped: 1}) || fixture.Value(t, c.Records, "2031-03-10", "hrv_rmssd") != 43 || len(c.Problems) != 1 || c.Problems[0].Pos.Line != 3 {
		t.Errorf("%+v, %v", counts, c.Problems)
	}
	if _, err := HRV.Read(importers.SourceFromBytes("HRV.csv", []byte("Date,Overnight HRV,Baseline,7d Avg\n3/4/2031,42ms,,\n")), &importers.Collector{}); err == nil {
		t.Error("no error where no date tells")
	}
}

func TestYearIsTold(t *testing.T) {
	src := importers.SourceFromBytes("Sleep.csv", []byte("Date,Score,Duration,Sleep Need\nMay 25,38,3h,9h\n"))
	src.Changed = time.Date(2031, 6, 1, 0, 0, 0, 0, time.UTC)
	var c importers.Collector
	if _, err := Sleep.Read(src, &c); err != nil {
		t.Fatal(err)
	}
	if got := fixture.Value(t, c.Records, "2031-05-25", "tst"); got != 180 || len(c.Problems) != 1 || !strings.Contains(c.Problems[0].Message, "2031") {
		t.Errorf("%v %v", got, c.Problems)
	}
}

func TestIdentify(t *testing.T) {
	for header, want := range map[string]string{
		"Date,Score,Quality,Duration,Sleep Need,Bedtime,Wake Time":                                                 "garmin.sleep",
		"Sleep Score 4 Weeks,Score,Quality,Duration,Sleep Need,Bedtime,Wake Time":                                  "garmin.sleep",
		"Sleep Score 7 Days,Score,HRV Status,Quality,Duration,Sleep Need,Bedtime,Wake Time":                        "garmin.sleep",
		"Date,Avg Score,Avg Quality,Avg Duration,Avg Sleep Need,Avg Bedtime,Avg Wake Time":                         "garmin.weekly",
		"Date,Avg Score,Avg Quality,Avg Duration":                                                                  "garmin.weekly",
		"Informe de sueño\nFecha;Puntuación del sueño;Duración;Hora de acostarse":                                  "garmin.localised",
		"Date,Overnight HRV,Baseline,7d Avg":                                                                       "garmin.hrv",
		"Date\tOvernight HRV\tBaseline\t7d Avg":                                                                    "garmin.hrv",
		",Resting Heart Rate":                                                                                      "garmin.resting_hr",
		",Stress":                                                                                                  "",
		"hrvReadings,hrvSummary_lastNightAvg,x,hrvSummary_calendarDate":                                            "garmin.hrv_dump",
		"Fecha;Puntuación del sueño;Duración;Hora de acostarse;Hora de despertarse":                                "garmin.localised",
		"day,start,end,total_sleep,deep_sleep,light_sleep,rem_sleep,awake":                                         "garmin.db_sleep",
		`[{"retro":false},{"calendarDate":"2031-03-10","deepSleepSeconds":1}]`:                                     "garmin.account",
		`[{"calendarDate":"2031-03-10","metrics":[{"type":"HRV"}]}]`:                                               "garmin.account",
		`[{"calendarDate":"2031-03-10","dailyTrainingLoadAcute":1}]`:                                               "",
		`{"dailySleepDTO":{"calendarDate":"2031-03-10","deepSleepSeconds":1}}`:                                     "",
		`[{"dateOfSleep":"2031-03-10","startTime":"2031-03-09T23:00:00.000","endTime":"2031-03-10T07:00:00.000"}]`: "fitbit.sleep",
	} {
		claims := importers.Claimants(importers.SourceFromBytes("f", []byte(header+"\n")).Head, nil, AllFormats())
		var names []string
		for _, imp := range claims {
			names = append(names, imp.Name())
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s: claimed by %q, want %q", header, got, want)
		}
	}
}

// No mean of seven nights becomes a night's value, wherever it stands.
func TestSevenDayMeans(t *testing.T) {
	for name, text := range map[string]string{
		"HRV Status":  "Date,Score,HRV Status,Duration,Sleep Need\n2031-03-10,80,47,7h,8h\n",
		"7 Day":       "Date,Score,7 Day Average HRV ,Duration,Sleep Need\n2031-03-10,80,47,7h,8h\n",
		"HRV report":  "Date,Overnight HRV,Baseline,7d Avg\n2031-03-10,--,40ms - 50ms,47ms\n",
		"dump":        "hrvSummary_weeklyAvg,hrvSummary_lastNightAvg,hrvSummary_calendarDate\n47,,2031-03-10\n",
		"GarminDB":    "day,weekly_avg,last_night_avg\n2031-03-10,47,\n",
		"one night":   "Sleep Score 1 Day,\nDate,2031-03-10\nSleep Score,80\n7d Avg HRV,47\n",
		"daily files": `[{"calendarDate":"2031-03-10","restingHeartRate":47,"currentDayRestingHeartRate":52}]`,
	} {
		head := importers.SourceFromBytes("f", []byte(text)).Head
		claims := importers.Claimants(head, nil, AllFormats())
		if len(claims) != 1 {
			t.Fatalf("%s: claimed by %v", name, claims)
		}
		c, _ := importertest.Read(t, claims[0], "f", text)
		for _, r := range c.Records {
			if r.Value == 47 {
				t.Errorf("%s: %+v", name, r)
			}
		}
	}
}

func TestCells(t *testing.T) {
	for _, tt := range []struct {
		parse func(string) (float64, error)
		cell  string
		want  float64 // -1 for an error
	}{
		{importers.WordDuration, "7h 40min", 460}, {importers.WordDuration, "3h 17m", 197}, {importers.WordDuration, "48min", 48}, {importers.WordDuration, "8h", 480},
		{importers.WordDuration, "", -1}, {importers.WordDuration, "7:40", -1}, {importers.WordDuration, "h", -1},
		{number, "42ms", 42}, {number, "46 bpm", 46}, {number, "+35", 35}, {number, "'-9", -9},
		{number, "14.63", 14.63}, {number, "97%", 97}, {number, "14 brpm", 14}, {number, "35ms - 51ms", -1},
		{degrees, "+0.3°", 0.3}, {degrees, "-0.2 °C", -0.2}, {degrees, "1.8°F", 1}, {degrees, "warm", -1},
		{importers.ClockDuration, "07:12:30", 432.5}, {importers.ClockDuration, "00:00:00.000000", 0}, {importers.ClockDuration, "7:12", 432}, {importers.ClockDuration, "-1:00:00", -1}, {importers.ClockDuration, "7:60", -1}, {importers.ClockDuration, "0:00:30.5", 30.5 / 60},
	} {
		got, err := tt.parse(tt.cell)
		if err != nil {
			got = -1
		}
		if diff := got - tt.want; diff > 1e-9 || diff < -1e-9 {
			t.Errorf("%q: %v %v, want %v", tt.cell, got, err, tt.want)
		}
	}
}

const sleepJSON = `{"calendarDate":"%s","sleepStartTimestampGMT":"%s","sleepEndTimestampGMT":"%s","deepSleepSeconds":3600,"lightSleepSeconds":%d,"remSleepSeconds":3600,"awakeSleepSeconds":600}`

func sleepList(elements ...string) string { return "[" + strings.Join(elements, ",\n") + "]" }

// The daily files tell the clock the sleeps lack, also in the night the clocks
// change; --zone goes before.
func TestAccountClock(t *testing.T) {
	day := func(date, startGMT, startLocal, endGMT, endLocal string) string {
		return fmt.Sprintf(`{"calendarDate":%q,"totalSteps":9,"wellnessStartTimeGmt":%q,"wellnessStartTimeLocal":%q,"wellnessEndTimeGmt":%q,"wellnessEndTimeLocal":%q}`, date, startGMT, startLocal, endGMT, endLocal)
	}
	tree := fixture.Files{
		"x/DI_CONNECT/DI-Connect-Wellness/a_sleepData.json": sleepList(
			fmt.Sprintf(sleepJSON, "2031-03-29", "2031-03-28T22:00:00.0", "2031-03-29T05:00:00.0", 10800),
			fmt.Sprintf(sleepJSON, "2031-03-30", "2031-03-29T22:00:00.0", "2031-03-30T05:00:00.0", 10800),
			fmt.Sprintf(sleepJSON, "2031-06-01", "2031-05-31T22:00:00.0", "2031-06-01T05:00:00.0", 10800)),
		"x/DI_CONNECT/DI-Connect-Aggregator/UDSFile_2031-03-01_2031-06-08.json": sleepList(
			day("2031-03-28", "2031-03-27T23:00:00.0", "2031-03-28T00:00:00.0", "2031-03-28T23:00:00.0", "2031-03-29T00:00:00.0"),
			day("2031-03-30", "2031-03-29T23:00:00.0", "2031-03-30T00:00:00.0", "2031-03-30T22:00:00.0", "2031-03-31T00:00:00.0")),
	}
	res, err := importers.Read(t.Context(), tree.FS(), importers.Options{Formats: AllFormats()})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range res.Sessions {
		got = append(got, s.Onset.String()+" to "+s.Wake.String())
	}
	want := []string{"2031-03-28 23:00 to 2031-03-29 06:00", "2031-03-29 23:00 to 2031-03-30 07:00"}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if c := (&importers.Collector{Records: res.Records}); fixture.Value(t, c.Records, "2031-06-01", "tst") != 300 {
		t.Error("a night without a clock has lost its values")
	}
	if p := res.Inputs[1].Problems; len(p) != 1 || !strings.Contains(p[0].Message, "--zone") {
		t.Errorf("problems %v, want one about the zone of the third night", p)
	}
	res, err = importers.Read(t.Context(), tree.FS(), importers.Options{Formats: AllFormats(), Zone: time.FixedZone("", -3*60*60)})
	if err != nil || len(res.Sessions) != 3 || res.Sessions[0].Onset.String() != "2031-03-28 19:00" {
		t.Errorf("with --zone: %v %v", res.Sessions, err)
	}
}

// Pieces of the export overlap: the last file's elements of a date stand, all of
// them.
func TestAccountLastFileWins(t *testing.T) {
	one := func(date string, light int) string {
		return fmt.Sprintf(sleepJSON, date, "2031-03-09T22:00:00.0", "2031-03-10T05:00:00.0", light)
	}
	res, err := importers.Read(t.Context(), fixture.Files{
		"1_sleepData.json": sleepList(one("2031-03-10", 3600), one("2031-03-11", 7200)),
		"2_sleepData.json": sleepList(one("2031-03-10", 10800), one("2031-03-10", 1800), `{"retro":false}`),
	}.FS(), importers.Options{Formats: AllFormats()})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range res.Records {
		if r.Metric == "tst" {
			got = append(got, fmt.Sprintf("%s %v", r.Night, r.Value))
		}
	}
	if want := []string{"2031-03-10 300", "2031-03-10 150", "2031-03-11 240"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// The day's own resting heart rate is read; the other one, which may be a mean of
// seven days, only where no file has the day's.
func TestRestingHeartRate(t *testing.T) {
	old := `{"calendarDate":"2031-03-09","restingHeartRate":54}`
	for _, tt := range []struct {
		files fixture.Files
		want  string
	}{
		{fixture.Files{"UDSFile_1.json": "[" + old + `,{"calendarDate":"2031-03-10","restingHeartRate":0}]`}, "2031-03-09 54"},
		{fixture.Files{"UDSFile_1.json": "[" + old + "]", "UDSFile_2.json": `[{"calendarDate":"2031-03-10","restingHeartRate":54,"currentDayRestingHeartRate":50}]`}, "2031-03-10 50"},
	} {
		res, err := importers.Read(t.Context(), tt.files.FS(), importers.Options{Formats: AllFormats()})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range res.Records {
			got = append(got, fmt.Sprintf("%s %v", r.Night, r.Value))
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%v, want %s", got, tt.want)
		}
	}
}

// A database is named for what it is, with what to do about it.
func TestDatabase(t *testing.T) {
	for name, want := range map[string]string{"garmin_summary.db": "GarminDB", "other.db": "a database"} {
		h := importers.SourceFromBytes(name, []byte("SQLite format 3\x00\x10\x00\x01\x01\x00@  \x00\x00\x00")).Head
		if got := importers.WhyUnclaimed(h); !strings.Contains(got, want) || importers.Claimants(h, nil, AllFormats()) != nil {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
