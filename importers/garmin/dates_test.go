package garmin

import (
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
		{"two wraps", "Sleep-2030.csv", written, []string{"Jan 2", "Mar 1", "Jan 1", "Dec 1"},
			"2030-01-02 2029-03-01 2029-01-01 2028-12-01", false},
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

// A date with slashes that may be day or month first costs only its own row if other
// rows are sound.
func TestOneSlashedDate(t *testing.T) {
	c, counts := importertest.Read(t, HRV, "HRV.csv",
		"Date,Overnight HRV,Baseline,7d Avg\n2031-03-12,41ms,,\n3/4/2031,42ms,,\n2031-03-10,43ms,,\n")
	if counts != (record.Counts{Read: 3, Used: 2, Skipped: 1}) || fixture.Value(t, c.Records, "2031-03-10",
		"hrv_rmssd") != 43 || len(c.Problems) != 1 || c.Problems[0].Pos.Line != 3 {
		t.Errorf("%+v, %v", counts, c.Problems)
	}
	if _, err := HRV.Read(importers.SourceFromBytes("HRV.csv", []byte("Date,Overnight HRV,Baseline,7d Avg\n3/4/2031,42ms,,\n")),
		&importers.Collector{}); err == nil {
		t.Error("no error where no date tells")
	}
}

// An assumed year is a problem.
func TestAssumedYear(t *testing.T) {
	src := importers.SourceFromBytes("Sleep.csv", []byte("Date,Score,Duration,Sleep Need\nMay 25,38,3h,9h\n"))
	src.Changed = time.Date(2031, 6, 1, 0, 0, 0, 0, time.UTC)
	var c importers.Collector
	if _, err := Sleep.Read(src, &c); err != nil {
		t.Fatal(err)
	}
	if got := fixture.Value(t, c.Records, "2031-05-25", "tst"); got != 180 || len(c.Problems) != 1 ||
		!strings.Contains(c.Problems[0].Message, "2031") {
		t.Errorf("%v %v", got, c.Problems)
	}
}
