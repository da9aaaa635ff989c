package importers

import (
	"testing"
	"time"

	"nof1/importers/record"
)

// An offset holds from where it was told until the next one, within three days
// both ways; a zone the user named goes before.
func TestWallClock(t *testing.T) {
	noon := time.Date(2031, 3, 10, 12, 0, 0, 0, time.UTC)
	var c WallClock
	c.Learn(noon, noon.Add(time.Hour))
	c.Learn(noon.AddDate(0, 0, 1), noon.AddDate(0, 0, 1).Add(-5*time.Hour-10*time.Second))
	c.Learn(noon.AddDate(0, 0, 2), noon.AddDate(0, 0, 4)) // no such offset
	for _, tt := range []struct {
		hours int // after noon of the 10th
		want  string
	}{
		{0, "2031-03-10 13:00"}, {23, "2031-03-11 12:00"}, {24, "2031-03-11 07:00"}, {24 + 72, "2031-03-14 07:00"},
		{24 + 73, ""}, {-72, "2031-03-07 13:00"}, {-73, ""},
	} {
		got := ""
		if at, ok := c.At(noon.Add(time.Duration(tt.hours) * time.Hour)); ok {
			got = record.MomentOf(at).String()
		}
		if got != tt.want {
			t.Errorf("%d hours on: %q, want %q", tt.hours, got, tt.want)
		}
	}
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	c.Zone = zone
	if at, ok := c.At(noon); !ok || record.MomentOf(at).String() != "2031-03-10 08:00" {
		t.Errorf("in New York %v", at)
	}
}

func TestParseOffset(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"UTC+0900": 9 * time.Hour, "UTC-0530": -5*time.Hour - 30*time.Minute, "UTC+04:00": 4 * time.Hour, "UTC+4": 4 * time.Hour,
		"+01:00": time.Hour, "UTC+0000": 0, "": -1, "CET": -1,
	} {
		got, ok := ParseOffset(text)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// Time awake counts between the first and the last stage asleep, and a minute
// told twice once.
func TestSumStages(t *testing.T) {
	at := func(minute int) time.Time { return time.Unix(int64(60*minute), 0).UTC() }
	got := SumStages([]StageSpan{
		{at(120), at(180), "rem"}, {at(0), at(10), "awake"}, {at(10), at(70), "light"}, {at(60), at(100), "deep"},
		{at(100), at(110), "awake"}, {at(110), at(115), ""}, {at(115), at(120), "awake"}, {at(180), at(200), "awake"},
	})
	if want := (StageSums{Asleep: 150, light: 60, deep: 30, rem: 60, waso: 15, Awakenings: 2}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}
