package all

import (
	"strings"
	"testing"

	"nof1/importers"
	"nof1/importers/internal/fixture"
)

// Files beside the nights of an export are told from tables nobody knows, and no
// importer reads them.
func TestSetAside(t *testing.T) {
	for name, c := range map[string]struct{ text, says string }{
		"heart_rate-2031-03-01.json":                          {`[{"dateTime":"03/01/31 00:00:05","value":{"bpm":61,"confidence":2}}]`, "resting_heart_rate-*.json"},
		"Heart Rate Variability Histogram - 2031-03-01.csv":   {"timestamp,bucket_values\n2031-03-01T00:00:00,\"[1,2]\"\n", "histogram"},
		"Minute SpO2 - 2031-03-01.csv":                        {"timestamp,value\n2031-03-01T00:00:00Z,50.0\n", "Daily SpO2"},
		"Device Temperature - 2031-03-01.csv":                 {"recorded_time,temperature,sensor_type\n2031-03-01T00:00,0.2,UNKNOWN\n", "Computed Temperature"},
		"Daily Heart Rate Variability Summary - 2031-03-.csv": {"no data\n", "no data"},
		"sleep-2031-03-01.json":                               {"[]\n", "empty list"},
		"oura_heartrate.json":                                 {`{"heart_rate":[{"bpm":86.0,"quality":"bad","source":"awake","timestamp":"2031-03-01T12:02:39.000Z","timestamp_unix":1930132959}]}`, "sleeps hold"},
		"temperature.csv":                                     {"timestamp;skin_temp\n2031-03-01T01:00:00.000Z;35.1\n", "readiness"},
		"dailystress.csv":                                     {"id;day;day_summary;recovery_high;stress_high\n1;2031-03-01;normal;3600;1800\n", "minutes of stress"},
		"dailyresilience.csv":                                 {"id;contributors;day;level\n1;{};2031-03-01;solid\n", "levels"},
		"sleeptime.csv":                                       {"id;day;day_tz;optimal_bedtime;recommendation;status\n", "bedtimes"},
		"workout.csv":                                         {"id;activity;calories;day;distance;end_datetime;intensity;label;source;start_datetime\n", "workouts"},
		"Stress.csv":                                          {",Stress\n03/31/2031,36\n", "whole day"},
		"Steps.csv":                                           {",Actual,Goal\n03/31/2031,8000,7000\n", "daily goal"},
		"a_0_summarizedActivities.json":                       {`[{"summarizedActivitiesExport":[{"activityId":1}]}]`, "activities"},
		"sleep.json":                                          {`{"dailySleepDTO":{"id":1,"calendarDate":"2031-03-01","sleepTimeSeconds":25000}}`, "account export"},
	} {
		res, err := importers.Read(t.Context(), fixture.Files{name: c.text}.FS(), importers.Options{Formats: All()})
		if err == nil || len(res.Inputs) != 1 {
			t.Errorf("%s: %v, %+v", name, err, res.Inputs)
			continue
		}
		if in := res.Inputs[0]; in.Importer != "" || in.Nearest != "" || !strings.Contains(in.Reason, c.says) {
			t.Errorf("%s: read by %q, nearest %q, reason %q: want one that says %q", name, in.Importer, in.Nearest, in.Reason, c.says)
		}
	}
}
