package fitbit

import (
	"errors"
	"testing"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"

	"github.com/google/go-cmp/cmp"
)

// How the clock of a table of sleeps is meant shows in when its rows were
// written.
func TestGoogleClock(t *testing.T) {
	type row struct{ end, offset, updated string }
	tests := []struct {
		name  string
		rows  []row
		local bool
	}{
		{"2025, east: written before they end", []row{
			{"2031-09-28 07:15:30+0000", "+02:00", "2031-09-28 05:30:07+0000"},
			{"2031-09-29 07:15:30+0000", "+02:00", "2031-09-29 05:40:07+0000"},
			{"2031-09-30 07:15:30+0000", "+02:00", "2031-09-30 12:00:07+0000"}}, true},
		{"2025, offset wrongly +00:00", []row{{"2031-04-28 07:15:30+0000", "+00:00", "2031-04-28 05:30:07+0000"}}, true},
		{"2025, west: no row shows it, the older writing does", []row{{"2031-09-28 07:15:30+0000", "-05:00", "2031-09-28 12:30:07+0000"}}, true},
		{"older writing, west, but UTC: as local it would be written before its end",
			[]row{{"2031-09-28 12:15:30+0000", "-05:00", "2031-09-28 12:30:07+0000"}}, false},
		{"2026, east", []row{{"2031-09-12T05:30:00Z", "+02:00", "2031-09-12T05:50:07Z"}}, false},
		{"2026, west", []row{{"2031-09-12T12:30:00Z", "-05:00", "2031-09-12T12:50:07Z"}}, false},
		{"nothing written", []row{{"2031-09-12 05:30:00+0000", "+02:00", ""}}, true},
	}
	for _, test := range tests {
		var v clockVotes
		for _, r := range test.rows {
			v.add(r.end, r.offset, r.updated)
		}
		if got := v.decide(); got.local != test.local {
			t.Errorf("%s: local %v, want %v", test.name, got.local, test.local)
		}
	}
}

const userSleepsHeader = "sleep_id,sleep_type,minutes_in_sleep_period,minutes_after_wake_up,minutes_to_fall_asleep,minutes_asleep,minutes_awake,start_utc_offset,sleep_start,end_utc_offset,sleep_end,data_source,sleep_last_updated\n"

// Read as UTC, the west's nights of 2025 would lie on the day before.
func TestGoogleSleepsNights(t *testing.T) {
	c, _ := importertest.Read(t, GoogleSleeps, "UserSleeps.csv", userSleepsHeader+
		"1004078510959407176,STAGES,400,5,10,350,50,-08:00,2031-09-12 00:10:00+0000,-08:00,2031-09-12 06:50:00+0000,DERIVED,2031-09-12 15:00:00+0000\n")
	want := []string{"2031-09-12 tst 350", "2031-09-12 tib 400", "2031-09-12 sol 10", "2031-09-12 waso 35",
		"2031-09-12 bedtime 730", "2031-09-12 waketime 1130"}
	if diff := cmp.Diff(want, fixture.Values(c.Records)); diff != "" || len(c.Problems) != 0 {
		t.Errorf("%v -want +got:\n%s", c.Problems, diff)
	}
}

func TestGoogleScoreMinusOne(t *testing.T) {
	c, counts := importertest.Read(t, GoogleScores, "UserSleepScores.csv",
		"sleep_id,score_utc_offset,score_time,overall_score,resting_heart_rate,sleep_score_last_updated\n"+
			"1,+02:00,2031-09-12T05:30:00Z,-1,-1,2031-09-12T05:50:00Z\n2,+02:00,2031-09-12T22:30:00Z,80.5,55,2031-09-13T05:50:00Z\n")
	if diff := cmp.Diff([]string{"2031-09-13 sleep_score 80.5", "2031-09-13 resting_hr 55"},
		fixture.Values(c.Records)); diff != "" || counts != (record.Counts{Read: 2, Used: 1, Skipped: 1}) {
		t.Errorf("%+v -want +got:\n%s", counts, diff)
	}
}

// Times in UTC are nothing without a zone.
func TestGoogleMinutesWantZone(t *testing.T) {
	tests := []struct {
		imp  importers.Importer
		text string
	}{
		{GoogleHRVMinutes, "timestamp,root mean square of successive differences milliseconds,data source\n2031-03-09T01:00:00Z,30,Charge 6\n"},
		{GoogleStepMinutes, "timestamp,steps,data source\n2031-03-09T01:00:00Z,30,Charge 6\n"},
		{GoogleBreathing, "timestamp,full sleep stats - milli breaths per minute\n2031-03-09T05:00:00Z,14800\n"},
		{StepList, `[{"dateTime": "03/09/31 22:58:00", "value": "40"}]`},
	}
	for _, test := range tests {
		imp, text := test.imp, test.text
		src := importers.SourceFromBytes("steps-x", []byte(text))
		if _, err := imp.Read(src, &importers.Collector{}); !errors.Is(err, importers.ErrNoZone) {
			t.Errorf("%s: error %v, want advice to name a zone", imp.Name(), err)
		}
		src.Zone = importertest.Berlin(t)
		if counts, err := imp.Read(src, &importers.Collector{}); err != nil || counts.Used != 1 {
			t.Errorf("%s: %+v, %v, want one row used", imp.Name(), counts, err)
		}
	}
}

// A local day lies in two monthly files, and each device counts for itself.
func TestGoogleStepsOverFiles(t *testing.T) {
	header := "timestamp,steps,data source\n"
	tree := fixture.Files{
		"steps_2031-03-01.csv": header + "2031-03-31T21:30:00Z,100,Watch\n2031-03-31T22:30:00Z,10,Watch\n2031-03-31T22:30:00Z,500,Phone Health Connect\n",
		"steps_2031-04-01.csv": header + "2031-04-01T08:00:00Z,30,Watch\n2031-04-01T08:00:00Z,35,Phone\n",
	}
	res, err := importers.Read(t.Context(), tree.FS(), importers.Options{Formats: AllFormats(), Zone: importertest.Berlin(t)})
	if err != nil {
		t.Fatal(err)
	}
	c := importers.Collector{Records: res.Records}
	if diff := cmp.Diff([]string{"2031-04-01 steps 100", "2031-04-02 steps 40"}, fixture.Values(c.Records)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// The header says thousandths, some files hold breaths.
func TestGoogleBreathingUnits(t *testing.T) {
	c, _ := importertest.Read(t, GoogleBreathing, "respiratory_rate_sleep_summary.csv",
		"timestamp,full sleep stats - milli breaths per minute\n2031-03-09T00:00:00Z,14800\n2031-03-10T00:00:00Z,14.9\n")
	if diff := cmp.Diff([]string{"2031-03-09 respiratory_rate 14.8", "2031-03-10 respiratory_rate 14.9"},
		fixture.Values(c.Records)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// A nap's temperature must not replace the night's.
func TestFitbitTemperatureLongest(t *testing.T) {
	header := "type,sleep_start,sleep_end,temperature_samples,nightly_temperature,baseline_relative_sample_sum\n"
	night := "IDT,2031-03-08T23:14:30,2031-03-09T06:11:30,400,34,100\n"
	nap := "IDT,2031-03-09T13:00,2031-03-09T14:20,80,33,-40\n"
	for name, rows := range map[string]string{"night first": night + nap, "nap first": nap + night} {
		c, counts := importertest.Read(t, Temperature, "Computed Temperature.csv", header+rows)
		if diff := cmp.Diff([]string{"2031-03-09 skin_temp 34", "2031-03-09 skin_temp_deviation 0.25"},
			fixture.Values(c.Records)); diff != "" || counts != (record.Counts{Read: 2, Used: 1, Skipped: 1}) {
			t.Errorf("%s: %+v -want +got:\n%s", name, counts, diff)
		}
	}
}

func TestFitbitComNumbers(t *testing.T) {
	for text, want := range map[string]float64{"1,024": 1024, "512": 512, "1,024,000": 1024000} {
		if v, err := importers.Thousands(text); err != nil || v != want {
			t.Errorf("%q: %v, %v, want %v", text, v, err, want)
		}
	}
	for _, text := range []string{"1,02", "1,0245", ",512", "N/A"} {
		if v, err := importers.Thousands(text); err == nil {
			t.Errorf("%q: %v, want an error", text, v)
		}
	}
}

func TestFitbitComClaims(t *testing.T) {
	header := "Start Time,End Time,Minutes Asleep,Minutes Awake,Number of Awakenings,Time in Bed\n"
	for name, text := range map[string]string{
		"bare":         header,
		"titled":       "Sleep\n" + header,
		"other tables": "Activities\nDate,Calories Burned,Steps\n\"2031-03-08\",\"2,310\",\"9,120\"\n\nSleep\n" + header,
	} {
		if got := importertest.ClaimedBy(t, AllFormats(), "export.csv", text); got != "fitbit.com" {
			t.Errorf("%s: claimed by %q", name, got)
		}
	}
}

// Tables that look alike are told apart.
func TestFitbitTableClaims(t *testing.T) {
	tests := map[string]string{
		"timestamp,beats per minute,data source\n":                                                      "google.heart_rate",
		"timestamp,breaths per minute,data source\n":                                                    "fitbit.respiratory_rate_table",
		"timestamp,average_value,lower_bound,upper_bound\n":                                             "fitbit.spo2",
		"timestamp,value\n":                                                                             "",
		"timestamp,score,type,readiness level\n":                                                        "fitbit.readiness_table",
		"date,readiness_score_value,readiness_state\n":                                                  "fitbit.readiness",
		"DATE,UPDATED_AT,STRESS_SCORE,STATUS,CALCULATION_FAILED\n":                                      "fitbit.stress_score",
		"timestamp,root mean square of successive differences ms,standard deviation ms,data source\n":   "google.hrv_minutes",
		"timestamp,rmssd,coverage,low_frequency,high_frequency\n":                                       "fitbit.hrv_details",
		"sleep_id,sleep_stage_id,sleep_stage_type,start_utc_offset,sleep_stage_start,sleep_stage_end\n": "google.sleep_stages",
		"sleep_id,sleep_score_id,score_utc_offset,score_time,overall_score\n":                           "google.sleep_scores",
		"Id,ActivityDate,TotalSteps,TotalDistance\n":                                                    "fitabase.steps",
		"Id,date,value,logId\n":                                                                         "fitabase.sleep_minutes",
		"Customer Id;Date;TotalSleepRecords;TotalMinutesAsleep;TotalTimeInBed\n":                        "fitabase.sleep_day",
		"sleep_log_entry_id,timestamp,overall_score,composition_score,revitalization_score\n":           "fitbit.sleep_score",
	}
	for header, want := range tests {
		if got := importertest.ClaimedBy(t, AllFormats(), "table.csv", header); got != want {
			t.Errorf("%q: claimed by %q, want %q", header, got, want)
		}
	}
}
