package fitbit

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

// json is one sleep of a file; more replaces or adds keys.
func json(more string) string {
	return `{"logId":1,"dateOfSleep":"2031-03-10","startTime":"2031-03-09T23:00:00.000","endTime":"2031-03-10T07:00:00.000",` +
		`"minutesToFallAsleep":0,"minutesAsleep":400,"minutesAwake":80,"minutesAfterWakeup":0,"timeInBed":480,"efficiency":31,"type":"stages",` +
		`"levels":{"summary":{"deep":{"count":3,"minutes":70},"light":{"count":20,"minutes":240},"rem":{"count":4,"minutes":90},"wake":{"count":22,"minutes":80}}}` + more + `}`
}

func TestFitbitSleepChoice(t *testing.T) {
	for _, tt := range []struct {
		more string
		used int
	}{
		{`,"mainSleep":true`, 1}, {`,"isMainSleep":true`, 1}, {``, 1},
		{`,"mainSleep":false`, 0}, {`,"isMainSleep":false`, 0},
		{`,"mainSleep":true,"logType":"manual"`, 0}, {`,"mainSleep":true,"logType":"auto_detected"`, 1},
		{`,"mainSleep":true,"minutesAsleep":0`, 0}, {`,"mainSleep":true,"minutesAsleep":null`, 0},
	} {
		_, counts := importertest.Read(t, Sleep, "sleep-2031-03-01.json", "["+json(tt.more)+"]")
		if counts.Used != tt.used || counts.Read != 1 {
			t.Errorf("%s: %+v, want %d used", tt.more, counts, tt.used)
		}
	}
}

// Efficiency is 100 TST/TIB, never the file's; WASO is what is left of the time
// awake after falling asleep and before getting up.
func TestFitbitSleepArithmetic(t *testing.T) {
	for _, tt := range []struct {
		more string
		waso float64
	}{
		{``, 80},
		{`,"minutesToFallAsleep":15,"minutesAfterWakeup":5`, 60},
		{`,"minutesToFallAsleep":15,"minutesAfterWakeup":5,"minutesAwake":60`, 60}, // the four add up to timeInBed
		{`,"minutesToFallAsleep":90`, 0},
	} {
		c, _ := importertest.Read(t, Sleep, "s.json", "["+json(tt.more)+"]")
		if got := fixture.Value(t, c.Records, "2031-03-10", "waso"); got != tt.waso {
			t.Errorf("%s: waso %v, want %v", tt.more, got, tt.waso)
		}
		if got := fixture.Value(t, c.Records, "2031-03-10", "sleep_efficiency"); got != 100*400/480. {
			t.Errorf("sleep_efficiency %v", got)
		}
	}
}

func TestFitbitClassicHasNoStages(t *testing.T) {
	c, _ := importertest.Read(t, Sleep, "s.json", "["+json(`,"type":"classic"`)+"]")
	for _, metric := range []string{"deep", "light", "rem", "awakenings"} {
		if got := fixture.NightsOf(c.Records, metric); got != nil {
			t.Errorf("%s on %v, want none", metric, got)
		}
	}
	if got := fixture.Value(t, c.Records, "2031-03-10", "tst"); got != 400 {
		t.Errorf("tst %v, want 400", got)
	}
}

// The position of every value of a sleep is its first character, on the right line, and
// problems at their key.
func TestFitbitPositions(t *testing.T) {
	text := "[\n " + json(`,"logId":1`) + ",\n\n   " + strings.ReplaceAll(json(`,"logId":2,"dateOfSleep":"soon"`), ",", ",\n") +
		",\n" + json(`,"logId":3`) + "]"
	c, _ := importertest.Read(t, Sleep, "s.json", text)
	if first, last := c.Records[0].Pos, c.Records[len(c.Records)-1].Pos; first != (record.Pos{File: "s.json", Line: 2,
		Column: 2}) || last.Column != 1 || last.Line != strings.Count(text, "\n")+1 {
		t.Errorf("records from %v to %v", first, last)
	}
	p := c.Problems[0]
	line := strings.Split(text, "\n")[p.Pos.Line-1]
	if !strings.HasPrefix(line[p.Pos.Column-1:], `"dateOfSleep"`) {
		t.Errorf("problem at %v, where %q stands", p.Pos, line)
	}
}

// What comes before a cut is read, and the cut is a problem; a file of which
// nothing can be read is an error.
func TestFitbitCutFile(t *testing.T) {
	whole := "[" + json(`,"logId":1`) + "," + json(`,"logId":2`) + "]"
	c, counts := importertest.Read(t, Sleep, "s.json", whole[:len(whole)-20])
	if counts.Used != 1 || len(c.Problems) != 1 || !strings.Contains(c.Problems[0].Message, "ends too early") {
		t.Errorf("%+v %v", counts, c.Problems)
	}
	for _, text := range []string{"", "[", "[{", "7", `{"other":[]}`, `{"sleep":3}`, whole[:40]} {
		if _, err := Sleep.Read(importers.SourceFromBytes("s.json", []byte(text)), &importers.Collector{}); err == nil {
			t.Errorf("%q: no error", text)
		}
	}
}

// details writes a five-minute file; from is a wall clock.
func details(from string, n int, rmssd float64) string {
	at, err := time.Parse("2006-01-02T15:04:05", from)
	if err != nil {
		panic(err)
	}
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s,%v,0.95,1,1\n", at.Add(time.Duration(i)*5*time.Minute).Format("2006-01-02T15:04:05"), rmssd)
	}
	return b.String()
}

// A night in two files is one night of their common median; a nap and a short
// sleep give none; the values stay apart from Fitbit's own.
func TestFitbitHRVDetailsOverMidnight(t *testing.T) {
	header := "timestamp,rmssd,coverage,low_frequency,high_frequency\n"
	res, err := importers.Read(t.Context(), fixture.Files{
		"Heart Rate Variability Details - 2031-03-09.csv": header + details("2031-03-09T14:00:00", 20, 90) +
			details("2031-03-09T22:30:00", 18, 40),
		"Heart Rate Variability Details - 2031-03-10.csv": header + details("2031-03-10T00:00:00", 20, 30) +
			"2031-03-10T01:40:00,444,0.99,1,1\n2031-03-10T01:45:00,35,0.5,1,1\n",
		"Heart Rate Variability Details - 2031-03-12.csv": header + details("2031-03-12T02:00:00", 35, 50),
	}.FS(), importers.Options{Formats: AllFormats()})
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Records) != 1 {
		t.Fatalf("%d records, want 1: %v", len(res.Records), res.Records)
	}
	r := res.Records[0]
	if r.Night != record.NewDate(2031, 3, 10) || r.Value != 30 || r.Source != "fitbit-details" || r.Raw != "median of 38 values" {
		t.Errorf("%+v, want 30 ms on 2031-03-10 from fitbit-details", r)
	}
	if c := res.Inputs[1].Counts; c != (record.Counts{Read: 22, Used: 20, Skipped: 2}) {
		t.Errorf("counts %+v, want 22 read, 20 used, 2 skipped", c)
	}
}

// A night whose values are mostly artefacts is one where enough are left, over
// enough of a sleep.
func TestFitbitHRVDetailsFewValues(t *testing.T) {
	for name, c := range map[string]struct {
		values []int // windows with a valid value; the others up to the last are artefacts
		night  bool
	}{
		"twelve over three hours": {[]int{0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 35}, true},
		"eleven over three hours": {[]int{0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 35}, false},
		"twelve over two hours":   {[]int{0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 23}, false},
	} {
		text := "timestamp,rmssd,coverage,low_frequency,high_frequency\n"
		for i := range 48 {
			rmssd := 444.0
			if slices.Contains(c.values, i) {
				rmssd = 30
			}
			text += details(time.Date(2031, 3, 10, 0, 5*i, 0, 0, time.UTC).Format("2006-01-02T15:04:05"), 1, rmssd)
		}
		got, counts := importertest.Read(t, HRVDetails, "d.csv", text)
		if counts.Used != len(c.values) || (len(got.Records) == 1) != c.night {
			t.Errorf("%s: %+v, %v, want a night: %v", name, counts, got.Records, c.night)
		}
	}
}

func TestFitbitHRVDetailsLongerSleepWins(t *testing.T) {
	text := "timestamp,rmssd,coverage\n" + details("2031-03-10T12:00:00", 40, 70) + details("2031-03-10T00:00:00", 60, 30)
	c, _ := importertest.Read(t, HRVDetails, "d.csv", strings.ReplaceAll(text, ",1,1", ""))
	if got := fixture.Value(t, c.Records, "2031-03-10", "hrv_rmssd"); got != 30 {
		t.Errorf("hrv_rmssd %v, want 30 of the longer sleep", got)
	}
}

// The Z of sleep_score.csv is the local clock: the date is taken unchanged.
func TestFitbitSleepScoreDate(t *testing.T) {
	c, _ := importertest.Read(t, SleepScore, "sleep_score.csv",
		"sleep_log_entry_id,timestamp,overall_score,resting_heart_rate\n1,2031-03-10T00:05:00Z,79,56\n2,2031-03-09T23:55:00Z,70,57\n")
	if a, b := fixture.Value(t, c.Records, "2031-03-10", "sleep_score"),
		fixture.Value(t, c.Records, "2031-03-09", "sleep_score"); a != 79 || b != 70 {
		t.Errorf("scores %v and %v, want 79 and 70", a, b)
	}
}

// Minute-by-minute heart rate has the header of the resting heart rate.
func TestFitbitRestingHRTableByName(t *testing.T) {
	text := []byte("timestamp,beats per minute,data source\n2031-03-10T00:00:00Z,58,Fitbit\n")
	for name, want := range map[string]bool{"daily_resting_heart_rate.csv": true, "heart_rate_2031-03-10.csv": false} {
		if got := RestingHRTable.Identify(importers.SourceFromBytes(name, text).Head); got != want {
			t.Errorf("%s: identified %v, want %v", name, got, want)
		}
	}
}

func TestFitbitRestingHR(t *testing.T) {
	text := `[{"dateTime":"03/10/31 00:00:00","value":{"date":"03/10/31","value":58.4,"error":6.2}},` +
		`{"dateTime":"03/11/31 00:00:00","value":{"date":null,"value":0.0,"error":0.0}},` +
		`{"dateTime":"03/12/31 00:00:00","value":{"date":"03/12/31","value":0.0,"error":0.0}}]`
	c, counts := importertest.Read(t, RestingHR, "resting_heart_rate-2031-01-01.json", text)
	if got := fixture.Value(t, c.Records, "2031-03-10", "resting_hr"); got != 58.4 || len(c.Records) != 1 ||
		counts != (record.Counts{Read: 3, Used: 1, Skipped: 2}) || c.Problems != nil {
		t.Errorf("%v %+v %v", c.Records, counts, c.Problems)
	}
}
