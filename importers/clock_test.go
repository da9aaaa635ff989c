package importers

import (
	"math"
	"testing"

	"nof1/importers/record"
)

func TestParseMoment(t *testing.T) {
	for cell, want := range map[string]string{
		"2024-03-01":                  "2024-03-01",
		" 2024-3-1 ":                  "2024-03-01",
		"2024-03-01 21:30":            "2024-03-01 21:30",
		"2024-03-01 9:05":             "2024-03-01 09:05",
		"2024-03-01 21:30:59":         "2024-03-01 21:30",
		"2024-03-01T21:30":            "2024-03-01 21:30",
		"2024-03-01T23:30:00Z":        "2024-03-01 23:30",
		"2024-03-01T23:30:00-05:00":   "2024-03-01 23:30",
		"2024-03-01T23:30:00.5+09:00": "2024-03-01 23:30",
		"2024-03-01 23:30:00 +0900":   "2024-03-01 23:30",
	} {
		if got, err := ParseMoment(cell); err != nil || got.String() != want {
			t.Errorf("%q: %v, %v, want %s", cell, got, err, want)
		}
	}
	for _, cell := range []string{"", "01.03.2024", "3/1/2024", "2024-02-30", "0024-03-01", "2024-03-01 25:00", "21:30", "today"} {
		if got, err := ParseMoment(cell); err == nil {
			t.Errorf("%q: %v, want an error", cell, got)
		}
	}
}

// A time of day alone falls on the right side of midnight and of noon.
func TestClockCells(t *testing.T) {
	tests := []struct {
		bed, up         string
		wantBed, wantUp float64
	}{
		{"23:10", "07:02", 670, 1142},
		{"00:40", "07:45", 760, 1185},
		{"11:10 PM", "7:02 am", 670, 1142},
		{"13:05", "20:30", 1505, 1950}, // asleep by day
		{"09:30", "17:00", 1290, 1740},
		{"21:00", "00:30", 540, 750},
		{"2024-01-02 23:10", "2024-01-03T07:02", 670, 1142},
		{"670", "1142", 670, 1142},
		{"23:10", "", 670, -1},
		{"01:10", "", 790, -1},
	}
	for _, tt := range tests {
		c, _ := readKit(t, formatNamed(t, "nof1.nights"), "n.csv", "date,bedtime,waketime\n2024-01-03,"+tt.bed+","+tt.up+"\n")
		got := map[string]float64{"waketime": -1}
		for _, r := range c.Records {
			got[r.Metric] = r.Value
		}
		if got["bedtime"] != tt.wantBed || got["waketime"] != tt.wantUp || len(c.Problems) > 0 {
			t.Errorf("%s to %s: %v, problems %v", tt.bed, tt.up, got, c.Problems)
		}
		if len(c.Sessions) != 1 || c.Sessions[0].Wake.Timed != (tt.up != "") {
			t.Errorf("%s to %s: sessions %v", tt.bed, tt.up, c.Sessions)
		}
	}
}

func TestMomentAfterNoon(t *testing.T) {
	for _, tt := range []struct {
		night   string
		minutes float64
		want    string
	}{
		{"2024-01-03", 0, "2024-01-02 12:00"}, {"2024-01-03", 720, "2024-01-03 00:00"}, {"2024-01-03", 1505, "2024-01-03 13:05"},
		{"2031-03-10", 660, "2031-03-09 23:00"}, {"2031-03-10", 669.6, "2031-03-09 23:10"},
		{"2031-03-10", 1140.4, "2031-03-10 07:00"}, {"2031-03-10", -720, "2031-03-09 00:00"},
		{"2031-03-10", -721, "2031-03-08 23:59"}, {"1970-01-01", 670, "1969-12-31 23:10"}, {"1970-01-01", 720, "1970-01-01 00:00"},
	} {
		night, err := record.ParseDate(tt.night)
		if err != nil {
			t.Fatal(err)
		}
		m := momentAfterNoon(night, tt.minutes)
		if m.String() != tt.want || math.Abs(MinutesAfterNoon(night, m)-tt.minutes) > 0.5 {
			t.Errorf("%s, %v minutes after noon: %s, want %s", tt.night, tt.minutes, m, tt.want)
		}
	}
}
