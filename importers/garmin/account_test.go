package garmin

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"nof1/importers"
	"nof1/importers/internal/fixture"
)

const sleepJSON = `{"calendarDate":"%s","sleepStartTimestampGMT":"%s","sleepEndTimestampGMT":"%s","deepSleepSeconds":3600,"lightSleepSeconds":%d,"remSleepSeconds":3600,"awakeSleepSeconds":600}`

func sleepList(elements ...string) string { return "[" + strings.Join(elements, ",\n") + "]" }

// The daily files have the clock that the sleeps lack, also in the night the clocks
// change; --zone has priority.
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

// Pieces of the export overlap: all elements of a date are those of the last file
// that has it.
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
// seven days, only if no file has the day's.
func TestRestingHeartRate(t *testing.T) {
	old := `{"calendarDate":"2031-03-09","restingHeartRate":54}`
	for _, tt := range []struct {
		files fixture.Files
		want  string
	}{
		{fixture.Files{"UDSFile_1.json": "[" + old + `,{"calendarDate":"2031-03-10","restingHeartRate":0}]`}, "2031-03-09 54"},
		{fixture.Files{"UDSFile_1.json": "[" + old + "]",
			"UDSFile_2.json": `[{"calendarDate":"2031-03-10","restingHeartRate":54,"currentDayRestingHeartRate":50}]`}, "2031-03-10 50"},
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
