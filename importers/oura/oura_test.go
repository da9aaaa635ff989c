package oura

import (
	"errors"
	"testing"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"

	"github.com/google/go-cmp/cmp"
)

func TestOuraClaims(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"trends", "date,Steps,Average HRV,Total Sleep Duration\n", "oura.trends"},
		{"older naming", "date,Total Sleep Time,Total Bedtime ,Sleep Timing,Sleep Timing\n", "oura.trends"},
		{"one header is not enough", "date,Readiness Score\n", ""},
		{"steps alone are a diary", "date,Steps\n", "nof1.diary"},
		{"sleeps", "id;average_hrv;bedtime_start;day;type\n", "oura.sleep"},
		{"scores", "id;contributors;day;score;timestamp\na;\"{\"\"deep_sleep\"\": 9}\";2031-01-01;9;\n", "oura.sleep_score"},
		{"resilience has no score", "id;contributors;day;level\n", ""},
		{"readiness", "id;contributors;day;score;temperature_deviation\n", "oura.readiness"},
		{"activity", "id;active_calories;contributors;day;score;steps\n", "oura.activity"},
		{"flattened spo2", "id,day,spo2_percentage.average\n", "oura.spo2"},
		{"tags", "id;comment;start_day;start_time;tag_type_code\n", "oura.tags"},
		{"stress minutes", "id;day;day_summary;recovery_high;stress_high\n", ""},
		{"beats", "timestamp;bpm;source\n", "oura.heart_rate"},
		{"warmth", "timestamp;skin_temp\n", ""},
		{"workouts", "id;activity;calories;day;distance;end_datetime;intensity;label;source;start_datetime\n", ""},
		{"recommended bedtimes", "id;day;day_tz;optimal_bedtime;recommendation;status\n", ""},
		{"cardiovascular age", "day;vascular_age\n", ""},
		{"old cloud", `{"sleep": [{"summary_date": "2031-01-01", "bedtime_start": "", "total_sleep_duration": 1}]}`, "oura.cloud"},
		{"api", `[{"day": "2031-01-01", "bedtime_start": "x", "average_hrv": 1}]`, "oura.api"},
		{"heart rates", `{"heart_rate":[{"bpm":86.0,"timestamp":"2031-12-02T12:02:39.000Z"}]}`, ""},
		{"fitbit", `[{"dateOfSleep": "2031-01-01", "startTime": "x", "score": 1, "day": 1}]`, "fitbit.sleep"},
	}
	for _, test := range tests {
		if got := importertest.ClaimedBy(t, AllFormats(), test.name, test.text); got != test.want {
			t.Errorf("%s: claimed by %q, want %q", test.name, got, test.want)
		}
	}
}

// Durations are seconds, "Average Resting Heart Rate" is not the resting heart
// rate, steps belong to the next night, None is nothing, and Sleep Timing is no
// clock time.
func TestOuraTrends(t *testing.T) {
	c, counts := importertest.Read(t, Trends, "trends.csv",
		"Steps,Average Resting Heart Rate,Sleep Timing,date,Total Sleep Duration,Total Bedtime ,"+
			"Readiness Score,Lowest Resting Heart Rate,Average HRV\n"+
			"8000,76.91,13890,2031-01-13,25500,27960,None,68.0,16\n,,,2031-01-12,,,None,,\n")
	want := []string{
		"2031-01-13 tst 425", "2031-01-13 tib 466", "2031-01-13 hrv_rmssd 16", "2031-01-13 resting_hr 68",
		"2031-01-13 sleep_hr 76.91", "2031-01-14 steps 8000",
	}
	if diff := cmp.Diff(want, fixture.Values(c.Records)); diff != "" ||
		len(c.Problems) != 0 || counts != (record.Counts{Read: 2, Used: 1, Skipped: 1}) {
		t.Errorf("%+v %v -want +got:\n%s", counts, c.Problems, diff)
	}
}

func TestOuraTrendsFromSpreadsheet(t *testing.T) {
	for _, date := range []string{"1/13/2031", "13.01.2031", "01/02/31"} {
		text := "date,Average HRV,Total Sleep Duration\n" + date + ",16,25500\n"
		_, err := Trends.Read(importers.SourceFromBytes("trends.csv", []byte(text)), &importers.Collector{})
		if !errors.Is(err, errRewritten) {
			t.Errorf("%s: error %v, want advice", date, err)
		}
	}
}

// One such date among others is that row's damage, wherever it is.
func TestOuraTrendsOneBadDate(t *testing.T) {
	c, counts := importertest.Read(t, Trends, "trends.csv", "date,Average HRV,Total Sleep Duration\n1/13/2031,16,25500\n2031-01-14,41,25500\n")
	if counts != (record.Counts{Read: 2, Used: 1, Skipped: 1}) || fixture.Value(t, c.Records, "2031-01-14", "hrv_rmssd") != 41 ||
		len(c.Problems) != 1 || c.Problems[0].Pos != (record.Pos{File: "trends.csv", Line: 2, Column: 1}) {
		t.Errorf("%+v, %+v, %v", counts, c.Records, c.Problems)
	}
}

// The wall clock is the one of the offset each end was written with.
func TestOuraClockTravels(t *testing.T) {
	c, _ := importertest.Read(t, Trends, "trends.csv", "date,Average HRV,Total Sleep Duration,Bedtime Start,Bedtime End\n"+
		"2031-03-30,40,25500,2031-03-29T23:30:00.000+01:00,2031-03-30T07:45:00.000+02:00\n")
	if len(c.Sessions) != 1 || c.Sessions[0].Onset.String() != "2031-03-29 23:30" || c.Sessions[0].Wake.String() != "2031-03-30 07:45" {
		t.Errorf("%+v, want 23:30 to 07:45", c.Sessions)
	}
}

func TestOuraSleepTypes(t *testing.T) {
	header := "average_hrv;bedtime_end;bedtime_start;day;total_sleep_duration;type\n"
	for kind, want := range map[string]int{"long_sleep": 1, "": 1, "sleep": 0, "late_nap": 0, "rest": 0, "deleted": 0} {
		_, counts := importertest.Read(t, Sleeps, "sleepmodel.csv",
			header+"50;2031-06-01T06:30:00+02:00;2031-05-31T23:15:00+02:00;2031-06-01;24300;"+kind+"\n")
		if counts.Used != want || counts.Skipped != 1-want {
			t.Errorf("%q: %+v, want %d used", kind, counts, want)
		}
	}
}

// Contributors are scores though they are named like minutes and beats.
func TestOuraContributorsAreScores(t *testing.T) {
	c, _ := importertest.Read(t, DailySleep, "dailysleep.csv",
		"id,contributors.deep_sleep,contributors.total_sleep,day,score\na,95,80,2031-06-01,71\n")
	if diff := cmp.Diff([]string{"2031-06-01 sleep_score 71"}, fixture.Values(c.Records)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// The summary date of the old cloud is the day before in some downloads: nights
// and readiness go by the end of the sleep.
func TestOuraCloudDayBefore(t *testing.T) {
	c, _ := importertest.Read(t, Cloud, "oura.json", `{"sleep": [{"summary_date": "2031-03-03", "is_longest": 1,
		"bedtime_start": "2031-03-03T23:10:00+01:00", "bedtime_end": "2031-03-04T06:40:00+01:00", "total": 24000}],
		"readiness": [{"summary_date": "2031-03-03", "score": 81}]}`)
	want := []string{"2031-03-04 tst 400", "2031-03-04 bedtime 670", "2031-03-04 waketime 1120", "2031-03-04 readiness_score 81"}
	if diff := cmp.Diff(want, fixture.Values(c.Records)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestOuraTagNames(t *testing.T) {
	tests := []struct {
		code, custom, comment, item string
		dose                        bool
	}{
		{"custom", "Magnesium glycinate", "", "Magnesium glycinate", true},
		{"custom", "Evening caps", "2 capsules", "Evening caps", true},
		{"custom", "Evening caps", "2 good ones", "Evening caps", false},
		{"custom", "No magnesium", "", "No magnesium", false},
		{"custom", "Travel", "", "travel", false},
		{"", "Sauna", "", "Sauna", false},
		{"tag_generic_alcohol", "", "", "alcohol", false},
		{"tag_generic_nocaffeine", "", "", "nocaffeine", false},
		{"tag_generic_magnesium", "", "", "magnesium", true},
		{"tag_sleep_late_meal", "", "", "late_meal", false},
		{"null", "", "slept badly", "note", false},
		{"custom", "", "", "", false},
	}
	for _, test := range tests {
		item, dose := tagItem(test.code, test.custom, test.comment, nil)
		if item != test.item || dose != test.dose {
			t.Errorf("%q %q: %q, dose %v, want %q, %v", test.code, test.custom, item, dose, test.item, test.dose)
		}
	}
}

// An untouched hub zip: every file that holds nights is read in place, and two
// files of one kind are put together.
func TestOuraHubZip(t *testing.T) {
	header := "average_hrv;bedtime_end;bedtime_start;day;total_sleep_duration;type\r\n"
	archive := fixture.Zipped(t,
		"App Data/sleepmodel_2031-01-01_2031-06-30.csv",
		header+"50;2031-06-01T06:30:00+02:00;2031-05-31T23:15:00+02:00;2031-06-01;24300;long_sleep\r\n",
		"App Data/sleepmodel_2031-07-01_2031-12-31.csv",
		header+"52;2031-07-01T06:30:00+02:00;2031-06-30T23:15:00+02:00;2031-07-01;24300;long_sleep\r\n",
		"App Data/dailyspo2.csv", "id;breathing_disturbance_index;day;spo2_percentage\r\na;3;2031-06-01;\"{\"\"average\"\": 97.4}\"\r\n",
		"App Data/bloodglucose.csv", "id;timestamp;value\r\n",
		"Subscriptions/account.csv", "id;email\r\n",
	)
	res, err := importers.Read(t.Context(), fixture.Files{"oura.zip": archive}.FS(), importers.Options{Formats: AllFormats()})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(importertest.WithMetric(res, "oura", "hrv_rmssd")); n != 2 ||
		len(importertest.WithMetric(res, "oura", "spo2")) != 1 || len(res.Sessions) != 2 {
		t.Errorf("%d nights, %d sessions, want 2 and one of SpO2: %+v", n, len(res.Sessions), res.Inputs)
	}
}
