package importers

import "testing"

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
		src := SourceFromBytes("nights.csv", []byte(c.header+"\n"))
		if got := (nightlyCSV{}).Identify(src.Head); got != c.claimed {
			t.Errorf("%s: claimed %v, want %v", c.header, got, c.claimed)
		}
	}
}
