package fitbit

import (
	"fmt"
	"strings"
	"testing"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"
)

// sleepText is an element of sleep-*.json.
func sleepText(id int, from, to string, asleep int, main bool) string {
	return fmt.Sprintf(`{"logId":%d,"dateOfSleep":"%s","startTime":"%s:00.000","endTime":"%s:00.000","minutesAsleep":%d,"timeInBed":%d,"minutesAwake":10,"type":"stages","logType":"auto_detected","levels":{},"mainSleep":%v}`,
		id, to[:10], from, to, asleep, asleep+10, main)
}

// Of two scores of a date the main sleep's is kept, whichever is first; without
// the sleeps it is the one further down, the earlier.
func TestFitbitScoreOfMainSleep(t *testing.T) {
	const scores = "sleep_log_entry_id,timestamp,overall_score,resting_heart_rate\n2,2031-03-10T14:30:00Z,41,61\n1,2031-03-10T03:10:00Z,82,55\n"
	early := "[" + sleepText(1, "2031-03-09T19:00", "2031-03-10T03:10", 470, true) + ",\n" + sleepText(2, "2031-03-10T10:40",
		"2031-03-10T14:30", 200, false) + "]"
	late := "[" + sleepText(2, "2031-03-10T06:40", "2031-03-10T14:30", 450, true) + ",\n" + sleepText(1, "2031-03-10T00:10",
		"2031-03-10T03:10", 170, false) + "]"
	for name, c := range map[string]struct {
		sleeps string
		score  float64
	}{"night": {early, 82}, "slept by day": {late, 41}, "alone": {"", 82}} {
		in := fixture.Files{"sleep_score.csv": scores}
		if c.sleeps != "" {
			in["sleep-2031-03-01.json"] = c.sleeps
		}
		res, err := importers.Read(t.Context(), in.FS(), importers.Options{Formats: AllFormats()})
		if err != nil {
			t.Fatal(err)
		}
		var got []float64
		for _, r := range res.Records {
			if r.Metric == "sleep_score" {
				got = append(got, r.Value)
			}
		}
		if len(got) != 1 || got[0] != c.score {
			t.Errorf("%s: scores %v, want %v alone", name, got, c.score)
		}
	}
}

// The resting heart rate beside a score is a rounded copy.
func TestFitbitScoreRestingHR(t *testing.T) {
	res, err := importers.Read(t.Context(), fixture.Files{
		"sleep_score.csv":                    "sleep_log_entry_id,timestamp,overall_score,resting_heart_rate\n2,2031-03-11T06:30:00Z,81,57\n1,2031-03-10T07:10:00Z,82,55\n",
		"resting_heart_rate-2031-01-01.json": `[{"dateTime":"03/10/31 00:00:00","value":{"date":"03/10/31","value":55.4,"error":6.2}}]`,
	}.FS(), importers.Options{Formats: AllFormats()})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for _, r := range res.Records {
		if r.Metric == "resting_hr" {
			if _, twice := got[r.Night.String()]; twice {
				t.Errorf("%s: two resting heart rates", r.Night)
			}
			got[r.Night.String()] = r.Value
		}
	}
	if len(got) != 2 || got["2031-03-10"] != 55.4 || got["2031-03-11"] != 57 {
		t.Errorf("%v, want 55.4 of its own file and 57 of the score", got)
	}
}

// A night slept in two parts is told; a nap and a short sleep are no part of it.
func TestFitbitSplitNights(t *testing.T) {
	const night, second = 380, 130
	main := sleepText(1, "2031-03-09T22:00", "2031-03-10T04:30", night, true)
	for name, c := range map[string]struct {
		other string
		says  string
	}{
		"two hours later":  {sleepText(2, "2031-03-10T06:30", "2031-03-10T08:50", second, false), "a night in two parts"},
		"an hour before":   {sleepText(2, "2031-03-09T19:00", "2031-03-09T21:00", 110, false), "a night in two parts"},
		"four hours later": {sleepText(2, "2031-03-10T08:30", "2031-03-10T10:50", second, false), ""},
		"half an hour":     {sleepText(2, "2031-03-10T06:30", "2031-03-10T07:00", 20, false), ""},
	} {
		got, counts := importertest.Read(t, Sleep, "sleep-2031-03-01.json", "["+main+",\n"+c.other+"]")
		if counts != (record.Counts{Read: 2, Used: 1, Skipped: 1}) || fixture.Value(t, got.Records, "2031-03-10", "tst") != night {
			t.Errorf("%s: %+v, tst %v", name, counts, fixture.Value(t, got.Records, "2031-03-10", "tst"))
		}
		told := len(got.Problems) == 1 && strings.Contains(got.Problems[0].Message, c.says) && got.Problems[0].Pos.Line == 2
		if c.says != "" && !told || c.says == "" && len(got.Problems) > 0 {
			t.Errorf("%s: problems %v, want %q", name, got.Problems, c.says)
		}
	}
}

// Another version of the sleep algorithm in the file is a break of what depends on it.
func TestGoogleAlgorithmVersion(t *testing.T) {
	text := "sleep_id,sleep_type,minutes_in_sleep_period,minutes_after_wake_up,minutes_to_fall_asleep,minutes_asleep,minutes_awake,start_utc_offset,sleep_start,end_utc_offset,sleep_end,data_source,algorithm_version,sleep_created,sleep_last_updated\n"
	for day, version := range []string{"", "7", "7", "8", "8"} {
		text += fmt.Sprintf("%d,STAGES,480,0,0,440,40,+01:00,2031-03-%02dT22:00:00Z,+01:00,2031-03-%02dT06:00:00Z,DERIVED,%s,2031-03-%02dT06:30:00Z,2031-03-%02dT06:30:00Z\n", day, 10+day, 11+day, version, 11+day, 11+day)
	}
	c, _ := importertest.Read(t, GoogleSleeps, "UserSleeps_2031-03-01.csv", text)
	if len(c.Breaks) != 1 || c.Breaks[0].Night.String() != "2031-03-14" || c.Breaks[0].Source != googleSource ||
		c.Breaks[0].Reason != "firmware" || len(c.Breaks[0].Metrics) == 0 {
		t.Errorf("breaks %+v, want one on 2031-03-14", c.Breaks)
	}
}

// Files overlap at their borders: of a sleep that both hold the later file's
// stands, though it is shorter, and one night in two parts is told once.
func TestFitbitSleepOverFiles(t *testing.T) {
	first := sleepText(1, "2031-03-09T22:00", "2031-03-10T04:30", 380, true)
	edited := sleepText(1, "2031-03-09T22:00", "2031-03-10T04:30", 300, true)
	second := sleepText(2, "2031-03-10T06:00", "2031-03-10T08:00", 110, false)
	res, err := importers.Read(t.Context(), fixture.Files{
		"sleep-2031-02-08.json": "[" + second + ",\n" + first + "]",
		"sleep-2031-03-10.json": "[" + second + ",\n" + edited + "]",
	}.FS(), importers.Options{Formats: AllFormats()})
	if err != nil {
		t.Fatal(err)
	}
	var tst []float64
	for _, r := range res.Records {
		if r.Metric == "tst" {
			tst = append(tst, r.Value)
		}
	}
	if len(tst) != 1 || tst[0] != 300 || len(res.Sessions) != 1 {
		t.Errorf("tst %v and %d sessions, want 300 of the later file alone", tst, len(res.Sessions))
	}
	if a, b := res.Inputs[0].Problems, res.Inputs[1].Problems; len(a) != 1 || len(b) != 0 {
		t.Errorf("problems %v and %v, want one in the first file", a, b)
	}
}
