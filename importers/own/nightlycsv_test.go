package own

import (
	"testing"

	"nof1/importers"
	"nof1/importers/importertest"
	"nof1/importers/internal/fixture"
	"nof1/importers/record"
)

// A table is native when its columns are, not when one of many happens to be.
func TestNightlyTableOrSomebodyElses(t *testing.T) {
	for _, c := range []struct {
		header  string
		claimed bool
	}{
		{"date,tst,hrv_rmssd", true},
		{"date,hrv_rmssd,weather,dinner,room", true},
		{"Date,TST", true},
		{"date,anxiety,stress", false}, // ratings alone are a diary
		{"date,supplement,tst", false},
		{"Date,ZQ,Total.Z,Time.to.Z,Time.in.Wake,Awakenings", false},
		{"date,start,end,minutesAsleep,timeInBed,deep,a,b,c", false},
	} {
		src := importers.SourceFromBytes("nights.csv", []byte(c.header+"\n"))
		if got := Nights.Identify(src.Head); got != c.claimed {
			t.Errorf("%s: claimed %v, want %v", c.header, got, c.claimed)
		}
	}
}

// A sleep that ends before it began, or a day later, has no clock times; the rest of
// its row counts.
func TestNightlyTableBackwards(t *testing.T) {
	for clocks, said := range map[string]string{
		"2031-03-10 08:00,2031-03-10 07:00": `n.csv:2:29: "waketime": "2031-03-10 07:00" is not after "2031-03-10 08:00", when the sleep began`,
		"2031-03-09 00:10,2031-03-10 07:00": `n.csv:2:29: "waketime": "2031-03-10 07:00" is more than a day after "2031-03-09 00:10", when the sleep began`,
		"07:00,07:00":                       `n.csv:2:18: "waketime": "07:00" is not after "07:00", when the sleep began`,
	} {
		c, counts := importertest.Read(t, Nights, "n.csv", "date,bedtime,waketime,tst\n2031-03-10,"+clocks+",400\n")
		if counts != (record.Counts{Read: 1, Used: 1}) || len(c.Records) != 1 || fixture.Value(t, c.Records, "2031-03-10",
			"tst") != 400 || c.Sessions != nil {
			t.Errorf("%s: %+v, %+v, %+v, want the time asleep alone", clocks, counts, c.Records, c.Sessions)
		}
		if len(c.Problems) != 1 || c.Problems[0].String() != said {
			t.Errorf("%s: %v, want %s", clocks, c.Problems, said)
		}
	}
}
