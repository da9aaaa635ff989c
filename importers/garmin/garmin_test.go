package garmin

import (
	"strings"
	"testing"

	"nof1/importers"
	"nof1/importers/importertest"
)

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

// No mean of seven nights becomes a night's value.
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
		{importers.WordDuration, "7h 40min", 460}, {importers.WordDuration, "3h 17m", 197}, {importers.WordDuration, "48min", 48},
		{importers.WordDuration, "8h", 480},
		{importers.WordDuration, "", -1}, {importers.WordDuration, "7:40", -1}, {importers.WordDuration, "h", -1},
		{number, "42ms", 42}, {number, "46 bpm", 46}, {number, "+35", 35}, {number, "'-9", -9},
		{number, "14.63", 14.63}, {number, "97%", 97}, {number, "14 brpm", 14}, {number, "35ms - 51ms", -1},
		{degrees, "+0.3°", 0.3}, {degrees, "-0.2 °C", -0.2}, {degrees, "1.8°F", 1}, {degrees, "warm", -1},
		{importers.ClockDuration, "07:12:30", 432.5}, {importers.ClockDuration, "00:00:00.000000", 0},
		{importers.ClockDuration, "7:12", 432}, {importers.ClockDuration, "-1:00:00", -1}, {importers.ClockDuration, "7:60", -1},
		{importers.ClockDuration, "0:00:30.5", 30.5 / 60},
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

// The reason for a database names it and says what to do.
func TestDatabase(t *testing.T) {
	for name, want := range map[string]string{"garmin_summary.db": "GarminDB", "other.db": "a database"} {
		h := importers.SourceFromBytes(name, []byte("SQLite format 3\x00\x10\x00\x01\x01\x00@  \x00\x00\x00")).Head
		if got := importers.WhyUnclaimed(h); !strings.Contains(got, want) || importers.Claimants(h, nil, AllFormats()) != nil {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
